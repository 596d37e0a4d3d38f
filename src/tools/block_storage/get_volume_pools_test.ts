import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumePools } from "./get_volume_pools.ts";

Deno.test("get_volume_pools tells capacities", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getVolumePools, { sort: "free_gib" });
    assert.equal(answer["total"], 2);
    assert.deepEqual(rowsOf(answer)[0], {
      name: "ctl-01@ssd#ssd",
      total_gib: 10240,
      free_gib: 10157,
      provisioned_gib: 83,
      allocated_gib: 63,
      provisioned_ratio: 0.01,
      max_over_subscription: 1,
      thin: false,
    });
    assert.equal(record.requests, 1);
  });
});

Deno.test("get_volume_pools says infinite and unknown, and computes nothing from them", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const capabilities = {
      total_capacity_gb: "infinite",
      free_capacity_gb: "unknown",
      provisioned_capacity_gb: 50,
      thin_provisioning_support: true,
    };
    const pools = [{ name: "a@b#c", capabilities }];
    demo.setFaults([{ path: "/get_pools", kind: "garbage", body: JSON.stringify({ pools }) }]);
    assert.deepEqual(rowsOf((await call(getVolumePools)).answer), [{
      name: "a@b#c",
      total_gib: "infinite",
      free_gib: "unknown",
      provisioned_gib: 50,
      thin: true,
    }]);
  });
});

Deno.test("get_volume_pools finds a pool by name, and is not permitted to members", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getVolumePools, { pool_name: "ctl-01@hdd#hdd" });
    assert.equal(wire(answer["storage_pool"])["backend"], "hdd");
  });
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getVolumePools)).error?.reason, "not permitted");
  });
});
