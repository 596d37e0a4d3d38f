import assert from "node:assert/strict";
import { instructions } from "./instructions.ts";
import { chooseTools, SNAPSHOT, type SnapshotTool } from "./snapshot.ts";

const ALL = chooseTools({ toolsets: ["all"], tools: [], excluded: [], allowSensitive: true });

Deno.test("instructions() names the enabled toolsets once each, in the order of the list", () => {
  const [first] = instructions(ALL).split("\n");
  const toolsets = [...new Set(SNAPSHOT.map(({ toolset }) => toolset))];
  assert.equal(first, `Operates one OpenStack cloud. Enabled: ${toolsets.join(", ")}.`);
  const compute = ALL.filter(({ toolset }) => toolset === "compute");
  assert.match(instructions(compute), /Enabled: compute\.\n/);
  assert.match(instructions([]), /Enabled: nothing\./);
});

Deno.test("instructions() says how lists, names, filters and cursors work", () => {
  const text = instructions(ALL);
  for (
    const word of ["exact name", "columns + rows", "cursor", "filters", "fields", "detail", "unavailable"]
  ) {
    assert.ok(text.includes(word), word);
  }
});

Deno.test("instructions() promises to change nothing only if no tool can", () => {
  const promise = /cannot change anything/;
  assert.match(instructions(ALL.filter(({ readOnly }) => readOnly)), promise);
  const writing: SnapshotTool[] = ALL.slice(0, 1).map((tool) => ({ ...tool, readOnly: false }));
  assert.doesNotMatch(instructions([...ALL, ...writing]), promise);
});

Deno.test("instructions() says how a change is made and what its outcome is worth", () => {
  const writing = ALL.slice(0, 1).map((tool) => ({ ...tool, readOnly: false }));
  const text = instructions(writing);
  for (
    const words of [
      "nothing was changed",
      "only on what the user wants",
      "confirm=<token>",
      "not that a person saw it",
      "pending",
      "unknown",
      "never retried blindly",
    ]
  ) assert.ok(text.includes(words), words);
});
