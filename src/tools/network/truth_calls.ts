/** Calls of the toolset `network` in the truth matrix; for tests.
 *
 * @module
 */
import type { TruthCalls } from "../truth_call.ts";

/** Every tool of the toolset. */
export const NETWORK_TRUTH_CALLS: TruthCalls = {
  get_network_details: [
    { args: { detail: "full" }, differs: ["qos_policy", "project"] },
    { user: "alice" },
    { user: "admin", allProjects: true, args: { names: "acme-web" }, differs: ["project"] },
  ],
  get_subnets: [{ args: { detail: "full" }, differs: ["network", "subnet_pool", "project"] }],
  get_ports: [
    { args: { detail: "full" }, differs: ["network", "device", "security_groups", "qos_policy", "project"] },
    { args: { filters: { server: "web-01" } }, differs: ["network", "device", "security_groups"] },
  ],
  get_routers: [{
    args: { detail: "full", filters: { networks: "acme-web" } },
    differs: ["external_network", "interfaces", "project"],
  }],
  get_security_groups: [{ args: { detail: "full" }, differs: ["rules", "project"] }, { allProjects: true }],
  get_floating_ips: [
    { args: { detail: "full" }, differs: ["server", "router", "network", "project"] },
    { user: "alice", args: { names: "203.0.113.47" }, differs: ["server", "router", "network", "project"] },
  ],
  get_floating_ip_pools: [{}, { user: "alice" }],
  get_port_forwardings: [
    { user: "alice", args: { detail: "full" }, differs: ["server"] },
    { user: "alice", args: { floating_ip: "203.0.113.201" }, differs: ["server"] },
  ],
  get_network_agents: [{ differs: ["heartbeat_age_s"] }],
  get_network_qos_policies: [{ args: { detail: "full" }, differs: ["project"] }],
  get_trunks: [{ args: { detail: "full" }, differs: ["server", "parent_port", "subports", "project"] }],
  get_subnet_pools: [{ args: { detail: "full" }, differs: ["address_scope", "project"] }],
  get_address_groups: [{ args: { detail: "full" }, differs: ["security_groups", "project"] }],
  get_network_rbac_policies: [
    { user: "admin", allProjects: true, args: { detail: "full" }, differs: ["object", "target", "owner"] },
  ],
};
