/** The tools of the toolset `object_store`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const OBJECT_STORE_TOOLS: readonly Tool[] = [];
