import assert from "node:assert/strict";
import { startDemo } from "../src/demo/mod.ts";
import { TOOLS } from "../src/tools/mod.ts";
import { EXAMPLE_QUESTIONS } from "./example_questions.ts";
import { askExample, EXAMPLES_FILE, fieldsOf, readExamples } from "./examples.ts";

/** One of each kind: a list with fields of all marks, addresses, a plan, a refusal. */
const CHECKED = ["get_load_balancer_providers", "get_services", "set_instance", "get_secret_payload"];

Deno.test("askExample() says what the file holds", async (test) => {
  const kept = readExamples(await Deno.readTextFile(EXAMPLES_FILE));
  const demo = await startDemo();
  try {
    for (const name of CHECKED) {
      await test.step(name, async () => {
        const tool = TOOLS.find((one) => one.name === name);
        const question = EXAMPLE_QUESTIONS[name];
        assert.ok(tool && question);
        assert.deepEqual(await askExample(demo, tool, question), kept.get(name));
      });
    }
  } finally {
    await demo.close();
  }
});

Deno.test("the fields in the file are those that the tools have now: else run deno task examples", async () => {
  const kept = readExamples(await Deno.readTextFile(EXAMPLES_FILE));
  const demo = await startDemo();
  try {
    for (const tool of TOOLS) {
      const example = kept.get(tool.name) ?? assert.fail(`${tool.name} has no example`);
      assert.deepEqual(await fieldsOf(demo, tool, example.arguments), example.fields, tool.name);
    }
  } finally {
    await demo.close();
  }
});

Deno.test("askExample() fails if the tool refuses what is asked", async () => {
  const demo = await startDemo();
  try {
    const tool = TOOLS.find(({ name }) => name === "get_instance");
    assert.ok(tool);
    await assert.rejects(
      askExample(demo, tool, { question: "?", arguments: { fields: ["nothing"] } }),
      /get_instance refused its example/,
    );
  } finally {
    await demo.close();
  }
});

Deno.test("readExamples() refuses what is none", () => {
  for (const text of ["[]", '{"x":1}', '{"x":{"question":"?","user":"alice","arguments":{}}}']) {
    assert.throws(() => readExamples(text), TypeError, text);
  }
});
