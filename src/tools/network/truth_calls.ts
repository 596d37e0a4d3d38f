/** Calls of the toolset `network` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const NETWORK_TRUTH_CALLS: TruthCalls = {};
