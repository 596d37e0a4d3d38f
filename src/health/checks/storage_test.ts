import assert from "node:assert/strict";
import { failure, FakeCloud, type FakeOptions, NOW, zoneless } from "../_fake_cloud.ts";
import type { PlaceMemory } from "../memory/memory.ts";
import type { Report } from "../report.ts";
import { type RunOptions, runReport } from "../run.ts";

interface Asked {
  readonly report: Report;
  readonly cloud: FakeCloud;
}

async function ask(check: string, fake: FakeOptions, run: Partial<RunOptions> = {}): Promise<Asked> {
  const cloud = new FakeCloud(fake);
  const tool = { name: "openstack-mcp", version: "1.2.3" };
  const report = await runReport({ cloud, tool, now: () => NOW, checks: [check], ...run });
  return { report, cloud };
}

function attached(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    id: `v${at}`,
    status: "in-use",
    created_at: zoneless({ days: 1 }),
    attachments: [{ server_id: `s${at}`, device: "/dev/vdb" }],
  }));
}

Deno.test("volume-attach-mismatch asks for servers that are not listed: one deleted softly still exists", async () => {
  const answers = {
    "block-storage.volumes.list": attached(2),
    "compute.servers.show": ({ path }: { path?: Readonly<Record<string, string>> }) =>
      path?.["server_id"] === "s1" ? failure(404) : { server: { id: "s0", status: "SOFT_DELETED" } },
  };
  const { report } = await ask("volume-attach-mismatch", { answers });
  assert.deepEqual(report.findings.map(({ key }) => key), ["volume-attach-mismatch/v1"]);
  assert.match(report.findings[0]?.text ?? "", /server s1, which does not exist/);
});

Deno.test("volume-attach-mismatch asks for so many servers only, and says so", async () => {
  const answers = {
    "block-storage.volumes.list": attached(60),
    "compute.servers.show": () => ({ server: {} }),
  };
  const { report, cloud } = await ask("volume-attach-mismatch", { answers });
  assert.equal(cloud.sent.filter(({ operation }) => operation === "compute.servers.show").length, 50);
  assert.equal(report.checks[0]?.state, "unknown");
  assert.match(report.checks[0]?.reason ?? "", /50 of 60 unlisted servers were asked for/);
});

Deno.test("volume-attach-mismatch can do without Cinder's attachments, but does not say that all is well", async () => {
  const answers = { "block-storage.attachments.list": failure(503) };
  const { report } = await ask("volume-attach-mismatch", { answers });
  assert.equal(report.checks[0]?.state, "unknown");
});

Deno.test("volume-orphan takes no project for deleted that only another domain's administrator sees", async () => {
  const answers = {
    "block-storage.volumes.list": ["p1", "p2", "p2"].map((project, at) => ({
      id: `v${at}`,
      size: 5,
      "os-vol-tenant-attr:tenant_id": project,
    })),
    "identity.projects.show": ({ path }: { path?: Readonly<Record<string, string>> }) =>
      path?.["project_id"] === "p2" ? failure(404) : { project: { id: "p1" } },
  };
  const { report } = await ask("volume-orphan", { answers }, { allProjects: true });
  assert.deepEqual(report.findings.map(({ key }) => key), ["volume-orphan/p2"]);
  assert.deepEqual(report.findings[0]?.evidence, { volumes: ["v1", "v2"] });
  assert.deepEqual(report.holdings.map(({ count, holds }) => [count, holds]), [[2, { size_gib: 10 }]]);
});

Deno.test("volume-unencrypted asks once for what only administrators are told", async () => {
  const answers = {
    "block-storage.types.list": ["a", "b", "c"].map((id) => ({ id, name: id })),
    "block-storage.types.show_encryption": failure(403),
  };
  const { report, cloud } = await ask("volume-unencrypted", { answers, session: { roles: ["member"] } });
  assert.equal(report.checks[0]?.state, "not permitted");
  assert.equal(cloud.sent.filter(({ operation }) => operation.endsWith("show_encryption")).length, 1);
});

Deno.test("volume-error stands without the messages that explain it", async () => {
  const answers = {
    "block-storage.volumes.list": [{
      id: "v1",
      name: "a",
      status: "error",
      updated_at: zoneless({ hours: 1 }),
    }],
    "block-storage.messages.list": failure(503),
  };
  const { report } = await ask("volume-error", { answers });
  assert.equal(report.checks[0]?.state, "warning");
  assert.equal(report.findings[0]?.text, "volume a has been in error for 1h");
});

Deno.test("backup-chain keeps the key of a growing chain, and tells chains of one volume apart", async () => {
  const backups = (fulls: readonly number[], count: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `b${at}`,
      status: "available",
      volume_id: "v1",
      is_incremental: !fulls.includes(at),
      created_at: zoneless({ days: count - at }),
    }));
  const keys = async (fulls: readonly number[], count: number) => {
    const answers = { "block-storage.backups.list": backups(fulls, count) };
    const thresholds = { "backup-chain": { warning_count: 1 } };
    const { report } = await ask("backup-chain", { answers }, { thresholds });
    return report.findings.map(({ key }) => key);
  };
  assert.deepEqual(await keys([0], 3), ["backup-chain/v1/open"]);
  assert.deepEqual(await keys([0], 4), ["backup-chain/v1/open"]);
  assert.deepEqual(await keys([0, 3], 6), ["backup-chain/v1/b2", "backup-chain/v1/open"]);
  assert.deepEqual(await keys([2], 4), ["backup-chain/v1/b1"]);
  assert.deepEqual(await keys([], 1), ["backup-chain/v1/base"]);
});

Deno.test("cinder-service-disabled tolerates for a day what it saw begin", async () => {
  const answers = {
    "block-storage.services.list": [
      { binary: "cinder-volume", host: "sto-01", status: "disabled", state: "up" },
    ],
  };
  const seen = (hours: number): PlaceMemory => ({
    runs: 2,
    lastRun: NOW - 60_000,
    findings: {},
    unknown: [],
    series: {},
    checks: {
      "cinder-service-disabled": {
        remembered: {},
        sightings: { "cinder-volume@sto-01": { since: NOW - hours * 3_600_000, fromStart: false } },
      },
    },
  });
  const young = await ask("cinder-service-disabled", { answers }, { memory: seen(23) });
  assert.equal(young.report.checks[0]?.state, "ok");
  const old = await ask("cinder-service-disabled", { answers }, { memory: seen(25) });
  assert.match(old.report.findings[0]?.text ?? "", /has been disabled for 1d 1h/);
  assert.equal(old.report.findings[0]?.since_first_seen, true);
});

Deno.test("cinder-backend-down is not applicable where Cinder does not tell", async () => {
  const answers = {
    "block-storage.services.list": [{
      binary: "cinder-volume",
      host: "sto-01",
      status: "enabled",
      state: "up",
    }],
  };
  const { report } = await ask("cinder-backend-down", { answers });
  assert.equal(report.checks[0]?.state, "not applicable");
});

Deno.test("a pool that is not quite full never reads 100 %", async () => {
  const capabilities = { total_capacity_gb: 100_000, free_capacity_gb: 1 };
  const answers = { "block-storage.pools.list": [{ name: "sto@ssd#ssd", capabilities }] };
  const { report } = await ask("cinder-pool", { answers });
  assert.match(report.findings[0]?.text ?? "", /is 99\.9 % full/);
  assert.equal(report.stocks[0]?.percent, 99.9);
});

Deno.test("swift-public reads the headers of so many containers only, and says so", async () => {
  const answers = {
    "object-store.containers.list": Array.from({ length: 201 }, (_, at) => ({ name: `c${at}` })),
  };
  const { report, cloud } = await ask("swift-public", { answers });
  assert.equal(
    cloud.sent.filter(({ operation }) => operation === "object-store.containers.show").length,
    200,
  );
  assert.equal(report.checks[0]?.state, "unknown");
  assert.match(report.checks[0]?.reason ?? "", /the headers of 200 of 201 containers were read/);
});
