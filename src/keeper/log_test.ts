import assert from "node:assert/strict";
import type { LogMessage } from "../wire/messages.ts";
import { createLog, type LogOptions } from "./log.ts";

const LEVELS = ["debug", "info", "warning", "error"] as const;

function linesOf(
  options: Pick<LogOptions, "level" | "format">,
  ...entries: Omit<LogMessage, "kind">[]
): string[] {
  const lines: string[] = [];
  const log = createLog({ ...options, write: (line) => void lines.push(line) });
  for (const entry of entries) log({ kind: "log", ...entry });
  return lines;
}

for (const [index, level] of LEVELS.entries()) {
  Deno.test(`createLog() writes what is at or above the level ${level}`, () => {
    const lines = linesOf({ level, format: "json" }, ...LEVELS.map((level) => ({ level, text: "x" })));
    assert.deepEqual(lines.map((line) => JSON.parse(line).level), LEVELS.slice(index));
  });
}

Deno.test("createLog() writes one JSON object an entry, the time in UTC", () => {
  const fields = { tool: "get_instance", ms: 12, bytes: 9223372036854775807n, ids: ["req-1"] };
  const [line = ""] = linesOf({ level: "info", format: "json" }, { level: "info", text: "call", fields });
  const { time, ...rest } = JSON.parse(line);
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual({ ...rest, bytes: 0 }, { level: "info", text: "call", ...fields, bytes: 0 });
  assert.match(line, /"bytes":9223372036854775807/);
});

Deno.test("createLog() writes time, level, text and fields in words", () => {
  const fields = { tool: "get_instance", outcome: "not found", ids: ["req-1"], empty: "", none: undefined };
  const [line = ""] = linesOf({ level: "info", format: "text" }, { level: "warning", text: "call", fields });
  assert.match(
    line,
    /^\S+Z warning call tool=get_instance outcome="not found" ids="\[\\"req-1\\"\]" empty=""$/,
  );
});

for (const format of ["text", "json"] as const) {
  Deno.test(`createLog() keeps an entry on one line whatever stands in it, as ${format}`, () => {
    const forged = 'a\n2026-01-01T00:00:00Z error forged\r\u2028\u0085\x1b[31mred tool="x"';
    const lines = linesOf({ level: "info", format }, {
      level: "info",
      text: forged,
      fields: { name: forged, [`key${forged}`]: "x" },
    });
    assert.equal(lines.length, 1);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(lines[0] ?? "", /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  });
}

Deno.test("createLog() does not let a value pass for another field", () => {
  const fields = { tool: "x outcome=ok", name: "a=b" };
  const [line = ""] = linesOf({ level: "info", format: "text" }, { level: "info", text: "call", fields });
  assert.match(line, / call tool="x outcome=ok" name="a=b"$/);
});
