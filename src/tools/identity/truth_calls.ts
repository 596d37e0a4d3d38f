/** Calls of the toolset `identity` in the truth matrix; for tests.
 *
 * @module
 */
import { NETWORK_TOOLS } from "../network/mod.ts";
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const IDENTITY_TRUTH_CALLS: TruthCalls = {
  get_services: [{ args: { detail: "full" }, differs: ["endpoints"] }],
  get_project_details: [
    { differs: ["roles"] },
    { args: { project: "globex" } },
    { user: "bob", args: { project: "globex" } },
  ],
  get_projects: [{ differs: ["domain"] }, { user: "alice" }],
  get_user_list: [
    { args: { detail: "full" }, differs: ["roles"] },
    { args: { all: true }, differs: ["roles", "domain", "default_project"] },
    { user: "alice" },
  ],
  get_role_assignments: [
    { args: { effective: true }, differs: ["via"] },
    {
      args: {
        effective: true,
        all: true,
        filters: { user: "bob", group: "acme-auditors", role: "reader", project: "acme" },
      },
      differs: ["via"],
    },
    { args: { filters: { domain: "Default" } } },
    { user: "alice" },
  ],
  get_roles: [{}, { user: "alice" }],
  get_groups: [{ args: { detail: "full" } }, { user: "bob" }],
  get_domains: [{}, { user: "alice" }],
  get_application_credentials: [{ user: "alice", args: { detail: "full" } }],
  get_quota: [{ user: "alice", args: { detail: "full" } }, { args: { project: "globex" } }],
  get_capabilities: [{ tools: NETWORK_TOOLS, differs: ["cannot_work", "limited"] }],
};
