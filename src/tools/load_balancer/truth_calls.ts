/** Calls of the toolset `load_balancer` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const LOAD_BALANCER_TRUTH_CALLS: TruthCalls = {
  get_load_balancer_list: [
    { args: { detail: "full" }, differs: ["vip_network", "vip_subnet"] },
    { args: { fields: ["name", "project"] }, user: "admin", allProjects: true, differs: ["project"] },
  ],
  get_load_balancer_details: [{
    args: { load_balancer: "web-lb" },
    differs: ["vip_network", "vip_subnet", "server", "health_monitor"],
  }],
  get_load_balancer_listeners: [{ differs: ["load_balancer", "default_pool"] }],
  get_load_balancer_pools: [{ args: { detail: "full" }, differs: ["load_balancer", "listener"] }],
  get_load_balancer_pool_members: [
    { args: { load_balancer: "web-lb" }, differs: ["server"] },
    { args: { pool: "web-pool" }, differs: ["server"] },
  ],
  get_load_balancer_health_monitors: [{ differs: ["pool"] }],
  get_load_balancer_l7_policies: [{ differs: ["listener"] }],
  get_load_balancer_l7_rules: [{}, { args: { policy: "old-urls" } }],
  get_load_balancer_amphorae: [{
    args: { fields: ["load_balancer", "server", "host", "bytes_in"] },
    differs: ["load_balancer", "host"],
  }],
  get_load_balancer_providers: [{ args: { names: "amphora" } }],
  get_load_balancer_availability_zones: [{}, { args: { profiles: true } }],
  get_load_balancer_flavors: [{}, { args: { profiles: true } }],
  get_load_balancer_quotas: [{}, { user: "admin", allProjects: true, differs: ["project"] }],
  get_load_balancer_stats: [{ args: { load_balancer: "web-lb" } }, { args: { listener: "web-http" } }, {}],
};
