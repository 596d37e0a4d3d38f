import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerPoolMembers } from "./get_load_balancer_pool_members.ts";

Deno.test("get_load_balancer_pool_members shows the servers behind the addresses", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerPoolMembers, { pool: "web-pool" });
    assert.deepEqual(rowsOf(answer).map(({ address, port, server, pool }) => [address, port, server, pool]), [
      ["10.10.0.57", 8080, "web-01", "web-pool"],
      ["10.10.0.82", 8080, "web-02", "web-pool"],
      ["10.10.0.103", 8080, "web-03", "web-pool"],
    ]);
    // Pools, members, ports, and Nova's versions and servers.
    assert.equal(record.requests, 5);
  });
});

Deno.test("get_load_balancer_pool_members reads all pools of a load balancer, or of the project", async () => {
  await withTools({}, async ({ call }) => {
    for (const args of [{}, { load_balancer: "web-lb" }, { lb_name_or_id: "web-lb", pool: "web-pool" }]) {
      assert.equal((await call(getLoadBalancerPoolMembers, args)).answer["total"], 3);
    }
    const { answer } = await call(getLoadBalancerPoolMembers, { filters: { address: "10.10.0.82" } });
    assert.deepEqual(rowsOf(answer).map(({ name }) => name), ["web-02"]);
    assert.equal((await call(getLoadBalancerPoolMembers, { pool: "x" })).error?.reason, "not found");
  });
});

Deno.test("get_load_balancer_pool_members answers older names", async () => {
  await withTools({}, async ({ call }) => {
    const list = { action: "list", pool_name_or_id: "web-pool", weight: 1, backup: false, monitor_port: 0 };
    for (const name of ["set_load_balancer_pool_member", "set_load_balancer_member"]) {
      assert.equal((await call(getLoadBalancerPoolMembers, list, { name })).answer["total"], 3);
    }
    const show = { action: "show", pool_name_or_id: "web-pool", member_id: "web-02" };
    const { answer } = await call(getLoadBalancerPoolMembers, show, {
      name: "set_load_balancer_pool_member",
    });
    assert.equal(Object(answer["member"]).address, "10.10.0.82");
  });
});

Deno.test("get_load_balancer_pool_members does not pass unread servers for none", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/ports", kind: "status", status: 500 }]);
    const { answer } = await call(getLoadBalancerPoolMembers, { pool: "web-pool" });
    assert.equal(rowsOf(answer)[0]?.["server"], "unknown");
    assert.match(JSON.stringify(answer["unavailable"]), /servers of members/);
  });
});

Deno.test("get_load_balancer_pool_members fails where no pool could be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/members", kind: "status", status: 503 }]);
    assert.equal((await call(getLoadBalancerPoolMembers)).error?.reason, "unavailable");
  });
});
