/** The tools of the toolset `shared_file_system`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";

/** In the order of the list. */
export const SHARED_FILE_SYSTEM_TOOLS: readonly Tool[] = [];
