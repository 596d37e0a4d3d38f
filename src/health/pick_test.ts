import assert from "node:assert/strict";
import { pick, picking } from "./pick.ts";

const ITEM = { id: "a", name: undefined, size: 3 };

Deno.test("pick() keeps the members that are named", () => {
  assert.deepEqual(pick(ITEM, ["id", "name"]), { id: "a", name: undefined });
});

Deno.test("picking() leaves out what is no item", () => {
  const read = picking((raw: unknown) => raw === "good" ? ITEM : undefined, ["size"]);
  assert.deepEqual(read("good"), { size: 3 });
  assert.equal(read("bad"), undefined);
});
