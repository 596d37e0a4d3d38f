/** What Octavia is asked, so that an administrator's lists too are those of one project.
 *
 * @module
 */
import type { QueryValue } from "../../openstack/request.ts";
import type { ToolContext } from "../tool.ts";

/** Narrows a list to the token's project. An administrator would be shown everybody's. */
export async function ownProjectQuery(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  const { project } = await context.cloud.session();
  return context.allProjects || !project ? {} : { project_id: project.id };
}
