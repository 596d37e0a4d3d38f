/** Cases of the Networking API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/network/operations.ts";
import {
  readAddressGroup,
  readAddressScope,
  readAgent,
  readFloatingIp,
  readFloatingIpPool,
  readIpAvailability,
  readNetwork,
  readNetworkAvailabilityZone,
  readNetworkExtension,
  readPort,
  readPortForwarding,
  readQosPolicy,
  readRbacPolicy,
  readRouter,
  readSecurityGroup,
  readSecurityGroupRule,
  readSubnet,
  readSubnetPool,
  readTrunk,
} from "../../../src/openstack/network/types.ts";
import { readQuota } from "../../../src/openstack/quota.ts";
import { member, text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import { firstOf, ownProject } from "./targets.ts";

/** Neutron filters what a member may not see out of a list, down to nothing. */
const REFUSED = ["empty", "not permitted"] as const;

const agentOf = (type: string) =>
  firstOf("agent_id", operations.listAgents, "id", (agent) => text(agent, "agent_type") === type);

/** Every case of the service. */
export const networkCases: readonly Case[] = [
  contract({
    operation: operations.listNetworks,
    read: readNetwork,
    key: (network) => network.id,
    holds: (networks, { projectId }) => {
      for (const network of networks) {
        assert(network.status !== undefined && network.subnetIds !== undefined);
        assert(network.adminStateUp !== undefined && network.shared !== undefined);
      }
      assert(networks.every((network) => network.projectId !== undefined));
      assert(
        networks.some((network) => network.projectId === projectId || network.shared || network.external),
      );
    },
  }),
  contract({
    operation: operations.showNetwork,
    target: firstOf("network_id", operations.listNetworks),
    read: (body) => readNetwork(member(body, "network")),
  }),
  contract({
    operation: operations.listSubnets,
    read: readSubnet,
    key: (subnet) => subnet.id,
    holds: (subnets) => {
      for (const { cidr, ipVersion, networkId, dhcp, allocationPools } of subnets) {
        assert(cidr && networkId && (ipVersion === 4 || ipVersion === 6));
        assert(dhcp !== undefined && allocationPools !== undefined);
      }
    },
  }),
  contract({
    operation: operations.showSubnet,
    target: firstOf("subnet_id", operations.listSubnets),
    read: (body) => readSubnet(member(body, "subnet")),
  }),
  contract({
    operation: operations.listPorts,
    read: readPort,
    key: (port) => port.id,
    holds: (ports) => {
      for (const { mac, status, networkId, fixedIps } of ports) {
        assert(mac && status && networkId && fixedIps);
      }
    },
  }),
  contract({
    operation: operations.showPort,
    target: firstOf("port_id", operations.listPorts),
    read: (body) => readPort(member(body, "port")),
  }),
  contract({
    operation: operations.listRouters,
    read: readRouter,
    key: (router) => router.id,
    holds: (routers) => {
      for (const { status, gateway } of routers) {
        assert(status !== undefined && (gateway === undefined || gateway.networkId !== undefined));
      }
    },
  }),
  contract({
    operation: operations.showRouter,
    target: firstOf("router_id", operations.listRouters),
    read: (body) => readRouter(member(body, "router")),
  }),
  contract({
    operation: operations.listFloatingIps,
    read: readFloatingIp,
    key: (ip) => ip.id,
    holds: (ips) => {
      for (const { address, status, networkId, portId, fixedAddress } of ips) {
        assert(address && status && networkId);
        assert.equal(portId === undefined, fixedAddress === undefined, "half an association");
      }
    },
  }),
  contract({
    operation: operations.showFloatingIp,
    target: firstOf("floatingip_id", operations.listFloatingIps),
    read: (body) => readFloatingIp(member(body, "floatingip")),
  }),
  contract({
    operation: operations.listSecurityGroups,
    read: readSecurityGroup,
    key: (group) => group.id,
    holds: (groups) => assert(groups.every(({ name, rules }) => name && rules)),
  }),
  contract({
    operation: operations.showSecurityGroup,
    target: firstOf("security_group_id", operations.listSecurityGroups),
    read: (body) => readSecurityGroup(member(body, "security_group")),
  }),
  contract({
    operation: operations.listSecurityGroupRules,
    read: readSecurityGroupRule,
    key: (rule) => rule.id,
    holds: (rules) => {
      for (const { securityGroupId, direction, etherType } of rules) {
        assert(securityGroupId && ["ingress", "egress"].includes(direction ?? ""));
        assert(["IPv4", "IPv6"].includes(etherType ?? ""));
      }
    },
  }),
  contract({
    operation: operations.listAgents,
    read: readAgent,
    key: (agent) => agent.id,
    holds: (agents) => {
      for (const { type, host, alive, adminStateUp, heartbeat } of agents) {
        assert(type && host && alive !== undefined && adminStateUp !== undefined && heartbeat);
      }
    },
    refused: REFUSED,
  }),
  contract({
    operation: operations.listAgentRouters,
    target: agentOf("L3 agent"),
    read: readRouter,
    key: (router) => router.id,
    refused: REFUSED,
  }),
  contract({
    operation: operations.listAgentNetworks,
    target: agentOf("DHCP agent"),
    read: readNetwork,
    key: (network) => network.id,
    refused: REFUSED,
  }),
  contract({
    operation: operations.listRouterAgents,
    target: firstOf("router_id", operations.listRouters),
    read: readAgent,
    key: (agent) => agent.id,
    refused: [...REFUSED, "not found"],
  }),
  contract({
    operation: operations.listNetworkAgents,
    target: firstOf("network_id", operations.listNetworks),
    read: readAgent,
    key: (agent) => agent.id,
    mayBeEmpty: true,
    unknown: ["not found", "empty"],
    refused: [...REFUSED, "not found"],
  }),
  contract({
    operation: operations.showNetworkQuota,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota")),
    holds: ([quota]) => {
      for (const name of ["network", "port", "router", "floatingip", "security_group"]) {
        const line = quota?.lines[name];
        assert(line?.limit !== undefined && line.inUse !== undefined && line.reserved !== undefined, name);
      }
    },
    unknown: ["not permitted", "answered"],
  }),
  contract({
    operation: operations.showNetworkQuotaLimits,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota")),
    holds: ([quota]) => assert(quota?.lines["network"]?.limit !== undefined),
    unknown: ["not permitted", "answered"],
  }),
  contract({
    operation: operations.listNetworkAvailabilityZones,
    read: readNetworkAvailabilityZone,
    key: ({ name, resource }) => `${name} ${resource}`,
    holds: (zones) => assert(zones.every(({ state, resource }) => state && resource)),
    refused: REFUSED,
  }),
  contract({
    operation: operations.listIpAvailabilities,
    read: readIpAvailability,
    key: (availability) => availability.networkId,
    holds: (availabilities) => {
      assert(availabilities.every(({ usedIps, totalIps, subnets }) => {
        return usedIps !== undefined && totalIps !== undefined && subnets !== undefined;
      }));
    },
    refused: REFUSED,
  }),
  contract({
    operation: operations.listNetworkExtensions,
    read: readNetworkExtension,
    key: (extension) => extension.alias,
  }),
  contract({
    operation: operations.listFloatingIpPools,
    read: readFloatingIpPool,
    key: (pool) => pool.subnetId ?? "",
    holds: (pools) => assert(pools.every(({ cidr }) => cidr !== undefined)),
  }),
  contract({
    operation: operations.listPortForwardings,
    target: firstOf("floatingip_id", operations.listFloatingIps, "id", (ip) => !text(ip, "port_id")),
    read: readPortForwarding,
    key: (forwarding) => forwarding.id,
    mayBeEmpty: true,
    holds: (forwardings) => {
      for (const { protocol, externalPorts, internalAddress, internalPorts } of forwardings) {
        assert(protocol && externalPorts && internalAddress && internalPorts);
      }
    },
  }),
  contract({
    operation: operations.listQosPolicies,
    read: readQosPolicy,
    key: (policy) => policy.id,
    mayBeEmpty: true,
    holds: (policies) => {
      for (const { name, shared, isDefault, rules } of policies) {
        assert(name && shared !== undefined && isDefault !== undefined && rules);
        assert(rules.every((rule) => rule.type !== undefined));
      }
    },
  }),
  contract({
    operation: operations.showQosPolicy,
    target: firstOf("policy_id", operations.listQosPolicies),
    read: (body) => readQosPolicy(member(body, "policy")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listTrunks,
    read: readTrunk,
    key: (trunk) => trunk.id,
    mayBeEmpty: true,
    holds: (trunks) => {
      for (const { status, portId, subPorts } of trunks) {
        assert(status && portId && subPorts);
        assert(subPorts.every((port) => port.portId && port.segmentationId !== undefined));
      }
    },
  }),
  contract({
    operation: operations.showTrunk,
    target: firstOf("trunk_id", operations.listTrunks),
    read: (body) => readTrunk(member(body, "trunk")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listSubnetPools,
    read: readSubnetPool,
    key: (pool) => pool.id,
    mayBeEmpty: true,
    holds: (pools) => {
      for (const { prefixes, minPrefixLength, maxPrefixLength, defaultPrefixLength, ipVersion } of pools) {
        assert(prefixes?.length && (ipVersion === 4 || ipVersion === 6));
        assert(minPrefixLength !== undefined && maxPrefixLength !== undefined);
        assert(defaultPrefixLength !== undefined);
      }
    },
  }),
  contract({
    operation: operations.showSubnetPool,
    target: firstOf("subnetpool_id", operations.listSubnetPools),
    read: (body) => readSubnetPool(member(body, "subnetpool")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listAddressScopes,
    read: readAddressScope,
    key: (scope) => scope.id,
    mayBeEmpty: true,
    holds: (scopes) => assert(scopes.every(({ name, ipVersion }) => name && ipVersion !== undefined)),
  }),
  contract({
    operation: operations.listAddressGroups,
    read: readAddressGroup,
    key: (group) => group.id,
    mayBeEmpty: true,
    holds: (groups) => assert(groups.every(({ name, addresses }) => name && addresses)),
  }),
  contract({
    operation: operations.showAddressGroup,
    target: firstOf("address_group_id", operations.listAddressGroups),
    read: (body) => readAddressGroup(member(body, "address_group")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listRbacPolicies,
    read: readRbacPolicy,
    key: (policy) => policy.id,
    mayBeEmpty: true,
    holds: (policies) => {
      for (const { objectType, objectId, action, targetProjectId } of policies) {
        assert(objectType && objectId && action && targetProjectId);
      }
    },
  }),
  contract({
    operation: operations.showRbacPolicy,
    target: firstOf("rbac_policy_id", operations.listRbacPolicies),
    read: (body) => readRbacPolicy(member(body, "rbac_policy")),
    mayBeEmpty: true,
  }),
];
