/** The tools of the toolset `network`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getAddressGroups } from "./get_address_groups.ts";
import { getFloatingIpPools } from "./get_floating_ip_pools.ts";
import { getFloatingIps } from "./get_floating_ips.ts";
import { getNetworkAgents } from "./get_network_agents.ts";
import { getNetworkQosPolicies } from "./get_network_qos_policies.ts";
import { getNetworkRbacPolicies } from "./get_network_rbac_policies.ts";
import { getPortForwardings } from "./get_port_forwardings.ts";
import { getSubnetPools } from "./get_subnet_pools.ts";
import { getTrunks } from "./get_trunks.ts";
import { getNetworkDetails } from "./get_network_details.ts";
import { getPorts } from "./get_ports.ts";
import { getRouters } from "./get_routers.ts";
import { getSecurityGroups } from "./get_security_groups.ts";
import { getSubnets } from "./get_subnets.ts";

/** In the order of the list. */
export const NETWORK_TOOLS: readonly Tool[] = [
  getNetworkDetails,
  getSubnets,
  getPorts,
  getRouters,
  getSecurityGroups,
  getFloatingIps,
  getFloatingIpPools,
  getPortForwardings,
  getNetworkAgents,
  getNetworkQosPolicies,
  getTrunks,
  getSubnetPools,
  getAddressGroups,
  getNetworkRbacPolicies,
];
