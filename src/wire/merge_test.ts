import assert from "node:assert/strict";
import { parseJson } from "../text/json.ts";
import { mergeAnswers, type PlaceAnswer, readMergedCursor } from "./merge.ts";
import type { Place } from "./places.ts";

const A: Place = { key: "a", cloud: "a" };
const B: Place = { key: "b", cloud: "b" };

function good(place: Place, members: Readonly<Record<string, unknown>>): PlaceAnswer {
  return { place, answer: { json: JSON.stringify(members), isError: false, upstream: { "compute 200": 1 } } };
}

function bad(place: Place, error: Readonly<Record<string, unknown>>): PlaceAnswer {
  return { place, answer: { json: JSON.stringify({ error }), isError: true } };
}

function merged(answers: readonly PlaceAnswer[], places: readonly Place[] = [A, B]) {
  const { json, ...rest } = mergeAnswers(answers, places);
  return { ...rest, value: parseJson(json) };
}

Deno.test("mergeAnswers() makes one list of lists, with the cloud of each row", () => {
  const { value, isError, upstream } = merged([
    good(A, { scope: "s", total: 1, shown: 1, columns: ["name", "id"], rows: [["n", 1]] }),
    good(B, { scope: "t", total: 2, shown: 2, columns: ["id", "host"], rows: [[2, "h"], [3, "i"]] }),
  ]);
  assert.deepEqual(value, {
    scope: "cloud a: s; cloud b: t",
    total: 3,
    shown: 3,
    columns: ["cloud", "name", "id", "host"],
    rows: [["a", "n", 1, ""], ["b", "", 2, "h"], ["b", "", 3, "i"]],
  });
  assert.equal(isError, false);
  assert.deepEqual(upstream, { "compute 200": 2 });
});

Deno.test("mergeAnswers() tells no total that it does not know, and keeps what a list says beside its rows", () => {
  const { value } = merged([
    good(A, { total: 1, shown: 1, columns: ["id"], rows: [[1]], note: "odd" }),
    good(B, { shown: 0, columns: ["id"], rows: [], unavailable: [{ what: "faults", reason: "HTTP 503" }] }),
  ]);
  assert.deepEqual(value, {
    scope: "cloud a; cloud b",
    shown: 1,
    columns: ["cloud", "id"],
    rows: [["a", 1]],
    also: [{ cloud: "a", note: "odd" }],
    unavailable: [{ cloud: "b", what: "faults", reason: "HTTP 503" }],
  });
});

Deno.test("mergeAnswers() tells of a cloud that failed, and fails only with all of them", () => {
  const down = { what: "list servers", reason: "unavailable", status: 503 };
  const { value, isError } = merged([good(A, { shown: 0, columns: ["id"], rows: [] }), bad(B, down)]);
  assert.equal(isError, false);
  assert.deepEqual(Object(value).unavailable, [{ cloud: "b", ...down }]);
  assert.equal(Object(value).total, undefined);
  const all = merged([bad(A, down), bad(B, { ...down, status: 502 })]);
  assert.equal(all.isError, true);
  assert.deepEqual(Object(all.value).error, { ...down, detail: "every cloud that was asked failed" });
  assert.equal(Object(all.value).unavailable.length, 2);
});

Deno.test("mergeAnswers() puts what is no list side by side", () => {
  const { value } = merged([good(A, { server: { id: "x" } }), good(B, { shown: 0, columns: [], rows: [] })]);
  assert.deepEqual(Object(value).answers, [
    { cloud: "a", server: { id: "x" } },
    { cloud: "b", shown: 0, columns: [], rows: [] },
  ]);
});

Deno.test("mergeAnswers() keeps integers beyond 2^53, and names regions where they differ", () => {
  const x = { key: "a x", cloud: "a", region: "x" };
  const y = { key: "a y", cloud: "a", region: "y" };
  const { json } = mergeAnswers(
    [{ place: x, answer: { json: '{"columns":["n"],"rows":[[18446744073709551616]]}', isError: false } }],
    [x, y],
  );
  assert.equal(json, '{"scope":"region x","columns":["region","n"],"rows":[["x",18446744073709551616]]}');
});

Deno.test("a merged cursor leads each cloud on that has more", () => {
  const { value } = merged([
    good(A, { shown: 1, columns: ["id"], rows: [[1]], next: "cursor-a" }),
    good(B, { shown: 0, columns: ["id"], rows: [] }),
  ]);
  assert.deepEqual([...readMergedCursor(Object(value).next) ?? []], [["a", "cursor-a"]]);
  for (const wrong of ["", "%", "e30", btoa("[]"), btoa('{"a":1}')]) {
    assert.equal(readMergedCursor(wrong), undefined, wrong);
  }
});
