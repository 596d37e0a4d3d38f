import assert from "node:assert/strict";
import { askedVersion, versionFor, visible } from "./microversion.ts";

const RANGE = { major: 2, min: 1, max: 93 };

Deno.test("askedVersion() tells wrong from garbled", () => {
  assert.deepEqual(askedVersion("2.60", RANGE), { minor: 60 });
  assert.deepEqual(askedVersion("latest", RANGE), { minor: 93 });
  assert.deepEqual(askedVersion("2.94", RANGE), { unsupported: "2.94" });
  assert.deepEqual(askedVersion("3.1", RANGE), { unsupported: "3.1" });
  for (const text of ["x", "2", "2.01", ""]) assert.deepEqual(askedVersion(text, RANGE), { garbled: text });
});

Deno.test("versionFor() finds the part for one service", () => {
  assert.equal(versionFor("compute 2.60", "compute"), "2.60");
  assert.equal(versionFor("volume 3.1, compute 2.60", "compute"), "2.60");
  assert.equal(versionFor("volume 3.1", "compute"), undefined);
  assert.equal(versionFor(undefined, "compute"), undefined);
});

Deno.test("visible() opens and closes windows", () => {
  const windows = { young: { since: 10 }, old: { until: 10 }, secret: { admin: true } };
  const item = { always: 1, young: 1, old: 1, secret: 1 };
  assert.deepEqual(visible(item, windows, 9, false), { always: 1, old: 1 });
  assert.deepEqual(visible(item, windows, 10, false), { always: 1, young: 1 });
  assert.deepEqual(visible(item, windows, 10, true), { always: 1, young: 1, secret: 1 });
});
