import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { type Bench, rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getServiceStatus } from "./get_service_status.ts";

function test(name: string, options: ToolsOptions, body: (bench: Bench) => Promise<void>): void {
  Deno.test(`get_service_status ${name}`, () => withTools(options, body));
}

const OPERATOR = { user: "operator" };

function apiOf(
  answer: Readonly<Record<string, unknown>>,
  service: string,
): Record<string, unknown> | undefined {
  return rowsOf(answer["apis"]).find((row) => row["service"] === service);
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

test("asks every API of the catalog once", {}, async ({ call }) => {
  const { answer, requests } = await call(getServiceStatus);
  const rows = rowsOf(answer["apis"]);
  assert.equal(rows.length, 12);
  // Beside them a member may know which providers there are.
  assert.equal(requests.length, 13);
  assert.ok(rows.every((row) => row["state"] === "up" && typeof row["latency_ms"] === "number"));
  assert.equal(member(answer["apis"], "up"), 12);
});

test("tells the newest version of each API", {}, async ({ call }) => {
  const { answer } = await call(getServiceStatus);
  const versionOf = (service: string) => String(apiOf(answer, service)?.["version"]);
  assert.match(versionOf("compute"), /^2\.\d+$/);
  assert.match(versionOf("block-storage"), /^3\.\d+$/);
  assert.match(versionOf("identity"), /^3\.\d+$/);
  assert.match(versionOf("load-balancer"), /^2\.\d+$/);
  assert.match(versionOf("object-store"), /^\d+\.\d+\.\d+$/);
});

test("does not tell a member that what it may not see is empty or up", {}, async ({ call }) => {
  const { answer } = await call(getServiceStatus);
  assert.ok(!("parts" in answer) && !("counts" in answer));
  const [part] = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
  assert.equal(member(part, "reason"), "not permitted");
  assert.match(
    String(member(part, "what")),
    /^compute services, network agents, .*DNS services, share services, amphorae$/,
  );
  assert.deepEqual(answer["load_balancer_providers"], ["amphora", "octavia"]);
});

test("shows an administrator the services behind the APIs", OPERATOR, async ({ call }) => {
  const { answer, requests } = await call(getServiceStatus);
  const parts = rowsOf(answer["parts"]);
  const kinds = new Set(parts.map((row) => String(row["binary"]).split("-")[0]));
  assert.deepEqual(kinds, new Set(["nova", "neutron", "cinder", "heat", "designate", "manila"]));
  assert.ok(parts.every((row) => /^\d+[smhd]/.test(String(row["heartbeat_ago"]))));
  // The demo has a disabled host; what is troubled stands first.
  assert.deepEqual([parts[0]?.["host"], parts[0]?.["state"], parts[0]?.["disabled"]], ["cmp-02", "up", true]);
  assert.match(String(parts[0]?.["notes"]), /memory/);
  const compute = rowsOf(answer["counts"]).find((row) => row["binary"] === "nova-compute");
  assert.deepEqual([compute?.["up"], compute?.["disabled"]], [3, 1]);
  assert.ok(!("unavailable" in answer));
  // Three services are asked for their microversions once.
  assert.equal(requests.length, 23);
  assert.equal((await call(getServiceStatus)).requests.length, 20);
});

test("fits 900 tokens", OPERATOR, async ({ call }) => {
  assert.ok(encode(JSON.stringify((await call(getServiceStatus)).answer)).length <= 900);
});

test("shows an API that fails, with its failure", OPERATOR, async ({ call, demo }) => {
  const faults = [
    { kind: "status", status: 503, problem: /^unavailable: / },
    { kind: "html", status: 404, problem: /^unexpected answer: / },
    { kind: "html", status: 200, problem: /^unexpected answer: / },
    { kind: "garbage", status: 200, problem: /^unexpected answer: / },
    { kind: "reset", status: "", problem: /^unavailable: / },
    { kind: "redirect", status: 302, problem: /^unexpected answer: a redirect/ },
  ] as const;
  for (const { problem, ...fault } of faults) {
    const status = typeof fault.status === "number" ? { status: fault.status } : {};
    demo.setFaults([{ service: "network", kind: fault.kind, ...status }]);
    const { answer } = await call(getServiceStatus);
    const network = rowsOf(answer["apis"])[0];
    assert.equal(network?.["service"], "network");
    assert.equal(network["state"], "failed");
    assert.equal(network["latency_ms"], "");
    assert.equal(network["http_status"] ?? "", fault.status);
    assert.match(String(network["problem"]), problem);
    assert.equal(member(answer["apis"], "failed"), 1);
    assert.match(JSON.stringify(answer["unavailable"]), /"network agents"/);
    assert.ok(!JSON.stringify(answer["parts"]).includes("neutron"));
  }
});

test("tells a slow API as timed out", { settings: { requestTimeoutMs: 400 } }, async ({ call, demo }) => {
  demo.setFaults([{ service: "image", kind: "hang" }]);
  const { answer } = await call(getServiceStatus, { services: "image" });
  assert.match(String(apiOf(answer, "image")?.["problem"]), /^timed out: /);
});

test("does not take {} for a service", {}, async ({ call, demo }) => {
  demo.setFaults([{ kind: "status", status: 200, body: {} }]);
  const { answer } = await call(getServiceStatus);
  assert.ok(rowsOf(answer["apis"]).every((row) => row["state"] === "failed"));
});

test("tells down, unknown and disabled apart", OPERATOR, async ({ call, demo }) => {
  const service = (host: string, more: Record<string, unknown>) => ({
    id: host,
    host,
    binary: "nova-compute",
    zone: "z",
    ...more,
  });
  const services = [
    service("a", { state: "up", status: "enabled", updated_at: "2026-01-01T00:00:00.000000" }),
    service("b", { state: "down", status: "enabled", updated_at: "2026-01-01T00:00:00.000000" }),
    service("c", { state: "down", status: "disabled", disabled_reason: "broken", forced_down: true }),
    service("d", { status: "UNKNOWN" }),
    service("e", { state: "limbo", status: "enabled" }),
  ];
  demo.setFaults([{
    service: "compute",
    path: "os-services",
    kind: "status",
    status: 200,
    body: { services },
  }]);
  const { answer } = await call(getServiceStatus, { services: ["compute"] });
  const rows = rowsOf(answer["parts"]).map((
    row,
  ) => [row["host"], row["state"], row["disabled"], row["notes"], row["last_heartbeat"]]);
  assert.deepEqual(rows, [
    ["b", "down", false, "", "2026-01-01T00:00:00Z"],
    ["c", "down", true, "broken; forced down", ""],
    ["d", "unknown", false, "its cell does not answer", ""],
    ["e", "unknown", false, "", ""],
    ["a", "up", false, "", ""],
  ]);
  assert.deepEqual(rowsOf(answer["counts"]), [{
    binary: "nova-compute",
    up: 1,
    down: 2,
    unknown: 2,
    disabled: 1,
  }]);
});

test("tells agents and backends that are not well", OPERATOR, async ({ call, demo }) => {
  const agents = [
    { id: "1", binary: "neutron-l3-agent", host: "n1", alive: false, admin_state_up: true },
    { id: "2", agent_type: "Odd agent", alive: true, admin_state_up: false },
    { id: "3", binary: "neutron-dhcp-agent", host: "n1" },
  ];
  const services = [
    {
      binary: "cinder-volume",
      host: "h@b",
      state: "up",
      status: "enabled",
      backend_state: "down",
      frozen: true,
    },
    { binary: "cinder-volume" },
  ];
  demo.setFaults([
    { service: "network", path: "/agents", kind: "status", status: 200, body: { agents } },
    { service: "block-storage", path: "os-services", kind: "status", status: 200, body: { services } },
  ]);
  const { answer } = await call(getServiceStatus, { services: "network,volumev3" });
  const rows = rowsOf(answer["parts"]).map((
    row,
  ) => [row["binary"], row["host"], row["state"], row["disabled"], row["notes"]]);
  assert.deepEqual(rows, [
    ["neutron-l3-agent", "n1", "down", false, ""],
    ["Odd agent", "2", "up", true, ""],
    ["neutron-dhcp-agent", "n1", "unknown", false, ""],
    ["cinder-volume", "h@b", "up", false, "backend down; frozen"],
  ]);
  assert.match(JSON.stringify(answer["unavailable"]), /"1 of 2 volume services".*unexpected answer/);
});

test("does not take hidden agents for none", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{
    service: "network",
    path: "/agents",
    kind: "status",
    status: 200,
    body: { agents: [] },
  }]);
  const { answer } = await call(getServiceStatus, { services: "network" });
  assert.match(JSON.stringify(answer["unavailable"]), /"network agents".*may not see them/);
});

test("shows the well ones of a large cloud in full alone", OPERATOR, async ({ call, demo }) => {
  const services = Array.from({ length: 60 }, (_, index) => ({
    id: `${index}`,
    host: `cmp-${index}`,
    binary: "nova-compute",
    state: index === 7 ? "down" : "up",
    status: "enabled",
  }));
  demo.setFaults([{
    service: "compute",
    path: "os-services",
    kind: "status",
    status: 200,
    body: { services },
  }]);
  const usual = (await call(getServiceStatus, { services: "compute" })).answer;
  assert.deepEqual(rowsOf(usual["parts"]).map((row) => row["host"]), ["cmp-7"]);
  assert.equal(usual["left_out"], "59 parts that are up (detail=full)");
  const full = (await call(getServiceStatus, { services: "compute", detail: "full" })).answer;
  assert.equal(rowsOf(full["parts"]).length, 60);
  const small =
    (await call(getServiceStatus, { services: "compute", detail: "full" }, { answerTokens: 300 })).answer;
  assert.equal(rowsOf(small["parts"])[0]?.["host"], "cmp-7");
  assert.match(String(small["left_out"]), /no room for more$/);
});

test("refuses a service that is not there", {}, async ({ call }) => {
  const { error } = await call(getServiceStatus, { services: "compute,netwrok" });
  assert.equal(error?.reason, "invalid argument");
  assert.match(error.detail ?? "", /no service of type "netwrok" \(did you mean network\?\)/);
});

test("lists services without a usable address", { user: "admin", system: true }, async ({ call }) => {
  const { answer } = await call(getServiceStatus);
  const volumes = apiOf(answer, "block-storage");
  assert.equal(volumes?.["state"], "not checked");
  assert.match(String(volumes["problem"]), /no endpoint/);
  assert.match(JSON.stringify(answer["unavailable"]), /"volume services".*no endpoint/);
});

test(
  "says nothing of what is not deployed",
  { ...OPERATOR, demo: { without: ["orchestration"] } },
  async ({ call }) => {
    const { answer } = await call(getServiceStatus);
    assert.equal(apiOf(answer, "orchestration"), undefined);
    assert.ok(!("unavailable" in answer));
  },
);

test("tells the age of a heartbeat by the cloud's clock", {
  ...OPERATOR,
  now: () => Date.parse("2026-01-01T00:02:05Z"),
}, async ({ call, demo, client }) => {
  const ahead = (await client.sessions.get()).clockSkewMs ?? 0;
  const seen = new Date(Date.parse("2026-01-01T00:00:00Z") + ahead).toISOString().replace("Z", "");
  const service = {
    id: "1",
    host: "h",
    binary: "nova-compute",
    state: "up",
    status: "enabled",
    updated_at: seen,
  };
  demo.setFaults([{
    service: "compute",
    path: "os-services",
    kind: "status",
    status: 200,
    body: { services: [service] },
  }]);
  const { answer } = await call(getServiceStatus, { services: "compute" });
  assert.equal(rowsOf(answer["parts"])[0]?.["heartbeat_ago"], "2m 5s");
});

test("counts amphorae, and lists those that are not well", OPERATOR, async ({ call, demo }) => {
  const amphora = (id: string, status: string) => ({ id, status, role: "MASTER", loadbalancer_id: "lb" });
  const amphorae = [amphora("a", "ALLOCATED"), amphora("b", "ERROR"), amphora("c", "ALLOCATED")];
  demo.setFaults([{
    service: "load-balancer",
    path: "amphorae",
    kind: "status",
    status: 200,
    body: { amphorae },
  }]);
  const { answer } = await call(getServiceStatus, { services: "load-balancer" });
  assert.equal(member(answer["amphorae"], "ALLOCATED"), 2);
  const unwell = rowsOf(member(answer["amphorae"], "not_well"));
  assert.deepEqual(unwell.map((row) => [row["status"], row["load_balancer_id"], row["id"]]), [[
    "ERROR",
    "lb",
    "b",
  ]]);
});

test("says what of Octavia could not be read", OPERATOR, async ({ call, demo }) => {
  demo.setFaults([{ service: "load-balancer", path: "amphorae", kind: "status", status: 403 }]);
  const { answer } = await call(getServiceStatus, { services: "load-balancer" });
  assert.ok(!("amphorae" in answer));
  assert.match(JSON.stringify(answer["unavailable"]), /"amphorae".*"not permitted"/);
});

test("takes a DNS service that warns for one that is not well", OPERATOR, async ({ call, demo }) => {
  const status = (name: string, status: string) => ({ id: name, service_name: name, hostname: "h", status });
  const service_statuses = [status("central", "UP"), status("worker", "WARNING"), status("mdns", "DOWN")];
  demo.setFaults([{
    service: "dns",
    path: "service_statuses",
    kind: "status",
    status: 200,
    body: { service_statuses },
  }]);
  const { answer } = await call(getServiceStatus, { services: "dns" });
  const rows = rowsOf(answer["parts"]).map((row) => [row["binary"], row["state"], row["notes"]]);
  assert.deepEqual(rows, [
    ["designate-worker", "up", "it reports a warning"],
    ["designate-mdns", "down", ""],
    ["designate-central", "up", ""],
  ]);
});

test("waits for its slowest call, not for the sum of them", OPERATOR, async ({ call, demo }) => {
  await call(getServiceStatus);
  const ms = 400;
  demo.setFaults([{ kind: "latency", ms }]);
  const started = performance.now();
  await call(getServiceStatus);
  assert.ok(performance.now() - started < 2 * ms);
});
