import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerAvailabilityZones } from "./get_load_balancer_availability_zones.ts";

Deno.test("get_load_balancer_availability_zones shows an administrator provider and settings", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerAvailabilityZones);
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["name"], row?.["enabled"], row?.["provider"], row?.["data"]], [
      "az1",
      true,
      "amphora",
      { compute_zone: "az1" },
    ]);
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_load_balancer_availability_zones shows a member what it may choose", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerAvailabilityZones);
    assert.deepEqual(rowsOf(answer).map(({ name }) => name), ["az1"]);
    assert.equal(record.requests, 1);
    assert.equal(
      (await call(getLoadBalancerAvailabilityZones, { profiles: true })).error?.reason,
      "not permitted",
    );
  });
});

Deno.test("get_load_balancer_availability_zones lists profiles by themselves", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const [row] = rowsOf((await call(getLoadBalancerAvailabilityZones, { profiles: true })).answer);
    assert.deepEqual([row?.["name"], row?.["data"]], ["amphora-az1", { compute_zone: "az1" }]);
  });
});

Deno.test("get_load_balancer_availability_zones answers set_load_balancer_availability_zone", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const set = { action: "show", az_name: "az1", availability_zone_profile_id: "", enabled: true };
    const { answer } = await call(getLoadBalancerAvailabilityZones, set, {
      name: "set_load_balancer_availability_zone",
    });
    assert.equal(Object(answer["availability_zone"]).profile, "amphora-az1");
  });
});
