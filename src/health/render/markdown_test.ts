import assert from "node:assert/strict";
import { BARE, HOSTILE, SAMPLE, sampleFinding } from "./_sample_report.ts";
import { renderMarkdown } from "./markdown.ts";

Deno.test("renderMarkdown() has the headline, each section, and what to type next", () => {
  const text = renderMarkdown(SAMPLE);
  assert.ok(text.startsWith(`# ${SAMPLE.state}: `));
  for (
    const section of ["## Unknown", "## In use", "## Unused", "## Score", "## Not counted", "## Skipped"]
  ) {
    assert.ok(text.includes(`\n${section}`), section);
  }
  for (const { next, muted } of SAMPLE.findings) {
    if (next !== undefined && !muted) assert.ok(text.includes("```sh"));
  }
});

Deno.test("renderMarkdown() lets nothing that the cloud says become markup", () => {
  const text = renderMarkdown({
    ...BARE,
    findings: [sampleFinding({ check: "server-error", text: `server ${HOSTILE}` })],
  });
  assert.doesNotMatch(text, /(?<!\\)<script/);
  const line = text.split("\n").find((line) => line.includes("script")) ?? "";
  assert.ok(line.startsWith("- **"), line);
  assert.doesNotMatch(line, /(?<!\\)[|<>]/);
});

Deno.test("renderMarkdown() is short when nothing is found", () => {
  assert.ok(renderMarkdown({ ...BARE, findings: [], checks: [] }).length < 800);
});
