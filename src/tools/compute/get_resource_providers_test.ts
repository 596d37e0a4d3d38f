import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getResourceProviders } from "./get_resource_providers.ts";

Deno.test("get_resource_providers shows use of capacity, two requests a provider", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, record, requests } = await call(getResourceProviders);
    const cmp01 = rowsOf(answer).find((row) => row["name"] === "cmp-01");
    assert.match(String(cmp01?.["used"]), /^VCPU \d+ of 1024,MEMORY_MB \d+ of 392448,DISK_GB \d+ of 4096$/);
    assert.equal(record.requests, 2 + 2 * 3);
    assert.ok(!requests.some((one) => one.path.endsWith("/traits")));
  });
});

Deno.test("get_resource_providers reads traits when they are asked for, and nothing else", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer, requests } = await call(getResourceProviders, { names: "cmp-03", fields: "traits" });
    const provider = Object.fromEntries(Object.entries(answer["resource_provider"] ?? {}));
    assert.ok(Array.isArray(provider["traits"]) && provider["traits"].includes("COMPUTE_NODE"));
    assert.ok(!requests.some((one) => one.path.endsWith("/inventories")));
  });
});

Deno.test("get_resource_providers tells failures of many in one entry", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    demo.setFaults([{ service: "placement", path: "/inventories", kind: "status", status: 500, body: {} }]);
    const { answer } = await call(getResourceProviders);
    assert.deepEqual(answer["columns"], ["name", "id"]);
    const parts = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
    assert.equal(parts.length, 1);
    assert.match(parts[0].what, /^inventories and usages of (?:cmp-0\d(?:, )?){3}$/);
  });
});

Deno.test("get_resource_providers is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getResourceProviders)).error?.reason, "not permitted");
  });
});
