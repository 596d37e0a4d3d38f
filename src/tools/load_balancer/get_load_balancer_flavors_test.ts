import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerFlavors } from "./get_load_balancer_flavors.ts";

Deno.test("get_load_balancer_flavors shows an administrator provider and settings", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerFlavors);
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["name"], row?.["enabled"], row?.["provider"], row?.["data"]], [
      "active-standby",
      true,
      "amphora",
      { loadbalancer_topology: "ACTIVE_STANDBY" },
    ]);
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_load_balancer_flavors shows a member what it may choose", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerFlavors);
    assert.deepEqual(rowsOf(answer).map(({ name }) => name), ["active-standby"]);
    assert.equal(record.requests, 1);
    assert.equal((await call(getLoadBalancerFlavors, { profiles: true })).error?.reason, "not permitted");
  });
});

Deno.test("get_load_balancer_flavors lists profiles by themselves", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const [row] = rowsOf((await call(getLoadBalancerFlavors, { profiles: true })).answer);
    assert.deepEqual([row?.["name"], row?.["data"]], ["amphora-active-standby", {
      loadbalancer_topology: "ACTIVE_STANDBY",
    }]);
  });
});

Deno.test("get_load_balancer_flavors lists profiles under older names", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const alias = await call(getLoadBalancerFlavors, {}, { name: "get_load_balancer_flavor_profiles" });
    const set = { action: "show", flavor_profile_id: "amphora-active-standby", name: "" };
    const shown = await call(getLoadBalancerFlavors, set, { name: "set_load_balancer_flavor_profile" });
    assert.equal(rowsOf(alias.answer)[0]?.["provider"], "amphora");
    assert.equal(Object(shown.answer["flavor_profile"]).provider, "amphora");
    const flavor = { action: "show", flavor_name_or_id: "active-standby", enabled: true };
    const found = await call(getLoadBalancerFlavors, flavor, { name: "set_load_balancer_flavor" });
    assert.equal(Object(found.answer["flavor"]).profile, "amphora-active-standby");
  });
});
