import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerListeners } from "./get_load_balancer_listeners.ts";

Deno.test("get_load_balancer_listeners names load balancer and default pool", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerListeners);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "web-http",
      operating_status: "ONLINE",
      protocol: "HTTP",
      port: 80,
      load_balancer: "web-lb",
      default_pool: "web-pool",
      l7_policies: 1,
    });
    // Listeners, load balancers, pools.
    assert.equal(record.requests, 3);
  });
});

Deno.test("get_load_balancer_listeners finds those of a load balancer by any of its arguments", async () => {
  await withTools({}, async ({ call }) => {
    for (const args of [{ lb_name_or_id: "web-lb" }, { filters: { load_balancer: "web-lb", port: 80 } }]) {
      assert.equal((await call(getLoadBalancerListeners, args)).answer["total"], 1);
    }
    assert.equal((await call(getLoadBalancerListeners, { filters: { port: 81 } })).answer["total"], 0);
    assert.equal((await call(getLoadBalancerListeners, { lb_name_or_id: "x" })).error?.reason, "not found");
  });
});

Deno.test("get_load_balancer_listeners answers the reading actions of set_load_balancer_listener", async () => {
  await withTools({}, async ({ call }) => {
    const args = {
      action: "show",
      listener_name_or_id: "web-http",
      protocol: "",
      connection_limit: 0,
      name: "",
    };
    const { answer } = await call(getLoadBalancerListeners, args, { name: "set_load_balancer_listener" });
    const { connection_limit, timeout_client_data_ms } = Object(answer["listener"]);
    assert.deepEqual([connection_limit, timeout_client_data_ms], ["unlimited", 50_000]);
  });
});

Deno.test("get_load_balancer_listeners shows ids where names cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/pools", kind: "status", status: 500 }]);
    const { answer } = await call(getLoadBalancerListeners);
    assert.match(String(rowsOf(answer)[0]?.["default_pool"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of pools/);
  });
});

Deno.test("get_load_balancer_listeners keeps an administrator to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerListeners)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getLoadBalancerListeners)).answer["total"], 1);
  });
});
