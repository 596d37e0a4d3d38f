/** Every tool, by toolset.
 *
 * @module
 */
import { COMPUTE_TOOLS } from "./compute/mod.ts";
import type { Tool } from "./tool.ts";

/** In the order of the list. */
export const TOOLS: readonly Tool[] = [...COMPUTE_TOOLS];
