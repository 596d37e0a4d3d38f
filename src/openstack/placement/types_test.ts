import assert from "node:assert/strict";
import {
  capacityOf,
  readAllocationCandidates,
  readBareText,
  readConsumerAllocations,
  readInventories,
  readProviderAllocations,
  readResourceProvider,
  readUsages,
} from "./types.ts";

Deno.test("readResourceProvider() reads the tree from 1.14 on", () => {
  const provider = { uuid: "9ca7a86c", name: "cmp-02", generation: 15, links: [] };
  assert.equal(readResourceProvider(provider)?.rootId, undefined);
  const inTree = { ...provider, parent_provider_uuid: null, root_provider_uuid: "9ca7a86c" };
  assert.deepEqual(readResourceProvider(inTree), {
    id: "9ca7a86c",
    name: "cmp-02",
    generation: 15,
    parentId: undefined,
    rootId: "9ca7a86c",
  });
  assert.equal(readResourceProvider({ name: "cmp-02" }), undefined);
});

Deno.test("readInventories() tells none from an answer without any", () => {
  assert.deepEqual(readInventories({ resource_provider_generation: 1, inventories: {} }), []);
  assert.equal(readInventories({}), undefined);
  const [memory] = readInventories({
    inventories: {
      MEMORY_MB: {
        total: 262144,
        reserved: 512,
        min_unit: 1,
        max_unit: 262144,
        step_size: 1,
        allocation_ratio: 1.5,
      },
    },
  }) ?? [];
  assert.equal(memory?.resourceClass, "MEMORY_MB");
  assert(memory);
  assert.equal(capacityOf(memory), 392448);
});

Deno.test("capacityOf() knows no capacity without a total", () => {
  const [inventory] = readInventories({ inventories: { VCPU: { reserved: 0 } } }) ?? [];
  assert(inventory);
  assert.equal(capacityOf(inventory), undefined);
});

Deno.test("readUsages() reads amounts", () => {
  assert.deepEqual(readUsages({ usages: { VCPU: 12, MEMORY_MB: 21504 } }), { VCPU: 12, MEMORY_MB: 21504 });
  assert.equal(readUsages({}), undefined);
});

Deno.test("readConsumerAllocations() reads the owner from 1.12 on and nothing of an unknown consumer", () => {
  const allocations = { "9ca7a86c": { resources: { VCPU: 1 }, generation: 15 } };
  assert.deepEqual(
    readConsumerAllocations({ allocations, project_id: "p", user_id: "u", consumer_type: "INSTANCE" }),
    {
      allocations: [{ providerId: "9ca7a86c", resources: { VCPU: 1 } }],
      projectId: "p",
      userId: "u",
      consumerType: "INSTANCE",
    },
  );
  assert.deepEqual(readConsumerAllocations({ allocations: {} })?.allocations, []);
  assert.equal(readConsumerAllocations({}), undefined);
});

Deno.test("readProviderAllocations() reads by consumer", () => {
  const allocations = { "2dd9460d": { resources: { DISK_GB: 1 }, consumer_generation: 1 } };
  assert.deepEqual(readProviderAllocations({ allocations }), [{
    consumerId: "2dd9460d",
    resources: { DISK_GB: 1 },
  }]);
});

Deno.test("readAllocationCandidates() reads summaries with capacity and use", () => {
  const found = readAllocationCandidates({
    allocation_requests: [{ allocations: { "8e622320": { resources: { VCPU: 1 } } }, mappings: {} }],
    provider_summaries: {
      "8e622320": {
        resources: { VCPU: { capacity: 1024, used: 13 } },
        traits: ["COMPUTE_NODE"],
        parent_provider_uuid: null,
        root_provider_uuid: "8e622320",
      },
    },
  });
  assert.deepEqual(found?.candidates, [["8e622320"]]);
  assert.deepEqual(found?.summaries[0]?.lines, [{ resourceClass: "VCPU", capacity: 1024, used: 13 }]);
  assert.equal(readAllocationCandidates({ allocation_requests: [] }), undefined);
});

Deno.test("readBareText() reads texts alone", () => {
  assert.equal(readBareText("COMPUTE_NODE"), "COMPUTE_NODE");
  assert.equal(readBareText({ name: "x" }), undefined);
});
