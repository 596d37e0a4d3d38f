import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerStats } from "./get_load_balancer_stats.ts";

Deno.test("get_load_balancer_stats shows a load balancer and its listeners", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerStats, { load_balancer: "web-lb" });
    assert.deepEqual(rowsOf(answer).map(({ name, kind, bytes_in }) => [name, kind, bytes_in]), [
      ["web-lb", "load balancer", 0],
      ["web-http", "listener", 0],
    ]);
    // The load balancer, its listeners, two times counters.
    assert.equal(record.requests, 4);
  });
});

Deno.test("get_load_balancer_stats shows one listener, or all load balancers", async () => {
  await withTools({}, async ({ call }) => {
    for (const [args, name] of [[{ listener: "web-http" }, "web-http"], [{}, "web-lb"]] as const) {
      const { answer } = await call(getLoadBalancerStats, args);
      assert.deepEqual(rowsOf(answer).map((row) => row["name"]), [name]);
    }
    assert.equal((await call(getLoadBalancerStats, { load_balancer: "x" })).error?.reason, "not found");
  });
});

Deno.test("get_load_balancer_stats answers the action stats of older tools", async () => {
  await withTools({}, async ({ call }) => {
    const ofBalancer = { action: "stats", lb_name_or_id: "web-lb", provider: "", cascade: false };
    const ofListener = { action: "stats", listener_name_or_id: "web-http", protocol_port: 0 };
    const balancer = await call(getLoadBalancerStats, ofBalancer, { name: "set_load_balancer" });
    const listener = await call(getLoadBalancerStats, ofListener, { name: "set_load_balancer_listener" });
    assert.deepEqual([balancer.answer["total"], listener.answer["total"]], [2, 1]);
  });
});

Deno.test("get_load_balancer_stats says whose counters it could not read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/listeners/.*/stats", kind: "status", status: 503 }]);
    const { answer } = await call(getLoadBalancerStats, { load_balancer: "web-lb" });
    assert.equal(answer["shown"], 1);
    assert.match(JSON.stringify(answer["unavailable"]), /statistics of listener web-http/);
    assert.ok(!("total" in answer));
  });
});
