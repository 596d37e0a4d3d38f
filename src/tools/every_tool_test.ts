/** What holds for every tool, whatever it is about: the calls are those of the truth matrix.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type DemoCloud, startDemo } from "../demo/mod.ts";
import { createOutputGuard } from "../text/guard_output.ts";
import { stringifyJson } from "../text/json.ts";
import { Redactor } from "../text/redact.ts";
import { TOOLS } from "./mod.ts";
import { type Called, type ToolsOptions, withClient } from "./testing.ts";
import { TRUTH_CALLS } from "./truth_calls.ts";
import type { Tool } from "./tool.ts";

const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g;

/** The ids in an answer. A request's own id is nobody's. */
function idsIn({ answer }: Called): ReadonlySet<string> {
  return new Set(stringifyJson(answer).replaceAll(/req-[0-9a-f-]{36}/g, "").match(UUID));
}

async function callAll(
  demo: DemoCloud,
  options: ToolsOptions,
  visit: (tool: Tool, called: Called) => void,
): Promise<void> {
  await withClient(demo, options, async ({ call }) => {
    for (const tool of TOOLS.filter(({ readOnly }) => readOnly)) {
      for (const { args = {} } of TRUTH_CALLS[tool.name] ?? []) {
        for (const more of [{}, "detail" in tool.input.shape ? { detail: "full" } : {}]) {
          visit(tool, await call(tool, { ...args, ...more }));
        }
      }
    }
  });
}

async function idsOf(demo: DemoCloud, options: ToolsOptions): Promise<Map<string, Set<string>>> {
  const ids = new Map<string, Set<string>>();
  await callAll(demo, options, (tool, called) => {
    const own = ids.getOrInsertComputed(tool.name, () => new Set());
    for (const id of idsIn(called)) own.add(id);
  });
  return ids;
}

Deno.test("no tool shows a project what belongs to another, not even to an administrator of it", async () => {
  const demo = await startDemo();
  try {
    const member = await idsOf(demo, { user: "alice" });
    const seen = new Set([...member.values()].flatMap((ids) => [...ids]));
    const foreign = new Set(
      [...(await idsOf(demo, { user: "gina" })).values()].flatMap((ids) => [...ids]).filter((id) =>
        !seen.has(id)
      ),
    );
    assert.ok(foreign.size > 20, `${foreign.size} ids of the other project`);
    const operator = await idsOf(demo, { user: "operator" });
    const leaks = [...operator].flatMap(([tool, ids]) =>
      [...ids].filter((id) => foreign.has(id) && !INFRASTRUCTURE.has(tool)).map((id) => `${tool}: ${id}`)
    );
    assert.deepEqual(leaks, []);
  } finally {
    await demo.close();
  }
});

/** What has no owner is shown whenever the role permits: it names what runs on it. */
const INFRASTRUCTURE: ReadonlySet<string> = new Set([]);

Deno.test("no tool shows a secret that nobody allowed to be shown", async () => {
  const demo = await startDemo();
  const told: string[] = [];
  try {
    for (const user of ["alice", "operator"]) {
      const redactor = new Redactor();
      redactor.add(demo.password);
      const guard = createOutputGuard({ redactor });
      await callAll(demo, { user }, (tool, called) => {
        if (!tool.sensitive) told.push(`${tool.name} ${stringifyJson(guard({ ...called.answer }))}`);
      });
    }
  } finally {
    await demo.close();
  }
  const secret =
    /BEGIN [A-Z ]*PRIVATE KEY|gAAAA[\w-]{60}|"(?:admin_?pass|payload|user_data)":"(?!\[redacted)/i;
  assert.deepEqual(told.filter((text) => secret.test(text) || text.includes(demo.password)), []);
  assert.ok(told.length > 100);
});

Deno.test("every answer states its scope and keeps to its budget", async () => {
  const demo = await startDemo();
  const answerTokens = 1_200;
  const wrong: string[] = [];
  try {
    await callAll(demo, { user: "operator", answerTokens }, (tool, { answer, error, size }) => {
      if (error) return;
      if (typeof answer["scope"] !== "string") wrong.push(`${tool.name}: no scope`);
      // What stands beside the rows is not cut.
      if (size > answerTokens * 4 * 1.35) wrong.push(`${tool.name}: ${Math.round(size / 4)} tokens`);
    });
  } finally {
    await demo.close();
  }
  assert.deepEqual(wrong, []);
});

Deno.test("every tool refuses an unknown argument by naming those that there are", async () => {
  const demo = await startDemo();
  try {
    await withClient(demo, {}, async ({ call }) => {
      for (const tool of TOOLS) {
        const { error } = await call(tool, { no_such_argument: 1 });
        assert.equal(error?.reason, "invalid argument", tool.name);
        assert.match(error.detail ?? "", /no_such_argument/, tool.name);
      }
    });
  } finally {
    await demo.close();
  }
});

Deno.test("tools are described in few words, and no two are called alike", () => {
  const names = TOOLS.flatMap(({ name, aliases }) => [name, ...Object.keys(aliases)]);
  assert.equal(new Set(names).size, names.length);
  for (const { name, title, description, readOnly } of TOOLS) {
    assert.match(name, readOnly ? /^get_[a-z0-9_]+$/ : /^set_[a-z_]+$/);
    assert.ok(title.length <= 60 && description.split(/\s+/).length <= 45, name);
  }
});
