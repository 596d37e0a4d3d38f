/** The calls of every tool in the truth matrix; for tests.
 *
 * @module
 */
import { BLOCK_STORAGE_TRUTH_CALLS } from "./block_storage/truth_calls.ts";
import { COMPUTE_TRUTH_CALLS } from "./compute/truth_calls.ts";
import { DNS_TRUTH_CALLS } from "./dns/truth_calls.ts";
import { HEALTH_TRUTH_CALLS } from "./health/truth_calls.ts";
import { IDENTITY_TRUTH_CALLS } from "./identity/truth_calls.ts";
import { IMAGE_TRUTH_CALLS } from "./image/truth_calls.ts";
import { KEY_MANAGER_TRUTH_CALLS } from "./key_manager/truth_calls.ts";
import { LOAD_BALANCER_TRUTH_CALLS } from "./load_balancer/truth_calls.ts";
import { NETWORK_TRUTH_CALLS } from "./network/truth_calls.ts";
import { OBJECT_STORE_TRUTH_CALLS } from "./object_store/truth_calls.ts";
import { ORCHESTRATION_TRUTH_CALLS } from "./orchestration/truth_calls.ts";
import { SHARED_FILE_SYSTEM_TRUTH_CALLS } from "./shared_file_system/truth_calls.ts";
import type { TruthCalls } from "./truth_call.ts";

/** Every tool. */
export const TRUTH_CALLS: TruthCalls = {
  ...IDENTITY_TRUTH_CALLS,
  ...COMPUTE_TRUTH_CALLS,
  ...NETWORK_TRUTH_CALLS,
  ...BLOCK_STORAGE_TRUTH_CALLS,
  ...IMAGE_TRUTH_CALLS,
  ...HEALTH_TRUTH_CALLS,
  ...LOAD_BALANCER_TRUTH_CALLS,
  ...ORCHESTRATION_TRUTH_CALLS,
  ...DNS_TRUTH_CALLS,
  ...KEY_MANAGER_TRUTH_CALLS,
  ...SHARED_FILE_SYSTEM_TRUTH_CALLS,
  ...OBJECT_STORE_TRUTH_CALLS,
};
