import assert from "node:assert/strict";
import { mergeReports } from "./merge_reports.ts";
import { BARE, SAMPLE } from "./render/_sample_report.ts";

const OPTIONS = {
  tool: { name: "openstack-mcp", version: "1.2.3" },
  started: Date.UTC(2026, 10, 21),
  durationMs: 1500,
};

Deno.test("mergeReports() names the place of everything, and adds up", () => {
  const merged = mergeReports([{ place: "east", report: SAMPLE }, { place: "west", report: BARE }], OPTIONS);
  assert.equal(merged.findings.length, SAMPLE.findings.length + BARE.findings.length);
  assert.equal(merged.coverage.of, SAMPLE.coverage.of + BARE.coverage.of);
  assert.equal(merged.requests.total, SAMPLE.requests.total + BARE.requests.total);
  assert.ok(merged.findings.every(({ place }) => place === "east" || place === "west"));
  assert.ok(merged.stocks.every(({ place }) => place !== undefined));
  assert.equal(merged.cloud, "east, west");
  assert.equal(merged.generated_at, "2026-11-21T00:00:00Z");
  assert.equal(merged.places?.[1]?.state, BARE.state);
});

Deno.test("mergeReports() is as bad as the worst place", () => {
  const ok = { ...BARE, state: "OK" } as const;
  const state = (other: "OK" | "WARNING" | "CRITICAL" | "UNKNOWN") =>
    mergeReports([{ place: "a", report: ok }, { place: "b", report: { ...ok, state: other } }], OPTIONS)
      .state;
  assert.deepEqual((["OK", "WARNING", "UNKNOWN", "CRITICAL"] as const).map(state), [
    "OK",
    "WARNING",
    "UNKNOWN",
    "CRITICAL",
  ]);
});

Deno.test("mergeReports() tells of a place without a report, and never passes it for well", () => {
  const ok = { ...BARE, state: "OK" } as const;
  const merged = mergeReports(
    [{ place: "a", report: ok }, { place: "b", error: "log in: login failed" }],
    OPTIONS,
  );
  assert.equal(merged.state, "UNKNOWN");
  assert.equal(merged.places?.[1]?.error, "log in: login failed");
  assert.match(merged.incomplete ?? "", /b: no report: log in: login failed/);
});

Deno.test("mergeReports() does not tell of changes since a run that one place did not have", () => {
  const changes = { new: 1, worse: 0, better: 0, unchanged: 2, newly_unknown: [], resolved: [] };
  const first = { ...BARE, changes };
  const later = { ...BARE, changes: { ...changes, since: "2026-11-20T00:00:00Z", newly_unknown: ["quota"] } };
  const merged = mergeReports([{ place: "a", report: first }, { place: "b", report: later }], OPTIONS);
  assert.deepEqual(merged.changes, { ...changes, new: 2, unchanged: 4, newly_unknown: ["b: quota"] });
});
