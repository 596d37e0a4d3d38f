import assert from "node:assert/strict";
import { failure, FakeCloud, type FakeOptions, NOW } from "../_fake_cloud.ts";
import { type RunOptions, runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

async function report(id: string, fake: FakeOptions, run: Partial<RunOptions> = {}) {
  const cloud = new FakeCloud(fake);
  const { checks, findings, stocks } = await runReport({
    cloud,
    tool: TOOL,
    now: () => NOW,
    checks: [id],
    ...run,
  });
  return {
    result: checks[0],
    texts: findings.map(({ text }) => text),
    stocks: stocks ?? [],
    sent: cloud.sent,
  };
}

function subnet(index: number, more: Record<string, unknown> = {}) {
  return {
    id: `s${index}`,
    name: "inner",
    project_id: "acme-id",
    network_id: `n${index}`,
    cidr: "10.0.0.0/24",
    ip_version: 4,
    allocation_pools: [{ start: "10.0.0.2", end: "10.0.0.5" }],
    ...more,
  };
}

function network(index: number, more: Record<string, unknown> = {}) {
  return { id: `n${index}`, name: "inner", project_id: "acme-id", ...more };
}

/** A port with an address for each of the last numbers. */
function port(subnetId: string, ...last: readonly number[]) {
  const fixed = last.map((number) => ({ subnet_id: subnetId, ip_address: `10.0.0.${number}` }));
  return { id: `p-${subnetId}-${last.join("-")}`, network_id: "n1", fixed_ips: fixed };
}

const ALL_USED = {
  "network.networks.list": [network(1)],
  "network.subnets.list": [subnet(1)],
  "network.ports.list": [port("s1", 1, 2, 3), port("s1", 4, 5)],
};

Deno.test("ip-subnet counts for an administrator itself where Neutron does not", async () => {
  const answers = { ...ALL_USED, "network.network_ip_availabilities.list": failure(404) };
  const { texts } = await report("ip-subnet", { answers });
  assert.deepEqual(texts, ["subnet inner (10.0.0.0/24) has 4 of 4 addresses in use (100 %)"]);
});

Deno.test("ip-subnet does not count again where Neutron has counted few", async () => {
  const told = {
    network_id: "n1",
    subnet_ip_availability: [{ subnet_id: "s1", ip_version: 4, used_ips: 1, total_ips: 4 }],
  };
  const answers = { ...ALL_USED, "network.network_ip_availabilities.list": [told] };
  const { result, stocks, sent } = await report("ip-subnet", { answers });
  assert.equal(result?.state, "ok");
  assert.deepEqual(stocks.map(({ used, total }) => [used, total]), [[1, 4]]);
  assert.ok(!sent.some(({ operation }) => operation === "network.ports.list"));
});

Deno.test("ip-subnet knows all of a shared network where the ports of others are shown", async () => {
  const [, used] = ALL_USED["network.ports.list"];
  const answers = {
    ...ALL_USED,
    "network.networks.list": [network(1, { shared: true })],
    "network.ports.list": [port("s1", 2), { ...used, project_id: "other-id" }],
  };
  const session = { roles: ["member"] };
  const { texts } = await report("ip-subnet", { answers, session });
  assert.deepEqual(texts, []);
  const hidden = { ...answers, "network.ports.list": [port("s1", 2)] };
  const { result } = await report("ip-subnet", { answers: hidden, session });
  assert.equal(result?.state, "unknown");
});

Deno.test("ip-subnet leaves external networks, those of others and IPv6 alone", async () => {
  const answers = {
    ...ALL_USED,
    "network.networks.list": [
      network(1, { "router:external": true }),
      network(2, { project_id: "other-id" }),
      network(3),
    ],
    "network.subnets.list": [subnet(1), subnet(2), subnet(3, { ip_version: 6, cidr: "fd00::/64" })],
  };
  const { result, stocks } = await report("ip-subnet", { answers, session: { roles: ["member"] } });
  assert.equal(result?.state, "ok");
  assert.deepEqual(stocks, []);
});

Deno.test("ip-subnet asks for the ports of many networks in few calls, and tells of the fullest", async () => {
  const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
  const answers = {
    "network.networks.list": numbers.map((index) => network(index)),
    "network.subnets.list": numbers.map((index) => subnet(index)),
    "network.ports.list": ({ query }: { query?: Readonly<Record<string, unknown>> }) =>
      String(query?.["network_id"]).split(",").includes("n77") ? [port("s77", 2, 3, 4)] : [],
  };
  const { stocks, sent } = await report("ip-subnet", { answers, session: { roles: ["member"] } });
  assert.equal(sent.filter(({ operation }) => operation === "network.ports.list").length, 3);
  assert.equal(stocks.length, 20);
  assert.equal(new Set(stocks.map(({ name }) => name)).size, 20);
  assert.ok(stocks.some(({ name, percent }) => name === "subnet inner (10.0.0.0/24) s77" && percent === 75));
});

Deno.test("ip-pool does not arise without external networks, and adds up IPv4 alone", async () => {
  assert.equal((await report("ip-pool", {})).result?.state, "not applicable");
  const told = {
    network_id: "n1",
    subnet_ip_availability: [
      { subnet_id: "s1", ip_version: 4, used_ips: 90, total_ips: 100 },
      { subnet_id: "s2", ip_version: 4, used_ips: 0, total_ips: 100 },
      { subnet_id: "s3", ip_version: 6, used_ips: 5, total_ips: 5 },
    ],
  };
  const answers = {
    "network.networks.list": [network(1)],
    "network.network_ip_availabilities.list": [told],
  };
  const { result, stocks } = await report("ip-pool", { answers });
  assert.equal(result?.state, "ok");
  assert.deepEqual(stocks.map(({ name, used, total }) => [name, used, total]), [["network inner", 90, 200]]);
});

Deno.test("subnetpool does not arise for a login without a project", async () => {
  const { token: _token, project: _project, ...session } = new FakeCloud().session;
  class NoProject extends FakeCloud {
    override get session() {
      return { ...session, token: "secret-token" };
    }
  }
  const { checks } = await runReport({
    cloud: new NoProject(),
    tool: TOOL,
    now: () => NOW,
    checks: ["subnetpool"],
  });
  assert.equal(checks[0]?.state, "not applicable");
});
