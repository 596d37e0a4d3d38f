import assert from "node:assert/strict";
import { failure, FakeCloud, NOW } from "../_fake_cloud.ts";
import { runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };
const PROJECTS = [
  { id: "1", name: "acme", enabled: true },
  { id: "2", name: "gone", enabled: true },
  { id: "3", name: "globex", enabled: true },
  { id: "4", name: "1-stack", enabled: true, description: "Heat stack user project" },
];

Deno.test("a project that vanishes meanwhile leaves the findings of the others, and a doubt", async () => {
  const cloud = new FakeCloud({
    answers: {
      "identity.projects.list": PROJECTS,
      "compute.quotas.show": ({ path }) =>
        path?.["project_id"] === "2"
          ? failure(404, { id: "compute.quotas.show", service: "compute" })
          : { quota_set: { cores: { limit: 10, in_use: 9, reserved: 0 } } },
    },
  });
  const report = await runReport({ cloud, tool: TOOL, now: () => NOW, allProjects: true, checks: ["quota"] });
  const quota = report.checks.find(({ id }) => id === "quota");
  assert.equal(quota?.state, "unknown");
  assert.match(quota?.reason ?? "", /those of 1 projects could not be read/);
  const keys = report.findings.filter(({ check }) => check === "quota").map(({ key }) => key);
  assert.deepEqual(keys, ["quota/1/compute/cores", "quota/3/compute/cores"]);
});

Deno.test("all projects are asked but those that Heat makes", async () => {
  const cloud = new FakeCloud({ answers: { "identity.projects.list": PROJECTS } });
  await runReport({ cloud, tool: TOOL, now: () => NOW, allProjects: true, checks: ["quota"] });
  const asked = cloud.sent.filter(({ operation }) => operation === "compute.quotas.show");
  assert.deepEqual(asked.map(({ path }) => path?.["project_id"]), ["1", "2", "3"]);
});

Deno.test("what Octavia does not limit is not counted", async () => {
  const cloud = new FakeCloud();
  await runReport({ cloud, tool: TOOL, now: () => NOW, checks: ["quota-unlimited", "quota-negative"] });
  const sent = cloud.sent.filter(({ operation }) => operation.startsWith("load-balancer."));
  assert.deepEqual(sent.map(({ operation }) => operation), ["load-balancer.quotas.show"]);
});

Deno.test("volumes that Cinder keeps for its own work are in no quota", async () => {
  const volumes = Array.from({ length: 9 }, (_, index) => ({
    "id": `v${index}`,
    "status": "available",
    "size": 1,
    "consumes_quota": index === 0,
    "os-vol-tenant-attr:tenant_id": "acme-id",
  }));
  const cloud = new FakeCloud({
    answers: {
      "block-storage.volumes.list": volumes,
      "block-storage.quotas.show": { quota_set: { volumes: { limit: 10, in_use: 1, reserved: 0 } } },
    },
  });
  const report = await runReport({ cloud, tool: TOOL, now: () => NOW, checks: ["quota-negative"] });
  assert.equal(report.checks[0]?.state, "ok", report.checks[0]?.reason);
});
