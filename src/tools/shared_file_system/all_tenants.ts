import type { QueryValue } from "../../openstack/request.ts";
import type { ToolContext } from "../tool.ts";

/** To an administrator Manila shows what other projects own only if it is asked to; a member's wish is ignored.
 *
 * A login to the system has no project of its own: without the wish share networks would be an empty list.
 */
export async function allTenants(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  const { system } = await context.cloud.session();
  return context.allProjects || system ? { all_tenants: 1 } : {};
}
