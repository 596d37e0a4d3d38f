/** The tools of the toolset `identity`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getCapabilities } from "./get_capabilities.ts";
import { getProjectDetails } from "./get_project_details.ts";
import { getProjects } from "./get_projects.ts";
import { getQuota } from "./get_quota.ts";
import { getServices } from "./get_services.ts";

/** In the order of the list. */
export const IDENTITY_TOOLS: readonly Tool[] = [
  getServices,
  getProjectDetails,
  getProjects,
  getQuota,
  getCapabilities,
];
