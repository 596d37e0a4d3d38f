import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getImageMembers } from "./get_image_members.ts";

Deno.test("get_image_members tells the owner who accepted, by id where names are an administrator's", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getImageMembers, { image: "acme-golden" });
    assert.equal(answer["image"], "acme-golden");
    assert.deepEqual(answer["columns"], ["status", "updated", "project_id"]);
    assert.equal(rowsOf(answer)[0]?.["status"], "accepted");
    assert.ok(!("note" in answer));
    // Images, members.
    assert.equal(record.requests, 2);
  });
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getImageMembers, { image: "acme-golden" });
    assert.equal(rowsOf(answer)[0]?.["project"], "globex");
  });
});

Deno.test("get_image_members says that a member is told of itself alone", async () => {
  await withTools({ user: "gina" }, async ({ call }) => {
    const { answer } = await call(getImageMembers, { image: "acme-golden" });
    assert.deepEqual(rowsOf(answer).map((row) => row["project"]), ["globex"]);
    assert.match(String(answer["note"]), /only its owner is told of other members/);
  });
});

Deno.test("get_image_members does not ask for what cannot be there, and finds no foreign images", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getImageMembers, { image: "cirros-0.6.2" });
    assert.equal(answer["total"], 0);
    assert.match(String(answer["note"]), /this one is public$/);
    assert.ok(requests.every(({ path }) => !path.endsWith("/members")));
    assert.equal((await call(getImageMembers, { image: "dev-box-shelved" })).error?.reason, "not found");
  });
});

Deno.test("get_image_members answers what older tools list, and tells a refusal", async () => {
  await withTools({}, async ({ call, demo }) => {
    const args = { action: "list", image_name: "acme-golden", member_project: "" };
    const { answer } = await call(getImageMembers, args, { name: "set_image_members" });
    assert.equal(answer["total"], 1);
    demo.setFaults([{ path: "/members", kind: "status", status: 403, body: {} }]);
    assert.equal(
      (await call(getImageMembers, args, { name: "set_image_members" })).error?.reason,
      "not permitted",
    );
  });
});
