import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getSubnetPools } from "./get_subnet_pools.ts";

Deno.test("get_subnet_pools shows own and shared ones with lengths and address scope", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const { answer } = await call(getSubnetPools, { sort: "name" });
      const [own, shared] = rowsOf(answer);
      assert.equal(own?.["name"], "acme-lab");
      assert.deepEqual({ ...shared, id: "" }, {
        name: "internal-v4",
        ip_version: 4,
        prefixes: ["10.64.0.0/12"],
        default_prefix_length: 24,
        min_prefix_length: 20,
        max_prefix_length: 28,
        address_scope: "internal",
        shared: true,
        default: true,
        id: "",
      });
    });
  }
});

Deno.test("get_subnet_pools keeps to the scope", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.deepEqual(rowsOf((await call(getSubnetPools)).answer).map((row) => row["name"]), ["internal-v4"]);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getSubnetPools)).answer["total"], 2);
  });
});

Deno.test("get_subnet_pools finds by address scope, version, name and older arguments", async () => {
  await withTools({}, async ({ call }) => {
    const names = async (args: Record<string, unknown>) =>
      rowsOf((await call(getSubnetPools, args)).answer).map((row) => row["name"]);
    assert.deepEqual(await names({ filters: { address_scope: "internal" } }), ["internal-v4"]);
    assert.deepEqual(await names({ filters: { shared: false } }), ["acme-lab"]);
    assert.deepEqual(await names({ filters: { ip_version: 6 } }), []);
    const unknown = await call(getSubnetPools, { filters: { address_scope: "nowhere" } });
    assert.equal(unknown.error?.reason, "not found");
    const as = { name: "set_subnet_pool" };
    const shown = await call(getSubnetPools, { action: "show", pool_name: "acme-lab" }, as);
    assert.match(JSON.stringify(shown.answer), /"project_limit":"unlimited"/);
  });
});

Deno.test("get_subnet_pools shows the id of an address scope that cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/address-scopes", kind: "status", status: 500 }]);
    const { answer } = await call(getSubnetPools, { filters: { shared: true } });
    assert.match(String(rowsOf(answer)[0]?.["address_scope"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of address scopes/);
  });
});
