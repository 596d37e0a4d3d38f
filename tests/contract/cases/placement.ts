/** Cases of the Placement API.
 *
 * @module
 */
import assert from "node:assert/strict";
import { listServers } from "../../../src/openstack/compute/operations.ts";
import * as operations from "../../../src/openstack/placement/operations.ts";
import {
  capacityOf,
  readAllocationCandidates,
  readBareText,
  readConsumerAllocations,
  readInventories,
  readProviderAllocations,
  readResourceClass,
  readResourceProvider,
  readUsages,
} from "../../../src/openstack/placement/types.ts";
import { text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import { firstOf } from "./targets.ts";

const provider = firstOf("provider_id", operations.listResourceProviders, "uuid");

/** Every case of the service. */
export const placementCases: readonly Case[] = [
  contract({
    operation: operations.listResourceProviders,
    read: readResourceProvider,
    key: (found) => found.id,
    holds: (providers) => assert(providers.every(({ name, generation }) => name && generation !== undefined)),
  }),
  contract({
    operation: operations.listInventories,
    target: provider,
    read: readInventories,
    holds: ([inventories]) => {
      assert(inventories?.some(({ resourceClass }) => resourceClass === "VCPU"));
      assert(inventories?.every((inventory) => (capacityOf(inventory) ?? -1) >= 0));
    },
  }),
  contract({
    operation: operations.listProviderUsages,
    target: provider,
    read: readUsages,
    holds: ([usages]) => assert(usages?.["VCPU"] !== undefined),
  }),
  contract({
    operation: operations.listTraits,
    target: provider,
    read: readBareText,
    key: (trait) => trait,
  }),
  contract({
    operation: operations.listProviderAggregates,
    target: provider,
    read: readBareText,
    key: (aggregate) => aggregate,
    mayBeEmpty: true,
  }),
  contract({
    operation: operations.listProviderAllocations,
    target: provider,
    read: readProviderAllocations,
    holds: ([allocations]) => {
      assert(allocations?.every(({ resources }) => Object.keys(resources).length > 0));
    },
  }),
  contract({
    operation: operations.showAllocations,
    target: async ({ cloud }) => {
      const servers = await cloud.list(listServers, { query: { all_tenants: true } });
      const running = servers.find((server) => text(server, "status") === "ACTIVE");
      return running === undefined ? undefined : { path: { consumer_id: text(running, "id") ?? "" } };
    },
    read: readConsumerAllocations,
    holds: ([found]) => assert((found?.allocations.length ?? 0) > 0),
    unknown: ["empty"],
  }),
  contract({
    operation: operations.showProjectUsage,
    target: ({ projectId }) => ({ query: { project_id: projectId } }),
    read: readUsages,
    holds: ([usages]) => assert(usages !== undefined),
  }),
  contract({
    operation: operations.listAllocationCandidates,
    target: () => ({ query: { resources: "VCPU:1,MEMORY_MB:64", limit: 5 } }),
    read: readAllocationCandidates,
    holds: ([found]) => {
      for (const { lines } of found?.summaries ?? []) {
        const cpus = lines.find(({ resourceClass }) => resourceClass === "VCPU");
        assert(cpus?.capacity !== undefined && cpus.used !== undefined);
      }
    },
  }),
  contract({
    operation: operations.listResourceClasses,
    read: readResourceClass,
    key: (name) => name,
    holds: (names) => assert(names.includes("VCPU")),
  }),
];
