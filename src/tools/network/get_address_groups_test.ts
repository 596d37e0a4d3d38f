import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getAddressGroups } from "./get_address_groups.ts";

/** The id of the demo's only group. */
const GROUP = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a104";

Deno.test("get_address_groups shows addresses, and which security groups use them", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer, record } = await call(getAddressGroups);
    assert.deepEqual(rowsOf(answer).map(({ id: _id, ...row }) => row), [{
      name: "offices",
      addresses: ["198.51.100.0/25", "203.0.113.250/32"],
      security_groups: [],
      description: "Where administrators log in from",
    }]);
    assert.equal(record.requests, 2, "groups, rules");
    const rule = (id: string, security_group_id: string) => ({
      id,
      security_group_id,
      remote_address_group_id: rowsOf(answer)[0]?.["id"],
    });
    const body = { security_group_rules: [rule("r1", "g1"), rule("r2", "g1"), rule("r3", "g2")] };
    demo.setFaults([
      { service: "network", path: "/security-group-rules", kind: "status", status: 200, body },
      {
        service: "network",
        path: "/security-groups",
        kind: "status",
        status: 200,
        body: { security_groups: [{ id: "g1", name: "web" }] },
      },
    ]);
    const used = rowsOf((await call(getAddressGroups)).answer);
    assert.deepEqual(used[0]?.["security_groups"], ["web", "g2"]);
  });
});

Deno.test("get_address_groups shows a member what is shared with it", async () => {
  await withTools({ user: "gina" }, async ({ call }) => {
    assert.deepEqual(rowsOf((await call(getAddressGroups)).answer).map((row) => row["name"]), ["offices"]);
  });
});

Deno.test("get_address_groups keeps to the project, and says what of other projects may be hidden", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getAddressGroups)).answer["total"], 1);
  });
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getAddressGroups)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getAddressGroups);
    assert.equal(answer["total"], 1);
    assert.match(String(answer["note"]), /address groups of other projects/);
  });
});

Deno.test("get_address_groups shows an administrator what is shared with its project", async () => {
  await withTools({ user: "admin" }, async ({ call, demo }) => {
    const path = "/rbac-policies";
    const policy = { id: "r1", object_type: "address_group", object_id: GROUP, target_tenant: "*" };
    const body = { rbac_policies: [policy] };
    demo.setFaults([{ service: "network", path, kind: "status", status: 200, body }]);
    const { answer } = await call(getAddressGroups);
    assert.deepEqual(rowsOf(answer).map((row) => row["id"]), [GROUP]);
    assert.match(JSON.stringify((await call(getAddressGroups, { names: GROUP })).answer), /"name":"offices"/);
    demo.setFaults([{ service: "network", path, kind: "status", status: 500 }]);
    const unshared = await call(getAddressGroups);
    assert.match(JSON.stringify(unshared.answer["unavailable"]), /address groups that others share/);
    assert.equal("total" in unshared.answer, false);
    const foreign = await call(getAddressGroups, { names: GROUP });
    assert.equal(foreign.error?.reason, "refused by policy");
  });
});

Deno.test("get_address_groups does not take rules that could not be read for none", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "network", path: "/security-group-rules", kind: "status", status: 500 }]);
    const { answer } = await call(getAddressGroups);
    assert.equal("security_groups" in (rowsOf(answer)[0] ?? {}), false);
    assert.match(JSON.stringify(answer["unavailable"]), /rules that use address groups/);
  });
});

Deno.test("get_address_groups answers the reading actions of set_address_group", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_address_group" };
    const { answer } = await call(getAddressGroups, { action: "show", group_name: "offices" }, as);
    assert.match(JSON.stringify(answer), /"project":"acme"/);
  });
});
