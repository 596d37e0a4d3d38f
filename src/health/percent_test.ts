import assert from "node:assert/strict";
import { percentOf } from "./percent.ts";

Deno.test("percentOf() rounds to one decimal, but never up to full", () => {
  assert.equal(percentOf(1, 3), 33.3);
  assert.equal(percentOf(9999, 10_000), 99.9);
  assert.equal(percentOf(10, 10), 100);
  assert.equal(percentOf(12, 10), 120);
});

Deno.test("percentOf() takes what is used of nothing for all", () => {
  assert.equal(percentOf(0, 0), 0);
  assert.equal(percentOf(1, 0), 100);
});
