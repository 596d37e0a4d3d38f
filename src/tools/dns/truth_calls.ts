/** Calls of the toolset `dns` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const DNS_TRUTH_CALLS: TruthCalls = {
  get_dns_zones: [{ args: { detail: "full" } }, {
    user: "admin",
    allProjects: true,
    args: { detail: "full" },
    differs: ["project"],
  }],
  get_dns_recordsets: [{ args: { zone: "acme.test" } }, { user: "alice" }],
};
