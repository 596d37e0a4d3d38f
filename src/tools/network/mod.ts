/** The tools of the toolset `network`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const NETWORK_TOOLS: readonly Tool[] = [];
