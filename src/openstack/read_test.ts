import assert from "node:assert/strict";
import { count, flag, isWire, list, member, number, text, texts, wire } from "./read.ts";

Deno.test("text() reads texts and numbers, and takes an empty text for none", () => {
  const table: [unknown, string | undefined][] = [
    ["a", "a"],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
    [0, "0"],
    [-1.5, "-1.5"],
    [12345678901234567890n, "12345678901234567890"],
    [Infinity, undefined],
    [NaN, undefined],
    [true, undefined],
    [{}, undefined],
    [["a"], undefined],
  ];
  for (const [value, expected] of table) assert.equal(text({ key: value }, "key"), expected, String(value));
});

Deno.test("number() keeps integers exact, also those written as text", () => {
  const table: [unknown, number | bigint | undefined][] = [
    [0, 0],
    [-1, -1],
    [1.5, 1.5],
    ["42", 42],
    ["-1", -1],
    ["1.50", 1.5],
    [9007199254740993n, 9007199254740993n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["12345678901234567890.0", 12345678901234567000],
    ["9007199254740993.5", 9007199254740994],
    ["", undefined],
    [" 1", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["unlimited", undefined],
    ["9".repeat(1_001), undefined],
    [Infinity, undefined],
    [NaN, undefined],
    [null, undefined],
    [true, undefined],
    [[1], undefined],
  ];
  for (const [value, expected] of table) assert.equal(number({ key: value }, "key"), expected, String(value));
  assert.equal(number({ key: "9".repeat(400) }, "key"), BigInt("9".repeat(400)));
});

Deno.test("count() rounds what a number cannot hold", () => {
  assert.equal(count({ key: 9007199254740993n }, "key"), 9007199254740992);
  assert.equal(count({ key: "7" }, "key"), 7);
  assert.equal(count({}, "key"), undefined);
});

Deno.test("flag() reads booleans and their words, never numbers", () => {
  const table: [unknown, boolean | undefined][] = [
    [true, true],
    [false, false],
    ["True", true],
    ["false", false],
    ["YES", true],
    ["no", false],
    ["", undefined],
    ["maybe", undefined],
    // A member that every object inherits is no word.
    ["constructor", undefined],
    ["__proto__", undefined],
    [1, undefined],
    [0, undefined],
    [null, undefined],
  ];
  for (const [value, expected] of table) assert.equal(flag({ key: value }, "key"), expected, String(value));
});

Deno.test("list() tells an absent list from an empty one", () => {
  assert.deepEqual(list({ key: [] }, "key"), []);
  assert.deepEqual(list({ key: [null] }, "key"), [null]);
  for (const value of [null, undefined, {}, "a", 0]) assert.equal(list({ key: value }, "key"), undefined);
});

Deno.test("texts() leaves out what is no text", () => {
  assert.deepEqual(texts({ key: ["a", 1, null, "b", {}] }, "key"), ["a", "b"]);
  assert.equal(texts({ key: "a" }, "key"), undefined);
});

Deno.test("the readers tolerate anything in the place of an object", () => {
  for (const value of [null, undefined, 1, "text", true, [], [{ key: 1 }], 5n]) {
    assert.equal(isWire(value), false);
    assert.deepEqual(wire(value), {});
    assert.deepEqual(member(value, "key"), {});
    for (const read of [text, number, count, flag, list, texts]) assert.equal(read(value, "key"), undefined);
  }
});

Deno.test("the readers do not take inherited members for the service's", () => {
  for (const key of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(text({}, key), undefined);
    assert.equal(number({}, key), undefined);
    assert.equal(list({}, key), undefined);
    assert.deepEqual(member({}, key), {});
  }
});
