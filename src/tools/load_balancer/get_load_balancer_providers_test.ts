import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerProviders } from "./get_load_balancer_providers.ts";

Deno.test("get_load_balancer_providers lists providers in one request", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerProviders);
    assert.deepEqual(rowsOf(answer).map(({ name }) => name), ["amphora", "octavia"]);
    assert.equal(record.requests, 1);
  });
});

Deno.test("get_load_balancer_providers shows an administrator what a named one offers", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getLoadBalancerProviders, { names: "amphora" });
    const { flavor_capabilities, zone_capabilities } = Object(answer["provider"]);
    assert.equal(flavor_capabilities.compute_flavor, "The compute driver flavor ID.");
    assert.equal(zone_capabilities.compute_zone, "The compute availability zone.");
  });
});

Deno.test("get_load_balancer_providers tells a member that capabilities are not for it", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerProviders, { fields: ["flavor_capabilities"] });
    assert.deepEqual(answer["unavailable"], [{
      what: "column flavor_capabilities",
      reason: "not permitted",
    }]);
    assert.equal(record.requests, 1);
  });
});
