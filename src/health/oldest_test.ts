import assert from "node:assert/strict";
import { oldest } from "./oldest.ts";

Deno.test("oldest() finds the first time in any form, and says nothing without one", () => {
  assert.deepEqual(oldest(["2026-03-02T00:00:00Z", undefined, "2026-03-01 12:00:00.5"]), {
    oldest: "2026-03-01T12:00:00Z",
  });
  assert.deepEqual(oldest([undefined, "never"]), {});
});
