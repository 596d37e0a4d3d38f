import assert from "node:assert/strict";
import { faultOf, python } from "./schema.ts";

Deno.test("values are written as Python writes them", () => {
  assert.equal(python({ a: [1, true, null, "it's"] }), `{'a': [1, True, None, "it's"]}`);
});

Deno.test("a fault names the innermost key and speaks like jsonschema", () => {
  const schema = {
    type: "object",
    properties: {
      name: { type: "string", minLength: 1, maxLength: 3 },
      kind: { enum: ["a", "b"] },
      list: { type: "array", items: { type: "string", pattern: "^x" } },
      either: { anyOf: [{ type: "null" }, { type: "string", format: "uuid" }] },
      given: { type: "string", format: "name" },
    },
    required: ["name"],
    additionalProperties: false,
  } as const;
  const cases = [
    [{ name: "x" }, undefined],
    [{}, ["", "'name' is a required property"]],
    [{ name: 1 }, ["name", "1 is not of type 'string'"]],
    [{ name: "" }, ["name", "'' is too short"]],
    [{ name: "abcd" }, ["name", "'abcd' is too long"]],
    [{ name: "a", b: 1, c: 2 }, ["", "Additional properties are not allowed ('b', 'c' were unexpected)"]],
    [{ name: "a", kind: "c" }, ["kind", "'c' is not one of ['a', 'b']"]],
    [{ name: "a", list: ["x", "y"] }, ["1", "'y' does not match '^x'"]],
    [{ name: "a", given: "two words" }, undefined],
    [{ name: "a", given: "b " }, [
      "given",
      "An invalid 'name' value was provided. The name must be: printable characters. " +
      "Can not start or end with whitespace.",
    ]],
    [{ name: "a", either: "y" }, ["either", "'y' is not valid under any of the given schemas"]],
  ] as const;
  for (const [value, wanted] of cases) {
    const fault = faultOf(JSON.parse(JSON.stringify(value)), schema);
    assert.deepEqual(fault && [fault.at, fault.message], wanted);
  }
});
