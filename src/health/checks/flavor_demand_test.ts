import assert from "node:assert/strict";
import { type HealthServer, readHealthServer } from "../collections/compute.ts";
import { largestDemand } from "./flavor_demand.ts";

function server(flavor: Record<string, unknown>, more: Record<string, unknown> = {}): HealthServer {
  const read = readHealthServer({
    id: "s1",
    "OS-EXT-SRV-ATTR:host": "cmp-01",
    image: { id: "i1" },
    flavor: { original_name: "small", vcpus: 1, ram: 512, disk: 10, ephemeral: 0, swap: 0, ...flavor },
    ...more,
  });
  assert.ok(read);
  return read;
}

Deno.test("the flavor with the most memory is the largest, among servers that are on a host", () => {
  const large = { original_name: "large", ram: 2048, vcpus: 2 };
  const huge = { original_name: "huge", ram: 9999 };
  const unplaced = { "OS-EXT-SRV-ATTR:host": null };
  assert.deepEqual(largestDemand([server({}), server(large), server(large), server(huge, unplaced)]), {
    flavor: "large",
    amounts: { MEMORY_MB: 2048, VCPU: 2, DISK_GB: 10 },
    servers: 2,
  });
  assert.equal(largestDemand([]), undefined);
});

Deno.test("a server on a volume needs of a host what is not its root disk", () => {
  const found = largestDemand([server({ ephemeral: 5, swap: 1500 }, { image: "" })]);
  assert.deepEqual(found?.amounts, { MEMORY_MB: 512, VCPU: 1, DISK_GB: 7 });
});

Deno.test("extra specs say what is asked for instead", () => {
  const pinned = server({ extra_specs: { "hw:cpu_policy": "dedicated", "resources:VGPU": "1" } });
  assert.deepEqual(largestDemand([pinned])?.amounts, { MEMORY_MB: 512, PCPU: 1, DISK_GB: 10, VGPU: 1 });
  const bare = server({
    extra_specs: {
      "resources:CUSTOM_METAL": "1",
      "resources:VCPU": "0",
      "resources:MEMORY_MB": "0",
      "resources:DISK_GB": "0",
    },
  });
  assert.deepEqual(largestDemand([bare])?.amounts, { CUSTOM_METAL: 1 });
});
