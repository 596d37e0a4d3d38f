import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { rowsOf, withTools } from "../testing.ts";
import { getNetworkAgents } from "./get_network_agents.ts";

Deno.test("get_network_agents shows agents with the age of their heartbeat and what they serve", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getNetworkAgents);
    assert.equal(answer["total"], 7);
    assert.equal(record.requests, 1);
    const l3 = rowsOf(answer).find((row) => row["type"] === "L3 agent");
    assert.deepEqual([l3?.["host"], l3?.["alive"], l3?.["serves"]], [
      "net-01",
      true,
      "0 routers, 0 floating_ips",
    ]);
    const age = l3?.["heartbeat_age_s"];
    assert.ok(typeof age === "number" && age >= 0 && age < 600, String(age));
    // Enabled goes without saying.
    assert.equal("admin_state_up" in (l3 ?? {}), false);
    assert.ok(encode(JSON.stringify(answer)).length < 400);
  });
});

Deno.test("get_network_agents shows silent and disabled ones as such", async () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  await withTools({ user: "operator", now: () => now }, async ({ call, demo }) => {
    const agents = [
      {
        id: "a1",
        host: "net-01",
        alive: false,
        admin_state_up: true,
        heartbeat_timestamp: "2026-11-21 11:58:30",
      },
      { id: "a2", host: "net-02", admin_state_up: false, configurations: { chassis_name: "x" } },
    ];
    demo.setFaults([{ service: "network", path: "/agents", kind: "status", status: 200, body: { agents } }]);
    const rows = rowsOf((await call(getNetworkAgents)).answer);
    assert.deepEqual(rows.map((row) => [row["alive"], row["admin_state_up"], row["heartbeat_age_s"]]), [
      [false, true, 90],
      ["unknown", false, ""],
    ]);
  });
});

Deno.test("get_network_agents filters by host and type, and takes older arguments", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const types = async (args: Record<string, unknown>) =>
      rowsOf((await call(getNetworkAgents, args)).answer).map((row) => row["type"]).sort();
    assert.deepEqual(await types({ filters: { host: "cmp-01" } }), ["Open vSwitch agent"]);
    assert.deepEqual(await types({ filters: { host: "net-01", type: "DHCP agent" } }), ["DHCP agent"]);
    assert.deepEqual(await types({ filter: "dhcp", detail_level: "basic", limit: 5 }), ["DHCP agent"]);
    assert.equal((await types({ filter: "cmp-0" })).length, 3);
    assert.deepEqual(await types({ filters: { alive: "False" } }), []);
    const one = await call(getNetworkAgents, { names: "neutron-l3-agent@net-01" });
    assert.match(JSON.stringify(one.answer), /"configurations":\{"agent_mode":"legacy"/);
    const listed = await call(getNetworkAgents, { action: "list", agent_id: "" }, {
      name: "set_network_agents",
    });
    assert.equal(listed.answer["total"], 7);
  });
});

Deno.test("get_network_agents does not take the empty list of a member for a cloud without agents", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getNetworkAgents)).error?.reason, "not permitted");
  });
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    assert.equal((await call(getNetworkAgents)).answer["total"], 7);
  });
});
