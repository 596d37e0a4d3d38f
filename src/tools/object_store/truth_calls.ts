/** Calls of the toolset `object_store` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const OBJECT_STORE_TRUTH_CALLS: TruthCalls = {};
