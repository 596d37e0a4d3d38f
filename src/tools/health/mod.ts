/** The tools of the toolset `health`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getClusterStatus } from "./get_cluster_status.ts";
import { getHealthReport } from "./get_health_report.ts";
import { getResourceMonitoring } from "./get_resource_monitoring.ts";
import { getServiceStatus } from "./get_service_status.ts";

/** In the order of the list. */
export const HEALTH_TOOLS: readonly Tool[] = [
  getClusterStatus,
  getServiceStatus,
  getResourceMonitoring,
  getHealthReport,
];
