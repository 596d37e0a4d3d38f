/** The tools of the toolset `dns`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const DNS_TOOLS: readonly Tool[] = [];
