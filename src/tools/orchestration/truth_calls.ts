/** Calls of the toolset `orchestration` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const ORCHESTRATION_TRUTH_CALLS: TruthCalls = {
  get_heat_stacks: [{ args: { detail: "full" } }, {
    user: "admin",
    allProjects: true,
    args: { names: "staging" },
    differs: ["project"],
  }],
  get_stack_resources: [{ args: { stack: "staging" } }],
  get_stack_events: [{ args: { stack: "doomed" } }],
  get_stack_outputs: [{ user: "alice", args: { stack: "staging" } }],
  get_stack_template: [{ args: { stack: "staging" } }],
};
