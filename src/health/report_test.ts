import assert from "node:assert/strict";
import { exitCode, stateOf, worst } from "./report.ts";

Deno.test("worst() puts CRITICAL above UNKNOWN above WARNING above OK", () => {
  assert.equal(worst([]), "OK");
  assert.equal(worst(["OK", "WARNING"]), "WARNING");
  assert.equal(worst(["WARNING", "UNKNOWN", "OK"]), "UNKNOWN");
  assert.equal(worst(["UNKNOWN", "CRITICAL", "WARNING"]), "CRITICAL");
});

Deno.test("stateOf() is neutral for what was not looked at", () => {
  assert.equal(stateOf("not permitted"), undefined);
  assert.equal(stateOf("not applicable"), undefined);
  assert.equal(stateOf("unknown"), "UNKNOWN");
});

Deno.test("exitCode() follows Nagios", () => {
  const codes = (["OK", "WARNING", "CRITICAL", "UNKNOWN"] as const).map((state) => exitCode({ state }));
  assert.deepEqual(codes, [0, 1, 2, 3]);
});

Deno.test("exitCode() lets a WARNING pass on demand, and nothing else", () => {
  const codes = (["OK", "WARNING", "CRITICAL", "UNKNOWN"] as const)
    .map((state) => exitCode({ state }, "critical"));
  assert.deepEqual(codes, [0, 0, 2, 3]);
});
