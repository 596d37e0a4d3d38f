import assert from "node:assert/strict";
import { ago, failure, FakeCloud, NOW } from "../_fake_cloud.ts";
import { runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

Deno.test("port-orphan asks Nova for a bounded number of servers, and says what it left out", async () => {
  const ports = Array.from({ length: 60 }, (_, index) => ({
    id: `p${index}`,
    device_id: `gone-${index}`,
    device_owner: "compute:nova",
    updated_at: ago({ hours: 1 }),
  }));
  const cloud = new FakeCloud({
    answers: { "network.ports.list": ports, "compute.servers.show": failure(404) },
  });
  const { checks: [result], findings } = await runReport({
    cloud,
    tool: TOOL,
    now: () => NOW,
    checks: ["port-orphan"],
  });
  assert.equal(result?.state, "critical");
  assert.match(result?.reason ?? "", /10 more that are not in the list were not asked for/);
  assert.equal(findings.length, 50);
  assert.equal(cloud.sent.filter(({ operation }) => operation === "compute.servers.show").length, 50);
});
