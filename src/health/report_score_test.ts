import assert from "node:assert/strict";
import { failure, FakeCloud, type FakeOptions, NOW } from "./_fake_cloud.ts";
import { check } from "./check.ts";
import type { CollectionName } from "./collections/mod.ts";
import type { Score } from "./report.ts";
import type { SendOptions } from "../openstack/request.ts";
import { type RunOptions, runReport } from "./run.ts";

/** The score of a run that reads some collections and nothing else. */
async function scoreOf(
  names: readonly CollectionName[],
  fake: FakeOptions = {},
  options: Partial<RunOptions> = {},
): Promise<Score | undefined> {
  const reading = check({
    id: "reading",
    area: "platform",
    title: "Nothing",
    data: [],
    optional: names,
    thresholds: {},
    severities: [],
    remedy: "None.",
    run: () => [],
  });
  const report = await runReport({
    cloud: new FakeCloud(fake),
    tool: { name: "openstack-mcp", version: "1.2.3" },
    now: () => NOW,
    registry: [reading],
    ...options,
  });
  return report.scores?.[0];
}

const VOLUMES = "block-storage.volumes.list";
const volume = (id: string, status: string) => ({
  "id": id,
  status,
  "os-vol-tenant-attr:tenant_id": "acme-id",
});
const process = (state: string, status = "enabled") => ({
  binary: "cinder-volume",
  host: "sto",
  state,
  status,
});
const vcpus = {
  "placement.resource_providers.list": ["1", "2"].map((uuid) => ({ uuid, name: `cmp-${uuid}` })),
};

Deno.test("a run that read nothing has no score", async () => {
  assert.equal(await scoreOf([]), undefined);
  const answers = { [VOLUMES]: failure(403) };
  assert.equal(await scoreOf(["volumes"], { answers, session: { roles: ["stranger"] } }), undefined);
});

Deno.test("a score expects no points of what was not read, and says why", async () => {
  const answers = {
    [VOLUMES]: [
      ...Array.from({ length: 19 }, (_, index) => volume(`v${index}`, "available")),
      volume("v19", "error_deleting"),
    ],
    "compute.servers.list": failure(403),
    "network.agents.list": failure(503),
  };
  const session = { roles: ["stranger"] };
  const score = await scoreOf(["volumes", "servers", "loadBalancers", "agents"], { answers, session });
  assert.deepEqual([score?.points, score?.of], [7, 10]);
  assert.deepEqual(score?.parts, [{ part: "volumes", points: 7, of: 10, why: "1 of 20 failed" }]);
  assert.deepEqual(score?.not_scored, [
    { part: "apis", why: "not read in this run" },
    { part: "services", why: "not read in this run" },
    { part: "servers", why: "servers: not permitted" },
    { part: "load_balancers", why: "none" },
    { part: "stacks", why: "not read in this run" },
    { part: "capacity", why: "not read in this run" },
    { part: "quotas", why: "not read in this run" },
  ]);
});

Deno.test("a score counts processes only if those of every service were read", async () => {
  const names = ["computeServices", "agents", "volumeServices"] as const;
  const answers = {
    "compute.services.list": [{ ...process("up"), binary: "nova-compute" }],
    "network.agents.list": [{
      id: "a",
      binary: "neutron-dhcp-agent",
      host: "net",
      alive: true,
      admin_state_up: true,
    }],
    "block-storage.services.list": [process("down"), process("down", "disabled")],
  };
  assert.deepEqual((await scoreOf(names, { answers }))?.parts, [{
    part: "services",
    points: 13,
    of: 20,
    why: "2 of 3 up",
  }]);
  const without = { ...answers, "network.agents.list": [] };
  assert.equal(await scoreOf(names, { answers: without }), undefined);
});

Deno.test("a score judges the quotas of the login's own project", async () => {
  const names = ["computeQuota", "networkQuota", "volumeQuota"] as const;
  const answers = {
    "identity.projects.list": [{ id: "acme-id", name: "acme" }, { id: "globex-id", name: "globex" }],
    "compute.quotas.show": ({ path }: SendOptions) => ({
      quota_set: { cores: { limit: 10, in_use: path?.["project_id"] === "acme-id" ? 8 : 10, reserved: 0 } },
    }),
  };
  const quotas = { part: "quotas", points: 2, of: 5, why: "cores 80 % used" };
  assert.deepEqual((await scoreOf(names, { answers }))?.parts, [quotas]);
  assert.deepEqual((await scoreOf(names, { answers }, { allProjects: true }))?.parts, [quotas]);
  const session = { project: { id: "third-id", name: "third" } };
  assert.equal(await scoreOf(names, { answers, session }, { allProjects: true }), undefined);
});

Deno.test("a score does not judge a cloud by some of its hosts", async () => {
  const answers = {
    ...vcpus,
    "placement.inventories.list": {
      inventories: { VCPU: { total: 10, reserved: 0, allocation_ratio: 2, max_unit: 10 } },
    },
    "placement.usages.list": { usages: { VCPU: 16 } },
  };
  assert.deepEqual((await scoreOf(["providers"], { answers }))?.parts, [{
    part: "capacity",
    points: 6,
    of: 10,
    why: "VCPU 80 % used",
  }]);
  assert.equal(await scoreOf(["providers"], { answers }, { maxHosts: 1 }), undefined);
});

Deno.test("a score takes a failed read for a failing service, whose version document may be fine", async () => {
  const answers = { [VOLUMES]: failure(503) };
  assert.deepEqual((await scoreOf(["probes", "volumes"], { answers }))?.parts, [{
    part: "apis",
    points: 16,
    of: 20,
    why: "failing: block-storage",
  }]);
});
