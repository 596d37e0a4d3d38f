import assert from "node:assert/strict";
import { sequence } from "./_sequence.ts";
import { editDistance, suggest } from "./suggest.ts";

const NAMES = ["status", "name_contains", "names", "limit", "detail", "get_instance", "get_quota"];

Deno.test("suggest() finds the word that was meant", () => {
  const table: [string, string | undefined][] = [
    ["status", "status"],
    ["Status", "status"],
    ["stauts", "status"],
    ["statu", "status"],
    ["statuss", "status"],
    ["name", "names"],
    ["namecontains", "name_contains"],
    ["get_instances", "get_instance"],
    ["get_quoat", "get_quota"],
    ["limti", "limit"],
    ["", undefined],
    ["x", undefined],
    ["servers", undefined],
    ["region", undefined],
    ["s".repeat(10_000), undefined],
  ];
  for (const [word, expected] of table) assert.equal(suggest(word, NAMES), expected, word.slice(0, 20));
});

Deno.test("suggest() prefers the nearest, then the first", () => {
  assert.equal(suggest("abcdef", ["abcxyf", "abcdxf", "abcdex"]), "abcdxf");
  assert.equal(suggest("abc", []), undefined);
});

Deno.test("suggest() undoes any single edit of a word", () => {
  const random = sequence(7);
  for (let round = 0; round < 500; round++) {
    const name = NAMES[random(NAMES.length)] ?? "";
    const at = random(name.length);
    const edits = [
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + "q" + name.slice(at),
      name.slice(0, at) + "q" + name.slice(at + 1),
      name.slice(0, at) + name.slice(at, at + 2).split("").reverse().join("") + name.slice(at + 2),
    ];
    const edited = edits[random(edits.length)] ?? "";
    assert.equal(suggest(edited, [name]), name, edited);
  }
});

for (
  const [from, to, distance] of [
    ["", "", 0],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["usrname", "username", 1],
    ["cacret", "cacert", 1],
    ["password", "password", 0],
  ] as const
) {
  Deno.test(`editDistance() of ${JSON.stringify(from)} and ${JSON.stringify(to)} is ${distance}`, () => {
    assert.equal(editDistance(from, to), distance);
    assert.equal(editDistance(to, from), distance);
  });
}
