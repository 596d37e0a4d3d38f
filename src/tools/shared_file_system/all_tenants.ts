import type { QueryValue } from "../../openstack/request.ts";
import type { ToolContext } from "../tool.ts";

/** To an administrator Manila shows what other projects own only if it is asked to; a member's wish is ignored. */
export function allTenants(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  return Promise.resolve(context.allProjects ? { all_tenants: 1 } : {});
}
