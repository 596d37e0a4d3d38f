/** Calls of the toolset `image` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const IMAGE_TRUTH_CALLS: TruthCalls = {};
