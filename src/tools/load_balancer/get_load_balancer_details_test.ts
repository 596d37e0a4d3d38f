import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerDetails } from "./get_load_balancer_details.ts";

Deno.test("get_load_balancer_details shows the whole tree with servers and policies", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerDetails, { load_balancer: "web-lb" });
    const balancer = Object(answer["load_balancer"]);
    assert.deepEqual(balancer.problems, []);
    assert.equal(balancer.floating_ip, "203.0.113.25");
    const [listener] = rowsOf(balancer.listeners);
    assert.deepEqual([listener?.["protocol"], listener?.["port"], listener?.["l7_policies"]], [
      "HTTP",
      80,
      1,
    ]);
    const [pool] = rowsOf(balancer.pools);
    assert.equal(pool?.["algorithm"], "ROUND_ROBIN");
    assert.equal(pool?.["members_online"], "3 of 3");
    assert.equal(pool?.["health_monitor"], "HTTP GET /healthz every 5 s");
    assert.deepEqual(rowsOf(balancer.members).map(({ address, server }) => [address, server]), [
      ["10.10.0.57:8080", "web-01"],
      ["10.10.0.82:8080", "web-02"],
      ["10.10.0.103:8080", "web-03"],
    ]);
    assert.equal(rowsOf(balancer.l7_policies)[0]?.["target"], "https://www.example.com/");
    // Balancer, tree, floating IP, network, subnet, listeners, pools, members, monitors, policies, ports, and Nova's
    // versions and servers.
    assert.equal(record.requests, 13);
    assert.ok(encode(JSON.stringify(answer)).length <= 800);
  });
});

Deno.test("get_load_balancer_details puts what fails first, with its server", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([
      await failing(demo.requests, async () => {
        await call(getLoadBalancerDetails, { load_balancer: "web-lb" });
      }),
    ]);
    const { answer } = await call(getLoadBalancerDetails, { load_balancer: "web-lb" });
    const balancer = Object(answer["load_balancer"]);
    assert.deepEqual(balancer.problems, [
      "load balancer web-lb: DEGRADED",
      "pool web-pool: DEGRADED",
      "member web-03 (10.10.0.103:8080 in pool web-pool, server web-03): ERROR",
    ]);
    assert.equal(rowsOf(balancer.members)[0]?.["name"], "web-03");
    assert.equal(rowsOf(balancer.pools)[0]?.["members_online"], "0 of 1");
  });
});

/** A tree of the demo's balancer in which the only member that it has fails. */
async function failing(requests: readonly { path: string }[], visit: () => Promise<void>) {
  await visit();
  const of = (pattern: RegExp) =>
    requests.flatMap(({ path }) => pattern.exec(path)?.[1] ?? [])[0] ?? assert.fail("was not asked for");
  const member = {
    id: "a0a0a0a0-0000-4000-8000-000000000001",
    name: "web-03",
    address: "10.10.0.103",
    protocol_port: 8080,
    operating_status: "ERROR",
    provisioning_status: "ACTIVE",
  };
  const pool = {
    id: of(/pools\/([^/]+)\/members$/),
    name: "web-pool",
    operating_status: "DEGRADED",
    provisioning_status: "ACTIVE",
    members: [member],
  };
  const listener = {
    id: "a0a0a0a0-0000-4000-8000-000000000002",
    name: "web-http",
    operating_status: "ONLINE",
    provisioning_status: "ACTIVE",
    pools: [pool],
  };
  const loadbalancer = {
    id: of(/loadbalancers\/([^/]+)\/status$/),
    name: "web-lb",
    operating_status: "DEGRADED",
    provisioning_status: "ACTIVE",
    listeners: [listener],
  };
  return {
    service: "load-balancer",
    path: "/status$|/members",
    kind: "status",
    status: 200,
    body: { statuses: { loadbalancer }, members: [{ ...member, weight: 1 }] },
  } as const;
}

Deno.test("get_load_balancer_details is what older names ask for", async () => {
  await withTools({}, async ({ call }) => {
    const status = { action: "status", lb_name_or_id: "web-lb", vip_subnet_id: "", cascade: false };
    for (
      const { answer } of [
        await call(getLoadBalancerDetails, { lb_name_or_id: "web-lb" }),
        await call(getLoadBalancerDetails, { names: ["web-lb"] }, { name: "get_load_balancer_status" }),
        await call(getLoadBalancerDetails, status, { name: "set_load_balancer" }),
      ]
    ) {
      assert.equal(Object(answer["load_balancer"]).name, "web-lb");
    }
    assert.equal((await call(getLoadBalancerDetails, { load_balancer: "x" })).error?.reason, "not found");
    assert.equal((await call(getLoadBalancerDetails)).error?.reason, "invalid argument");
  });
});

Deno.test("get_load_balancer_details shows the tree where details cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/(listeners|members|pools)(\\?|$)", kind: "reset" }]);
    const { answer } = await call(getLoadBalancerDetails, { load_balancer: "web-lb" });
    const balancer = Object(answer["load_balancer"]);
    assert.equal(rowsOf(balancer.members).length, 3);
    assert.ok(!("protocol" in (rowsOf(balancer.listeners)[0] ?? {})));
    const what = JSON.stringify(answer["unavailable"]);
    assert.match(what, /details of listeners/);
    assert.match(what, /details of members of pool web-pool/);
  });
});

Deno.test("get_load_balancer_details names no argument as next step that it has not", async () => {
  await withTools({}, async ({ call }) => {
    const { error } = await call(getLoadBalancerDetails, { load_balancer: "nope" });
    assert.equal(error?.next, "List load balancers with name_contains for a part of a name.");
  });
});
