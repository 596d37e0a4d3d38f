import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getFlavors } from "./get_flavors.ts";

Deno.test("get_flavors shows sizes with their units, and leaves out what all have in common", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getFlavors);
    assert.deepEqual(answer["columns"], ["name", "vcpus", "ram_mib", "disk_gib", "extra_specs", "id"]);
    const large = rowsOf(answer).find((row) => row["name"] === "c1.large");
    assert.deepEqual([large?.["vcpus"], large?.["ram_mib"], large?.["disk_gib"]], [8, 8192, 40]);
    assert.equal(large?.["extra_specs"], "hw:cpu_policy=shared");
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_flavors finds what is big enough, and takes names exactly", async () => {
  await withTools({}, async ({ call }) => {
    const names = async (args: Record<string, unknown>) =>
      rowsOf((await call(getFlavors, args)).answer).map((row) => row["name"]).sort();
    assert.deepEqual(await names({ filters: { min_vcpus: 8, min_ram_mib: "16384" } }), [
      "g1.huge",
      "m1.xlarge",
    ]);
    assert.deepEqual(await names({ filters: { vcpus: 1 } }), ["m1.small", "m1.tiny"]);
    assert.deepEqual(await names({ filters: { public: "True" } }), await names({}));
    assert.deepEqual(await names({ filters: { swap_mib: 0, ephemeral_gib: 0 } }), await names({}));
    assert.equal((await call(getFlavors, { names: "m1.*" })).error?.reason, "not found");
    for (const amount of ["big", -1, 1.5]) {
      const { error } = await call(getFlavors, { filters: { min_ram_mib: amount } });
      assert.equal(error?.reason, "invalid argument");
    }
    const { answer } = await call(getFlavors, { names: "m1.small" });
    const flavor = Object.fromEntries(Object.entries(answer["flavor"] ?? {}));
    assert.deepEqual([flavor["public"], flavor["swap_mib"], flavor["extra_specs"]], [true, 0, ""]);
  });
});

Deno.test("get_flavors looks several names up in one reading", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getFlavors, { names: ["m1.small", "m1.tiny", "m1.large"] });
    assert.equal(answer["total"], 3);
    assert.equal(requests.filter((one) => one.path.endsWith("/flavors/detail")).length, 1);
  });
});
