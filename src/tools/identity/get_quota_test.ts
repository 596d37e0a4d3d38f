import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getQuota } from "./get_quota.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_quota ${name}`, () => withTools(options, body));
}

/** The services that every cloud has. */
const CORE = { services: "compute,network,block_storage" };

/** The row of a resource. */
function rowOf(answer: unknown, resource: string): Record<string, unknown> | undefined {
  return rowsOf(answer).find((row) => row["resource"] === resource);
}

test("shows limit, use and reservations of three services", {}, async ({ call }) => {
  const { answer, requests } = await call(getQuota, CORE);
  assert.equal(answer["scope"], "project acme, region RegionOne");
  assert.deepEqual(answer["columns"], ["service", "resource", "limit", "used", "reserved"]);
  const cores = rowOf(answer, "cores");
  assert.equal(cores?.["limit"], "unlimited");
  assert.ok(Number(cores?.["used"]) > 0);
  assert.deepEqual(rowOf(answer, "routers"), {
    service: "network",
    resource: "routers",
    limit: 10,
    used: 1,
    reserved: 0,
  });
  assert.equal(rowOf(answer, "gigabytes")?.["service"], "block-storage");
  // The version, three quotas and the keypairs.
  assert.equal(requests.length, 5);
  assert.ok(!("unavailable" in answer));
});

test("fits 400 tokens for three services and 150 for each other", {}, async ({ call }) => {
  const core = await call(getQuota, CORE);
  assert.ok(encode(JSON.stringify(core.answer)).length <= 400);
  const all = await call(getQuota);
  assert.ok(encode(JSON.stringify(all.answer)).length <= 400 + 6 * 150);
});

test("tells limits and use of the other services", {}, async ({ call }) => {
  const { answer, requests } = await call(getQuota, {
    services: "load_balancer,shared-file-system,dns,key-manager,object_store",
    detail: "full",
  });
  const of = (service: string, resource: string) =>
    rowsOf(answer).find((row) => row["service"] === service && row["resource"] === resource);
  assert.equal(of("load-balancer", "load_balancers")?.["used"], 1);
  assert.equal(of("load-balancer", "members")?.["used"], 3);
  assert.equal(of("load-balancer", "members")?.["reserved"], "");
  assert.equal(of("shared-file-system", "shares")?.["limit"], 50);
  assert.equal(of("dns", "zones")?.["used"], 1);
  // It bounds each zone, so that no use is held against it.
  assert.equal(of("dns", "zone_recordsets")?.["used"], "");
  assert.ok(Number(of("key-manager", "secrets")?.["used"]) > 0);
  assert.equal(of("key-manager", "secrets")?.["limit"], "unlimited");
  assert.ok(Number(of("object-store", "containers")?.["used"]) > 0);
  const services = new Set(requests.map((request) => request.service));
  assert.ok(!services.has("compute") && !services.has("network"));
});

test("does not mention rare services that are not deployed, unless asked", {
  demo: { without: ["dns"] },
}, async ({ call }) => {
  const usual = await call(getQuota);
  assert.ok(!JSON.stringify(usual.answer).includes("dns"));
  assert.equal((await call(getQuota, { services: "dns" })).error?.reason, "not deployed");
});

test("tells the quotas of Glance where it has some", {}, async ({ call, demo }) => {
  const { answer } = await call(getQuota, { services: "image" });
  assert.equal(rowOf(answer, "image_count_total")?.["used"], 1);
  assert.ok(Number(rowOf(answer, "image_size_mib")?.["limit"]) > 0);
  demo.setFaults([{
    service: "image",
    path: "/info/usage",
    kind: "status",
    status: 200,
    body: { usage: {} },
  }]);
  const none = await call(getQuota, { services: "image" });
  assert.deepEqual(none.answer["rows"], []);
  assert.match(String(none.answer["note"]), /^no limits are set here/);
});

test("does not make zero of what could not be counted", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "load-balancer", path: "/pools", kind: "status", status: 503 }]);
  const { answer } = await call(getQuota, { services: "load-balancer", detail: "full" });
  for (const resource of ["pools", "members"]) assert.equal(rowOf(answer, resource)?.["used"], "unknown");
  assert.equal(rowOf(answer, "listeners")?.["used"], 1);
  assert.match(
    JSON.stringify(answer["unavailable"]),
    /^\[\{"what":"use of pools, members".*HTTP 503[^[]*\]$/,
  );
});

test("says which services tell nothing of another project", { user: "admin" }, async ({ call }) => {
  const { answer, requests } = await call(getQuota, { project: "acme" });
  assert.match(JSON.stringify(answer["unavailable"]), /"quota of key-manager, image, object-store"/);
  assert.equal(rowOf(answer, "zones")?.["used"], 1);
  assert.equal(rowOf(answer, "load_balancers")?.["used"], 1);
  assert.ok(requests.every(({ service }) => !["key-manager", "object-store", "image"].includes(service)));
});

test("names the services there are for one that is not", {}, async ({ call }) => {
  const { error } = await call(getQuota, { services: "netwrk" });
  assert.equal(error?.reason, "invalid argument");
  assert.match(error.detail ?? "", /did you mean network\?.*object-store/);
});

test("answers the reading action of set_quota", {}, async ({ call }) => {
  const own = await call(getQuota);
  const args = { action: "list", project_name: "acme", cores: 1, ram: null, security_group_rules: 5 };
  assert.deepEqual((await call(getQuota, args, { name: "set_quota" })).answer, own.answer);
});

test("counts keypairs, which Nova does not", {}, async ({ call }) => {
  const { answer } = await call(getQuota);
  assert.equal(rowOf(answer, "key_pairs")?.["used"], 1);
  assert.deepEqual(answer["counted"], ["key_pairs: those of this user"]);
});

test("says what it leaves out, and shows it in full", {}, async ({ call }) => {
  const usual = await call(getQuota, CORE);
  assert.match(String(usual.answer["left_out"]), /^\d+ limits of single objects, users or volume types, or/);
  assert.equal(rowOf(usual.answer, "gigabytes_fast"), undefined);
  const full = await call(getQuota, { ...CORE, detail: "full" });
  assert.ok(!("left_out" in full.answer));
  assert.equal(rowOf(full.answer, "gigabytes_fast")?.["per"], "volume type");
  // Nothing is summed up against them: the zero that the service tells is no use.
  assert.equal(rowOf(full.answer, "per_volume_gigabytes")?.["used"], "");
  assert.equal(rowOf(full.answer, "server_group_members")?.["used"], "");
});

test("says what a small budget cuts", {}, async ({ call }) => {
  const { answer } = await call(getQuota, { detail: "full" }, { answerTokens: 300 });
  assert.match(String(answer["left_out"]), /limits, as the answer has no room for more$/);
});

test("gives a member its own project by name and id", {}, async ({ call, client }) => {
  const own = await call(getQuota);
  const id = client.sessions.current?.project?.id;
  for (const args of [{ project: "acme" }, { project: id }, { project_name: "acme" }, { project_name: "" }]) {
    const { answer, requests } = await call(getQuota, args);
    assert.deepEqual(answer, own.answer);
    assert.ok(requests.every((request) => request.service !== "identity"));
  }
});

test("gives an administrator another project's", { user: "admin" }, async ({ call }) => {
  const { answer, requests } = await call(getQuota, { project_name: "acme" });
  assert.equal(answer["scope"], "project acme, region RegionOne");
  assert.equal(rowOf(answer, "routers")?.["used"], 1);
  // Whose keypairs would be counted is not known.
  assert.equal(rowOf(answer, "key_pairs"), undefined);
  assert.ok(requests.every((request) => !request.path.endsWith("os-keypairs")));
});

test("asks Keystone about a project before any other service", { user: "admin" }, async ({ call }) => {
  for (const project of ["nope", "00000000000000000000000000000000", "acm", "ACME"]) {
    const { error, requests } = await call(getQuota, { project });
    assert.equal(error?.reason, "not found");
    assert.ok(requests.every((request) => request.service === "identity"));
  }
});

test("does not tell a member of other projects", {}, async ({ call }) => {
  const { error, requests } = await call(getQuota, { project: "globex" });
  assert.equal(error?.reason, "not permitted");
  assert.ok(requests.every((request) => request.service === "identity"));
});

test("tells a member of two projects where to log in", { user: "bob", project: "acme" }, async ({ call }) => {
  const { error } = await call(getQuota, { project: "globex" });
  assert.equal(error?.reason, "not permitted");
  assert.equal(error.next, "Log in to project globex.");
});

test("needs a project where the login has none", { user: "admin", system: true }, async ({ call }) => {
  const { error } = await call(getQuota);
  assert.equal(error?.reason, "refused by policy");
  assert.match(error.next ?? "", /^Name a project/);
});

test("shows the rest when one service fails", {}, async ({ call, demo }) => {
  const whole = rowsOf((await call(getQuota)).answer);
  for (const service of ["compute", "network", "block-storage"]) {
    demo.setFaults([{ service, kind: "status", status: 503 }]);
    const { answer } = await call(getQuota);
    assert.deepEqual(rowsOf(answer), whole.filter((row) => row["service"] !== service));
    assert.match(JSON.stringify(answer["unavailable"]), new RegExp(`"quota of ${service}".*HTTP 503`));
  }
});

test("fails when every service does", {}, async ({ call, demo }) => {
  demo.setFaults([{ kind: "html", status: 502 }]);
  assert.equal((await call(getQuota)).error?.reason, "unavailable");
});

test("says where only the limits are known", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "network", path: "/details", kind: "status", status: 404 }]);
  const { answer } = await call(getQuota);
  assert.deepEqual(rowOf(answer, "routers"), {
    service: "network",
    resource: "routers",
    limit: 10,
    used: "unknown",
    reserved: "unknown",
  });
  assert.match(JSON.stringify(answer["unavailable"]), /use of network resources/);
});

test("does not make zero of keypairs that cannot be counted", {}, async ({ call, demo }) => {
  demo.setFaults([{ service: "compute", path: "os-keypairs", kind: "status", status: 403 }]);
  const { answer } = await call(getQuota);
  assert.equal(rowOf(answer, "key_pairs")?.["used"], "unknown");
  assert.match(JSON.stringify(answer["unavailable"]), /use of key_pairs/);
  assert.ok(!("counted" in answer));
});

test("takes an answer without a quota for none", {}, async ({ call, demo }) => {
  for (const body of [{}, { quota: {} }, { quota: null }, { quota: [] }]) {
    demo.setFaults([{ service: "network", kind: "status", status: 200, body }]);
    const { answer } = await call(getQuota);
    assert.match(JSON.stringify(answer["unavailable"]), /"quota of network".*unexpected answer/);
  }
});

test(
  "says that a service is not deployed",
  { demo: { without: ["block-storage", "volumev3"] } },
  async ({ call }) => {
    const { answer } = await call(getQuota);
    assert.match(JSON.stringify(answer["unavailable"]), /"quota of block-storage".*not deployed/);
  },
);
