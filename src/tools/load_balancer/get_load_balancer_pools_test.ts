import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerPools } from "./get_load_balancer_pools.ts";

Deno.test("get_load_balancer_pools shows members, monitor and load balancer", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerPools);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "web-pool",
      operating_status: "ONLINE",
      protocol: "HTTP",
      algorithm: "ROUND_ROBIN",
      members: 3,
      health_monitor: "HTTP GET /healthz every 5 s",
      load_balancer: "web-lb",
    });
    // Pools, health monitors, load balancers.
    assert.equal(record.requests, 3);
  });
});

Deno.test("get_load_balancer_pools finds those of a listener or a load balancer", async () => {
  await withTools({}, async ({ call }) => {
    for (
      const args of [{ listener_name_or_id: "web-http" }, { load_balancer: "web-lb" }, { names: "web-pool" }]
    ) {
      const { answer } = await call(getLoadBalancerPools, args);
      assert.equal(answer["total"] ?? Object(answer["pool"]).members, "names" in args ? 3 : 1);
    }
    assert.equal((await call(getLoadBalancerPools, { listener_name_or_id: "x" })).error?.reason, "not found");
  });
});

Deno.test("get_load_balancer_pools answers the reading actions of set_load_balancer_pool", async () => {
  await withTools({}, async ({ call }) => {
    const args = { action: "show", pool_name_or_id: "web-pool", lb_algorithm: "ROUND_ROBIN", name: "" };
    const { answer } = await call(getLoadBalancerPools, args, { name: "set_load_balancer_pool" });
    const { session_persistence, listener } = Object(answer["pool"]);
    assert.deepEqual([session_persistence, listener], ["SOURCE_IP", ["web-http"]]);
  });
});

Deno.test("get_load_balancer_pools does not pass an unread monitor for none", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/healthmonitors", kind: "status", status: 500 }]);
    const { answer } = await call(getLoadBalancerPools);
    assert.equal(rowsOf(answer)[0]?.["health_monitor"], "unknown");
    assert.match(JSON.stringify(answer["unavailable"]), /health monitors/);
  });
});
