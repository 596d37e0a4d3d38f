import assert from "node:assert/strict";
import { ago, FakeCloud, type FakeOptions, NOW } from "../_fake_cloud.ts";
import type { Report } from "../report.ts";
import { type RunOptions, runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

async function report(check: string, fake: FakeOptions, run: Partial<RunOptions> = {}): Promise<Report> {
  return await runReport({ cloud: new FakeCloud(fake), tool: TOOL, now: () => NOW, checks: [check], ...run });
}

Deno.test("idle-cost tells what each kind holds, and since when the oldest does", async () => {
  const flavor = { original_name: "small", vcpus: 2, ram: 1024, disk: 10 };
  const answers = {
    "compute.servers.list": [
      { id: "s0", status: "SHUTOFF", updated: ago({ days: 3 }), flavor, image: { id: "i0" } },
      { id: "s1", status: "SHUTOFF", updated: ago({ days: 5 }), flavor, image: "" },
      { id: "s2", status: "ACTIVE", updated: ago({ days: 9 }), flavor, image: "" },
    ],
    "block-storage.volumes.list": [
      { id: "v0", status: "available", size: 4, updated_at: ago({ days: 2 }) },
      { id: "v1", status: "in-use", size: 4, updated_at: ago({ days: 2 }) },
      { id: "v2", status: "available", size: 4, bootable: "true", name: "golden-1" },
    ],
    "network.ports.list": [
      { id: "p0", device_id: "", device_owner: "", fixed_ips: [{ ip_address: "10.0.0.4" }] },
      { id: "p1", device_id: "", device_owner: "network:floatingip", fixed_ips: [] },
      // A virtual address, and one of the two that may take it over.
      { id: "p2", device_id: "", device_owner: "", fixed_ips: [{ ip_address: "10.0.0.9" }] },
      { id: "p3", device_id: "s2", allowed_address_pairs: [{ ip_address: "10.0.0.9" }] },
    ],
    "network.security_groups.list": [
      { id: "g0", name: "default" },
      { id: "g1", name: "named", security_group_rules: [{ id: "r1", remote_group_id: "g2" }] },
      { id: "g2", name: "remote" },
    ],
  };
  const { holdings, findings } = await report("idle-cost", { answers });
  assert.deepEqual(holdings.filter(({ count }) => count > 0), [
    { what: "ports that nothing uses", count: 1, holds: { addresses: 1 } },
    { what: "security groups that no port uses", count: 1, holds: {} },
    {
      what: "stopped servers",
      count: 2,
      oldest: ago({ days: 5 }),
      holds: { vcpus: 4, ram_mib: 2048, disk_gib: 10 },
    },
    { what: "unattached volumes", count: 1, oldest: ago({ days: 2 }), holds: { size_gib: 4 } },
  ]);
  assert.deepEqual(findings.map(({ severity, since }) => [severity, since]), [["info", ago({ days: 5 })]]);
});

/** An answer to the question for the usage of a week; the later one ends now. */
function usage(now: number, before: number) {
  return ({ query }: { query?: Readonly<Record<string, unknown>> }) => {
    const vcpus = String(query?.["end"]) === new Date(NOW).toISOString().slice(0, 19) ? now : before;
    const sums = { total_hours: 1, total_memory_mb_usage: 0, total_local_gb_usage: 0 };
    // A project may stand on several pages.
    return [0.25, 0.75].map((part) => ({ tenant_id: "acme-id", total_vcpus_usage: vcpus * part, ...sums }));
  };
}

for (
  const [now, before, state] of [[1510, 1000, "warning"], [1500, 1000, "ok"], [300, 140, "ok"], [
    200,
    0,
    "warning",
  ]] as const
) {
  Deno.test(`usage-top is ${state} at ${now} vCPU hours after ${before}`, async () => {
    const answers = {
      "compute.usage.list": usage(now, before),
      "identity.projects.list": [{ id: "acme-id", name: "acme" }],
    };
    const { checks, stocks } = await report("usage-top", { answers }, { allProjects: true });
    assert.equal(checks[0]?.state, state);
    assert.deepEqual(stocks.map(({ name, used }) => [name, used]), [[
      "vCPU hours of project acme in 7 days",
      now,
    ]]);
  });
}

Deno.test("usage-top counts hours with what each server has", async () => {
  const answers = {
    "compute.usage.show": ({ query }: { query?: Readonly<Record<string, unknown>> }) =>
      String(query?.["end"]) === new Date(NOW).toISOString().slice(0, 19)
        ? [{ instance_id: "s0", hours: 168, vcpus: 20, memory_mb: 1024, local_gb: 1 }]
        : [{ instance_id: "s0", hours: 4, vcpus: 20, memory_mb: 1024, local_gb: 1 }],
  };
  const { findings } = await report("usage-top", { answers });
  assert.equal(
    findings[0]?.text,
    "project acme used 3360 vCPU hours in the last 7 days, 42 times as much as in the 7 days before (80)",
  );
});

Deno.test("usage-top does not count what is not told as nothing", async () => {
  const answers = { "compute.usage.show": [{ instance_id: "s0", hours: 168 }] };
  const { checks } = await report("usage-top", { answers });
  assert.equal(checks[0]?.state, "unknown");
  assert.match(checks[0]?.reason ?? "", /does not hold the sums/);
});
