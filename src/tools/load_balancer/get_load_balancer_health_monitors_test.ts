import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getLoadBalancerHealthMonitors } from "./get_load_balancer_health_monitors.ts";

Deno.test("get_load_balancer_health_monitors shows what is checked, in which pool", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getLoadBalancerHealthMonitors);
    const { id: _id, ...row } = rowsOf(answer)[0] ?? {};
    assert.deepEqual(row, {
      name: "web-check",
      operating_status: "ONLINE",
      type: "HTTP",
      pool: "web-pool",
      http_method: "GET",
      url_path: "/healthz",
      expected_codes: "200",
      delay_seconds: 5,
      timeout_seconds: 3,
      max_retries: 3,
    });
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_load_balancer_health_monitors filters by pool and answers older names", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal(
      (await call(getLoadBalancerHealthMonitors, { pool_name_or_id: "web-pool" })).answer["total"],
      1,
    );
    assert.equal(
      (await call(getLoadBalancerHealthMonitors, { pool_name_or_id: "x" })).error?.reason,
      "not found",
    );
    const args = { action: "show", monitor_name_or_id: "web-check", delay: 10, monitor_type: "HTTP" };
    const { answer } = await call(getLoadBalancerHealthMonitors, args, {
      name: "set_load_balancer_health_monitor",
    });
    assert.equal(Object(answer["health_monitor"]).max_retries_down, 3);
  });
});
