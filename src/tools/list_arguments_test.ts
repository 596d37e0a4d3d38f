import assert from "node:assert/strict";
import * as z from "zod";
import {
  flagArgument,
  LIST_ARGUMENTS,
  LIST_COMPAT,
  PART_ARGUMENTS,
  PART_COMPAT,
  wordsArgument,
} from "./list_arguments.ts";

const LIST = z.strictObject(LIST_ARGUMENTS);

function read(args: unknown): unknown {
  return LIST.parse(args);
}

function isRefused(args: unknown): void {
  assert.equal(LIST.safeParse(args).success, false, JSON.stringify(args));
}

Deno.test("names are one text, several, or a JSON list as text", () => {
  assert.deepEqual(read({ names: "web-01" }), { names: ["web-01"] });
  assert.deepEqual(read({ names: ["a", "b"] }), { names: ["a", "b"] });
  assert.deepEqual(read({ names: '["a", "b"]' }), { names: ["a", "b"] });
  // A comma may belong to a name; whoever looks it up decides.
  assert.deepEqual(read({ names: "a, b" }), { names: ["a, b"] });
  assert.deepEqual(read({ names: "[not json" }), { names: ["[not json"] });
  assert.deepEqual(read({ names: "x".repeat(255) }), { names: ["x".repeat(255)] });
});

Deno.test("names that cannot exist are refused", () => {
  for (const names of [[], [""], "x".repeat(256), Array(101).fill("a"), 7, [7], {}]) isRefused({ names });
});

Deno.test("empty text means that nothing was given", () => {
  const blank = ["names", "name_contains", "filters", "fields", "detail", "limit", "cursor", "sort", "count"];
  assert.equal(JSON.stringify(read(Object.fromEntries(blank.map((name) => [name, ""])))), "{}");
});

Deno.test("numbers and words are accepted as text", () => {
  assert.deepEqual(read({ limit: "5", _offset: "20", count: "true", _case_sensitive: "False" }), {
    limit: 5,
    _offset: 20,
    count: true,
    _case_sensitive: false,
  });
  for (const limit of ["5x", "1e2", "0", "-1", "1001", "99999999999999999999", true, [5]]) {
    isRefused({ limit });
  }
  for (const count of ["yes", "constructor", 1, "1"]) isRefused({ count });
});

Deno.test("filters are an object, also as JSON", () => {
  assert.deepEqual(read({ filters: '{"status": ["ACTIVE"]}' }), { filters: { status: ["ACTIVE"] } });
  for (const filters of ["status=ACTIVE", "[]", [], 1]) isRefused({ filters });
});

Deno.test("fields are a list, a comma list or JSON", () => {
  assert.deepEqual(read({ fields: "status, flavor" }), { fields: ["status", "flavor"] });
  assert.deepEqual(read({ fields: '["status"]' }), { fields: ["status"] });
  assert.deepEqual(read({ fields: ["status"] }), { fields: ["status"] });
  for (const fields of [[], Array(61).fill("a"), "x".repeat(256)]) isRefused({ fields });
});

Deno.test("unknown arguments are refused", () => {
  isRefused({ page: 2 });
  assert.equal(z.strictObject(PART_ARGUMENTS).safeParse({ names: "a" }).success, false);
});

Deno.test("wordsArgument and flagArgument stand alone", () => {
  assert.deepEqual(wordsArgument.parse("compute, network"), ["compute", "network"]);
  assert.equal(wordsArgument.parse(""), undefined);
  assert.equal(flagArgument.parse("TRUE"), true);
  assert.equal(flagArgument.parse(undefined), undefined);
});

Deno.test("every older argument leads to one that there is", () => {
  for (const [compat, shape] of [[LIST_COMPAT, LIST_ARGUMENTS], [PART_COMPAT, PART_ARGUMENTS]] as const) {
    for (const [name, translate] of Object.entries(compat)) {
      for (const target of Object.keys(translate("x"))) {
        assert.ok(target in shape, `${name} leads to ${target}`);
      }
      assert.ok(!(name in shape), `${name} is today's`);
    }
  }
});

Deno.test("`detailed` of older tools is a level", () => {
  assert.deepEqual(LIST_COMPAT["detailed"]?.(false), { detail: "basic" });
  assert.deepEqual(LIST_COMPAT["detailed"]?.("false"), { detail: "basic" });
  assert.deepEqual(LIST_COMPAT["detailed"]?.(true), {});
});
