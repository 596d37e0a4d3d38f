import assert from "node:assert/strict";
import { waitMs } from "./messages.ts";

Deno.test("waitMs() gives the time that a change is waited for", () => {
  const wait = (wait_seconds: unknown) => waitMs({ wait_seconds });
  assert.equal(wait(30), 30_000);
  assert.equal(wait("30"), 30_000);
  assert.equal(wait(1e9), 600_000);
  for (const nothing of [-1, undefined, null, "soon", Number.NaN]) assert.equal(wait(nothing), 0);
});
