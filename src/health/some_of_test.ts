import assert from "node:assert/strict";
import { listFirst, sayFirst } from "./some_of.ts";

Deno.test("sayFirst() says two and counts the rest", () => {
  assert.equal(sayFirst(["a"]), "a");
  assert.equal(sayFirst(["a", "b"]), "a and b");
  assert.equal(sayFirst(["a", "b", "c", "d"]), "a, b and 2 more");
  assert.equal(sayFirst([]), "");
});

Deno.test("sayFirst() says as many as it is told", () => {
  assert.equal(sayFirst(["a", "b", "c"], 3), "a, b and c");
  assert.equal(sayFirst(["a", "b", "c", "d"], 3), "a, b, c and 1 more");
});

Deno.test("listFirst() lists ten and counts the rest", () => {
  const ten = Array.from({ length: 10 }, (_, index) => String(index));
  assert.deepEqual(listFirst(ten), ten);
  assert.deepEqual(listFirst([...ten, "10"]), [...ten, "and 1 more"]);
});
