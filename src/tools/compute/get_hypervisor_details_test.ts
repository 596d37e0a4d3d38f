import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getHypervisorDetails } from "./get_hypervisor_details.ts";

const CMP_02 = "9ca7a86c-84cb-4acd-9c26-c42160d0cd98";

Deno.test("get_hypervisor_details tells capacity and use by Placement, with sums", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record } = await call(getHypervisorDetails, { hypervisor_name: "all" });
    const rows = rowsOf(answer);
    const cmp01 = rows.find((row) => row["name"] === "cmp-01");
    // (64 - 0) x 16, (262144 - 512) x 1.5, 4096 x 1.
    assert.deepEqual(
      ["vcpus_capacity", "ram_capacity_mib", "disk_capacity_gib"].map((column) => cmp01?.[column]),
      [1024, 392448, 4096],
    );
    const cmp02 = rows.find((row) => row["name"] === "cmp-02");
    assert.deepEqual([cmp02?.["state"], cmp02?.["status"]], ["up", "disabled"]);
    const totals = Object.fromEntries(Object.entries(answer["totals"] ?? {}));
    assert.equal(totals["hypervisors"], 3);
    assert.equal(totals["vcpus_capacity"], 3072);
    assert.equal(totals["vcpus_used"], rows.reduce((sum, row) => sum + Number(row["vcpus_used"]), 0));
    // Two version documents, hypervisors, providers, two for each of three.
    assert.equal(record.requests, 10);
  });
});

Deno.test("get_hypervisor_details takes names and ids, and asks Placement only for what it shows", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    for (const hypervisor_name of ["cmp-02", CMP_02]) {
      const { answer } = await call(getHypervisorDetails, { hypervisor_name });
      const one = Object.fromEntries(Object.entries(answer["hypervisor"] ?? {}));
      assert.equal(one["name"], "cmp-02");
      assert.equal(one["ram_ratio"], 1.5);
      assert.equal(typeof one["servers"], "number");
    }
    const { answer, requests } = await call(getHypervisorDetails, { detail: "basic" });
    assert.deepEqual(answer["columns"], ["name", "state", "status", "id"]);
    assert.ok(!("totals" in answer));
    assert.ok(!requests.some((one) => one.service === "placement"));
  });
});

Deno.test("get_hypervisor_details sums only what it could read", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{
      service: "placement",
      path: `${CMP_02}/usages`,
      kind: "status",
      status: 500,
      body: {},
    }]);
    const { answer } = await call(getHypervisorDetails);
    const totals = Object.fromEntries(Object.entries(answer["totals"] ?? {}));
    assert.equal(totals["hypervisors"], "2 of 3");
    assert.equal(totals["vcpus_capacity"], 2048);
    const [part] = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
    assert.equal(part.what, "capacity of cmp-02");
    const unread = rowsOf(answer).find((row) => row["name"] === "cmp-02");
    assert.deepEqual([unread?.["vcpus_used"], unread?.["ram_capacity_mib"]], ["unknown", "unknown"]);

    demo.setFaults([{ service: "placement", kind: "status", status: 500, body: {} }]);
    const without = await call(getHypervisorDetails);
    assert.deepEqual(without.answer["columns"], ["name", "state", "status", "disabled_reason", "id"]);
    assert.ok("unavailable" in without.answer && !("totals" in without.answer));
  });
});

Deno.test("get_hypervisor_details adds up the providers inside a hypervisor", async () => {
  const root = "a0770322-feb8-4bdf-bdb9-818dcd84c4d7";
  const child = { uuid: "c0ffee", name: "cmp-01_gpu", parent_provider_uuid: root, root_provider_uuid: root };
  const providers = [{ uuid: root, name: "cmp-01", root_provider_uuid: root }, child];
  const inventories = { VGPU: { total: 8, reserved: 0, allocation_ratio: 1 } };
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const body = (value: unknown) => ({ kind: "garbage" as const, body: JSON.stringify(value) });
    demo.setFaults([
      { path: "/resource_providers$", ...body({ resource_providers: providers }) },
      { path: "/c0ffee/inventories", ...body({ inventories }) },
      { path: "/c0ffee/usages", ...body({ usages: { VGPU: 3 } }) },
    ]);
    const { answer } = await call(getHypervisorDetails);
    const rows = rowsOf(answer);
    const cmp01 = rows.find((row) => row["name"] === "cmp-01");
    assert.deepEqual(cmp01?.["other_resources"], ["VGPU 3 of 8"]);
    const [part] = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
    assert.deepEqual([part.what, part.reason], ["capacity of cmp-02, cmp-03", "not found"]);
  });
});

Deno.test("get_hypervisor_details is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getHypervisorDetails)).error?.reason, "not permitted");
    assert.equal((await call(getHypervisorDetails, { names: CMP_02 })).error?.reason, "not permitted");
  });
});
