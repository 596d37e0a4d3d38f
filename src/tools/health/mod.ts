/** The tools of the toolset `health`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getServiceStatus } from "./get_service_status.ts";

/** In the order of the list. */
export const HEALTH_TOOLS: readonly Tool[] = [getServiceStatus];
