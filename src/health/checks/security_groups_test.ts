import assert from "node:assert/strict";
import { failure, type FakeAnswers, FakeCloud, NOW } from "../_fake_cloud.ts";
import type { Report } from "../report.ts";
import { runReport } from "../run.ts";

const RULE = {
  id: "r1",
  direction: "ingress",
  ethertype: "IPv4",
  protocol: "tcp",
  port_range_min: 22,
  port_range_max: 22,
  remote_ip_prefix: "0.0.0.0/0",
};

const OPEN: FakeAnswers = {
  "network.security_groups.list": [{ id: "g1", name: "web", security_group_rules: [RULE] }],
  "network.ports.list": [{
    id: "p1",
    device_id: "s1",
    device_owner: "compute:nova",
    security_groups: ["g1"],
    fixed_ips: [],
  }],
  "network.floatingips.list": [{ id: "f1", port_id: "p1", floating_ip_address: "203.0.113.7" }],
};

async function report(check: string, answers: FakeAnswers): Promise<Report> {
  return await runReport({
    cloud: new FakeCloud({ answers: { ...OPEN, ...answers } }),
    tool: { name: "openstack-mcp", version: "1.2.3" },
    now: () => NOW,
    checks: [check],
  });
}

Deno.test("sg-world-ssh names servers, and does without their names", async () => {
  const named = await report("sg-world-ssh", { "compute.servers.list": [{ id: "s1", name: "web-01" }] });
  assert.match(named.findings[0]?.text ?? "", /: reachable through 203\.0\.113\.7 \(server web-01\)$/);
  const unnamed = await report("sg-world-ssh", { "compute.servers.list": failure(503) });
  assert.match(unnamed.findings[0]?.text ?? "", /: reachable through 203\.0\.113\.7 \(server s1\)$/);
  assert.equal(unnamed.checks[0]?.state, "critical");
  const closed = await report("sg-world-ssh", {
    "compute.servers.list": failure(503),
    "network.security_groups.list": [],
  });
  assert.equal(closed.checks[0]?.state, "ok");
});

Deno.test("sg-world-ssh does without address groups where Neutron has none, and not where they fail", async () => {
  const closed = { "network.security_groups.list": [] };
  for (const [status, state] of [[404, "ok"], [503, "unknown"]] as const) {
    const found = await report("sg-world-ssh", { ...closed, "network.address_groups.list": failure(status) });
    assert.equal(found.checks[0]?.state, state);
  }
});

Deno.test("each rule is told by one check", async () => {
  const rules = [
    RULE,
    { ...RULE, id: "r2", port_range_min: 3306, port_range_max: 3306 },
    { ...RULE, id: "r3", port_range_min: null, port_range_max: null },
    { ...RULE, id: "r4", remote_ip_prefix: null },
  ];
  const told = await Promise.all(
    ["sg-world-ssh", "sg-world-db", "sg-world-all", "sg-remote-any"].map(async (check) => {
      const { findings } = await report(check, {
        "network.security_groups.list": [{ id: "g1", name: "web", security_group_rules: rules }],
      });
      return findings.map(({ evidence }) => evidence["rules"]);
    }),
  );
  assert.deepEqual(told, [[["r1"]], [["r2"]], [["r3"]], [["r4"]]]);
});
