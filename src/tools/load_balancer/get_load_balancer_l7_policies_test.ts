import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerL7Policies } from "./get_load_balancer_l7_policies.ts";

Deno.test("get_load_balancer_l7_policies shows where requests go", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerL7Policies);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "old-urls",
      operating_status: "ONLINE",
      listener: "web-http",
      position: 1,
      action: "REDIRECT_TO_URL",
      target: "https://www.example.com/",
      rules: 2,
    });
    // Policies, listeners: no policy leads to a pool.
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_load_balancer_l7_policies filters by listener and answers older names", async () => {
  await withTools({}, async ({ call }) => {
    for (
      const [args, total] of [[{ listener_name_or_id: "web-http" }, 1], [
        { filters: { action: "reject" } },
        0,
      ]]
    ) {
      assert.equal((await call(getLoadBalancerL7Policies, Object(args))).answer["total"], total);
    }
    const args = { action: "show", policy_name_or_id: "old-urls", action_type: "REJECT", position: 1 };
    const { answer } = await call(getLoadBalancerL7Policies, args, { name: "set_load_balancer_l7_policy" });
    assert.equal(Object(answer["l7_policy"]).redirect_http_code, 302);
  });
});
