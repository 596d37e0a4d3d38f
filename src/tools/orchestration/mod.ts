/** The tools of the toolset `orchestration`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const ORCHESTRATION_TOOLS: readonly Tool[] = [];
