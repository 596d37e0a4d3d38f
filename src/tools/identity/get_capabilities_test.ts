import assert from "node:assert/strict";
import { TOOLS } from "../mod.ts";
import { startDemo } from "../../demo/mod.ts";
import { type Bench, type ToolsOptions, withClient, withTools } from "../testing.ts";
import { getCapabilities } from "./get_capabilities.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_capabilities ${name}`, () => withTools({ tools: TOOLS, ...options }, body));
}

/** Arguments of the tools that need some. */
const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  get_server_volumes: { server: "db-01" },
  get_server_events: { server: "db-01" },
  get_console_log: { server: "db-01" },
  set_instance: { action: "list" },
  set_keypair: { action: "list" },
};

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
  // One request a service, all at once.
  assert.equal(called.requests.length, Object.keys(services).length);
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
      const { error } = await call(tool, ARGUMENTS[tool.name]);
      assert.equal(error !== undefined, cannot.has(tool.name), `${tool.name}: ${error?.message ?? "works"}`);
    }
  });
}

test("says nothing of tools that were not started", { tools: [getCapabilities] }, async ({ call }) => {
  const { answer } = await call(getCapabilities);
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
