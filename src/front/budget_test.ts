import assert from "node:assert/strict";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { instructions } from "./instructions.ts";
import { chooseTools, type SnapshotTool } from "./snapshot.ts";

/** Tokens that a client's model reads of `tools/list`. */
function tokensOf(tools: readonly SnapshotTool[]): number {
  return countTokens(JSON.stringify(tools.map(({ listed: { name, description, inputSchema } }) => ({
    name,
    description,
    inputSchema,
  }))));
}

const BUDGETS = [
  { toolsets: ["default"], tokens: 8_000, each: 160 },
  { toolsets: ["all"], tokens: 12_000, each: 160 },
];

for (const { toolsets, tokens, each } of BUDGETS) {
  Deno.test(`tools/list with --toolsets ${toolsets} keeps to its tokens`, () => {
    const tools = chooseTools({ toolsets, tools: [], excluded: [], allowSensitive: false });
    const total = tokensOf(tools);
    assert.ok(total <= tokens, `${total} tokens`);
    // The budget is for all tools that there will ever be: the first ones must not eat it up.
    const mean = total / tools.length;
    const [largest] = tools.toSorted((a, b) => tokensOf([b]) - tokensOf([a]));
    assert.ok(mean <= each, `${mean.toFixed(0)} tokens each, the most in ${largest?.listed.name}`);
  });
}

Deno.test("the instructions are read once, and stay short", () => {
  const tools = chooseTools({ toolsets: ["all"], tools: [], excluded: [], allowSensitive: true });
  for (const readOnly of [true, false]) {
    const tokens = countTokens(instructions(tools.map((tool) => ({ ...tool, readOnly }))));
    assert.ok(tokens <= 600, `${tokens} tokens`);
  }
});
