import assert from "node:assert/strict";
import { readAmphora, readLoadBalancer, readLoadBalancerPool } from "./types.ts";

Deno.test("readLoadBalancer() reads the ids of its parts", () => {
  const balancer = readLoadBalancer({
    id: "cb74d04f",
    name: "web-lb",
    provisioning_status: "ACTIVE",
    operating_status: "DEGRADED",
    admin_state_up: true,
    tenant_id: "e42ad651",
    listeners: [{ id: "27c8a4da" }],
    pools: [],
    availability_zone: null,
  });
  assert.equal(balancer?.projectId, "e42ad651");
  assert.deepEqual(balancer?.listenerIds, ["27c8a4da"]);
  assert.deepEqual(balancer?.poolIds, []);
  assert.equal(readLoadBalancer({ id: "1" })?.poolIds, undefined);
});

Deno.test("readLoadBalancerPool() has a monitor only if there is one", () => {
  const pool = { id: "560fab11", members: [{ id: "6bb0eed5" }], healthmonitor_id: "" };
  assert.equal(readLoadBalancerPool(pool)?.healthMonitorId, undefined);
  assert.equal(readLoadBalancerPool({ ...pool, healthmonitor_id: "a3a360ae" })?.healthMonitorId, "a3a360ae");
  assert.deepEqual(readLoadBalancerPool(pool)?.memberIds, ["6bb0eed5"]);
});

Deno.test("readAmphora() reads a spare one", () => {
  const amphora = readAmphora({ id: "01887bc4", loadbalancer_id: null, status: "READY", cert_busy: false });
  assert.equal(amphora?.loadBalancerId, undefined);
  assert.equal(amphora?.certBusy, false);
});
