import assert from "node:assert/strict";
import { parseJson, prepareForJson, stringifyJson } from "./json.ts";

const BIG = "12345678901234567890";

Deno.test("parseJson() keeps integers exact", () => {
  const table: [string, unknown][] = [
    ["1", 1],
    ["-1", -1],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    [BIG, 12345678901234567890n],
    ["1.5", 1.5],
    ["0.12345678901234567890", 0.12345678901234568],
    ["12345678901234567890.5", 12345678901234567890.5],
    ["1e20", 1e20],
    ["1234567890123456e5", 1234567890123456e5],
    [`"${BIG}"`, BIG],
    ["null", null],
    ["[]", []],
  ];
  for (const [text, expected] of table) assert.deepEqual(parseJson(text), expected, text);
});

Deno.test("parseJson() reads nested values and odd keys as JSON.parse does", () => {
  const text = `{"__proto__":{"x":1},"a":[{"b":${BIG},"c":null}],"":"s","a.b":true}`;
  const value = parseJson(text);
  assert.equal(stringifyJson(value), text);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

Deno.test("parseJson() refuses what is not JSON and integers without end", () => {
  for (
    const text of ["", "{", "[1,]", "undefined", "'a'", "NaN", "1".repeat(1_001), `{"a":1234567890123456`]
  ) {
    assert.throws(() => parseJson(text), SyntaxError, text.slice(0, 20));
  }
});

Deno.test("stringifyJson() writes compact JSON with exact integers", () => {
  const table: [unknown, string][] = [
    [12345678901234567890n, BIG],
    [{ a: 1n, b: undefined, c: [2n, "x"] }, '{"a":1,"c":[2,"x"]}'],
    [[undefined, null], "[null,null]"],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [Object.assign(Object.create(null), { n: 5n }), '{"n":5}'],
    [prepareForJson([1n]), "[1]"],
  ];
  for (const [value, expected] of table) assert.equal(stringifyJson(value), expected);
});

Deno.test("stringifyJson() throws on a value without a JSON form", () => {
  assert.throws(() => stringifyJson(undefined), TypeError);
  assert.throws(() => stringifyJson(() => 1), TypeError);
});

Deno.test("prepareForJson() lets a plain JSON.stringify write bigints", () => {
  const value = { rows: [["a", 9007199254740993n]], total: 1 };
  assert.equal(JSON.stringify(prepareForJson(value)), '{"rows":[["a",9007199254740993]],"total":1}');
});

Deno.test("prepareForJson() copies only what holds a bigint", () => {
  const plain = { a: [1, { b: "c" }] };
  assert.equal(prepareForJson(plain), plain);
  const mixed = { plain, big: 1n };
  const prepared = prepareForJson(mixed);
  assert.notEqual(prepared, mixed);
  assert.deepEqual(mixed, { plain, big: 1n });
  assert.ok(typeof prepared === "object" && prepared !== null && "plain" in prepared);
  assert.equal(prepared.plain, plain);
});
