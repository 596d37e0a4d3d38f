/** The tools of the toolset `compute`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getInstance } from "./get_instance.ts";

/** In the order of the list. */
export const COMPUTE_TOOLS: readonly Tool[] = [getInstance];
