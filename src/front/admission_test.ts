import assert from "node:assert/strict";
import { Admission } from "./admission.ts";

Deno.test("Admission lets so many in and turns the next away", () => {
  const admission = new Admission({ total: 2 });
  const leave = admission.enter("a");
  assert.ok(leave && admission.enter("a"));
  assert.equal(admission.enter("a"), undefined);
  leave();
  assert.ok(admission.enter("a"));
  assert.equal(admission.size, 2);
});

Deno.test("Admission counts a leaving once, however often it is told", () => {
  const admission = new Admission({ total: 1 });
  const leave = admission.enter("a");
  leave?.();
  leave?.();
  assert.ok(admission.enter("a"));
  assert.equal(admission.enter("a"), undefined);
});

Deno.test("Admission keeps places for others than the busiest caller", () => {
  const admission = new Admission({ total: 4, each: 2 });
  assert.ok(admission.enter("busy") && admission.enter("busy"));
  assert.equal(admission.enter("busy"), undefined);
  assert.ok(admission.enter("other"));
});

Deno.test("Admission takes calls that come together all or not at all", () => {
  const admission = new Admission({ total: 3 });
  const leave = admission.enter("a", 2);
  assert.equal(admission.enter("a", 2), undefined);
  assert.equal(admission.size, 2);
  leave?.();
  assert.ok(admission.enter("a", 3));
});

Deno.test("Admission.close() lets nobody in and waits until all have left", async () => {
  const admission = new Admission();
  const leave = admission.enter("a");
  const closed = admission.close(10_000);
  assert.equal(admission.enter("a"), undefined);
  assert.equal(admission.closed, true);
  leave?.();
  await closed;
  assert.equal(admission.size, 0);
});

Deno.test("Admission.close() waits no longer than it is told", async () => {
  const admission = new Admission();
  admission.enter("a");
  await admission.close(1);
  assert.equal(admission.size, 1);
});
