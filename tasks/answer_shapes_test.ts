import assert from "node:assert/strict";
import * as z from "zod";
import { stringifyJson } from "../src/text/json.ts";
import { TOOLS } from "../src/tools/mod.ts";
import { SERVICE_FAULTS, withTools } from "../src/tools/testing.ts";
import { mergeAnswers, type PlaceAnswer } from "../src/wire/merge.ts";
import {
  ANSWER,
  answersSchema,
  CHANGE,
  ERROR,
  LIST,
  MERGED_ANSWERS,
  MERGED_LIST,
  PLAN,
  THING,
  THINGS,
  UNAVAILABLE_PART,
} from "./answer_shapes.ts";
import { EXAMPLES_FILE, readExamples } from "./examples.ts";

function toolNamed(name: string) {
  return TOOLS.find((tool) => tool.name === name) ?? assert.fail(name);
}

const DOWN = SERVICE_FAULTS["503"] ?? assert.fail();

/** A shape, a call that answers in it, and who calls. */
const CALLS: readonly (readonly [z.ZodType, string, Readonly<Record<string, unknown>>])[] = [
  [LIST, "get_instance", {}],
  [LIST, "get_instance", { limit: 1 }],
  [LIST, "get_instance", { names: ["web-01", "web-02"] }],
  [LIST, "get_server_volumes", { server: "db-01" }],
  [LIST, "get_volume_transfers", {}],
  [LIST, "get_stack_events", { stack: "doomed" }],
  [LIST, "get_quota", {}],
  [THING, "get_instance", { names: ["web-01"] }],
  [THING, "get_network_details", { names: ["acme-web"] }],
  [THING, "get_load_balancer_details", { load_balancer: "web-lb" }],
  [THING, "get_health_report", { checks: ["instances"] }],
  [THING, "get_cluster_status", {}],
  [THINGS, "get_instance", { names: ["web-01", "web-02"], detail: "full" }],
];

Deno.test("answers have the shapes that are documented", async () => {
  await withTools({ policy: { allowWrite: true, confirm: "always" } }, async ({ call, demo }) => {
    for (const [shape, name, args] of CALLS) {
      const { answer } = await call(toolNamed(name), args);
      assert.doesNotThrow(() => shape.parse(answer), `${name} ${JSON.stringify(args)}`);
      ANSWER.parse(answer);
    }
    const planned = await call(toolNamed("set_keypair"), { action: "delete", names: ["alice-key"] });
    const { confirm } = z.object({ confirm: z.string() }).parse(PLAN.parse(planned.answer));
    const changed = await call(toolNamed("set_keypair"), { action: "delete", names: ["alice-key"], confirm });
    assert.equal(CHANGE.parse(changed.answer).rows[0]?.[2], "done");
    for (const args of [{ names: ["nothing"] }, { names: [] }, { filters: { nothing: 1 } }]) {
      const { error } = await call(toolNamed("get_instance"), args);
      ERROR.parse({ error: error?.toJSON() });
    }
    demo.setFaults([{ ...DOWN, service: "network" }]);
    const { answer } = await call(toolNamed("get_load_balancer_list"));
    assert.ok(z.array(UNAVAILABLE_PART).min(1).parse(LIST.parse(answer).unavailable));
  });
});

Deno.test("answers of several clouds have the shapes that are documented", async () => {
  const a = { key: "a", cloud: "a" };
  const b = { key: "b", cloud: "b" };
  const down = { error: { what: "list servers", reason: "unavailable", status: 503 } };
  await withTools({}, async ({ call }) => {
    const answers = async (args: Readonly<Record<string, unknown>>): Promise<PlaceAnswer[]> => {
      const { answer } = await call(toolNamed("get_instance"), args);
      return [
        { place: a, answer: { json: stringifyJson(answer), isError: false } },
        { place: b, answer: { json: JSON.stringify(down), isError: true } },
      ];
    };
    const list = merged(await answers({ limit: 2 }));
    assert.deepEqual(MERGED_LIST.parse(list).columns[0], "cloud");
    const things = merged(await answers({ names: ["web-01"] }));
    assert.deepEqual(MERGED_ANSWERS.parse(things).unavailable, [{ cloud: "b", ...down.error }]);
  });
  const failed = mergeAnswers([{ place: a, answer: { json: JSON.stringify(down), isError: true } }], [a, b]);
  ERROR.parse(JSON.parse(failed.json));

  function merged(answers: readonly PlaceAnswer[]): unknown {
    return JSON.parse(mergeAnswers(answers, [a, b]).json);
  }
});

Deno.test("every example's answer has a documented shape", async () => {
  const examples = readExamples(await Deno.readTextFile(EXAMPLES_FILE));
  for (const [name, { answer, fields }] of examples) {
    assert.doesNotThrow(() => ANSWER.parse(answer), name);
    if (fields && Array.isArray(answer["columns"])) assert.doesNotThrow(() => LIST.parse(answer), name);
  }
});

const SCOPE = "project acme, region RegionOne";
const TABLE = { scope: SCOPE, shown: 1, columns: ["name", "id"], rows: [["web-01", "1"]] };
const ROW = ["web-01", "1", "done", "ACTIVE", "SHUTOFF", "req-1", ""];
const CHANGED = {
  scope: SCOPE,
  action: "stop",
  total: 1,
  columns: ["name", "id", "outcome", "before", "after", "request_id", "reason"],
  rows: [ROW],
};

/** What no answer may be, beside the shape that it breaks. */
const WRONG: readonly (readonly [string, z.ZodType, unknown])[] = [
  ["a row with a cell too few", LIST, { ...TABLE, rows: [["web-01"]] }],
  ["a list without scope", LIST, { ...TABLE, scope: undefined }],
  ["a part that is merely empty", LIST, { ...TABLE, unavailable: [] }],
  ["a reason that is not of the list", ERROR, { error: { what: "list servers", reason: "broken" } }],
  ["a thing that is an error too", THING, { scope: SCOPE, error: { what: "x", reason: "conflict" } }],
  ["an outcome that is none", CHANGE, { ...CHANGED, rows: [ROW.with(2, "perhaps")] }],
  ["a plan with other columns", PLAN, {
    scope: SCOPE,
    plan: { action: "stop", total: 0, columns: ["name", "id"], rows: [] },
  }],
  ["a merged list that does not say whose row it is", MERGED_LIST, TABLE],
];

for (const [what, shape, value] of WRONG) {
  Deno.test(`the shape does not fit ${what}`, () => assert.ok(!z.safeParse(shape, value).success));
}

Deno.test("the shapes fit what the wrong ones were made of", () => {
  LIST.parse(TABLE);
  CHANGE.parse(CHANGED);
});

Deno.test("answersSchema() is what the file holds", async () => {
  const file: unknown = JSON.parse(await Deno.readTextFile("docs/answers.schema.json"));
  assert.deepEqual(file, JSON.parse(JSON.stringify(answersSchema())));
});
