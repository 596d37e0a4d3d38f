import assert from "node:assert/strict";
import { member } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getShareSnapshots } from "./get_share_snapshots.ts";

Deno.test("get_share_snapshots names the share", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getShareSnapshots);
    const [{ id: _id, created: _created, ...snapshot } = {}] = rowsOf(answer);
    const expected = { name: "team-files-monday", share: "team-files", status: "available", size_gib: 10 };
    assert.deepEqual(snapshot, expected);
    // Version document, snapshots, names of shares.
    assert.equal(record.requests, 3);
  });
});

Deno.test("get_share_snapshots finds those of a share", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getShareSnapshots, { filters: { share: "team-files" } })).answer["total"], 1);
    const { error } = await call(getShareSnapshots, { filters: { share: "nothing" } });
    assert.equal(error?.reason, "not found");
  });
});

Deno.test("get_share_snapshots shows the id of a share whose name cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "sharev2", path: "/shares/detail", kind: "status", status: 503 }]);
    const { answer } = await call(getShareSnapshots);
    assert.match(String(rowsOf(answer)[0]?.["share"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of shares/);
  });
});

Deno.test("get_share_snapshots keeps to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getShareSnapshots)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const [row] = rowsOf((await call(getShareSnapshots, { fields: ["share", "project"] })).answer);
    assert.deepEqual([row?.["share"], row?.["project"]], ["team-files", "acme"]);
  });
});

Deno.test("get_share_snapshots answers what set_share_snapshot reads", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_share_snapshot" };
    assert.equal((await call(getShareSnapshots, { action: "list" }, as)).answer["total"], 1);
    const { answer } = await call(getShareSnapshots, { action: "show", names: "team-files-monday" }, as);
    assert.equal(member(answer, "share_snapshot")["share"], "team-files");
  });
});
