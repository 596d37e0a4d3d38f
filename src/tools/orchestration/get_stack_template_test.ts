import assert from "node:assert/strict";
import { isWire } from "../../openstack/read.ts";
import { type Bench, withTools } from "../testing.ts";
import { getStackTemplate } from "./get_stack_template.ts";

function giveTemplate(demo: Bench["demo"], template: Readonly<Record<string, unknown>>): void {
  demo.setFaults([{ path: "/template$", kind: "garbage", body: JSON.stringify(template) }]);
}

function manyServers(count: number, userData: string): Record<string, unknown> {
  const server = { type: "OS::Nova::Server", properties: { flavor: "m1.tiny", user_data: userData } };
  const resources = Object.fromEntries(Array.from({ length: count }, (_, n) => [`server-${n}`, server]));
  return { heat_template_version: "2021-04-16", resources };
}

Deno.test("get_stack_template shows what a stack was made from", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getStackTemplate, { stack: "staging" });
    assert.equal(requests.length, 3);
    assert.deepEqual(answer["parameters"], { image: "cirros-0.6.2", count: "1" });
    assert.ok(isWire(answer["template"]) && isWire(answer["template"]["resources"]));
    assert.equal(Object.keys(answer["template"]["resources"]).length, 7);
    assert.ok(!("cut" in answer));
  });
});

Deno.test("get_stack_template shows one resource, and says if there is none of the name", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getStackTemplate, { stack: "staging", resource: "disk" });
    assert.deepEqual(answer["template"], {
      resources: { disk: { type: "OS::Cinder::Volume", properties: { size: 1, name: "staging-disk" } } },
    });
    assert.equal(requests.length, 2);
    const { error } = await call(getStackTemplate, { stack: "staging", resource: "disc" });
    assert.equal(error?.reason, "not found");
    assert.match(String(error?.detail), /did you mean disk/);
    const inherited = await call(getStackTemplate, { stack: "staging", resource: "constructor" });
    assert.equal(inherited.error?.reason, "not found");
  });
});

Deno.test("get_stack_template leaves out the defaults of hidden parameters", async () => {
  await withTools({}, async ({ call, demo }) => {
    giveTemplate(demo, {
      heat_template_version: "2021-04-16",
      parameters: {
        db_password: { type: "string", hidden: true, default: "s3cr3tdefault" },
        size: { type: "number", default: 1 },
      },
    });
    const hot = await call(getStackTemplate, { stack: "staging" });
    assert.ok(!JSON.stringify(hot.answer).includes("s3cr3tdefault"));
    assert.match(JSON.stringify(hot.answer), /"size":\{"type":"number","default":1\}/);
    giveTemplate(demo, {
      AWSTemplateFormatVersion: "2010-09-09",
      Parameters: { Key: { Type: "String", NoEcho: "true", Default: "s3cr3tdefault" } },
    });
    const cfn = await call(getStackTemplate, { stack: "staging" });
    assert.ok(!JSON.stringify(cfn.answer).includes("s3cr3tdefault"));
    assert.match(JSON.stringify(cfn.answer), /NoEcho/);
  });
});

Deno.test("get_stack_template keeps to the budget, and says what it cut", async () => {
  await withTools({ answerTokens: 1000 }, async ({ call, demo }) => {
    giveTemplate(demo, manyServers(2, "#cloud-config ".repeat(500)));
    const texts = await call(getStackTemplate, { stack: "staging" });
    assert.equal(texts.answer["cut"], "long texts");
    assert.match(JSON.stringify(texts.answer["template"]), /characters cut/);

    giveTemplate(demo, manyServers(60, "x"));
    const types = await call(getStackTemplate, { stack: "staging" });
    assert.match(String(types.answer["cut"]), /all but the types/);
    assert.ok(isWire(types.answer["types"]));
    assert.equal(types.answer["types"]["server-59"], "OS::Nova::Server");

    giveTemplate(demo, manyServers(500, "x"));
    const text = await call(getStackTemplate, { stack: "staging" });
    assert.equal(text.answer["cut"], "the end of the template");
    for (const { size } of [texts, types, text]) assert.ok(size <= 4500, String(size));
  });
});

Deno.test("get_stack_template shows the template where the parameters cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/stacks/staging/[^/]+\\?", kind: "status", status: 503 }]);
    const { answer } = await call(getStackTemplate, { stack: "staging" });
    assert.ok(isWire(answer["template"]));
    assert.ok(!("parameters" in answer));
    assert.match(JSON.stringify(answer["unavailable"]), /"what":"parameters"/);
  });
});

Deno.test("get_stack_template does not reach into another project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getStackTemplate, { stack: "staging" })).error?.reason, "not found");
  });
});
