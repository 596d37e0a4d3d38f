import assert from "node:assert/strict";
import { ago, failure, type FakeAnswers, FakeCloud, type FakeOptions, NOW } from "../_fake_cloud.ts";
import type { Report } from "../report.ts";
import { type RunOptions, runReport } from "../run.ts";

const TOOL = { name: "openstack-mcp", version: "1.2.3" };

async function report(check: string, fake: FakeOptions, run: Partial<RunOptions> = {}): Promise<Report> {
  return await runReport({ cloud: new FakeCloud(fake), tool: TOOL, now: () => NOW, checks: [check], ...run });
}

function servers(...given: Record<string, unknown>[]): FakeAnswers {
  return {
    "compute.servers.list": given.map((server, index) => ({
      id: `s${index}`,
      name: `web-0${index}`,
      status: "ACTIVE",
      tenant_id: "acme-id",
      user_id: "user-1",
      created: ago({ days: 40 }),
      updated: ago({ days: 40 }),
      hostId: "h1",
      ...server,
    })),
  };
}

const VOLUMES = "os-extended-volumes:volumes_attached";

Deno.test("server-no-backup does not judge servers whose backups it may not see", async () => {
  const answers = {
    ...servers({ [VOLUMES]: [{ id: "v0" }] }, {}),
    "block-storage.backups.list": failure(403),
  };
  const session = { roles: ["stranger"] };
  const { checks, findings } = await report("server-no-backup", { answers, session });
  assert.deepEqual(findings.map(({ key }) => key), ["server-no-backup/s1"]);
  assert.ok(
    checks[0]?.unavailable?.some(({ detail }) => detail === "1 servers may have some that cannot be read"),
  );
});

Deno.test("server-no-backup takes the newest of all copies", async () => {
  const answers = {
    ...servers({ [VOLUMES]: [{ id: "v0" }, { id: "v1" }] }),
    "block-storage.snapshots.list": [
      { id: "n0", volume_id: "v0", status: "available", created_at: ago({ days: 30 }) },
      { id: "n1", volume_id: "v1", status: "available", created_at: ago({ days: 6 }) },
    ],
  };
  assert.equal((await report("server-no-backup", { answers })).checks[0]?.state, "ok");
});

Deno.test("server-secret-metadata never tells a value", async () => {
  const answers = servers({ metadata: { root_password: "hunter2", role: "web" } });
  const found = await report("server-secret-metadata", { answers });
  assert.equal(found.checks[0]?.state, "warning");
  assert.ok(!JSON.stringify(found).includes("hunter2"));
});

for (
  const [key, found] of Object.entries({
    "adminPass": 1,
    "AWS_SECRET_ACCESS_KEY": 1,
    "mysqlpassword": 1,
    "user_password2": 1,
    "auth.token": 1,
    "api-key": 1,
    "private_key": 1,
    "access_key_id": 0,
    "password_policy": 0,
    "secret_href": 0,
    "bypass": 0,
    "passthrough": 0,
    "secretary": 0,
    "tokenizer": 0,
    "public_key": 0,
  })
) {
  Deno.test(`server-secret-metadata ${found ? "warns of" : "lets pass"} ${key}`, async () => {
    const { findings } = await report("server-secret-metadata", {
      answers: servers({ metadata: { [key]: "x" } }),
    });
    assert.equal(findings.length, found);
  });
}

Deno.test("server-single-az keeps projects apart, and looks at servers that stand somewhere", async () => {
  const answers = {
    ...servers(
      {},
      { tenant_id: "globex-id" },
      { name: "db-1" },
      { name: "db-2", hostId: "", status: "SHELVED_OFFLOADED" },
      { name: "01" },
      { name: "02" },
    ),
    "compute.availability_zones.list": [{ zoneName: "nova", zoneState: { available: true } }],
  };
  const { checks } = await report("server-single-az", { answers }, { allProjects: true });
  assert.equal(checks[0]?.state, "ok");
});

Deno.test("server-flavor-gone goes by the id where Nova tells no name", async () => {
  const answers = {
    ...servers({ flavor: { id: "f0" } }, { flavor: { id: "f1" } }, { flavor: undefined }),
    "compute.flavors.list": [{ id: "f0", name: "small" }],
  };
  const { findings } = await report("server-flavor-gone", { answers });
  assert.deepEqual(findings.map(({ key }) => key), ["server-flavor-gone/s1"]);
});

Deno.test("server-image-gone asks for many images in a few requests", async () => {
  const answers = servers(
    ...Array.from({ length: 250 }, (_, index) => ({ image: { id: `i${index}` } })),
    { image: "" },
  );
  const cloud = new FakeCloud({ answers });
  const found = await runReport({ cloud, tool: TOOL, now: () => NOW, checks: ["server-image-gone"] });
  assert.equal(found.findings.length, 250);
  assert.equal(cloud.sent.filter(({ operation }) => operation === "image.images.list").length, 6);
});

Deno.test("server-error tells that a fault could not be read", async () => {
  const answers = {
    ...servers({ status: "ERROR" }),
    "compute.servers.show": failure(500),
    "compute.server_actions.list": {
      instanceActions: [{ request_id: "r", action: "resize", message: "Error" }],
    },
  };
  const { findings } = await report("server-error", { answers });
  assert.equal(
    findings[0]?.text,
    "server web-00 has been in ERROR for 40d after resize: its fault could not be read",
  );
  assert.equal(findings[0]?.next, "openstack server show s0 -c fault");
});

Deno.test("server-no-key does not miss a key where user data may have brought one", async () => {
  const answers = servers({ "OS-EXT-SRV-ATTR:user_data": "I2Nsb3VkLWNvbmZpZw==" }, { key_name: "alice-key" });
  assert.deepEqual((await report("server-no-key", { answers })).findings, []);
});
