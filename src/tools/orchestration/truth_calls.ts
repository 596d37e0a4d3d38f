/** Calls of the toolset `orchestration` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const ORCHESTRATION_TRUTH_CALLS: TruthCalls = {};
