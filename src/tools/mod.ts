/** Every tool, by toolset.
 *
 * @module
 */
import { COMPUTE_TOOLS } from "./compute/mod.ts";
import { HEALTH_TOOLS } from "./health/mod.ts";
import { IDENTITY_TOOLS } from "./identity/mod.ts";
import type { Tool } from "./tool.ts";

/** In the order of the list. */
export const TOOLS: readonly Tool[] = [...IDENTITY_TOOLS, ...COMPUTE_TOOLS, ...HEALTH_TOOLS];
