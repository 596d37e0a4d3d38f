import assert from "node:assert/strict";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { instructions } from "./instructions.ts";
import { Offers } from "./offers.ts";
import { chooseTools, type SnapshotTool } from "./snapshot.ts";

/** Tokens that a client's model reads of `tools/list`. */
function tokensOf(tools: readonly SnapshotTool["listed"][]): number {
  return countTokens(
    JSON.stringify(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }))),
  );
}

/** More than most people have to choose from. */
const PLACES = [
  { key: "production one", cloud: "production", region: "RegionOne" },
  { key: "production two", cloud: "production", region: "RegionTwo" },
  { key: "staging", cloud: "staging", region: "RegionOne" },
];

function listedWithChoices(tools: readonly SnapshotTool[]): readonly SnapshotTool["listed"][] {
  const offers = new Offers({
    name: "openstack-mcp",
    version: "1",
    tools: tools.map(({ listed }) => listed.name),
    compat: false,
    callDeadlineMs: 1,
    allowWrite: true,
    cloud: "production one",
    places: PLACES,
  });
  return offers.of(undefined).list.tools;
}

const BUDGETS = [
  { toolsets: ["default"], changes: false, allowSensitive: false, tokens: 8_000 },
  { toolsets: ["all"], changes: false, allowSensitive: false, tokens: 12_000 },
  { toolsets: ["all"], changes: true, allowSensitive: true, tokens: 24_000 },
];

for (const { toolsets, changes, allowSensitive, tokens } of BUDGETS) {
  const what = `--toolsets ${toolsets}${changes ? " --allow-write --allow-sensitive" : ""}`;
  Deno.test(`tools/list with ${what} keeps to its tokens, choices of cloud and region included`, () => {
    const chosen = chooseTools({ toolsets, tools: [], excluded: [], allowSensitive });
    const tools = listedWithChoices(chosen.filter(({ readOnly }) => readOnly || changes));
    const total = tokensOf(tools);
    const [largest] = tools.toSorted((a, b) => tokensOf([b]) - tokensOf([a]));
    assert.ok(total <= tokens, `${total} tokens, the most in ${largest?.name}`);
  });
}

Deno.test("the instructions are read once, and stay short", () => {
  const tools = chooseTools({ toolsets: ["all"], tools: [], excluded: [], allowSensitive: true });
  for (const readOnly of [true, false]) {
    const tokens = countTokens(instructions(tools.map((tool) => ({ ...tool, readOnly }))));
    assert.ok(tokens <= 600, `${tokens} tokens`);
  }
});
