/** The tools of the toolset `image`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const IMAGE_TOOLS: readonly Tool[] = [];
