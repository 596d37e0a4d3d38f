import assert from "node:assert/strict";
import { placeAddresses, shiftTimes } from "./seed.ts";

const RECORDED = Date.parse("2026-11-21T12:00:00Z");
const NOW = Date.parse("2027-01-01T00:00:00Z");

Deno.test("shiftTimes() moves times and keeps the way they are written", () => {
  for (
    const [before, after] of [
      ["2026-11-21T12:00:00Z", "2027-01-01T00:00:00Z"],
      ["2026-11-21T11:00:00.000000", "2026-12-31T23:00:00.000000"],
      ["2026-11-21 11:59:30", "2026-12-31 23:59:30"],
      ["2026-11-21T11:59:30.123456", "2026-12-31T23:59:30.123456"],
    ] as const
  ) assert.equal(shiftTimes(`"${before}"`, RECORDED, NOW), `"${after}"`);
});

Deno.test("shiftTimes() leaves the age of the software alone", () => {
  assert.equal(shiftTimes('"2014-12-03T00:00:00Z"', RECORDED, NOW), '"2014-12-03T00:00:00Z"');
});

Deno.test("placeAddresses() puts addresses in and leaves unknown ones", () => {
  const origins = { "compute": "http://127.0.0.1:1", "block-storage": "https://x:2" };
  assert.equal(placeAddresses("demo://compute/v2.1", origins), "http://127.0.0.1:1/v2.1");
  assert.equal(placeAddresses("demo://block-storage/v3", origins), "https://x:2/v3");
  assert.equal(placeAddresses("demo://rating/v1", origins), "demo://rating/v1");
});
