import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { stringifyJson } from "../../text/json.ts";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getClusterStatus } from "./get_cluster_status.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_cluster_status ${name}`, () => withTools(options, body));
}

const OPERATOR = { user: "operator" };

function member(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? Object.entries(inner).find(([name]) => name === key)?.[1]
        : undefined,
    value,
  );
}

/** A whole answer of a list, with so many servers of each status. */
function serversFault(statuses: Readonly<Record<string, number>>, projectId: unknown) {
  const servers = Object.entries(statuses).flatMap(([status, count]) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${status}-${index}`,
      name: `web-${status}-${index}`,
      status,
      tenant_id: projectId,
    }))
  );
  return {
    service: "compute",
    path: "servers/detail",
    kind: "status",
    status: 200,
    body: { servers },
  } as const;
}

test("counts what a member has, and says what it may not see", {}, async ({ call, demo }) => {
  const { answer } = await call(getClusterStatus);
  assert.match(String(answer["scope"]), /^project acme/);
  const servers = member(answer, "inventory", "servers");
  assert.equal(typeof member(servers, "ACTIVE"), "number");
  const states = Object.entries(Object(servers)).filter(([state]) => state !== "total");
  assert.equal(states.reduce((sum, [, count]) => sum + Number(count), 0), member(servers, "total"));
  assert.ok(!("capacity" in answer) && !("services" in answer));
  assert.match(JSON.stringify(answer["unavailable"]), /"capacity, compute services.*"not permitted"/);
  assert.deepEqual(member(answer, "health", "not_scored"), { services: "not read", capacity: "not read" });
  assert.ok(!demo.requests.some(({ service }) => service === "placement"));
});

test("shows an administrator capacity and services of the whole cloud", OPERATOR, async ({ call }) => {
  const { answer } = await call(getClusterStatus);
  assert.match(String(answer["covers"]), /project acme.*whole cloud/);
  const classes = rowsOf(answer["capacity"]).map((row) => row["class"]);
  assert.deepEqual(classes.slice(0, 3), ["VCPU", "MEMORY_MB", "DISK_GB"]);
  assert.ok(rowsOf(answer["services"]).some((row) => row["binary"] === "nova-compute"));
  assert.equal(member(answer, "health", "of"), 100);
  assert.ok(!("unavailable" in answer));
});

test("adds up to its parts", OPERATOR, async ({ call }) => {
  const { answer } = await call(getClusterStatus);
  const parts = rowsOf(answer["health"]);
  const sum = (key: string) => parts.reduce((all, part) => all + Number(part[key]), 0);
  assert.equal(member(answer, "health", "score"), sum("points"));
  assert.equal(member(answer, "health", "of"), sum("of"));
});

test("asks fifteen questions, and two of each provider", OPERATOR, async ({ call }) => {
  await call(getClusterStatus);
  const { requests } = await call(getClusterStatus);
  const perProvider = requests.filter(({ path }) => /resource_providers\/.+/.test(path));
  assert.equal(requests.length - perProvider.length, 15);
  assert.equal(new Set(requests.map(({ service, path }) => service + path)).size, requests.length);
});

test("takes 5 servers of 20 in ERROR for no healthy cloud", {}, async ({ call, demo, client }) => {
  const { project } = await client.sessions.get();
  demo.setFaults([serversFault({ ACTIVE: 15, ERROR: 5 }, project?.id)]);
  const { answer } = await call(getClusterStatus);
  const servers = rowsOf(answer["health"]).find((row) => row["part"] === "servers");
  assert.deepEqual(servers, { part: "servers", points: 0, of: 20, why: "5 of 20 failed" });
  assert.match(String(member(answer, "health", "state")), /^(?:degraded|critical)$/);
  assert.match(JSON.stringify(answer["problems"]), /server web-ERROR-0 is ERROR/);
});

test("names no more failures than fit, and counts the rest", {}, async ({ call, demo, client }) => {
  const { project } = await client.sessions.get();
  demo.setFaults([serversFault({ ERROR: 40 }, project?.id)]);
  const { answer } = await call(getClusterStatus);
  const problems = answer["problems"];
  assert.ok(Array.isArray(problems));
  assert.equal(problems.length, 13);
  assert.match(String(problems.at(-1)), /^and \d+ more$/);
});

test("gives what could not be read no points, and expects none", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{ service: "block-storage", kind: "status", status: 503 }]);
  const { answer } = await call(getClusterStatus);
  const parts = rowsOf(answer["health"]);
  assert.ok(!parts.some((row) => row["part"] === "volumes" || row["part"] === "services"));
  assert.equal(member(answer, "health", "not_scored", "volumes"), "not read");
  assert.equal(member(answer, "inventory", "volumes"), undefined);
  const apis = parts.find((row) => row["part"] === "apis");
  assert.equal(apis?.["why"], "failing: block-storage");
  assert.notEqual(member(answer, "health", "state"), "healthy");
  assert.match(JSON.stringify(answer["unavailable"]), /"volumes".*HTTP 503/);
});

test("calls a kind of service that is down an outage", OPERATOR, async ({ call, demo }) => {
  const service = (binary: string, state: string) => ({
    id: binary,
    binary,
    host: "h",
    state,
    status: "enabled",
  });
  demo.setFaults([{
    service: "compute",
    path: "os-services",
    kind: "status",
    status: 200,
    body: { services: [service("nova-conductor", "down"), service("nova-compute", "up")] },
  }]);
  const { answer } = await call(getClusterStatus);
  assert.equal(member(answer, "health", "state"), "critical");
  assert.match(JSON.stringify(answer["problems"]), /no nova-conductor is up/);
});

test("takes a large cloud's capacity from Nova, and says so", OPERATOR, async ({ call, demo }) => {
  const providers = Array.from({ length: 65 }, (_, index) => ({ uuid: `p${index}`, name: `h${index}` }));
  demo.setFaults([{
    service: "placement",
    path: "resource_providers$",
    kind: "status",
    status: 200,
    body: { resource_providers: providers },
  }]);
  const { answer, requests } = await call(getClusterStatus);
  assert.match(
    String(member(answer, "capacity", "source")),
    /^Nova's list of \d+ hypervisors, as drivers report/,
  );
  assert.deepEqual(rowsOf(answer["capacity"]).map((row) => row["resource"]), [
    "vcpus",
    "ram_mib",
    "disk_gib",
  ]);
  assert.equal(member(answer, "health", "not_scored", "capacity"), "drivers' figures mislead");
  assert.ok(!requests.some(({ path }) => path.includes("inventories")));
});

test("does not add a shared storage to each host", OPERATOR, async ({ call, demo }) => {
  const inventory = (classes: Readonly<Record<string, number>>) => ({
    inventories: Object.fromEntries(
      Object.entries(classes).map(([name, total]) => [name, { total, reserved: 0, allocation_ratio: 1 }]),
    ),
  });
  const answer = (path: string, body: unknown) =>
    ({ service: "placement", path, kind: "status", status: 200, body }) as const;
  demo.setFaults([
    answer("resource_providers$", {
      resource_providers: ["h1", "h2", "disk"].map((name) => ({
        uuid: name,
        name,
        root_provider_uuid: name,
      })),
    }),
    answer("h[12]/inventories", inventory({ VCPU: 8, PCPU: 4 })),
    answer("disk/inventories", inventory({ DISK_GB: 1000 })),
    answer("h[12]/usages", { usages: { VCPU: 2, PCPU: 1 } }),
    answer("disk/usages", { usages: { DISK_GB: 970 } }),
  ]);
  const { answer: found } = await call(getClusterStatus);
  const rows = rowsOf(found["capacity"]).map((row) => [row["class"], row["capacity"], row["used"]]);
  assert.deepEqual(rows, [["VCPU", 16, 4], ["PCPU", 8, 2], ["DISK_GB", 1000, 970]]);
  const capacity = rowsOf(found["health"]).find((row) => row["part"] === "capacity");
  assert.deepEqual([capacity?.["points"], capacity?.["why"]], [0, "DISK_GB 97 % used"]);
});

test("says which sums lack a provider", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{ service: "placement", path: "inventories", kind: "status", status: 500, times: 3 }]);
  const { answer } = await call(getClusterStatus);
  assert.match(String(member(answer, "capacity", "source")), /\d of 3 resource providers/);
  assert.equal(member(answer, "health", "not_scored", "capacity"), "not read");
  assert.match(JSON.stringify(answer["unavailable"]), /capacity of /);
});

test("tells of quotas near their limit", {}, async ({ call, demo }) => {
  const quota_set = {
    cores: { limit: 10, in_use: 8, reserved: 1 },
    ram: { limit: -1, in_use: 4096, reserved: 0 },
    instances: { limit: 10, in_use: 2, reserved: 0 },
  };
  demo.setFaults([{
    service: "compute",
    path: "os-quota-sets",
    kind: "status",
    status: 200,
    body: { quota_set },
  }]);
  const { answer } = await call(getClusterStatus);
  assert.deepEqual(rowsOf(answer["quotas_near_limit"]), [
    { service: "compute", resource: "cores", used: 9, limit: 10, used_percent: 90 },
  ]);
});

test(
  "looks at every project where the operator allows that",
  { ...OPERATOR, allProjects: true },
  async (bench) => {
    const { answer } = await bench.call(getClusterStatus);
    assert.match(String(answer["scope"]), /^all projects/);
    await withTools(OPERATOR, async ({ call }) => {
      const own = (await call(getClusterStatus)).answer;
      const total = (one: unknown) => Number(member(one, "inventory", "servers", "total"));
      assert.ok(total(answer) > total(own));
    });
  },
);

test("says what is not deployed", { demo: { without: ["load-balancer"] } }, async ({ call }) => {
  const { answer } = await call(getClusterStatus);
  assert.deepEqual(answer["not_deployed"], ["load_balancers"]);
  assert.equal(member(answer, "health", "not_scored", "load_balancers"), "not deployed");
});

test("does not take a login without a project for a cloud without servers", {
  user: "admin",
  system: true,
}, async ({ call }) => {
  const { answer } = await call(getClusterStatus);
  assert.ok(!("not_deployed" in answer));
  assert.equal(member(answer, "inventory", "servers"), undefined);
  assert.match(
    JSON.stringify(answer["unavailable"]),
    /"servers, volumes, .*quotas".*not scoped to a project/,
  );
  assert.equal(answer["covers"], "infrastructure of the whole cloud");
  const apis = rowsOf(answer["health"]).find((row) => row["part"] === "apis");
  assert.equal(apis?.["points"], apis?.["of"]);
});

test("answers to its older name", {}, async ({ call }) => {
  const { answer } = await call(getClusterStatus, {}, { name: "get_openstack_cluster_status" });
  assert.ok("health" in answer);
});

test("fits 900 tokens", OPERATOR, async ({ call }) => {
  assert.ok(encode(stringifyJson((await call(getClusterStatus)).answer)).length <= 900);
});
