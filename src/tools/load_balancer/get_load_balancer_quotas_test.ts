import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerQuotas } from "./get_load_balancer_quotas.ts";

const USED = [
  ["load_balancers", "unlimited", 1],
  ["listeners", "unlimited", 1],
  ["members", "unlimited", 3],
  ["pools", "unlimited", 1],
  ["health_monitors", "unlimited", 1],
  ["l7_policies", "unlimited", 1],
  ["l7_rules", "unlimited", 2],
];

Deno.test("get_load_balancer_quotas shows limits and counts the use", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerQuotas);
    assert.deepEqual(answer["rows"], USED);
    // The quota, and five lists.
    assert.equal(record.requests, 6);
  });
});

Deno.test("get_load_balancer_quotas shows an administrator another project's", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getLoadBalancerQuotas, { project_id: "acme", action: "show" }, {
      name: "set_load_balancer_quota",
    });
    assert.deepEqual([String(answer["scope"]).split(",")[0], answer["rows"]], ["project acme", USED]);
  });
});

Deno.test("get_load_balancer_quotas lists the quotas of all projects", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const [row] = rowsOf((await call(getLoadBalancerQuotas)).answer);
    assert.deepEqual([row?.["project"], row?.["load_balancers"]], ["acme", "default"]);
  });
});

Deno.test("get_load_balancer_quotas does not pass what it could not count for zero", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "load-balancer", path: "/pools", kind: "status", status: 503 }]);
    const { answer } = await call(getLoadBalancerQuotas);
    const used = new Map(rowsOf(answer).map((row) => [row["resource"], row["used"]]));
    assert.deepEqual([used.get("pools"), used.get("members"), used.get("listeners")], [
      "unknown",
      "unknown",
      1,
    ]);
    assert.match(JSON.stringify(answer["unavailable"]), /use of pools and members/);
  });
});
