/** Calls of the toolset `key_manager` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const KEY_MANAGER_TRUTH_CALLS: TruthCalls = {
  get_secrets: [{ args: { detail: "full" }, differs: ["creator"] }],
  get_secret_containers: [{ args: { detail: "full" }, differs: ["secrets", "creator"] }],
  get_secret_payload: [{ allowSensitive: true, args: { secret: "db-password" } }],
};
