import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { BLOCK_STORAGE_TRUTH_CALLS } from "../block_storage/truth_calls.ts";
import { COMPUTE_TRUTH_CALLS } from "../compute/truth_calls.ts";
import { DNS_TRUTH_CALLS } from "../dns/truth_calls.ts";
import { IMAGE_TRUTH_CALLS } from "../image/truth_calls.ts";
import { KEY_MANAGER_TRUTH_CALLS } from "../key_manager/truth_calls.ts";
import { LOAD_BALANCER_TRUTH_CALLS } from "../load_balancer/truth_calls.ts";
import { TOOLS } from "../mod.ts";
import { NETWORK_TRUTH_CALLS } from "../network/truth_calls.ts";
import { OBJECT_STORE_TRUTH_CALLS } from "../object_store/truth_calls.ts";
import { ORCHESTRATION_TRUTH_CALLS } from "../orchestration/truth_calls.ts";
import { SHARED_FILE_SYSTEM_TRUTH_CALLS } from "../shared_file_system/truth_calls.ts";
import type { Tool } from "../tool.ts";
import type { TruthCalls } from "../truth_call.ts";
import { startDemo } from "../../demo/mod.ts";
import { type Bench, type ToolsOptions, withClient, withTools } from "../testing.ts";
import { getCapabilities } from "./get_capabilities.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_capabilities ${name}`, () => withTools({ tools: TOOLS, ...options }, body));
}

/** Calls of every tool. */
const CALLS: TruthCalls = {
  ...COMPUTE_TRUTH_CALLS,
  ...NETWORK_TRUTH_CALLS,
  ...BLOCK_STORAGE_TRUTH_CALLS,
  ...IMAGE_TRUTH_CALLS,
  ...LOAD_BALANCER_TRUTH_CALLS,
  ...ORCHESTRATION_TRUTH_CALLS,
  ...DNS_TRUTH_CALLS,
  ...KEY_MANAGER_TRUTH_CALLS,
  ...SHARED_FILE_SYSTEM_TRUTH_CALLS,
  ...OBJECT_STORE_TRUTH_CALLS,
};

/** The arguments that a tool cannot do without. */
function neededArguments({ name, input }: Tool): Record<string, unknown> {
  const [call] = CALLS[name] ?? [];
  const needed = Object.entries(input.shape).filter(([, type]) => !type.safeParse(undefined).success);
  const names = new Set(["action", ...needed.map(([key]) => key)]);
  return Object.fromEntries(Object.entries(call?.args ?? {}).filter(([key]) => names.has(key)));
}

interface Obstacle {
  readonly reason: string;
  readonly tools: readonly string[];
}

function obstacles(value: unknown): Obstacle[] {
  assert.ok(Array.isArray(value));
  return value.map((one: unknown) => {
    assert.ok(typeof one === "object" && one !== null && "reason" in one && "tools" in one);
    assert.ok(typeof one.reason === "string" && Array.isArray(one.tools));
    return { reason: one.reason, tools: one.tools.map(String) };
  });
}

test("says who is logged in", {}, async ({ call }) => {
  const { answer } = await call(getCapabilities);
  assert.equal(answer["scope"], "project acme, region RegionOne");
  assert.deepEqual(answer["roles"], ["creator", "load-balancer_member", "member", "reader"]);
  const text = JSON.stringify(answer);
  assert.match(text, /"user":\{"name":"alice","id":"[0-9a-f]{32}","domain":"Default"\}/);
  assert.match(text, /"project":\{"name":"acme","id":"[0-9a-f]{32}","domain":"Default"\}/);
  assert.match(text, /"auth":\{"methods":\["password"\],"token_expires":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"\}/);
  assert.ok(!("note" in answer));
});

test("says what answers, with microversions", {}, async ({ call }) => {
  const called = await call(getCapabilities);
  const services = called.answer["services"];
  assert.ok(
    typeof services === "object" && services !== null && "compute" in services && "image" in services,
  );
  assert.equal(services.compute, "2.1 to 2.93");
  assert.equal(services.image, "answers");
  // One request a service and one for the extensions of Neutron, all at once.
  assert.equal(called.requests.length, Object.keys(services).length + 1);
});

test("does not remember that a service answered", {}, async ({ call, demo }) => {
  await call(getCapabilities);
  for (const service of ["network", "compute"]) {
    demo.setFaults([{ service, kind: "reset" }]);
    const { answer } = await call(getCapabilities);
    assert.ok(!Object.keys(answer["services"] ?? {}).includes(service));
    assert.match(JSON.stringify(answer["unavailable"]), new RegExp(`"service ${service}"`));
  }
});

for (const user of ["alice", "adam", "operator"]) {
  test(`is right about every tool for ${user}`, { user }, async ({ call }) => {
    const cannot = new Set(
      obstacles((await call(getCapabilities)).answer["cannot_work"]).flatMap(({ tools }) => tools),
    );
    for (const tool of TOOLS) {
      const { error } = await call(tool, neededArguments(tool));
      // What an operator names, a member need not have.
      const works = error === undefined || ["not found", "invalid argument"].includes(error.reason);
      assert.equal(!works, cannot.has(tool.name), `${tool.name}: ${error?.message ?? "works"}`);
    }
  });
}

test("fits 600 tokens with every tool", {}, async ({ call }) => {
  assert.ok(encode(JSON.stringify((await call(getCapabilities)).answer)).length <= 600);
});

test("names an extension that Neutron lacks", {}, async ({ call, demo }) => {
  const extensions = [{ alias: "trunk", name: "Trunk" }];
  demo.setFaults([{
    service: "network",
    path: "/extensions",
    kind: "status",
    status: 200,
    body: { extensions },
  }]);
  const found = obstacles((await call(getCapabilities)).answer["cannot_work"]);
  const tools = (alias: string) =>
    found.find(({ reason }) => reason === `network lacks the extension ${alias}`)?.tools;
  assert.deepEqual(tools("qos"), ["get_network_qos_policies"]);
  assert.equal(tools("trunk"), undefined);
});

test("does not take unread extensions for missing ones", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "network", path: "/extensions", kind: "status", status: 503 }]);
  const { answer } = await call(getCapabilities);
  assert.ok(!JSON.stringify(answer["cannot_work"]).includes("extension"));
  assert.match(JSON.stringify(answer["unavailable"]), /"extensions of network".*HTTP 503/);
});

test("says nothing of tools that were not started", { tools: [getCapabilities] }, async ({ call }) => {
  const { answer, requests } = await call(getCapabilities);
  assert.ok(requests.every(({ path }) => !path.endsWith("/extensions")));
  assert.deepEqual(answer["cannot_work"], []);
});

test(
  "names a service that is not deployed",
  { demo: { without: ["placement", "network"] } },
  async ({ call }) => {
    const { answer } = await call(getCapabilities);
    const found = obstacles(answer["cannot_work"]).find(({ reason }) => reason === "placement: not deployed");
    assert.deepEqual(found?.tools, ["get_resource_providers"]);
    const limited = obstacles(answer["limited"]).find(({ reason }) => reason === "network: not deployed");
    assert.ok(limited?.tools.includes("get_quota"));
  },
);

test("names a service that fails", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", kind: "html", status: 404 }]);
  const { answer } = await call(getCapabilities);
  const found = obstacles(answer["cannot_work"]).find(({ reason }) =>
    reason === "compute: unexpected answer"
  );
  assert.ok(found?.tools.includes("get_instance"));
});

test("reads the microversions anew", { user: "operator" }, async ({ call, demo }) => {
  const version = { id: "v3.0", status: "CURRENT", min_version: "3.0", version: "3.20" };
  demo.setFaults([{ service: "block-storage", kind: "status", status: 200, body: { versions: [version] } }]);
  const services = (await call(getCapabilities)).answer["services"];
  assert.equal(JSON.stringify(services).includes('"block-storage":"3.0 to 3.20"'), true);
});

test("warns a login that has no project", { user: "admin", system: true }, async ({ call }) => {
  const { answer } = await call(getCapabilities);
  assert.equal(answer["system"], "all");
  assert.match(String(answer["note"]), /not scoped to a project/);
});

Deno.test("get_capabilities tells what an application credential may do", async () => {
  const demo = await startDemo();
  const auth = {
    type: "v3applicationcredential",
    authUrl: demo.authUrl,
    name: "nightly-report",
    user: { name: "alice", domainName: "Default" },
    secret: demo.password,
  } as const;
  try {
    await withClient(demo, { settings: { auth } }, async ({ call }) => {
      const { answer } = await call(getCapabilities);
      assert.match(
        JSON.stringify(answer["auth"]),
        /"application_credential":\{"name":"nightly-report","id":"\w+","restricted":true,"expires":"never"\}/,
      );
      assert.ok(!JSON.stringify(answer).includes(demo.password));
      demo.setFaults([{ path: "application_credentials", kind: "status", status: 403 }]);
      const unread = (await call(getCapabilities)).answer;
      assert.match(
        JSON.stringify(unread["auth"]),
        /"application_credential":\{"id":"\w+","restricted":true\}/,
      );
      assert.match(JSON.stringify(unread["unavailable"]), /access rules of the application credential/);
    });
  } finally {
    await demo.close();
  }
});
