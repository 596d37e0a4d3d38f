/** Calls of the toolset `health` in the truth matrix; for tests.
 *
 * @module
 */
import type { Called } from "../testing.ts";
import { rowsOf } from "../testing.ts";
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const HEALTH_TRUTH_CALLS: TruthCalls = {
  get_service_status: [{ differs: ["apis"], tells: isNotUp }, {
    user: "alice",
    differs: ["apis"],
    tells: isNotUp,
  }],
};

function isNotUp(answer: Called["answer"], service: string): boolean {
  const official = service === "sharev2" ? "shared-file-system" : service;
  return rowsOf(answer["apis"]).some((row) => row["service"] === official && row["state"] !== "up");
}
