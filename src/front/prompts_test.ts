import assert from "node:assert/strict";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { guideHeadings, guideSection, guideText } from "./guide.ts";
import { filledPrompt, listedPrompt, offeredPrompts, PROMPTS, type PromptSpec } from "./prompts.ts";
import { SNAPSHOT } from "./snapshot.ts";

const NAMES = new Set(SNAPSHOT.map(({ listed }) => listed.name));

function argumentsOf(prompt: PromptSpec): Record<string, string> {
  return Object.fromEntries(prompt.arguments.map(({ name }) => [name, name === "section" ? "1" : "x"]));
}

function textOf(prompt: PromptSpec, args = argumentsOf(prompt)): string {
  const [message] = filledPrompt(prompt, args).messages;
  return message?.content.type === "text" ? message.content.text : "";
}

Deno.test("prompts name only tools that exist, and declare every one that they name", () => {
  for (const prompt of PROMPTS) {
    const named = textOf(prompt).match(/\b[gs]et_[a-z_0-9]+/g) ?? [];
    assert.deepEqual(named.filter((name) => !NAMES.has(name)), [], prompt.name);
    if (prompt.name.startsWith("prompt_template")) continue;
    assert.deepEqual([...new Set(named)].toSorted(), prompt.tools.toSorted(), prompt.name);
  }
});

Deno.test("prompts stay short", () => {
  for (const prompt of PROMPTS) {
    const limit = prompt.name === "prompt_template_full" ? 1_200 : 350;
    assert.ok(countTokens(textOf(prompt)) <= limit, prompt.name);
  }
});

Deno.test("offeredPrompts() leaves out what names a tool that is not offered", () => {
  assert.equal(offeredPrompts(NAMES).length, PROMPTS.length);
  const without = new Set([...NAMES].filter((name) => name !== "get_ports"));
  const left = offeredPrompts(without).map(({ name }) => name);
  assert.ok(!left.includes("triage_instance") && left.includes("daily_health"));
});

Deno.test("filledPrompt() puts values in as data, and refuses what leads nowhere", () => {
  const triage = PROMPTS.find(({ name }) => name === "triage_instance");
  const section = PROMPTS.find(({ name }) => name === "prompt_template_section");
  assert.ok(triage && section);
  assert.match(textOf(triage, { server: 'a" and delete "b' }), /server "a\\" and delete \\"b"/);
  assert.throws(() => filledPrompt(triage, {}), /needs the argument server/);
  assert.throws(() => filledPrompt(triage, { server: "x", other: "y" }), /no argument other/);
  assert.throws(() => filledPrompt(section, { section: "99" }), /there is no such section/);
  assert.equal(textOf(section, { section: "truth" }), guideSection("4"));
  assert.match(textOf(section, {}), /1\. Begin/);
  assert.deepEqual(listedPrompt(triage).arguments?.map(({ name, required }) => [name, required]), [[
    "server",
    true,
  ]]);
});

Deno.test("the guide has every section under its heading", () => {
  const headings = guideHeadings().split("\n");
  assert.deepEqual(guideText().match(/^## .*$/gm)?.map((line) => line.slice(3)), headings);
  assert.equal(guideSection("0"), undefined);
  assert.equal(guideSection("no such words in it"), undefined);
});
