import assert from "node:assert/strict";
import { isWire } from "../../openstack/read.ts";
import { type Bench, rowsOf, withTools } from "../testing.ts";
import { getStackOutputs } from "./get_stack_outputs.ts";

const OUTPUTS = [
  { output_key: "admin_password", output_value: "jVtc9whKlB6C" },
  { output_key: "map", description: "a map", output_value: { a: [1, 2] } },
  { output_key: "long", description: "No description given", output_value: "x".repeat(2000) },
  { output_key: "bad", output_value: null, output_error: "invalid literal" },
];

function giveOut(demo: Bench["demo"], stack: Readonly<Record<string, unknown>>): void {
  const body = JSON.stringify({ stack: { id: "d7e5bde6", ...stack } });
  demo.setFaults([{ path: "/stacks/staging/", kind: "garbage", body }]);
}

Deno.test("get_stack_outputs shows values as data", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getStackOutputs, { stack: "staging" });
    assert.equal(requests.length, 2);
    assert.deepEqual(rowsOf(answer), [{
      name: "ip",
      value: { untrusted_text: "10.99.0.67" },
      description: "address of the server",
    }]);
  });
});

Deno.test("get_stack_outputs hides secrets, cuts long values and tells why one is missing", async () => {
  await withTools({}, async ({ call, demo }) => {
    giveOut(demo, { outputs: OUTPUTS });
    const { answer } = await call(getStackOutputs, { stack: "staging" });
    const rows = new Map(rowsOf(answer).map((row) => [row["name"], row]));
    assert.equal(rows.get("admin_password")?.["value"], "[redacted]");
    assert.ok(!JSON.stringify(answer).includes("jVtc9whKlB6C"));
    assert.deepEqual(rows.get("map")?.["value"], { untrusted_text: '{"a":[1,2]}' });
    assert.match(JSON.stringify(rows.get("long")?.["value"]), /characters cut/);
    assert.equal(rows.get("long")?.["description"], "");
    assert.equal(rows.get("bad")?.["value"], "");
    assert.deepEqual(rows.get("bad")?.["error"], { untrusted_text: "invalid literal" });
  });
});

Deno.test("get_stack_outputs shows one output in full", async () => {
  await withTools({}, async ({ call, demo }) => {
    giveOut(demo, { outputs: OUTPUTS });
    const { answer } = await call(getStackOutputs, { stack: "staging", output_key: "long" });
    const output = answer["output"];
    assert.ok(isWire(output));
    assert.deepEqual(output["value"], { untrusted_text: "x".repeat(2000) });
    const missing = await call(getStackOutputs, { stack: "staging", output: "nothing" });
    assert.equal(missing.error?.reason, "not found");
  });
});

Deno.test("get_stack_outputs tells none from unknown", async () => {
  await withTools({}, async ({ call, demo }) => {
    assert.equal((await call(getStackOutputs, { stack: "doomed" })).answer["total"], 0);
    giveOut(demo, {});
    const { error } = await call(getStackOutputs, { stack: "staging" });
    assert.equal(error?.reason, "unexpected answer");
  });
});

Deno.test("get_stack_outputs does not reach into another project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getStackOutputs, { stack: "staging" })).error?.reason, "not found");
  });
});
