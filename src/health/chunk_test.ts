import assert from "node:assert/strict";
import { chunk } from "./chunk.ts";

Deno.test("chunk() cuts a list, and leaves nothing out", () => {
  assert.deepEqual(chunk([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(chunk([1, 2], 2), [[1, 2]]);
  assert.deepEqual(chunk([], 2), []);
});
