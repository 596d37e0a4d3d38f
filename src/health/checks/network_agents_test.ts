import assert from "node:assert/strict";
import { ago, FakeCloud, type FakeOptions, NOW } from "../_fake_cloud.ts";
import { type RunOptions, runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

async function result(id: string, fake: FakeOptions, run: Partial<RunOptions> = {}) {
  const cloud = new FakeCloud(fake);
  const report = await runReport({ cloud, tool: TOOL, now: () => NOW, checks: [id], ...run });
  return { ...report.checks[0], texts: report.findings.map(({ text }) => text), sent: cloud.sent };
}

function agent(id: string, type: string, more: Record<string, unknown> = {}) {
  const beat = ago({ seconds: 5 }).replace("T", " ").replace("Z", "");
  return {
    id,
    agent_type: type,
    host: id,
    alive: true,
    admin_state_up: true,
    heartbeat_timestamp: beat,
    ...more,
  };
}

const NETWORK = { id: "n1", name: "inner", project_id: "acme-id" };

function dhcp(more: Record<string, unknown>) {
  return {
    "network.agents.list": [agent("a1", "DHCP agent"), agent("a2", "DHCP agent")],
    "network.agent_networks.list": { networks: [] },
    "network.networks.list": [NETWORK],
    "network.subnets.list": [{ id: "s1", network_id: "n1", enable_dhcp: true, ip_version: 4 }],
    ...more,
  };
}

const USED = { "network.ports.list": [{ id: "p1", network_id: "n1", device_owner: "compute:nova" }] };

Deno.test("net-no-dhcp leaves out networks that no agent has to serve yet", async () => {
  const own = {
    "network.ports.list": [{ id: "p1", network_id: "n1", device_owner: "network:router_interface" }],
  };
  assert.equal((await result("net-no-dhcp", { answers: dhcp(own) })).state, "ok");
  const slaac = { id: "s1", network_id: "n1", enable_dhcp: true, ip_version: 6, ipv6_address_mode: "slaac" };
  const answers = dhcp({ ...USED, "network.subnets.list": [slaac] });
  assert.equal((await result("net-no-dhcp", { answers })).state, "ok");
});

Deno.test("net-no-dhcp finds a network that no agent was given", async () => {
  const { state, texts } = await result("net-no-dhcp", { answers: dhcp(USED) });
  assert.equal(state, "critical");
  assert.deepEqual(texts, ["network inner is served by no DHCP agent"]);
});

Deno.test("net-no-dhcp asks so many agents as a run may ask hosts, and says what it left out", async () => {
  const answers = dhcp({ "network.agent_networks.list": { networks: [NETWORK] } });
  const { state, reason, sent } = await result("net-no-dhcp", { answers }, { maxHosts: 1 });
  assert.equal(state, "unknown");
  assert.match(reason ?? "", /1 of 2 DHCP agents were asked/);
  assert.equal(sent.filter(({ operation }) => operation === "network.agent_networks.list").length, 1);
});

const ROUTER = {
  id: "r1",
  name: "edge",
  project_id: "acme-id",
  status: "ACTIVE",
  external_gateway_info: { network_id: "n1" },
};

function routed(router: Record<string, unknown>, hosted: readonly unknown[]) {
  return {
    "network.agents.list": [agent("a1", "L3 agent")],
    "network.agent_routers.list": { routers: hosted },
    "network.routers.list": [{ ...ROUTER, ...router }],
  };
}

Deno.test("router-no-agent leaves out routers that need no agent", async () => {
  const cases = [
    { external_gateway_info: null },
    { admin_state_up: false },
    { distributed: true, external_gateway_info: { network_id: "n1", enable_snat: false } },
    { project_id: "other-id" },
  ];
  for (const router of cases) {
    const { state, texts } = await result("router-no-agent", { answers: routed(router, []) });
    assert.equal(state, "ok", texts.join());
  }
  const { state, texts } = await result("router-no-agent", { answers: routed({ distributed: true }, []) });
  assert.equal(state, "critical");
  assert.deepEqual(texts, ["router edge is served by no L3 agent"]);
});

Deno.test("router-no-agent asks for the states of routers with several agents alone", async () => {
  const single = await result("router-no-agent", { answers: routed({}, [ROUTER]) });
  assert.equal(single.state, "ok");
  assert.ok(!single.sent.some(({ operation }) => operation === "network.router_agents.list"));
  const answers = {
    ...routed({ ha: true }, [{ ...ROUTER, ha: true }]),
    "network.router_agents.list": { agents: [agent("a1", "L3 agent", { ha_state: "standby" })] },
  };
  const several = await result("router-no-agent", { answers });
  assert.deepEqual(several.texts, ["router edge is not active on its only L3 agent"]);
  // Where Neutron does not tell the states, there is nothing to judge.
  const silent = {
    ...answers,
    "network.router_agents.list": { agents: [agent("a1", "L3 agent", { ha_state: null })] },
  };
  assert.equal((await result("router-no-agent", { answers: silent })).state, "ok");
});

Deno.test("what depends on agents does not arise where there are none of the kind", async () => {
  const answers = { "network.agents.list": [agent("a1", "Open vSwitch agent")] };
  for (const id of ["net-no-dhcp", "router-no-agent"]) {
    assert.equal((await result(id, { answers })).state, "not applicable");
  }
});
