import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerL7Rules } from "./get_load_balancer_l7_rules.ts";

Deno.test("get_load_balancer_l7_rules shows the rules of one policy, or of all", async () => {
  await withTools({}, async ({ call }) => {
    for (const args of [{}, { policy: "old-urls" }, { policy_name_or_id: "old-urls" }]) {
      const { answer, record } = await call(getLoadBalancerL7Rules, args);
      assert.deepEqual(
        rowsOf(answer).map((
          { type, compare_type, key, value, invert },
        ) => [type, compare_type, key, value, invert]),
        [["PATH", "STARTS_WITH", "", "/old", false], ["HEADER", "EQUAL_TO", "X-Old", "1", true]],
      );
      assert.equal(record.requests, 2);
    }
    assert.equal((await call(getLoadBalancerL7Rules, { policy: "x" })).error?.reason, "not found");
  });
});

Deno.test("get_load_balancer_l7_rules answers the reading actions of set_load_balancer_l7_rule", async () => {
  await withTools({}, async ({ call }) => {
    const rule_id = "3d2b9a55-0c37-4f3c-bf6a-3f6d0a1f8b04";
    const args = { action: "show", policy_name_or_id: "old-urls", rule_id, type: "PATH", value: "", key: "" };
    const { answer } = await call(getLoadBalancerL7Rules, args, { name: "set_load_balancer_l7_rule" });
    assert.deepEqual(rowsOf(answer).map(({ value }) => value), ["/old"]);
  });
});

Deno.test("get_load_balancer_l7_rules says that there are none", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getLoadBalancerL7Rules);
    assert.deepEqual([answer["total"], answer["note"]], [
      0,
      "there are no l7 rules where there is no policy",
    ]);
  });
});
