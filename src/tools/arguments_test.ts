import assert from "node:assert/strict";
import * as z from "zod";
import { invalidArguments, translateArguments } from "./arguments.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "./list_arguments.ts";
import { tool } from "./tool.ts";

const things = tool({
  name: "get_things",
  toolset: "compute",
  title: "Things",
  description: "For tests.",
  input: z.strictObject({ ...LIST_ARGUMENTS, server: z.string().optional() }),
  operations: [],
  aliases: { get_broken_things: { filters: { status: "ERROR" } }, list_things: {} },
  compat: {
    ...LIST_COMPAT,
    thing_name: renamed("names"),
    status: filtering("status"),
    host: filtering("host"),
  },
  run: () => Promise.resolve({}),
});

function detailFor(args: Record<string, unknown>): string {
  const result = things.input.safeParse(args);
  assert.ok(!result.success, "the arguments fit");
  const error = invalidArguments(things, result.error);
  assert.equal(error.reason, "invalid argument");
  assert.equal(error.what, "call get_things");
  return error.detail ?? "";
}

Deno.test("translateArguments() leaves today's arguments alone", () => {
  const args = { names: ["a"], limit: 3, unknown: 1 };
  assert.deepEqual(translateArguments(things, "get_things", args), args);
});

Deno.test("translateArguments() renames older arguments", () => {
  assert.deepEqual(translateArguments(things, "get_things", { thing_name: "a", detail_level: "full" }), {
    names: "a",
    detail: "full",
  });
});

Deno.test("translateArguments() joins older conditions to one filter", () => {
  const args = { status: "ERROR", filters: { zone: "az1" }, host: "cmp-01" };
  assert.deepEqual(translateArguments(things, "get_things", args), {
    filters: { zone: "az1", status: "ERROR", host: "cmp-01" },
  });
});

Deno.test("translateArguments() prefers today's name to an older one, whatever their order", () => {
  const wanted = { names: "new" };
  assert.deepEqual(translateArguments(things, "get_things", { thing_name: "old", names: "new" }), wanted);
  assert.deepEqual(translateArguments(things, "get_things", { names: "new", thing_name: "old" }), wanted);
  const filters = { status: "new" };
  assert.deepEqual(translateArguments(things, "get_things", { status: "old", filters }), { filters });
});

Deno.test("translateArguments() presets what an older tool name means", () => {
  assert.deepEqual(translateArguments(things, "get_broken_things", {}), { filters: { status: "ERROR" } });
  assert.deepEqual(translateArguments(things, "get_broken_things", { host: "h" }), {
    filters: { status: "ERROR", host: "h" },
  });
  assert.deepEqual(translateArguments(things, "list_things", { limit: 1 }), { limit: 1 });
});

Deno.test("translateArguments() takes null and empty older arguments for not given", () => {
  const args = { names: null, limit: undefined, thing_name: "", status: "" };
  assert.deepEqual(translateArguments(things, "get_things", args), {});
  for (const given of [{ names: "", ids: "1" }, { ids: "1", names: "" }]) {
    assert.deepEqual(translateArguments(things, "get_things", given), { names: "1" });
  }
});

Deno.test("translateArguments() knows what only older arguments can say", () => {
  const args = {
    all_instances: true,
    include_all: false,
    detailed: true,
    offset: 5,
    case_sensitive: true,
    search_in: "host",
  };
  assert.deepEqual(translateArguments(things, "get_things", args), {
    _all: true,
    _offset: 5,
    _case_sensitive: true,
    _search_in: "host",
  });
  const defaults = { all_instances: false, include_all: "false", offset: 0, detailed: "true" };
  assert.deepEqual(translateArguments(things, "get_things", defaults), {});
});

Deno.test("translateArguments() knows what every object has from what a tool declared", () => {
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"]) {
    const args: unknown = JSON.parse(`{"${name}": {"limit": 1}}`);
    assert.ok(typeof args === "object" && args !== null);
    const translated = translateArguments(things, name, Object.fromEntries(Object.entries(args)));
    assert.deepEqual(Object.keys(translated), [name]);
    assert.equal(Object.getPrototypeOf(translated), Object.prototype);
    assert.match(detailFor(translated), new RegExp(`unknown argument "${name}"`));
  }
});

Deno.test("invalidArguments() names the allowed arguments and the nearest, and hides internal ones", () => {
  const detail = detailFor({ nmaes: "a" });
  assert.match(detail, /^unknown argument "nmaes" \(did you mean names\?\); allowed: names, name_contains, /);
  assert.doesNotMatch(detail, /_offset/);
  assert.match(detailFor({ qqqqqqqq: 1 }), /^unknown argument "qqqqqqqq"; allowed: /);
});

Deno.test("invalidArguments() cuts an argument that nobody wants to read", () => {
  assert.ok(detailFor({ ["x".repeat(10_000)]: 1 }).length < 400);
  assert.ok(detailFor({ names: "x".repeat(10_000) }).length < 400);
});

Deno.test("invalidArguments() tells what a value must be", () => {
  assert.equal(detailFor({ detail: "everything" }), "detail must be one of: basic, detailed, full");
  assert.match(detailFor({ limit: 0 }), /^limit: /);
  assert.match(detailFor({ limit: 1001 }), /^limit: /);
  assert.match(detailFor({ limit: 2.5 }), /^limit: /);
  assert.match(detailFor({ names: ["a", ""] }), /^names\.1: /);
  assert.match(detailFor({ filters: [] }), /^filters: /);
});

Deno.test("invalidArguments() tells of several mistakes, not of hundreds", () => {
  const detail = detailFor({ limit: "x", count: "perhaps", names: Array(100).fill("") });
  assert.ok(detail.split("; ").length <= 5, detail);
});
