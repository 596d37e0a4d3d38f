/** Calls of the toolset `block_storage` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const BLOCK_STORAGE_TRUTH_CALLS: TruthCalls = {};
