import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerAmphorae } from "./get_load_balancer_amphorae.ts";

Deno.test("get_load_balancer_amphorae shows an administrator what carries a load balancer", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerAmphorae, { lb_name_or_id: "web-lb" });
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["load_balancer"], row?.["role"], row?.["status"]], [
      "web-lb",
      "STANDALONE",
      "ALLOCATED",
    ]);
    assert.match(String(row?.["cert_expires"]), /Z$/);
    // The load balancer, its amphorae, names.
    assert.equal(record.requests, 3);
  });
});

Deno.test("get_load_balancer_amphorae sums statistics and finds that a machine is gone", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getLoadBalancerAmphorae, {
      fields: ["server", "bytes_in", "request_errors"],
    });
    const [row] = rowsOf(answer);
    assert.deepEqual([row?.["server"], row?.["bytes_in"], row?.["request_errors"]], ["missing", 0, 0]);
  });
});

Deno.test("get_load_balancer_amphorae answers the reading actions of set_load_balancer_amphora", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const as = { name: "set_load_balancer_amphora" };
    const [row] = rowsOf((await call(getLoadBalancerAmphorae, { action: "list" }, as)).answer);
    const args = { action: "show", amphora_id: row?.["id"] };
    const shown = await call(getLoadBalancerAmphorae, args, as);
    assert.equal(Object(shown.answer["amphora"]).management_ip, row?.["management_ip"]);
    const stats = await call(getLoadBalancerAmphorae, { action: "stats", amphora_id: row?.["id"] }, as);
    assert.equal(Object(stats.answer["amphora"]).total_connections, 0);
  });
});

Deno.test("get_load_balancer_amphorae finds the amphorae of any load balancer that it names", async () => {
  await withTools({ user: "admin", project: "admin" }, async ({ call }) => {
    const all = await call(getLoadBalancerAmphorae);
    assert.equal(rowsOf(all.answer)[0]?.["load_balancer"], "web-lb");
    const { answer } = await call(getLoadBalancerAmphorae, { filters: { load_balancer: "web-lb" } });
    assert.deepEqual(rowsOf(answer), rowsOf(all.answer).filter((row) => row["load_balancer"] === "web-lb"));
  });
});

Deno.test("get_load_balancer_amphorae is refused to a member", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getLoadBalancerAmphorae)).error?.reason, "not permitted");
  });
});
