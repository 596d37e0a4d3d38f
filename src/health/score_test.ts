import assert from "node:assert/strict";
import { failedShare, fullness, stateOf, sumOf, workingShare } from "./score.ts";

const WELL = { failures: false, outage: false, partly: false };

Deno.test("failedShare() costs five points in a hundred for one that failed", () => {
  assert.equal(failedShare("servers", 0, 20, "").points, 20);
  assert.equal(failedShare("servers", 2, 20, "").points, 10);
  assert.equal(failedShare("servers", 5, 20, "").points, 0);
  assert.equal(failedShare("servers", 20, 20, "").points, 0);
});

Deno.test("points are never rounded up to all of them", () => {
  assert.equal(failedShare("servers", 1, 100_000, "").points, 19);
  assert.equal(workingShare("services", 99_999, 100_000, "").points, 19);
});

Deno.test("fullness() has steps", () => {
  assert.deepEqual([74.9, 75, 85, 95].map((percent) => fullness("capacity", percent, "").points), [
    10,
    6,
    3,
    0,
  ]);
  assert.deepEqual([79.9, 80, 95, 130].map((percent) => fullness("quotas", percent, "").points), [
    5,
    2,
    0,
    0,
  ]);
});

Deno.test("stateOf() calls nothing healthy that has failed", () => {
  const parts = [workingShare("apis", 7, 7, ""), failedShare("servers", 0, 9, "")];
  assert.equal(stateOf(parts, WELL), "healthy");
  assert.equal(stateOf(parts, { ...WELL, partly: true }), "healthy as far as could be read");
  assert.equal(stateOf(parts, { ...WELL, failures: true }), "degraded");
  assert.equal(stateOf(parts, { ...WELL, outage: true }), "critical");
  assert.equal(stateOf([], WELL), "unknown");
  const halfDown = [workingShare("apis", 1, 2, "")];
  assert.equal(stateOf(halfDown, { ...WELL, failures: true }), "critical");
  assert.equal(sumOf(halfDown, "points"), 10);
});
