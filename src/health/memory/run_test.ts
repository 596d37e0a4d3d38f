import assert from "node:assert/strict";
import { FakeCloud, NOW } from "../_fake_cloud.ts";
import { type Check, check, type CheckContext, type Draft, type Limits } from "../check.ts";
import { heldAsSeen } from "../lasting.ts";
import type { Report } from "../report.ts";
import { type RunOptions, runRemembering } from "../run.ts";
import type { PlaceMemory } from "./memory.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };
const HOUR_MS = 3_600_000;

/** A check that says what it is told. */
function saying(run: (ctx: CheckContext<Limits>) => readonly Draft[], id = "test-check"): Check {
  return check({
    id,
    area: "image",
    title: "What the test says",
    data: ["images"],
    thresholds: {},
    severities: ["warning", "critical"],
    remedy: "None.",
    run: (_, ctx) => run(ctx),
  });
}

function draft(id: string, severity: Draft["severity"] = "warning"): Draft {
  return { severity, text: `${id} is wrong`, resource: { kind: "thing", id, name: id }, evidence: {} };
}

interface Step {
  readonly check: Check;
  readonly at?: number;
  readonly options?: Partial<RunOptions>;
  /** What the cloud fails with. */
  readonly fails?: Error;
}

/** Runs one after the other, each with what the one before left. */
async function runs(...steps: readonly Step[]): Promise<Report[]> {
  let memory: PlaceMemory | null = null;
  const reports: Report[] = [];
  for (const [index, { check, at = NOW + index * HOUR_MS, options, fails }] of steps.entries()) {
    const cloud = new FakeCloud(fails ? { answers: { "image.images.list": fails } } : {});
    const done = await runRemembering({
      cloud,
      tool: TOOL,
      now: () => at,
      registry: [check],
      memory,
      ...options,
    });
    memory = done.memory ?? null;
    reports.push(done.report);
  }
  return reports;
}

function changeOf(report: Report | undefined, id: string): string | undefined {
  return report?.findings.find(({ resource }) => resource.id === id)?.change;
}

Deno.test("without a memory nothing is compared", async () => {
  const cloud = new FakeCloud();
  const { report, memory } = await runRemembering({
    cloud,
    tool: TOOL,
    now: () => NOW,
    registry: [saying(() => [draft("a")])],
  });
  assert.equal(memory, undefined);
  assert.equal(report.changes, undefined);
  assert.equal(report.findings[0]?.change, undefined);
});

Deno.test("findings are new, unchanged, worse, better and resolved", async () => {
  const [first, second, third] = await runs(
    { check: saying(() => [draft("a"), draft("b"), draft("c", "critical")]) },
    { check: saying(() => [draft("a"), draft("b", "critical"), draft("c"), draft("d")]) },
    { check: saying(() => [draft("d")]) },
  );
  assert.equal(first?.changes?.since, undefined);
  assert.equal(changeOf(first, "a"), "new");
  assert.equal(changeOf(second, "a"), "unchanged");
  assert.equal(changeOf(second, "b"), "worse");
  assert.equal(changeOf(second, "c"), "better");
  assert.equal(changeOf(second, "d"), "new");
  assert.equal(second?.changes?.since, "2026-11-21T12:00:00Z");
  assert.equal(
    second?.findings.find(({ resource }) => resource.id === "a")?.first_seen,
    "2026-11-21T12:00:00Z",
  );
  assert.deepEqual(third?.changes?.resolved.map(({ key }) => key), [
    "test-check/b",
    "test-check/a",
    "test-check/c",
  ]);
  assert.equal(third?.changes?.unchanged, 1);
});

Deno.test("what could not be looked at is not resolved, and tells that it is unknown once", async () => {
  const [, second, third] = await runs(
    { check: saying(() => [draft("a")]) },
    { check: saying(() => []), fails: new Error("silence") },
    { check: saying(() => [draft("a")]) },
  );
  assert.deepEqual(second?.changes?.resolved, []);
  assert.deepEqual(second?.changes?.newly_unknown, ["test-check"]);
  assert.equal(changeOf(third, "a"), "unchanged");
  assert.deepEqual(third?.changes?.newly_unknown, []);
});

Deno.test("what a login may never read does not keep a finding, but what it may read no more does", async () => {
  const partly = (...drafts: readonly Draft[]) =>
    saying((ctx) => {
      ctx.notShown("the rest", "the service shows it to others");
      return drafts;
    });
  const [, member] = await runs({ check: partly(draft("a")) }, { check: partly() });
  assert.deepEqual(member?.changes?.resolved.map(({ key }) => key), ["test-check/a"]);
  const [, demoted, longer] = await runs(
    { check: saying(() => [draft("a")]) },
    { check: partly() },
    { check: partly() },
  );
  assert.deepEqual(demoted?.changes?.resolved, []);
  assert.deepEqual(longer?.changes?.resolved, []);
});

Deno.test("a check that was not chosen keeps what it found", async () => {
  const other = saying(() => [], "other-check");
  const [, second, third] = await runs(
    { check: saying(() => [draft("a")]), options: { registry: [saying(() => [draft("a")]), other] } },
    { check: other, options: { registry: [saying(() => [draft("a")]), other], checks: ["other-check"] } },
    { check: saying(() => [draft("a")]), options: { registry: [saying(() => [draft("a")]), other] } },
  );
  assert.deepEqual(second?.changes?.resolved, []);
  assert.equal(changeOf(third, "a"), "unchanged");
});

Deno.test("a finding counts once it was seen in enough runs in a row, and is gone once it was missed in as many", async () => {
  const options = { confirmRuns: 2 };
  const present = { check: saying(() => [draft("a")]), options };
  const absent = { check: saying(() => []), options };
  const reports = await runs(present, absent, present, present, absent, present, absent, absent);
  assert.deepEqual(reports.map(({ state }) => state), [
    "OK",
    "OK",
    "OK",
    "WARNING",
    "OK",
    "WARNING",
    "OK",
    "OK",
  ]);
  assert.equal(reports[0]?.findings[0]?.muted?.why, "unconfirmed");
  assert.equal(changeOf(reports[3], "a"), "new");
  assert.equal(changeOf(reports[5], "a"), "unchanged");
  assert.deepEqual(reports.map(({ changes }) => changes?.resolved.length), [0, 0, 0, 0, 0, 0, 0, 1]);
});

Deno.test("mutes keep findings from counting until they end", async () => {
  const mutes = [
    { key: "test-check/a", why: "acknowledged", reason: "case 17", until: NOW + 2 * HOUR_MS },
    { key: "test-check/b*", why: "ignored", reason: "by design" },
  ] as const;
  const step = { check: saying(() => [draft("a"), draft("b.1", "critical")]), options: { mutes } };
  const [first, , third] = await runs(step, step, step);
  assert.equal(first?.state, "OK");
  assert.equal(first?.checks[0]?.findings, 0);
  assert.deepEqual(first?.findings.map(({ muted }) => muted), [
    { why: "ignored", reason: "by design" },
    { why: "acknowledged", reason: "case 17", until: "2026-11-21T14:00:00Z" },
  ]);
  assert.equal(third?.state, "WARNING", "the acknowledgement has ended");
});

Deno.test("heldAsSeen() tells what was there at the start at once, and holds what began since", async () => {
  const switched = (ids: readonly string[]) =>
    saying((ctx) =>
      ids.flatMap((id): Draft[] => {
        const found = heldAsSeen(ctx, id, { warningMs: 2 * HOUR_MS });
        return found ? [{ ...draft(id), ...found, text: `${id} is off ${found.words}` }] : [];
      })
    );
  const reports = await runs(
    { check: switched(["old"]) },
    { check: switched(["old", "fresh"]) },
    { check: switched(["old", "fresh"]) },
    { check: switched(["old", "fresh"]) },
  );
  assert.deepEqual(reports.map(({ findings }) => findings.map(({ text }) => text)), [
    ["old is off for a time that is not known"],
    ["old is off for at least 1h"],
    ["old is off for at least 2h"],
    ["fresh is off for 2h", "old is off for at least 3h"],
  ]);
  const [fresh] = reports[3]?.findings ?? [];
  assert.equal(fresh?.since, "2026-11-21T13:00:00Z");
  assert.equal(fresh?.since_first_seen, true);
  assert.equal(reports[0]?.findings[0]?.since, undefined);
});

Deno.test("a check finds what it remembered, and the series of its measures", async () => {
  const seen: unknown[] = [];
  const counting = saying((ctx) => {
    const before = ctx.past?.remembered("count");
    seen.push([before, ctx.past?.runs, ctx.past?.series("size").map(({ value }) => value)]);
    const count = typeof before === "number" ? before + 1 : 1;
    ctx.remember("count", count);
    ctx.measure({ label: "size", value: 10 * count, unit: "" });
    return [];
  });
  const reports = await runs({ check: counting }, { check: counting }, { check: counting });
  assert.deepEqual(seen, [[undefined, undefined, undefined], [1, 1, [10]], [2, 2, [10, 20]]]);
  assert.deepEqual(reports[2]?.trends, [{
    label: "size",
    unit: "",
    points: [["2026-11-21T12:00:00Z", 10], ["2026-11-21T13:00:00Z", 20], ["2026-11-21T14:00:00Z", 30]],
  }]);
});

Deno.test("stocks get a percentage that is never rounded up to full, and a forecast once the history bears it", async () => {
  const filling = (used: number) =>
    saying((ctx) => {
      ctx.stock({ group: "storage", name: "pool", used, total: 100, unit: "GiB" });
      ctx.stock({ group: "storage", name: "nearly", used: 9999, total: 10_000, unit: "" });
      ctx.stock({ group: "storage", name: "endless", used: 5, unit: "GiB" });
      return [];
    });
  const days = Array.from(
    { length: 10 },
    (_, day) => ({ check: filling(10 + 2 * day), at: NOW + day * 24 * HOUR_MS }),
  );
  const reports = await runs(...days);
  const last = reports.at(-1)?.stocks ?? [];
  assert.deepEqual(last.map(({ name, percent }) => [name, percent]), [
    ["endless", undefined],
    ["nearly", 99.9],
    ["pool", 28],
  ]);
  assert.deepEqual(last[2]?.forecast, {
    full_on: "2027-01-05",
    basis: "+2 GiB a day, median of 10 days within 9",
  });
  assert.equal(reports[3]?.stocks[2]?.forecast, undefined, "four days prove nothing");
});
