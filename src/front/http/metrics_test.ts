import assert from "node:assert/strict";
import type { SnapshotTool } from "../snapshot.ts";
import { Metrics } from "./metrics.ts";

const TOOL: SnapshotTool = {
  listed: { name: "get_a", inputSchema: { type: "object" } },
  toolset: "compute",
  isDefault: true,
  sensitive: false,
  readOnly: true,
  aliases: ["get_older"],
  olderArguments: [],
  reads: [],
};
const IDLE = { inFlight: 0, waiting: 0, restarts: 0 };

Deno.test("Metrics counts calls by tool and outcome, and gives names that it does not know no label", () => {
  const metrics = new Metrics([TOOL]);
  metrics.call({ tool: "get_a", outcome: "ok", durationMs: 70 });
  metrics.call({ tool: "get_older", outcome: "ok", durationMs: 2_000 });
  metrics.call({ tool: 'evil"} 1\n', outcome: "error", durationMs: 1 });
  metrics.call({ tool: "another", outcome: "error", durationMs: 1 });
  const lines = metrics.text(IDLE).split("\n");
  for (
    const line of [
      "# TYPE openstack_mcp_calls_total counter",
      'openstack_mcp_calls_total{tool="get_a",outcome="ok"} 2',
      'openstack_mcp_calls_total{tool="unknown",outcome="error"} 2',
      "# TYPE openstack_mcp_call_duration_seconds histogram",
      'openstack_mcp_call_duration_seconds_bucket{tool="get_a",le="0.05"} 0',
      'openstack_mcp_call_duration_seconds_bucket{tool="get_a",le="0.1"} 1',
      'openstack_mcp_call_duration_seconds_bucket{tool="get_a",le="2.5"} 2',
      'openstack_mcp_call_duration_seconds_bucket{tool="get_a",le="+Inf"} 2',
      'openstack_mcp_call_duration_seconds_sum{tool="get_a"} 2.07',
      'openstack_mcp_call_duration_seconds_count{tool="get_a"} 2',
    ]
  ) assert.ok(lines.includes(line), line);
  assert.equal(lines.some((line) => line.includes("evil")), false);
});

Deno.test("Metrics counts upstream requests and refusals, and shows what is going on", () => {
  const metrics = new Metrics([TOOL]);
  const upstream = { "compute 200": 3, "block-storage none": 1, 'x"y 200': 2 };
  metrics.call({ tool: "get_a", outcome: "ok", durationMs: 1, upstream });
  metrics.refused(429);
  metrics.refused(429);
  const lines = metrics.text({ inFlight: 3, waiting: 2, restarts: 1 }).split("\n");
  for (
    const line of [
      'openstack_mcp_upstream_requests_total{service="compute",status="200"} 3',
      'openstack_mcp_upstream_requests_total{service="block-storage",status="none"} 1',
      'openstack_mcp_upstream_requests_total{service="unknown",status="unknown"} 2',
      'openstack_mcp_rejected_total{status="429"} 2',
      "openstack_mcp_calls_in_flight 3",
      "openstack_mcp_calls_waiting 2",
      "openstack_mcp_worker_restarts_total 1",
    ]
  ) assert.ok(lines.includes(line), line);
  assert.equal(lines.at(-1), "");
});
