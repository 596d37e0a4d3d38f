/** Cases of the Load Balancer API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/load_balancer/operations.ts";
import {
  readAmphora,
  readLoadBalancer,
  readLoadBalancerFlavor,
  readLoadBalancerHealthMonitor,
  readLoadBalancerL7Policy,
  readLoadBalancerL7Rule,
  readLoadBalancerListener,
  readLoadBalancerMember,
  readLoadBalancerPool,
  readLoadBalancerProfile,
  readLoadBalancerProvider,
  readLoadBalancerStats,
  readLoadBalancerTree,
  readLoadBalancerZone,
} from "../../../src/openstack/load_balancer/types.ts";
import { OpenStackError } from "../../../src/openstack/errors.ts";
import { readQuota } from "../../../src/openstack/quota.ts";
import { list, member, text } from "../../../src/openstack/read.ts";
import { type Case, contract, type Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf, ownProject } from "./targets.ts";

/** Every case of the service. */
export const loadBalancerCases: readonly Case[] = [
  contract({
    operation: operations.listLoadBalancers,
    read: readLoadBalancer,
    key: (balancer) => balancer.id,
    holds: (balancers, { projectId }) => {
      for (const balancer of balancers) {
        assert.equal(balancer.projectId, projectId, "a load balancer of another project");
        assert(balancer.provisioningStatus && balancer.operatingStatus && balancer.vipAddress);
        assert(balancer.listenerIds && balancer.poolIds);
      }
    },
  }),
  contract({
    operation: operations.listLoadBalancerPools,
    read: readLoadBalancerPool,
    key: (pool) => pool.id,
    holds: (pools) => assert(pools.every(({ protocol, memberIds }) => protocol && memberIds)),
  }),
  contract({
    operation: operations.listLoadBalancerMembers,
    target: firstOf("pool_id", operations.listLoadBalancerPools),
    read: readLoadBalancerMember,
    key: (each) => each.id,
    holds: (members) =>
      assert(
        members.every(({ address, protocolPort, weight }) => address && protocolPort && weight !== undefined),
      ),
  }),
  contract({
    operation: operations.listAmphorae,
    read: readAmphora,
    key: (amphora) => amphora.id,
    holds: (amphorae) => assert(amphorae.every(({ status }) => status)),
  }),
  contract({
    operation: operations.showLoadBalancerQuota,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota")),
    holds: ([quota]) => {
      const lines = quota?.lines ?? {};
      // Octavia 2.0 said `loadbalancer`; both forms are about.
      assert((lines["load_balancer"] ?? lines["loadbalancer"])?.limit !== undefined);
    },
    unknown: ["not permitted", "not found", "answered"],
  }),
  contract({
    operation: operations.showLoadBalancer,
    target: firstOf("loadbalancer_id", operations.listLoadBalancers),
    read: (body) => readLoadBalancer(member(body, "loadbalancer")),
    holds: ([balancer]) => assert(balancer?.vipPortId && balancer.vipNetworkId && balancer.provider),
  }),
  contract({
    operation: operations.showLoadBalancerStatus,
    target: firstOf("loadbalancer_id", operations.listLoadBalancers),
    read: readLoadBalancerTree,
    holds: ([tree]) => {
      const pools = tree?.listeners.flatMap((listener) => listener.pools) ?? [];
      assert(pools.every(({ operatingStatus, healthMonitor }) => operatingStatus && healthMonitor?.type));
      assert(
        pools.flatMap(({ members }) => members).every(({ address, protocolPort }) => address && protocolPort),
      );
    },
  }),
  contract({
    operation: operations.showLoadBalancerStats,
    target: firstOf("loadbalancer_id", operations.listLoadBalancers),
    read: (body) => readLoadBalancerStats(member(body, "stats")),
    holds: ([stats]) => assert(stats?.totalConnections !== undefined && stats.bytesIn !== undefined),
  }),
  contract({
    operation: operations.listLoadBalancerListeners,
    read: readLoadBalancerListener,
    key: (listener) => listener.id,
    holds: (listeners) =>
      assert(
        listeners.every(({ protocol, protocolPort, loadBalancerIds, l7PolicyIds }) =>
          protocol && protocolPort && loadBalancerIds && l7PolicyIds
        ),
      ),
  }),
  contract({
    operation: operations.showLoadBalancerListener,
    target: firstOf("listener_id", operations.listLoadBalancerListeners),
    read: (body) => readLoadBalancerListener(member(body, "listener")),
    holds: ([listener]) => assert(listener?.timeoutClientData !== undefined),
  }),
  contract({
    operation: operations.showLoadBalancerListenerStats,
    target: firstOf("listener_id", operations.listLoadBalancerListeners),
    read: (body) => readLoadBalancerStats(member(body, "stats")),
  }),
  contract({
    operation: operations.showLoadBalancerPool,
    target: firstOf("pool_id", operations.listLoadBalancerPools),
    read: (body) => readLoadBalancerPool(member(body, "pool")),
    holds: ([pool]) => assert(pool?.algorithm && pool.loadBalancerIds && pool.listenerIds),
  }),
  contract({
    operation: operations.listLoadBalancerHealthMonitors,
    read: readLoadBalancerHealthMonitor,
    key: (monitor) => monitor.id,
    holds: (monitors) => assert(monitors.every(({ type, poolIds, delay }) => type && poolIds && delay)),
  }),
  contract({
    operation: operations.showLoadBalancerHealthMonitor,
    target: firstOf("healthmonitor_id", operations.listLoadBalancerHealthMonitors),
    read: (body) => readLoadBalancerHealthMonitor(member(body, "healthmonitor")),
  }),
  contract({
    operation: operations.listLoadBalancerL7Policies,
    read: readLoadBalancerL7Policy,
    key: (policy) => policy.id,
    mayBeEmpty: true,
    holds: (policies) =>
      assert(policies.every(({ action, listenerId, ruleIds }) => action && listenerId && ruleIds)),
  }),
  contract({
    operation: operations.showLoadBalancerL7Policy,
    target: firstOf("policy_id", operations.listLoadBalancerL7Policies),
    read: (body) => readLoadBalancerL7Policy(member(body, "l7policy")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listLoadBalancerL7Rules,
    target: firstOf("policy_id", operations.listLoadBalancerL7Policies),
    read: readLoadBalancerL7Rule,
    key: (rule) => rule.id,
    mayBeEmpty: true,
    holds: (rules) => assert(rules.every(({ type, compareType }) => type && compareType)),
  }),
  contract({
    operation: operations.showAmphora,
    target: firstOf("amphora_id", operations.listAmphorae),
    read: (body) => readAmphora(member(body, "amphora")),
    holds: ([amphora]) => assert(amphora?.serverId && amphora.certExpiration),
  }),
  contract({
    operation: operations.showAmphoraStats,
    target: amphoraWithStats,
    read: (body) => list(body, "amphora_stats")?.flatMap((value) => readLoadBalancerStats(value) ?? []),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listLoadBalancerProviders,
    read: readLoadBalancerProvider,
    key: (provider) => provider.name,
    holds: (providers) => assert(providers.some(({ name }) => name === "amphora")),
  }),
  contract({
    operation: operations.listProviderFlavorCapabilities,
    target: () => ({ path: { provider: "amphora" } }),
    read: (value) => text(value, "name"),
    key: (name) => name,
    unknown: ["invalid argument", "unavailable", "not found", "not deployed"],
  }),
  contract({
    operation: operations.listProviderZoneCapabilities,
    target: () => ({ path: { provider: "amphora" } }),
    read: (value) => text(value, "name"),
    key: (name) => name,
    unknown: ["invalid argument", "unavailable", "not found", "not deployed"],
  }),
  contract({
    operation: operations.listLoadBalancerFlavors,
    read: readLoadBalancerFlavor,
    key: (flavor) => flavor.id,
    mayBeEmpty: true,
    holds: (flavors) => assert(flavors.every(({ enabled }) => enabled !== undefined)),
  }),
  contract({
    operation: operations.showLoadBalancerFlavor,
    target: firstOf("flavor_id", operations.listLoadBalancerFlavors),
    read: (body) => readLoadBalancerFlavor(member(body, "flavor")),
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listLoadBalancerFlavorProfiles,
    read: readLoadBalancerProfile,
    key: (profile) => profile.id,
    mayBeEmpty: true,
    holds: (profiles) => assert(profiles.every(({ provider, data }) => provider && data)),
  }),
  contract({
    operation: operations.listLoadBalancerZones,
    read: readLoadBalancerZone,
    key: (zone) => zone.name,
    mayBeEmpty: true,
    holds: (zones) => assert(zones.every(({ enabled }) => enabled !== undefined)),
  }),
  contract({
    operation: operations.listLoadBalancerZoneProfiles,
    read: readLoadBalancerProfile,
    key: (profile) => profile.id,
    mayBeEmpty: true,
    holds: (profiles) => assert(profiles.every(({ provider, data }) => provider && data)),
  }),
  contract({
    operation: operations.showDefaultLoadBalancerQuota,
    read: (body) => readQuota(member(body, "quota")),
    holds: ([quota]) => assert(quota?.lines["load_balancer"]?.limit !== undefined),
  }),
  contract({
    operation: operations.listLoadBalancerQuotas,
    read: readQuota,
    key: (quota) => quota.projectId ?? "",
    mayBeEmpty: true,
  }),
];

/** One that never reported has none, and is not found. */
async function amphoraWithStats({ cloud }: ContractLogin): Promise<Target | undefined> {
  for (const amphora of await cloud.list(operations.listAmphorae)) {
    const path = { amphora_id: text(amphora, "id") ?? "" };
    try {
      await cloud.send(operations.showAmphoraStats, { path });
      return { path };
    } catch (error) {
      if (!(error instanceof OpenStackError) || error.reason !== "not found") throw error;
    }
  }
  return undefined;
}
