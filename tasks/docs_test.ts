import assert from "node:assert/strict";
import * as z from "zod";
import { TOOL_DOCS } from "../src/front/tool_docs_generated.ts";
import { isListTool } from "../src/tools/describe.ts";
import { TOOLS } from "../src/tools/mod.ts";
import { generate } from "./docs.ts";
import { EXAMPLE_QUESTIONS } from "./example_questions.ts";
import { EXAMPLES_FILE, examplesText, jsonText, readExamples } from "./examples.ts";

const README = await Deno.readTextFile("README.md");
const EXAMPLES = await Deno.readTextFile(EXAMPLES_FILE);

function textOf(path: string, examples = EXAMPLES): string {
  const file = generate(README, examples).find((one) => one.path === path);
  assert.ok(file, path);
  return file.text;
}

Deno.test("generate() fails if a tool has no example, and names it", () => {
  const examples = new Map(readExamples(EXAMPLES));
  examples.delete("get_quota");
  assert.throws(() => generate(README, examplesText(examples)), /no example of get_quota/);
});

Deno.test("generate() says the same again", () => {
  assert.deepEqual(generate(README, EXAMPLES), generate(README, EXAMPLES));
});

Deno.test("every example's arguments fit its tool, and its question is asked as it is now", () => {
  const examples = readExamples(EXAMPLES);
  assert.deepEqual([...examples.keys()], TOOLS.map(({ name }) => name));
  for (const tool of TOOLS) {
    const example = examples.get(tool.name);
    const asked = EXAMPLE_QUESTIONS[tool.name];
    assert.ok(example && asked, tool.name);
    assert.ok(z.safeParse(tool.input, example.arguments).success, tool.name);
    assert.equal(example.question, asked.question);
    assert.deepEqual(example.arguments, asked.arguments, tool.name);
  }
});

Deno.test("every list tool's fields are known, and those that an example names are among them", () => {
  const examples = readExamples(EXAMPLES);
  for (const tool of TOOLS.filter(isListTool)) {
    const { fields, arguments: args, answer } = examples.get(tool.name) ?? assert.fail(tool.name);
    assert.ok(fields && fields.names.length > 1, tool.name);
    const named = [args["fields"] ?? [], answer["columns"] ?? []].flat();
    for (const name of named) assert.ok(fields.names.includes(String(name)), `${tool.name} ${name}`);
    for (const name of [...fields.admin ?? [], ...fields.shown_only ?? []]) {
      assert.ok(fields.names.includes(name), `${tool.name} ${name}`);
    }
  }
});

Deno.test("no example shows a secret or a place of the machine that made it", () => {
  for (const text of [EXAMPLES, textOf("docs/tools.md"), textOf("src/front/tool_docs_generated.ts")]) {
    assert.doesNotMatch(text, /127\.0\.0\.1|localhost|\/home\/|\/tmp\/|\/work\//);
    assert.doesNotMatch(text, /PRIVATE KEY|gAAAA/);
  }
  const examples = readExamples(EXAMPLES);
  for (const tool of TOOLS.filter(({ sensitive }) => sensitive)) {
    assert.deepEqual(Object.keys(examples.get(tool.name)?.answer ?? {}), ["error"], tool.name);
  }
});

Deno.test("the reference has a section for every tool, with what it is asked and what it answers", () => {
  const text = textOf("docs/tools.md");
  for (const tool of TOOLS) {
    const [, section = ""] = text.split(`\n## ${tool.name}\n`);
    const [own = ""] = section.split("\n## ");
    assert.ok(own.includes(tool.description), tool.name);
    assert.equal(own.match(/```json\n/g)?.length, 2, tool.name);
    for (const name of Object.keys(tool.readsOf)) assert.ok(own.includes(`\`${name}\``), name);
  }
});

Deno.test("what the documentation resources say is short", () => {
  for (const { name } of TOOLS) {
    const text = TOOL_DOCS[name] ?? "";
    assert.ok(text.startsWith(`# ${name}\n`), name);
    assert.ok(text.includes(`\n${name} {`), name);
    assert.ok(text.length <= 1400, `${name}: ${text.length}`);
  }
  assert.ok(JSON.stringify(TOOL_DOCS).length < 100_000);
});

Deno.test("jsonText() keeps rows and short values on a line, and says the same", () => {
  const value = { rows: [["a".repeat(80), ["x"], 1], ["b".repeat(80), [], 2]], empty: {}, big: 2n ** 64n };
  const text = jsonText(value);
  assert.equal(text.split("\n").length, 8, text);
  assert.match(text, /"big": 18446744073709551616/);
});

Deno.test("every clouds.yaml in docs/settings.md can be used", async () => {
  const page = await Deno.readTextFile("docs/settings.md");
  const entries = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
  assert.equal(entries.length, 2);
  for (const text of entries) {
    const file = await Deno.makeTempFile({ suffix: ".yaml" });
    try {
      await Deno.writeTextFile(file, text);
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--no-prompt", "-A", "main.ts", "clouds", "--os-client-config-file", file],
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const shown = new TextDecoder().decode(stdout);
      for (const [, name = ""] of text.matchAll(/^ {2}([a-z-]+):$/gm)) assert.ok(shown.includes(name), name);
    } finally {
      await Deno.remove(file);
    }
  }
});
