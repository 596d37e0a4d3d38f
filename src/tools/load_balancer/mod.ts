/** The tools of the toolset `load_balancer`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const LOAD_BALANCER_TOOLS: readonly Tool[] = [];
