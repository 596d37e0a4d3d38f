/** Cases of the shared file system API.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readQuota } from "../../../src/openstack/quota.ts";
import { member, text } from "../../../src/openstack/read.ts";
import * as operations from "../../../src/openstack/shared_file_system/operations.ts";
import {
  readExportLocation,
  readShare,
  readShareAccessRule,
  readShareInstance,
  readShareNetwork,
  readSharePool,
  readShareService,
  readShareSnapshot,
  readShareType,
  type Share,
  type ShareNetwork,
  type ShareSnapshot,
} from "../../../src/openstack/shared_file_system/types.ts";
import { type Case, contract, type Target } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf, ownProject } from "./targets.ts";

function holdsShares(shares: readonly Share[], { projectId }: ContractLogin): void {
  for (const share of shares) {
    assert.equal(share.projectId, projectId, "a share of another project");
    assert(share.status && share.sizeGb && share.protocol && share.type && share.createdAt);
    assert(share.isPublic !== undefined && share.metadata);
  }
}

function holdsSnapshots(snapshots: readonly ShareSnapshot[]): void {
  for (const { status, sizeGb, shareId, shareProtocol, createdAt } of snapshots) {
    assert(status && sizeGb && shareId && shareProtocol && createdAt);
  }
}

function holdsNetworks(networks: readonly ShareNetwork[], { projectId }: ContractLogin): void {
  for (const network of networks) {
    assert.equal(network.projectId, projectId, "a share network of another project");
    assert(network.subnets.length > 0 && network.createdAt);
  }
}

/** Access rules are asked for by the id of a share, in the query. */
async function firstShare({ cloud }: ContractLogin): Promise<Target | undefined> {
  const [first] = await cloud.list(operations.listShares);
  const id = text(first, "id");
  return id === undefined ? undefined : { query: { share_id: id } };
}

/** Every case of the service. */
export const sharedFileSystemCases: readonly Case[] = [
  contract({
    operation: operations.listShares,
    read: readShare,
    key: (share) => share.id,
    holds: holdsShares,
  }),
  contract({
    operation: operations.showShare,
    target: firstOf("share_id", operations.listShares),
    read: (body) => readShare(member(body, "share")),
    holds: holdsShares,
  }),
  contract({
    operation: operations.listShareExportLocations,
    target: firstOf("share_id", operations.listShares),
    read: readExportLocation,
    key: (location) => location.path,
  }),
  contract({
    operation: operations.listShareAccessRules,
    target: firstShare,
    read: readShareAccessRule,
    key: (rule) => rule.id,
    // Nobody was let in to what was seeded, unlike in the demo.
    mayBeEmpty: true,
    holds: (rules) => assert(rules.every(({ type, to, level, state }) => type && to && level && state)),
  }),
  contract({
    operation: operations.listShareSnapshots,
    read: readShareSnapshot,
    key: (snapshot) => snapshot.id,
    mayBeEmpty: true,
    holds: holdsSnapshots,
  }),
  contract({
    operation: operations.showShareSnapshot,
    target: firstOf("snapshot_id", operations.listShareSnapshots),
    read: (body) => readShareSnapshot(member(body, "snapshot")),
    mayBeEmpty: true,
    holds: holdsSnapshots,
  }),
  contract({
    operation: operations.listShareNetworks,
    read: readShareNetwork,
    key: (network) => network.id,
    mayBeEmpty: true,
    holds: holdsNetworks,
  }),
  contract({
    operation: operations.showShareNetwork,
    target: firstOf("share_network_id", operations.listShareNetworks),
    read: (body) => readShareNetwork(member(body, "share_network")),
    mayBeEmpty: true,
    holds: holdsNetworks,
  }),
  contract({
    operation: operations.listShareTypes,
    target: () => ({ query: { is_public: "all" } }),
    read: readShareType,
    key: (type) => type.id,
    holds: (types) => assert(types.every(({ isPublic, extraSpecs }) => isPublic !== undefined && extraSpecs)),
  }),
  contract({
    operation: operations.showShareQuota,
    target: ownProject,
    read: (body) => readQuota(member(body, "quota_set")),
    holds: ([quota]) => {
      for (const name of ["shares", "gigabytes", "snapshots", "snapshot_gigabytes", "share_networks"]) {
        const line = quota?.lines[name];
        assert(line?.limit !== undefined && line.inUse !== undefined && line.reserved !== undefined, name);
      }
    },
    unknown: ["not permitted", "answered"],
  }),
  contract({
    operation: operations.listShareServices,
    read: readShareService,
    key: (service) => service.id,
    holds: (services) => {
      for (const { binary, host, status, state, updatedAt } of services) {
        assert(binary && host && updatedAt);
        assert(["enabled", "disabled"].includes(status ?? "") && ["up", "down"].includes(state ?? ""));
      }
    },
  }),
  contract({
    operation: operations.listSharePools,
    read: readSharePool,
    key: (pool) => pool.name,
    holds: (pools) =>
      assert(pools.every(({ totalGb, freeGb }) => totalGb !== undefined && freeGb !== undefined)),
  }),
  contract({
    operation: operations.listShareReplicas,
    read: readShareInstance,
    key: (replica) => replica.id,
    mayBeEmpty: true,
    holds: (replicas) => assert(replicas.every(({ shareId, status }) => shareId && status)),
  }),
  contract({
    operation: operations.listShareInstances,
    read: readShareInstance,
    key: (instance) => instance.id,
    holds: (instances) => assert(instances.every(({ shareId, status, host }) => shareId && status && host)),
  }),
];
