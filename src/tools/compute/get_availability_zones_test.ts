import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getAvailabilityZones } from "./get_availability_zones.ts";

Deno.test("get_availability_zones shows the zones of three services side by side", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getAvailabilityZones);
    const zones = rowsOf(answer).map((
      row,
    ) => [row["service"], row["resource"], row["name"], row["available"]]);
    assert.deepEqual(zones, [
      ["compute", "", "az1", true],
      ["compute", "", "az2", true],
      ["compute", "", "internal", true],
      ["network", "router", "nova", true],
      ["network", "network", "nova", true],
      ["block storage", "", "nova", true],
    ]);
    assert.deepEqual(rowsOf(answer)[2]?.["hosts"], ["ctl-01"]);
    assert.equal(record.requests, 3);
    const compute = await call(getAvailabilityZones, { filters: { service: "compute" } });
    assert.equal(compute.answer["total"], 3);
  });
});

Deno.test("get_availability_zones does not take Neutron's silence for a cloud without zones", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getAvailabilityZones);
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["az1", "az2", "nova"]);
    const [part] = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
    assert.deepEqual([part.what, part.reason], ["network zones", "not permitted"]);
  });
});

Deno.test("get_availability_zones says which service failed or is not there", async () => {
  await withTools(
    { user: "operator", demo: { without: ["block-storage", "volumev3"] } },
    async ({ call, demo }) => {
      demo.setFaults([{ service: "compute", kind: "status", status: 500, body: {} }]);
      const { answer } = await call(getAvailabilityZones);
      assert.deepEqual(new Set(rowsOf(answer).map((row) => row["service"])), new Set(["network"]));
      const parts = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
      assert.deepEqual(parts.map((part) => [part.what, part.reason]), [
        ["compute zones", "HTTP 500"],
        ["block storage zones", "not deployed"],
      ]);
      demo.setFaults([{ kind: "status", status: 500, body: {} }]);
      assert.equal((await call(getAvailabilityZones)).error?.reason, "unavailable");
    },
  );
});
