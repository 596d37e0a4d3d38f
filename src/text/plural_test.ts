import assert from "node:assert/strict";
import { plural } from "./plural.ts";

Deno.test("plural() tells one from none and many", () => {
  assert.deepEqual([0, 1, 2].map((count) => plural(count, "check")), ["0 checks", "1 check", "2 checks"]);
});
