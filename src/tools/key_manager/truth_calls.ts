/** Calls of the toolset `key_manager` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const KEY_MANAGER_TRUTH_CALLS: TruthCalls = {};
