/** The tools of the toolset `block_storage`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const BLOCK_STORAGE_TOOLS: readonly Tool[] = [];
