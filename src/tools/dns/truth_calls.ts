/** Calls of the toolset `dns` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const DNS_TRUTH_CALLS: TruthCalls = {};
