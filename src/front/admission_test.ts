import assert from "node:assert/strict";
import { Admission } from "./admission.ts";

Deno.test("Admission lets so many in and turns the next away", () => {
  const admission = new Admission(2);
  const leave = admission.enter();
  assert.ok(leave && admission.enter());
  assert.equal(admission.enter(), undefined);
  leave();
  assert.ok(admission.enter());
});

Deno.test("Admission counts a leaving once, however often it is told", () => {
  const admission = new Admission(1);
  const leave = admission.enter();
  leave?.();
  leave?.();
  assert.ok(admission.enter());
  assert.equal(admission.enter(), undefined);
});
