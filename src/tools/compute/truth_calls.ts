/** Calls of the toolset `compute` in the truth matrix; for tests.
 *
 * @module
 */
import { isWire } from "../../openstack/read.ts";
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const COMPUTE_TRUTH_CALLS: TruthCalls = {
  get_instance: [
    { differs: ["image"] },
    { args: { names: "web-01" }, differs: ["image", "volumes"] },
    { args: { search_term: "golden", search_in: "image" }, differs: ["image"] },
  ],
  get_server_volumes: [{ args: { server: "db-01" } }],
  get_server_events: [{ args: { server: "web-01" } }, {
    args: { server: "web-01", detail: "full" },
    differs: ["user"],
  }],
  get_server_groups: [{ differs: ["members"] }],
  get_server_migrations: [{}, {
    user: "admin",
    allProjects: true,
    args: { detail: "full" },
    differs: ["server", "user"],
  }],
  get_keypair_list: [{ args: { detail: "full" } }],
  get_flavors: [{}],
  get_availability_zones: [{}, { user: "alice" }],
  get_hypervisor_details: [{ args: { detail: "full" } }],
  get_aggregates: [{}],
  get_compute_services: [{}],
  get_resource_providers: [{ args: { fields: ["used", "traits", "aggregates"] } }],
  get_usage_statistics: [{}, { user: "admin", allProjects: true, differs: ["project", "project_id"] }],
  get_console_log: [{ user: "alice", args: { server: "db-01" } }],
  get_user_data: [{ args: { server: "web-01" } }],
  set_instance: [{ args: { action: "list" }, differs: ["image"] }, {
    user: "alice",
    policy: { allowWrite: true },
    args: { action: "delete", names: "web-01", dry_run: true },
    differs: ["warnings"],
    tells: (answer) => isWire(answer["plan"]) && "unavailable" in answer["plan"],
  }],
  set_keypair: [{ args: { action: "list" } }, {
    user: "alice",
    args: { action: "show", names: "alice-key" },
  }],
};
