/** Calls of the toolset `load_balancer` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const LOAD_BALANCER_TRUTH_CALLS: TruthCalls = {};
