/** Calls of the toolset `shared_file_system` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const SHARED_FILE_SYSTEM_TRUTH_CALLS: TruthCalls = {
  get_shares: [{ args: { detail: "full" } }, {
    user: "admin",
    allProjects: true,
    args: { fields: ["project", "share_network", "snapshots"] },
    differs: ["project"],
  }],
  get_share_snapshots: [{ differs: ["share"] }, {
    user: "admin",
    allProjects: true,
    args: { fields: ["share", "project"] },
    differs: ["share", "project"],
  }],
  get_share_networks: [{ differs: ["networks", "subnets"] }],
  get_share_types: [{}],
};
