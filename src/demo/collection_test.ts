import assert from "node:assert/strict";
import { pageBehind, pageOf, pattern, queryWith, sorted, truth } from "./collection.ts";
import type { Item } from "./json.ts";

const ITEMS: Item[] = ["a", "b", "c", "d"].map((id) => ({ id }));
const ids = (items: readonly Item[] | undefined) => items?.map((item) => item["id"]);

Deno.test("pageOf() cuts after the marker", () => {
  assert.deepEqual(ids(pageOf(ITEMS, { limit: 2 })?.items), ["a", "b"]);
  assert.deepEqual(ids(pageOf(ITEMS, { limit: 2, marker: "b" })?.items), ["c", "d"]);
  assert.deepEqual(ids(pageOf(ITEMS, { limit: 9, marker: "d" })?.items), []);
  assert.equal(pageOf(ITEMS, { limit: 2 })?.more, true);
  assert.equal(pageOf(ITEMS, { limit: 4 })?.more, false);
  assert.deepEqual(ids(pageOf(ITEMS, { limit: 1, offset: 2 })?.items), ["c"]);
});

Deno.test("pageOf() does not know a marker that is not there", () => {
  assert.equal(pageOf(ITEMS, { limit: 2, marker: "x" }), undefined);
});

Deno.test("pageBehind() goes on behind a marker that was filtered out", () => {
  const filtered = ITEMS.filter((item) => item["id"] !== "b");
  assert.deepEqual(ids(pageBehind(filtered, ITEMS, { limit: 1, marker: "b" })?.items), ["c"]);
  assert.equal(pageBehind(filtered, ITEMS, { limit: 1, marker: "x" }), undefined);
});

Deno.test("sorted() puts nothing before something and keeps equals in order", () => {
  const items: Item[] = [{ n: 2, id: "x" }, { n: null, id: "y" }, { n: 10, id: "z" }, { n: 2, id: "w" }];
  assert.deepEqual(ids(sorted(items, [{ key: "n", descending: false }])), ["y", "x", "w", "z"]);
  assert.deepEqual(ids(sorted(items, [{ key: "n", descending: true }])), ["z", "x", "w", "y"]);
});

Deno.test("queryWith() replaces a key", () => {
  assert.equal(queryWith(new URLSearchParams("limit=2&marker=a"), { marker: "b" }), "limit=2&marker=b");
});

Deno.test("truth() reads what OpenStack takes for true and false", () => {
  assert.deepEqual(["1", "True", "on", "0", "no", "maybe"].map(truth), [
    true,
    true,
    true,
    false,
    false,
    undefined,
  ]);
});

Deno.test("pattern() fits nothing when it is nonsense", () => {
  assert.equal(pattern("(").test("("), false);
  assert.equal(pattern("^a").test("abc"), true);
});
