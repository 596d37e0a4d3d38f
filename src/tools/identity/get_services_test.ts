import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getServices } from "./get_services.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_services ${name}`, () => withTools(options, body));
}

function types(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["type"]);
}

test("shows a member the catalog without a request", {}, async ({ call, demo }) => {
  const { answer, requests } = await call(getServices);
  assert.deepEqual(requests, []);
  assert.deepEqual(types(answer).sort(), Object.keys(demo.endpoints).sort());
  const compute = rowsOf(answer).find((row) => row["type"] === "compute");
  assert.equal(compute?.["url"], demo.endpoints["compute"]);
  assert.deepEqual(compute?.["regions"], ["RegionOne"]);
  assert.equal(rowsOf(answer).find((row) => row["type"] === "volumev3")?.["alias_of"], "block-storage");
});

test("fits 700 tokens", {}, async ({ call }) => {
  assert.ok(encode(JSON.stringify((await call(getServices)).answer)).length <= 700);
});

test("finds by type, name and part of either", {}, async ({ call }) => {
  for (const name of ["nova", "compute"]) {
    const service = (await call(getServices, { names: name })).answer["service"];
    assert.ok(typeof service === "object" && service !== null && "endpoints" in service && "type" in service);
    assert.equal(service.type, "compute");
    assert.ok(Array.isArray(service.endpoints) && service.endpoints.length === 3);
  }
  assert.deepEqual(types((await call(getServices, { filter: "cinder" })).answer).sort(), [
    "block-storage",
    "volumev3",
  ]);
  assert.deepEqual(types((await call(getServices, { name_contains: "key-man" })).answer), ["key-manager"]);
  assert.equal((await call(getServices, { names: "metering" })).error?.reason, "not found");
});

test("filters by region", {}, async ({ call }) => {
  assert.equal(rowsOf((await call(getServices, { filters: { regions: "RegionOne" } })).answer).length, 13);
  assert.equal(rowsOf((await call(getServices, { filters: { regions: "RegionTwo" } })).answer).length, 0);
});

test("shows regions and endpoints in full", {}, async ({ call }) => {
  const { answer, requests } = await call(getServices, { detail: "full" });
  assert.deepEqual(answer["regions"], [{ id: "RegionOne" }]);
  assert.deepEqual(requests.map((request) => request.path), ["/v3/regions"]);
  assert.match(JSON.stringify(answer["rows"]), /"public http:\/\/[^ ]+ \(RegionOne\)"/);
});

test("shows an administrator what is disabled", { user: "admin" }, async ({ call, demo }) => {
  const services = [{ id: "s1", type: "metering", name: "ceilometer", enabled: false, description: "Off" }];
  const endpoints = [{
    id: "e1",
    service_id: "s1",
    interface: "public",
    url: "http://m",
    region: "R",
    enabled: false,
  }];
  demo.setFaults([
    { path: "/v3/services", kind: "status", status: 200, body: { services } },
    { path: "/v3/endpoints", kind: "status", status: 200, body: { endpoints } },
  ]);
  const { answer } = await call(getServices, { names: "ceilometer" });
  assert.deepEqual(answer["service"], {
    type: "metering",
    name: "ceilometer",
    regions: ["R"],
    problem: "not in the catalog",
    enabled: false,
    description: "Off",
    endpoints: ["public http://m (R, disabled)"],
    id: "s1",
  });
  const off = await call(getServices, { filters: { enabled: false } });
  assert.deepEqual(types(off.answer), ["metering"]);
});

test("does not tell a member what is enabled", {}, async ({ call }) => {
  assert.equal((await call(getServices, { filters: { enabled: true } })).error?.reason, "not permitted");
  const { answer } = await call(getServices, { fields: "enabled", limit: 1 });
  assert.deepEqual(answer["unavailable"], [{ what: "column enabled", reason: "not permitted" }]);
});

test(
  "shows the catalog when the registry cannot be read, and says so",
  { user: "admin" },
  async ({ call, demo }) => {
    for (const path of ["/v3/services", "/v3/endpoints"]) {
      demo.setFaults([{ path, kind: "status", status: 500 }]);
      const { answer } = await call(getServices, { detail: "full" });
      assert.equal(answer["shown"], 13);
      assert.ok(!("total" in answer) && !JSON.stringify(answer["columns"]).includes("enabled"));
      assert.match(JSON.stringify(answer["unavailable"]), /disabled services/);
      assert.equal((await call(getServices, { filters: { enabled: false } })).error?.reason, "unavailable");
    }
  },
);

test("says why a service cannot be used", { user: "admin", system: true }, async ({ call }) => {
  const { answer } = await call(getServices);
  const volumes = rowsOf(answer).find((row) => row["type"] === "block-storage");
  assert.equal(volumes?.["url"], "");
  assert.match(String(volumes?.["problem"]), /no endpoint/);
});

const override = "http://127.0.0.1:9/metrics";

test(
  "shows what the settings add to the catalog",
  { settings: { services: { metric: { endpointOverride: override } } } },
  async ({ call }) => {
    const service = (await call(getServices, { names: "metric" })).answer["service"];
    assert.ok(JSON.stringify(service).includes(override));
  },
);

test("answers the list of set_services and the older arguments", {}, async ({ call }) => {
  const whole = await call(getServices);
  const listed = await call(getServices, { action: "list", service_name: "" }, { name: "set_services" });
  assert.deepEqual(listed.answer, whole.answer);
  const older = await call(getServices, { filter: "COMP", limit: 1, detail_level: "basic" });
  assert.deepEqual(rowsOf(older.answer), [{ type: "compute", name: "nova" }]);
});
