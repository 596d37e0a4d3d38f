import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getGroups } from "./get_groups.ts";

Deno.test("get_groups lists groups, and their members in full", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const { answer, requests } = await call(getGroups);
    assert.equal(answer["scope"], "all groups of this cloud");
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["acme-auditors"]);
    assert.equal(requests.length, 1);
    const full = await call(getGroups, { names: "acme-auditors" });
    assert.match(JSON.stringify(full.answer["group"]), /"domain":"Default".*"members":\["bob"\]/);
    demo.setFaults([{ path: "/users$", kind: "status", status: 503 }]);
    const unread = await call(getGroups, { detail: "full" });
    assert.equal(rowsOf(unread.answer)[0]?.["members"], "unknown");
    assert.match(JSON.stringify(unread.answer["unavailable"]), /"members of group acme-auditors".*HTTP 503/);
  });
});

Deno.test("get_groups tells members the groups that they are in", async () => {
  await withTools({ user: "bob", project: "acme" }, async ({ call }) => {
    const { answer } = await call(getGroups);
    assert.equal(answer["scope"], "groups of user bob");
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["acme-auditors"]);
    assert.match(JSON.stringify(answer["unavailable"]), /"groups that this user is not in".*not permitted/);
  });
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getGroups);
    assert.equal(answer["note"], "this user is in no group");
    assert.match(JSON.stringify(answer["unavailable"]), /not permitted/);
    assert.equal((await call(getGroups, { names: "acme-auditors" })).error?.reason, "not permitted");
    assert.equal((await call(getGroups, { name_contains: "acme" })).error?.reason, "not permitted");
  });
});

Deno.test("get_groups answers the list of set_identity_groups", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    const args = { action: "list", group_name: "", description: "", domain_id: "default" };
    const listed = await call(getGroups, args, { name: "set_identity_groups" });
    assert.deepEqual(listed.answer, (await call(getGroups)).answer);
    assert.deepEqual((await call(getGroups, { filters: { domain: "heat" } })).answer["rows"], []);
  });
});
