import assert from "node:assert/strict";
import { toolResult } from "./result.ts";

Deno.test("toolResult() gives one value twice: structured, and as the text that came", () => {
  const json = '{"shown":1,"rows":[["web-01"]]}';
  assert.deepEqual(toolResult({ json, isError: false }), {
    content: [{ type: "text", text: json }],
    structuredContent: { shown: 1, rows: [["web-01"]] },
  });
});

Deno.test("toolResult() marks an error, and only an error", () => {
  assert.equal(toolResult({ json: '{"error":{}}', isError: true }).isError, true);
  assert.equal("isError" in toolResult({ json: "{}", isError: false }), false);
});

Deno.test("toolResult() keeps integers exact in both forms", () => {
  const json = '{"bytes":9223372036854775807,"rows":[[-9007199254740993]]}';
  const result = toolResult({ json, isError: false });
  assert.equal(JSON.stringify(result.structuredContent), json);
  assert.deepEqual(result.content, [{ type: "text", text: json }]);
});
