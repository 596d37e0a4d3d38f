import assert from "node:assert/strict";
import { failureLine, logLine } from "./log.ts";

Deno.test("logLine() makes one line of whatever a client sent, and no secret stands in it", () => {
  const { text, fields } = logLine("info", "refused\nopenstack-mcp: all is well", {
    authorization: "Bearer abcdefgh1234",
  });
  assert.doesNotMatch(text, /\n/);
  assert.doesNotMatch(JSON.stringify(fields), /abcdefgh1234/);
  assert.equal("fields" in logLine("info", "refused"), false);
});

Deno.test("failureLine() says what failed and why", () => {
  const { level, text } = failureLine("listening failed", new RangeError("port 70000"));
  assert.equal(level, "error");
  assert.equal(text, "listening failed: RangeError: port 70000");
  assert.equal(failureLine("it failed", "so").text, "it failed: so");
});
