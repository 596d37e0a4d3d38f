import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getUsageStatistics } from "./get_usage_statistics.ts";

const HOUR_MS = 3_600_000;

function objectOf(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value ?? {}));
}

Deno.test("get_usage_statistics tells hours of the last thirty days", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getUsageStatistics);
    assert.equal(objectOf(answer["period"])["length"], "30d");
    const usage = objectOf(answer["usage"]);
    for (const hours of ["server_hours", "vcpu_hours", "ram_mib_hours", "disk_gib_hours"]) {
      assert.ok(Number(usage[hours]) > 0, hours);
    }
    assert.ok(!("rows" in answer));
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_usage_statistics adds up to what its servers used", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getUsageStatistics, { detail: "detailed" });
    const rows = rowsOf(answer);
    const usage = objectOf(answer["usage"]);
    assert.equal(rows.length, usage["servers_in_period"]);
    const sum = (weight: (row: Record<string, unknown>) => number) =>
      rows.reduce((total, row) => total + Number(row["hours"]) * weight(row), 0);
    assert.ok(Math.abs(sum(() => 1) - Number(usage["server_hours"])) < 0.2);
    assert.ok(Math.abs(sum((row) => Number(row["vcpus"])) - Number(usage["vcpu_hours"])) < 0.5);
  });
});

Deno.test("get_usage_statistics reads all pages before it adds up", async () => {
  await withTools({ demo: { servers: 1200 } }, async ({ call }) => {
    const { answer, requests } = await call(getUsageStatistics);
    assert.ok(Number(objectOf(answer["usage"])["servers_in_period"]) > 1100);
    assert.equal(requests.filter((one) => one.path.includes("tenant-usage")).length, 2);
  });
});

Deno.test("get_usage_statistics takes periods, in the future only until now", async () => {
  await withTools({}, async ({ call }) => {
    const now = Date.now();
    const iso = (time: number) => new Date(time).toISOString().slice(0, 19) + "Z";
    const start = iso(now - 12 * HOUR_MS);
    const past = objectOf(
      (await call(getUsageStatistics, { start, end: iso(now - HOUR_MS / 2) })).answer["usage"],
    );
    const ahead =
      (await call(getUsageStatistics, { start_date: start, end_date: iso(now + 99 * HOUR_MS) })).answer;
    assert.ok(Number(past["server_hours"]) < Number(objectOf(ahead["usage"])["server_hours"]));
    assert.equal(objectOf(ahead["period"])["length"], "12h");
    for (
      const args of [
        { start: "yesterday" },
        { start: "2026-02-30" },
        { start: iso(now + HOUR_MS) },
        { start: iso(now - HOUR_MS), end: iso(now - 2 * HOUR_MS) },
      ]
    ) {
      const { error, record } = await call(getUsageStatistics, args);
      assert.equal(error?.reason, "invalid argument", JSON.stringify(args));
      assert.equal(record.requests, 0);
    }
  });
});

Deno.test("get_usage_statistics says that a project used nothing", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getUsageStatistics, { detail: "detailed" });
    assert.equal(objectOf(answer["usage"])["server_hours"], 0);
    assert.equal(answer["note"], "there are no server usages in this period");
  });
});

Deno.test("get_usage_statistics compares projects where the operator allowed it", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getUsageStatistics, { sort: "-vcpu_hours" });
    assert.deepEqual(rowsOf(answer).map((row) => row["project"]).sort(), ["acme", "globex"]);
    const own = await call(getUsageStatistics, { filters: { project: "globex" } });
    assert.deepEqual(rowsOf(own.answer).map((row) => row["project"]), ["globex"]);
  });
});
