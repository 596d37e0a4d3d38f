/** Calls of the toolset `identity` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const IDENTITY_TRUTH_CALLS: TruthCalls = {
  get_services: [{ args: { detail: "full" }, differs: ["endpoints"] }],
  get_project_details: [{}, { args: { project: "globex" } }, { user: "bob", args: { project: "globex" } }],
  get_projects: [{ differs: ["domain"] }, { user: "alice" }],
  get_quota: [{ user: "alice", args: { detail: "full" } }, { args: { project: "globex" } }],
  get_capabilities: [{ differs: ["cannot_work", "limited"] }],
};
