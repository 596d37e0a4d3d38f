import assert from "node:assert/strict";
import { resolveSettings, type Settings } from "../config/mod.ts";
import { testLine, testWorld } from "../config/testing.ts";
import { type Acknowledgement, type Memory, NO_MEMORY } from "../health/memory/memory.ts";
import { BARE, sampleFinding } from "../health/render/_sample_report.ts";
import type { Changes, Finding, Report } from "../health/report.ts";
import { UsageError } from "./options.ts";
import { acknowledged, reportOptions, reportTargets, writeReport } from "./report.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;

type Flags = Parameters<typeof testLine>[0];

function settings(flags: Flags = {}, profile = ""): Settings {
  const world = testWorld({ files: { "/here/p.yaml": profile } });
  return resolveSettings(testLine({ demo: true, profile: "p.yaml", ...flags }, "report"), world);
}

const QUIET: Report = { ...BARE, state: "OK", findings: [] };

function changes(given: Partial<Changes> = {}): Changes {
  const none = { new: 0, worse: 0, better: 0, unchanged: 0, newly_unknown: [], resolved: [] };
  return { since: "2026-11-20T12:00:00Z", ...none, ...given };
}

function finding(text: string, change: Finding["change"] = "unchanged"): Finding {
  return sampleFinding({ check: "server-error", text, change });
}

/** Writes a report and gives what stood on standard output and in files. */
async function written(report: Report, given: Settings, lastFull?: number) {
  const files = new Map<string, string>();
  let stdout = "";
  const result = await writeReport(report, given, {
    targets: reportTargets(given.report),
    writeFile: (path, text) => Promise.resolve(void files.set(path, text)),
    terminal: {
      write: (text) => stdout += text,
      note: () => {},
      progress: () => {},
      color: false,
      showsProgress: false,
      width: 78,
    },
    lastFull,
    now: NOW,
  });
  return { ...result, stdout, files };
}

Deno.test("a file's format is the one that is named, else the one of its ending, else that of --format", () => {
  const output = ["a.html", "csv=b.html", "c.md", "d.prom", "e.txt", "f", "g.json"];
  const { files, stdout } = reportTargets(settings({ output, format: "nagios" }).report);
  assert.deepEqual(files.map(({ format }) => format), [
    "html",
    "csv",
    "markdown",
    "prometheus",
    "nagios",
    "nagios",
    "json",
  ]);
  assert.equal(stdout, "nagios");
});

Deno.test("--quiet prints nothing of a good day, and all of another", async () => {
  const quiet = settings({ quiet: true });
  assert.equal((await written(QUIET, quiet)).stdout, "");
  assert.notEqual((await written({ ...QUIET, state: "UNKNOWN" }, quiet)).stdout, "");
});

Deno.test("--only-changes prints what is new or worse, and nothing where nothing changed", async () => {
  const only = settings({ onlyChanges: true, state: "/s" });
  const yesterday = NOW - DAY_MS;
  const same: Report = {
    ...BARE,
    state: "WARNING",
    findings: [finding("old trouble")],
    changes: changes({ unchanged: 1 }),
  };
  assert.deepEqual(await written(same, only, yesterday), {
    exitCode: 1,
    full: false,
    stdout: "",
    files: new Map(),
  });
  const news: Report = {
    ...same,
    findings: [finding("old trouble"), finding("fresh trouble", "new")],
    changes: changes({ new: 1, unchanged: 1 }),
  };
  const { stdout, full } = await written(news, only, yesterday);
  assert.match(stdout, /fresh trouble/);
  assert.doesNotMatch(stdout, /old trouble/);
  assert.equal(full, false);
});

Deno.test("--only-changes prints all of it once in so many days, and the first time", async () => {
  const report: Report = {
    ...BARE,
    state: "WARNING",
    findings: [finding("old trouble")],
    changes: changes({ unchanged: 1 }),
  };
  const only = settings({ onlyChanges: true, state: "/s" }, "full-every-days: 3\n");
  assert.equal((await written(report, only, NOW - 2 * DAY_MS)).stdout, "");
  for (const lastFull of [NOW - 3 * DAY_MS, undefined]) {
    const { stdout, full } = await written(report, only, lastFull);
    assert.match(stdout, /old trouble/);
    assert.equal(full, true);
  }
});

Deno.test("--only-changes tells of what got well, and of what cannot be told any more", async () => {
  const only = settings({ onlyChanges: true, quiet: true, state: "/s" });
  const gone = {
    key: "server-error/1",
    check: "server-error",
    severity: "critical" as const,
    text: "server web-01 has been in ERROR",
    first_seen: "2026-11-19T12:00:00Z",
    last_seen: "2026-11-20T12:00:00Z",
  };
  const well = { ...QUIET, changes: changes({ resolved: [gone] }) };
  assert.match((await written(well, only, NOW - DAY_MS)).stdout, /resolved server web-01/);
  const blind: Report = { ...QUIET, state: "UNKNOWN", changes: changes({ newly_unknown: ["quota"] }) };
  assert.match((await written(blind, only, NOW - DAY_MS)).stdout, /quota/);
});

Deno.test("formats that machines count with, and files, get the whole report", async () => {
  const report: Report = {
    ...BARE,
    state: "WARNING",
    findings: [finding("old trouble"), finding("fresh trouble", "new")],
    changes: changes({ new: 1, unchanged: 1 }),
  };
  const only = settings({ onlyChanges: true, state: "/s", format: "nagios", output: "text=/out" });
  const { stdout, files } = await written(report, only, NOW - DAY_MS);
  assert.match(stdout, /old trouble/);
  assert.match(files.get("/out") ?? "", /old trouble/);
});

Deno.test("acknowledgements that have ended are not handed on", () => {
  const ack = (key: string, until: string): Acknowledgement => ({ key, reason: "known", until });
  const memory: Memory = {
    ...NO_MEMORY,
    acknowledgements: [ack("a/1", "2026-11-22T00:00:00Z"), ack("a/2", "2026-11-21T00:00:00Z")],
  };
  const given = settings(
    {},
    "ignore: [{key: b/*, reason: by design}]\nthresholds: {quota: {warning_percent: 1}}\n",
  );
  const options = reportOptions(given, { memory, now: NOW });
  assert.deepEqual(options["mutes"], [
    { key: "b/*", reason: "by design", why: "ignored" },
    { key: "a/1", reason: "known", until: Date.UTC(2026, 10, 22), why: "acknowledged" },
  ]);
  assert.deepEqual(options["thresholds"], { quota: { warning_percent: 1 } });
  const own = reportOptions(given, { thresholds: { quota: { warning_percent: 2 } }, now: NOW });
  assert.deepEqual(own["thresholds"], { quota: { warning_percent: 2 } }, "the command line wins");
});

Deno.test("acknowledged() takes the place of an older word on the same finding", () => {
  const known = {
    check: "server-error",
    severity: "warning" as const,
    text: "",
    firstSeen: 1,
    lastSeen: 1,
    streak: 1,
    missed: 0,
    confirmed: true,
  };
  const place = {
    runs: 1,
    lastRun: 1,
    findings: { "server-error/1": known },
    unknown: [],
    checks: {},
    series: {},
  };
  const memory: Memory = {
    ...NO_MEMORY,
    places: { prod: { "project 1": place } },
    acknowledgements: [{ key: "server-error/1", reason: "old", until: "2027-01-01T00:00:00Z" }],
  };
  const word = { key: "server-error/1", reason: "new", until: "2027-02-01T00:00:00Z" };
  assert.deepEqual(acknowledged(memory, word, NOW).acknowledgements, [word]);
  assert.throws(() => acknowledged(memory, { ...word, key: "server-error/2" }, NOW), UsageError);
  assert.throws(() => acknowledged(memory, { ...word, until: "2026-01-01T00:00:00Z" }, NOW), /has passed/);
});
