/** The tools of the toolset `identity`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getApplicationCredentials } from "./get_application_credentials.ts";
import { getCapabilities } from "./get_capabilities.ts";
import { getDomains } from "./get_domains.ts";
import { getGroups } from "./get_groups.ts";
import { getProjectDetails } from "./get_project_details.ts";
import { getProjects } from "./get_projects.ts";
import { getQuota } from "./get_quota.ts";
import { getRoleAssignments } from "./get_role_assignments.ts";
import { getRoles } from "./get_roles.ts";
import { getServices } from "./get_services.ts";
import { getUserList } from "./get_user_list.ts";

/** In the order of the list. */
export const IDENTITY_TOOLS: readonly Tool[] = [
  getServices,
  getProjectDetails,
  getProjects,
  getUserList,
  getRoleAssignments,
  getRoles,
  getGroups,
  getDomains,
  getApplicationCredentials,
  getQuota,
  getCapabilities,
];
