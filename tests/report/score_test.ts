import assert from "node:assert/strict";
import type { DemoOptions } from "../../src/demo/mod.ts";
import { startDemo } from "../../src/demo/mod.ts";
import { type Report, runReport } from "../../src/health/mod.ts";
import { wire } from "../../src/openstack/read.ts";
import { getClusterStatus } from "../../src/tools/health/get_cluster_status.ts";
import { type ToolsOptions, withClient } from "../../src/tools/testing.ts";

/** What a report and the tool say of the same cloud. */
async function scores(options: ToolsOptions, demo: DemoOptions = {}) {
  const cloud = await startDemo(demo);
  try {
    let report: Report | undefined;
    let health: Readonly<Record<string, unknown>> = {};
    await withClient(cloud, options, async ({ call, client }) => {
      report = await runReport({
        cloud: client,
        tool: { name: "openstack-mcp", version: "0.0.0" },
        allProjects: options.allProjects ?? false,
      });
      health = wire((await call(getClusterStatus)).answer["health"]);
    });
    return { score: report?.scores?.[0], health };
  } finally {
    await cloud.close();
  }
}

const FAILURES: DemoOptions = {
  changes: [
    { service: "compute", collection: "services", where: { host: "cmp-02" }, set: { state: "down" } },
    { service: "block_storage", collection: "volumes", where: { name: "logs" }, set: { status: "error" } },
  ],
  faults: [{ service: "orchestration", kind: "status", status: 503 }],
};

for (
  const [who, options, demo] of [
    ["alice", { user: "alice" }],
    ["adam, a reader", { user: "adam" }],
    ["an administrator", { user: "admin" }],
    ["an administrator of a project with servers", { user: "operator" }],
    ["an administrator, of all projects", { user: "operator", allProjects: true }],
    ["alice, where something has failed", { user: "alice" }, FAILURES],
    ["an administrator, where something has failed", { user: "operator" }, FAILURES],
    ["alice, where no Octavia is", { user: "alice" }, { without: ["load-balancer"] }],
  ] as const satisfies readonly (readonly [string, ToolsOptions, DemoOptions?])[]
) {
  Deno.test(`a report and get_cluster_status give the same points to ${who}`, async () => {
    const { score, health } = await scores(options, demo);
    assert.ok(score);
    const { points, of, parts, not_scored } = score;
    const told = health["rows"];
    assert.deepEqual(parts.map(({ part, points, of }) => [part, points, of]), rowsIn(told));
    assert.deepEqual([points, of], [health["score"], health["of"]]);
    assert.deepEqual(
      not_scored.map(({ part }) => part).sort(),
      Object.keys(wire(health["not_scored"])).sort(),
    );
  });
}

function rowsIn(rows: unknown): unknown[] {
  assert.ok(Array.isArray(rows));
  return rows.map((row) => Array.isArray(row) ? row.slice(0, 3) : row);
}
