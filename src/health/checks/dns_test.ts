import assert from "node:assert/strict";
import { ago, FakeCloud, type FakeOptions, NOW, zoneless } from "../_fake_cloud.ts";
import type { Report } from "../report.ts";
import { runReport } from "../run.ts";

async function report(check: string, fake: FakeOptions, allProjects = false): Promise<[Report, FakeCloud]> {
  const cloud = new FakeCloud(fake);
  const found = await runReport({
    cloud,
    tool: { name: "openstack-mcp", version: "1.2.3" },
    now: () => NOW,
    checks: [check],
    allProjects,
  });
  return [found, cloud];
}

function services(...heartbeats: readonly (string | null)[]): FakeOptions {
  return {
    answers: {
      "dns.service_statuses.list": heartbeats.map((heartbeated_at, index) => ({
        id: `s${index}`,
        service_name: "worker",
        hostname: `ctl-0${index}`,
        status: "UP",
        heartbeated_at,
      })),
    },
  };
}

Deno.test("dns-service finds what died, though its status stays UP", async () => {
  const [alone] = await report("dns-service", services(zoneless({ minutes: 6 })));
  assert.equal(alone.checks[0]?.state, "critical");
  assert.match(alone.findings[0]?.text ?? "", /^designate-worker on ctl-00 has been down for 6m; no other/);
  const [one] = await report("dns-service", services(zoneless({ minutes: 1 }), zoneless({ minutes: 6 })));
  assert.deepEqual(one.findings.map(({ key, severity }) => [key, severity]), [["dns-service/s1", "warning"]]);
  const [none] = await report("dns-service", services(zoneless({ minutes: 4 }), null));
  assert.equal(none.checks[0]?.state, "ok");
});

Deno.test("dns-zone asks by status, and for all projects by header", async () => {
  for (const allProjects of [false, true]) {
    const [, cloud] = await report("dns-zone", {}, allProjects);
    assert.deepEqual(cloud.sent.map(({ operation, query }) => `${operation} ${query?.["status"]}`).sort(), [
      "dns.recordsets.list ERROR",
      "dns.recordsets.list PENDING",
      "dns.zones.list ERROR",
      "dns.zones.list PENDING",
    ]);
    assert.ok(
      cloud.sent.every(({ headers }) => (headers?.["X-Auth-All-Projects"] === "true") === allProjects),
    );
  }
});

Deno.test("dns-zone is not misled by a service that ignores the status, nor by zones that others share", async () => {
  const zone = { status: "ERROR", action: "CREATE", created_at: ago({ hours: 1 }) };
  const [found] = await report("dns-zone", {
    answers: {
      "dns.zones.list": [
        { id: "z1", name: "a.test.", project_id: "acme-id", ...zone },
        { id: "z2", name: "b.test.", project_id: "acme-id", ...zone, status: "ACTIVE" },
        { id: "z3", name: "c.test.", project_id: "other-id", shared: true, ...zone },
      ],
    },
  });
  assert.deepEqual(found.findings.map(({ key }) => key), ["dns-zone/z1"]);
});
