/** Cases of the Networking API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/network/operations.ts";
import {
  readAgent,
  readFloatingIp,
  readIpAvailability,
  readNetwork,
  readNetworkAvailabilityZone,
  readNetworkExtension,
  readPort,
  readRouter,
  readSecurityGroup,
  readSecurityGroupRule,
  readSubnet,
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
];
