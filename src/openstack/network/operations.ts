/** Calls of the Networking API v2.0 (Neutron); section names are those of its API reference.
 *
 * Where a member may not read a whole kind (agents, IP availability, availability zones of agents), Neutron
 * answers 200 with an empty list instead of a refusal: for those, empty means `not permitted` unless the login is
 * an administrator's.
 *
 * What a policy hides is dropped after a page was cut, and the next link goes by what is left: a page may be short,
 * even empty, although more follows. An administrator therefore asks with `project_id`, so that nothing is dropped.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Networks: List networks. */
export const listNetworks = operation({
  id: "network.networks.list",
  method: "GET",
  path: "/networks",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "networks", by: "marker" },
});

/** Networks: Show network details. */
export const showNetwork = operation({
  id: "network.networks.show",
  method: "GET",
  path: "/networks/{network_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Subnets: List subnets. */
export const listSubnets = operation({
  id: "network.subnets.list",
  method: "GET",
  path: "/subnets",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "subnets", by: "marker" },
});

/** Subnets: Show subnet details. */
export const showSubnet = operation({
  id: "network.subnets.show",
  method: "GET",
  path: "/subnets/{subnet_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Ports: List ports. */
export const listPorts = operation({
  id: "network.ports.list",
  method: "GET",
  path: "/ports",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "ports", by: "marker" },
});

/** Ports: Show port details. */
export const showPort = operation({
  id: "network.ports.show",
  method: "GET",
  path: "/ports/{port_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Routers: List routers. */
export const listRouters = operation({
  id: "network.routers.list",
  method: "GET",
  path: "/routers",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "routers", by: "marker" },
});

/** Routers: Show router details. */
export const showRouter = operation({
  id: "network.routers.show",
  method: "GET",
  path: "/routers/{router_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Floating IPs: List floating IPs. */
export const listFloatingIps = operation({
  id: "network.floatingips.list",
  method: "GET",
  path: "/floatingips",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "floatingips", by: "marker" },
});

/** Floating IPs: Show floating IP details. */
export const showFloatingIp = operation({
  id: "network.floatingips.show",
  method: "GET",
  path: "/floatingips/{floatingip_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Security groups: List security groups. Each with its rules. */
export const listSecurityGroups = operation({
  id: "network.security_groups.list",
  method: "GET",
  path: "/security-groups",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "security_groups", by: "marker" },
});

/** Security groups: Show security group. */
export const showSecurityGroup = operation({
  id: "network.security_groups.show",
  method: "GET",
  path: "/security-groups/{security_group_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Security group rules: List security group rules. */
export const listSecurityGroupRules = operation({
  id: "network.security_group_rules.list",
  method: "GET",
  path: "/security-group-rules",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "security_group_rules", by: "marker" },
});

/** Networking agents: List all agents. Empty for a member. Neutron answers all of them whatever the limit. */
export const listAgents = operation({
  id: "network.agents.list",
  method: "GET",
  path: "/agents",
  effect: "read",
  needs: "admin",
  extension: "agent",
  page: { key: "agents", by: "none" },
});

/** L3 agent scheduler: List routers hosted by an L3 agent. Empty for agents of other kinds. */
export const listAgentRouters = operation({
  id: "network.agent_routers.list",
  method: "GET",
  path: "/agents/{agent_id}/l3-routers",
  effect: "read",
  needs: "admin",
  page: { key: "routers", by: "none" },
});

/** DHCP agent scheduler: List networks hosted by a DHCP agent. Empty for agents of other kinds. */
export const listAgentNetworks = operation({
  id: "network.agent_networks.list",
  method: "GET",
  path: "/agents/{agent_id}/dhcp-networks",
  effect: "read",
  needs: "admin",
  page: { key: "networks", by: "none" },
});

/** L3 agent scheduler: List L3 agents hosting a router. With the `ha_state` of each. */
export const listRouterAgents = operation({
  id: "network.router_agents.list",
  method: "GET",
  path: "/routers/{router_id}/l3-agents",
  effect: "read",
  needs: "admin",
  page: { key: "agents", by: "none" },
});

/** DHCP agent scheduler: List DHCP agents hosting a network. */
export const listNetworkAgents = operation({
  id: "network.network_agents.list",
  method: "GET",
  path: "/networks/{network_id}/dhcp-agents",
  effect: "read",
  needs: "admin",
  page: { key: "agents", by: "none" },
});

/** Quotas: Show quota details for a project. With use, where the extension `quota_details` is on.
 *
 * It answers for projects that do not exist too.
 */
export const showNetworkQuota = operation({
  id: "network.quotas.details",
  method: "GET",
  path: "/quotas/{project_id}/details",
  effect: "read",
  needs: "reader",
});

/** Quotas: List quotas for a project. Limits alone. */
export const showNetworkQuotaLimits = operation({
  id: "network.quotas.show",
  method: "GET",
  path: "/quotas/{project_id}",
  effect: "read",
  needs: "reader",
});

/** Availability zones: List all availability zones. Derived from the agents: empty for a member. */
export const listNetworkAvailabilityZones = operation({
  id: "network.availability_zones.list",
  method: "GET",
  path: "/availability_zones",
  effect: "read",
  needs: "admin",
  page: { key: "availability_zones", by: "none" },
});

/** Network IP availability and usage stats: List network IP availability. Empty for a member. */
export const listIpAvailabilities = operation({
  id: "network.network_ip_availabilities.list",
  method: "GET",
  path: "/network-ip-availabilities",
  effect: "read",
  needs: "admin",
  extension: "network-ip-availability",
  owner: "project_id",
  page: { key: "network_ip_availabilities", by: "marker", marker: "network_id" },
});

/** Extensions: List extensions. What a Neutron can do, it says by their aliases. */
export const listNetworkExtensions = operation({
  id: "network.extensions.list",
  method: "GET",
  path: "/extensions",
  effect: "read",
  needs: "reader",
  page: { key: "extensions", by: "none" },
});

/** Floating IP pools: List floating IP pools. The IPv4 subnets of external networks, to everybody. */
export const listFloatingIpPools = operation({
  id: "network.floatingip_pools.list",
  method: "GET",
  path: "/floatingip_pools",
  effect: "read",
  needs: "reader",
  extension: "floatingip-pools",
  page: { key: "floatingip_pools", by: "none" },
});

/** Floating IPs port forwarding: List floating IP port forwardings.
 *
 * Older policies give an administrator an empty list for another project's floating IP; the floating IP itself
 * shows them all the same, without descriptions and without ranges of ports.
 */
export const listPortForwardings = operation({
  id: "network.port_forwardings.list",
  method: "GET",
  path: "/floatingips/{floatingip_id}/port_forwardings",
  effect: "read",
  needs: "reader",
  extension: "floating-ip-port-forwarding",
  page: { key: "port_forwardings", by: "marker" },
});

/** Quality of Service: List QoS policies. Each with its rules. The filter `is_default` is ignored. */
export const listQosPolicies = operation({
  id: "network.qos_policies.list",
  method: "GET",
  path: "/qos/policies",
  effect: "read",
  needs: "reader",
  extension: "qos",
  owner: "project_id",
  page: { key: "policies", by: "marker" },
});

/** Quality of Service: Show QoS policy details. */
export const showQosPolicy = operation({
  id: "network.qos_policies.show",
  method: "GET",
  path: "/qos/policies/{policy_id}",
  effect: "read",
  needs: "reader",
  extension: "qos",
  owner: "project_id",
});

/** Trunk networking: List trunks. Older policies show another project's to nobody. */
export const listTrunks = operation({
  id: "network.trunks.list",
  method: "GET",
  path: "/trunks",
  effect: "read",
  needs: "reader",
  extension: "trunk",
  owner: "project_id",
  page: { key: "trunks", by: "marker" },
});

/** Trunk networking: Show trunk. */
export const showTrunk = operation({
  id: "network.trunks.show",
  method: "GET",
  path: "/trunks/{trunk_id}",
  effect: "read",
  needs: "reader",
  extension: "trunk",
  owner: "project_id",
});

/** Subnet pools: List subnet pools. */
export const listSubnetPools = operation({
  id: "network.subnetpools.list",
  method: "GET",
  path: "/subnetpools",
  effect: "read",
  needs: "reader",
  extension: "subnet_allocation",
  owner: "project_id",
  page: { key: "subnetpools", by: "marker" },
});

/** Subnet pools: Show subnet pool. */
export const showSubnetPool = operation({
  id: "network.subnetpools.show",
  method: "GET",
  path: "/subnetpools/{subnetpool_id}",
  effect: "read",
  needs: "reader",
  extension: "subnet_allocation",
  owner: "project_id",
});

/** Address scopes: List address scopes. */
export const listAddressScopes = operation({
  id: "network.address_scopes.list",
  method: "GET",
  path: "/address-scopes",
  effect: "read",
  needs: "reader",
  extension: "address-scope",
  owner: "project_id",
  page: { key: "address_scopes", by: "marker" },
});

/** Address groups: List address groups. They cannot be filtered by `shared`; older policies show another
 * project's to nobody unless they are shared with it.
 */
export const listAddressGroups = operation({
  id: "network.address_groups.list",
  method: "GET",
  path: "/address-groups",
  effect: "read",
  needs: "reader",
  extension: "address-group",
  owner: "project_id",
  page: { key: "address_groups", by: "marker" },
});

/** Address groups: Show address group. */
export const showAddressGroup = operation({
  id: "network.address_groups.show",
  method: "GET",
  path: "/address-groups/{address_group_id}",
  effect: "read",
  needs: "reader",
  extension: "address-group",
  owner: "project_id",
});

/** RBAC policies: List RBAC policies. To a project those that it made, not those that it gains by. */
export const listRbacPolicies = operation({
  id: "network.rbac_policies.list",
  method: "GET",
  path: "/rbac-policies",
  effect: "read",
  needs: "reader",
  extension: "rbac-policies",
  owner: "project_id",
  page: { key: "rbac_policies", by: "marker" },
});

/** RBAC policies: Show RBAC policy details. */
export const showRbacPolicy = operation({
  id: "network.rbac_policies.show",
  method: "GET",
  path: "/rbac-policies/{rbac_policy_id}",
  effect: "read",
  needs: "reader",
  extension: "rbac-policies",
  owner: "project_id",
});
