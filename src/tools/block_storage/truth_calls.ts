/** Calls of the toolset `block_storage` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const BLOCK_STORAGE_TRUTH_CALLS: TruthCalls = {
  get_volume_list: [
    { args: { detail: "full" }, differs: ["attached_to", "group", "project"] },
    { args: { names: "db-01-data" }, differs: ["attached_to", "group"] },
    {
      user: "admin",
      allProjects: true,
      args: { detail: "full" },
      differs: ["attached_to", "group", "project"],
    },
  ],
  get_volume_types: [
    {},
    { user: "alice" },
    // An empty object is what Cinder says of a type that does not encrypt: it is no failure.
    { args: { fields: ["encryption"] }, tells: (answer) => !JSON.stringify(answer).includes("unknown") },
  ],
  get_volume_snapshots: [{ differs: ["volume"] }, {
    user: "admin",
    allProjects: true,
    args: { detail: "full" },
    differs: ["volume", "project"],
  }],
  get_volume_backups: [{ differs: ["volume"] }, {
    user: "admin",
    allProjects: true,
    args: { detail: "full" },
    differs: ["volume", "project"],
  }],
  get_volume_groups: [{
    args: { detail: "full" },
    differs: ["volumes", "volume_types", "group_type", "project"],
  }],
  get_volume_qos: [{}],
  get_volume_transfers: [{}],
  get_volume_services: [{}],
  get_volume_pools: [{}],
};
