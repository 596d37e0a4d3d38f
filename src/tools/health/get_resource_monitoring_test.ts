import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { stringifyJson } from "../../text/json.ts";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getResourceMonitoring } from "./get_resource_monitoring.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_resource_monitoring ${name}`, () => withTools(options, body));
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

function answering(service: string, path: string, body: unknown) {
  return { service, path, kind: "status", status: 200, body } as const;
}

test("shows capacity by class, host and aggregate, pools and addresses", OPERATOR, async ({ call }) => {
  const { answer } = await call(getResourceMonitoring);
  assert.deepEqual(
    Object.keys(answer).filter((key) => key !== "scope"),
    ["classes", "hosts", "aggregates", "pools", "addresses"],
  );
  const hosts = rowsOf(answer["hosts"]);
  const vcpus = rowsOf(answer["classes"]).find((row) => row["class"] === "VCPU");
  const sum = (key: string) => hosts.reduce((all, host) => all + Number(host[key]), 0);
  assert.equal(sum("vcpus_used"), vcpus?.["used"]);
  assert.equal(sum("vcpus_capacity"), vcpus?.["capacity"]);
});

test("tells a member its own use, and that the rest is not permitted", {}, async ({ call }) => {
  const { answer, requests } = await call(getResourceMonitoring);
  assert.deepEqual(Object.keys(answer), ["scope", "quota_use", "unavailable"]);
  assert.match(
    JSON.stringify(answer["unavailable"]),
    /"classes, hosts, aggregates, pools, addresses".*"not permitted"/,
  );
  assert.ok(rowsOf(answer["quota_use"]).every((row) => Number(row["used"]) > 0));
  assert.ok(!requests.some(({ service }) => service === "placement"));
});

test("reads only the parts that are wanted", OPERATOR, async ({ call }) => {
  const { answer, requests } = await call(getResourceMonitoring, { parts: "pools" });
  assert.deepEqual(Object.keys(answer), ["scope", "pools"]);
  assert.ok(!requests.some(({ service }) => service === "placement" || service === "network"));
  const { error } = await call(getResourceMonitoring, { parts: ["hosts", "disks"] });
  assert.match(error?.detail ?? "", /no part "disks"; there are: classes, hosts/);
});

test("asks Placement and Nova for everything once", OPERATOR, async ({ call }) => {
  const { requests } = await call(getResourceMonitoring);
  assert.equal(new Set(requests.map(({ service, path }) => service + path)).size, requests.length);
});

test("counts the parts of a host in, and shared storage apart", OPERATOR, async ({ call, demo }) => {
  const inventories = (classes: Readonly<Record<string, number>>) => ({
    inventories: Object.fromEntries(
      Object.entries(classes).map(([name, total]) => [name, { total, reserved: 0, allocation_ratio: 1 }]),
    ),
  });
  const hypervisor = (id: string) => ({
    id,
    hypervisor_hostname: `${id}.example`,
    state: "up",
    status: "enabled",
    service: { id, host: id },
  });
  demo.setFaults([
    answering("compute", "os-hypervisors", { hypervisors: [hypervisor("h1"), hypervisor("h2")] }),
    answering("compute", "os-aggregates", {
      aggregates: [{ id: 1, name: "fast", hosts: ["h1"] }, { id: 2, name: "lost", hosts: ["h9"] }],
    }),
    answering("placement", "resource_providers$", {
      resource_providers: [
        { uuid: "h1", name: "h1.example", root_provider_uuid: "h1" },
        { uuid: "gpu", name: "h1_gpu", root_provider_uuid: "h1", parent_provider_uuid: "h1" },
        { uuid: "h2", name: "h2.example", root_provider_uuid: "h2" },
        { uuid: "ceph", name: "ceph", root_provider_uuid: "ceph" },
      ],
    }),
    answering("placement", "h[12]/inventories", inventories({ VCPU: 8, PCPU: 4 })),
    answering("placement", "gpu/inventories", inventories({ VGPU: 2 })),
    answering("placement", "ceph/inventories", inventories({ DISK_GB: 1000 })),
    answering("placement", "h1/usages", { usages: { VCPU: 6, PCPU: 1 } }),
    answering("placement", "h2/usages", { usages: { VCPU: 1 } }),
    answering("placement", "gpu/usages", { usages: { VGPU: 1 } }),
    answering("placement", "ceph/usages", { usages: { DISK_GB: 100 } }),
  ]);
  const { answer } = await call(getResourceMonitoring, { parts: "hosts,aggregates" });
  const hosts = rowsOf(answer["hosts"]).map((row) => [
    row["name"],
    row["state"],
    row["vcpus_used"],
    row["pinned_cpus_used"],
    row["disk_used_gib"],
    row["other_resources"],
  ]);
  assert.deepEqual(hosts, [
    ["h1.example", "up", 6, 1, "", "VGPU 1 of 2"],
    ["h2.example", "up", 1, 0, "", ""],
    ["ceph", "shared", "", "", 100, ""],
  ]);
  const aggregates = rowsOf(answer["aggregates"]).map((
    row,
  ) => [row["name"], row["hosts"], row["vcpus_used"]]);
  assert.deepEqual(aggregates, [["lost", 1, "unknown"], ["fast", 1, 6]]);
});

test("takes a large cloud's figures from Nova, and says so", OPERATOR, async ({ call, demo }) => {
  const resource_providers = Array.from(
    { length: 65 },
    (_, index) => ({ uuid: `p${index}`, name: `h${index}` }),
  );
  demo.setFaults([answering("placement", "resource_providers$", { resource_providers })]);
  const { answer, requests } = await call(getResourceMonitoring, { parts: "hosts,classes" });
  assert.match(
    String(member(answer, "classes", "source")),
    /Placement has 65 providers, 64 are read at most$/,
  );
  assert.equal(member(answer, "hosts", "source"), "Nova, as drivers report it");
  assert.equal(requests.filter(({ path }) => path.includes("os-hypervisors")).length, 1);
});

test("shows what a driver knows of its pool", OPERATOR, async ({ call, demo }) => {
  const pool = (name: string, capabilities: Readonly<Record<string, unknown>>) => ({ name, capabilities });
  demo.setFaults([answering("block-storage", "get_pools", {
    pools: [
      pool("a@x#1", { total_capacity_gb: "infinite", free_capacity_gb: "infinite" }),
      pool("a@x#2", { total_capacity_gb: "unknown", free_capacity_gb: "unknown" }),
      pool("a@x#3", {
        total_capacity_gb: 100,
        free_capacity_gb: 25,
        provisioned_capacity_gb: 300,
        max_over_subscription_ratio: "20.0",
        thin_provisioning_support: true,
      }),
    ],
  })]);
  const { answer } = await call(getResourceMonitoring, { parts: "pools" });
  const rows = rowsOf(answer["pools"]).filter((row) => row["service"] === "block-storage")
    .map((row) => [row["name"], row["total_gib"], row["used_percent"], row["may_provision_gib"]]);
  assert.deepEqual(rows, [
    ["a@x#3", 100, 75, 2000],
    ["a@x#1", "infinite", "", ""],
    ["a@x#2", "unknown", "", ""],
  ]);
});

test(
  "never adds IPv6 to IPv4, and gives a /64 no percentage",
  { ...OPERATOR, allProjects: true },
  async ({ call }) => {
    const { answer } = await call(getResourceMonitoring, { parts: "addresses" });
    assert.equal(typeof member(answer, "addresses", "ipv6", "total"), "bigint");
    assert.equal(member(answer, "addresses", "ipv6", "percent"), undefined);
    assert.equal(typeof member(answer, "addresses", "ipv4", "percent"), "number");
    const wide = rowsOf(answer["addresses"]).find((row) => String(row["cidr"]).endsWith("/64"));
    assert.equal(wide?.["used_percent"], "");
  },
);

test("keeps the parts that could be read", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{ service: "placement", kind: "status", status: 503 }]);
  const { answer } = await call(getResourceMonitoring);
  assert.deepEqual(Object.keys(answer), ["scope", "pools", "addresses", "unavailable"]);
  assert.match(JSON.stringify(answer["unavailable"]), /"capacity by class, hosts, aggregates".*HTTP 503/);
});

test("shows so many rows as are wanted, the fullest first", OPERATOR, async ({ call }) => {
  const { answer } = await call(getResourceMonitoring, { parts: "hosts", limit: 1 });
  assert.equal(rowsOf(answer["hosts"]).length, 1);
  assert.deepEqual([member(answer, "hosts", "total"), member(answer, "hosts", "shown")], [3, 1]);
  const full = await call(getResourceMonitoring, { parts: "hosts", detail: "full" });
  assert.equal(typeof rowsOf(full.answer["hosts"])[0]?.["vcpus_ratio"], "number");
});

test("answers to its older names", {}, async ({ call }) => {
  for (const name of ["monitor_resources", "monitor_openstack_resources"]) {
    assert.ok("quota_use" in (await call(getResourceMonitoring, {}, { name })).answer);
  }
});

test("fits 900 tokens", OPERATOR, async ({ call }) => {
  assert.ok(encode(stringifyJson((await call(getResourceMonitoring)).answer)).length <= 900);
});
