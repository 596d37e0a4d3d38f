import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getNetworkRbacPolicies } from "./get_network_rbac_policies.ts";

Deno.test("get_network_rbac_policies names objects and target projects", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getNetworkRbacPolicies);
    const rows = rowsOf(answer).map((row) =>
      [row["object"], row["type"], row["action"], row["target"]].join(" ")
    );
    assert.deepEqual(rows.sort(), [
      "internal address_scope access_as_shared *",
      "internal-v4 subnetpool access_as_shared *",
      "offices address_group access_as_shared globex",
      "provider-vlan100 network access_as_shared *",
      "public network access_as_external *",
      "standard-100mbit qos_policy access_as_shared *",
    ]);
  });
});

Deno.test("get_network_rbac_policies shows a project what it shares, and reads one list for each type", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getNetworkRbacPolicies);
    assert.deepEqual(rowsOf(answer).map((row) => row["object"]), ["offices"]);
    // A member is not told the names of other projects.
    assert.match(String(rowsOf(answer)[0]?.["target"]), /^[0-9a-f]{32}$/);
    assert.equal(record.requests, 2, "policies, address groups");
  });
  await withTools({ user: "gina" }, async ({ call }) => {
    assert.equal((await call(getNetworkRbacPolicies)).answer["total"], 0);
  });
});

Deno.test("get_network_rbac_policies keeps to the project, filters, and shows one by id", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const { answer } = await call(getNetworkRbacPolicies, { filters: { type: "network" } });
    assert.equal(answer["total"], 2);
    const external = await call(getNetworkRbacPolicies, { filters: { action: "access_as_external" } });
    assert.deepEqual(rowsOf(external.answer).map((row) => row["object"]), ["public"]);
    const names = rowsOf(external.answer)[0]?.["id"];
    const as = { name: "set_network_rbac_policy" };
    const shown = await call(getNetworkRbacPolicies, { action: "show", names }, as);
    assert.match(JSON.stringify(shown.answer), /"object":"public".*"owner":"admin"/);
    assert.equal((await call(getNetworkRbacPolicies)).answer["total"], 5);
  });
});

Deno.test("get_network_rbac_policies shows ids where names cannot be read", async () => {
  await withTools({ user: "admin" }, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/networks", kind: "status", status: 500 }]);
    const { answer } = await call(getNetworkRbacPolicies, { filters: { type: "network" } });
    assert.match(String(rowsOf(answer)[0]?.["object"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of networks/);
  });
});
