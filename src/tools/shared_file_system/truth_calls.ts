/** Calls of the toolset `shared_file_system` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const SHARED_FILE_SYSTEM_TRUTH_CALLS: TruthCalls = {};
