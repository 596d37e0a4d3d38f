/** The tools of the toolset `key_manager`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const KEY_MANAGER_TOOLS: readonly Tool[] = [];
