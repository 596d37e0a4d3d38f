import assert from "node:assert/strict";
import { ago, failure, type FakeAnswers, FakeCloud, NOW } from "../_fake_cloud.ts";
import type { Report } from "../report.ts";
import { runReport } from "../run.ts";

const ALL = "compute.all_servers.list";
const SHOW = "compute.servers.show";
const HELD = "placement.allocations.show";
const GIVEN = "placement.provider_allocations.list";

const PROVIDERS = [
  { uuid: "h1", name: "cmp-01", root_provider_uuid: "h1" },
  { uuid: "gpu", name: "cmp-01_gpu", root_provider_uuid: "h1", parent_provider_uuid: "h1" },
  { uuid: "h2", name: "cmp-02", root_provider_uuid: "h2" },
  { uuid: "disk", name: "shared disk", root_provider_uuid: "disk" },
];

/** What each provider gave, all of it to one server. */
function given(amounts: Readonly<Record<string, Readonly<Record<string, number>>>>): FakeAnswers {
  return {
    "placement.resource_providers.list": PROVIDERS,
    [GIVEN]: ({ path }) => {
      const resources = amounts[path?.["provider_id"] ?? ""];
      return { allocations: resources ? { s1: { resources } } : {} };
    },
    [HELD]: { allocations: { h1: { resources: { VCPU: 1 } } }, project_id: "other" },
  };
}

const SERVER = {
  id: "s1",
  name: "web",
  status: "ACTIVE",
  tenant_id: "other",
  updated: ago({ days: 1 }),
  "OS-EXT-SRV-ATTR:host": "cmp-01",
};

async function found(check: string, answers: FakeAnswers): Promise<Report> {
  const cloud = new FakeCloud({ answers });
  const tool = { name: "openstack-mcp", version: "1.2.3" };
  return await runReport({ cloud, tool, now: () => NOW, checks: [check] });
}

Deno.test("an allocation is an orphan's if its server is not found either", async () => {
  const report = await found("placement-orphan", { ...given({ h1: { VCPU: 1 } }), [SHOW]: failure(404) });
  assert.deepEqual(report.findings.map(({ key }) => key), ["placement-orphan/s1"]);
  assert.equal(report.findings[0]?.resource.project, "other");
  assert.deepEqual(report.holdings.map(({ count, holds }) => [count, holds["vcpus"]]), [[1, 1]]);
});

Deno.test("a server that waits for its final deletion is in no list, but keeps its allocation", async () => {
  const report = await found("placement-orphan", {
    ...given({ h1: { VCPU: 1 } }),
    [SHOW]: { server: { ...SERVER, status: "SOFT_DELETED" } },
  });
  assert.equal(report.checks[0]?.state, "ok");
});

Deno.test("what another service has placed is no orphan of Nova's", async () => {
  const report = await found("placement-orphan", {
    ...given({ h1: { VCPU: 1 } }),
    [SHOW]: failure(404),
    [HELD]: { allocations: { h1: { resources: { VCPU: 1 } } }, consumer_type: "CONTAINER" },
  });
  assert.equal(report.checks[0]?.state, "ok");
});

Deno.test("an allocation of an open migration is no orphan's", async () => {
  const report = await found("placement-orphan", {
    ...given({ h1: { VCPU: 1 } }),
    [SHOW]: failure(404),
    "compute.migrations.list": ({ query }) =>
      query?.["status"] === "finished"
        ? [{ id: 1, uuid: "s1", instance_uuid: "s2", status: "finished" }]
        : [],
  });
  assert.equal(report.checks[0]?.state, "ok");
});

Deno.test("that nothing is known of a server that seems to be gone is no verdict", async () => {
  const report = await found("placement-orphan", { ...given({ h1: { VCPU: 1 } }), [SHOW]: failure(503) });
  assert.equal(report.checks[0]?.state, "unknown");
});

const BOTH = {
  [ALL]: [SERVER],
  [SHOW]: { server: SERVER },
  [HELD]: { allocations: { h1: { resources: { VCPU: 1 } }, h2: { resources: { VCPU: 1 } } } },
};

Deno.test("a server that holds the same on two hosts is told of", async () => {
  const report = await found("placement-double", { ...given({ h1: { VCPU: 1 }, h2: { VCPU: 1 } }), ...BOTH });
  assert.deepEqual(report.findings.map(({ text }) => text), [
    "server web has held 2 VCPU of cmp-01 and cmp-02 for a time that is not known, and does not move",
  ]);
});

Deno.test("parts of one host, and shared storage, are no second host", async () => {
  const report = await found("placement-double", {
    ...given({ h1: { VCPU: 1, VGPU: 1 }, gpu: { VGPU: 1 }, disk: { DISK_GB: 1 } }),
    ...BOTH,
  });
  assert.equal(report.checks[0]?.state, "ok");
});

Deno.test("a server that changed a moment ago may still be placed", async () => {
  const moved = { ...SERVER, updated: ago({ minutes: 9 }) };
  const answers = { ...given({}), [ALL]: [moved], [SHOW]: { server: moved }, [HELD]: { allocations: {} } };
  assert.equal((await found("placement-missing", answers)).checks[0]?.state, "ok");
  const settled = { ...answers, [ALL]: [SERVER] };
  assert.equal((await found("placement-missing", settled)).checks[0]?.state, "warning");
});
