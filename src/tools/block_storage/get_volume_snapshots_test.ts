import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeSnapshots } from "./get_volume_snapshots.ts";

Deno.test("get_volume_snapshots names volumes, and finds the snapshots of one", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getVolumeSnapshots);
    assert.equal(answer["total"], 2);
    const nightly = rowsOf(answer).find((row) => row["name"] === "db-01-nightly");
    assert.equal(nightly?.["volume"], "db-01-data");
    assert.equal(nightly?.["size_gib"], 20);
    assert.match(String(nightly?.["created"]), /Z$/);
    // The version, snapshots, volumes.
    assert.equal(record.requests, 3);
    const own = await call(getVolumeSnapshots, { filters: { volume: "archive-2025" } });
    assert.deepEqual(rowsOf(own.answer).map((row) => row["name"]), ["archive-snap"]);
    assert.ok(!("scanned" in own.answer));
    const gone = await call(getVolumeSnapshots, { filters: { volume: crypto.randomUUID() } });
    assert.equal(gone.answer["total"], 0);
    assert.equal(
      (await call(getVolumeSnapshots, { filters: { volume: "nothing" } })).error?.reason,
      "not found",
    );
  });
});

Deno.test("get_volume_snapshots says why one failed, and how far one is", async () => {
  await withTools({}, async ({ call, demo }) => {
    const snapshots = [
      { id: "a", name: "bad", status: "error", size: 1 },
      {
        "id": "b",
        "name": "slow",
        "status": "creating",
        "size": 1,
        "os-extended-snapshot-attributes:progress": "40%",
      },
    ];
    const messages = [{ id: "m", resource_uuid: "a", user_message: "driver failed" }];
    demo.setFaults([
      { path: "/snapshots/detail", kind: "garbage", body: JSON.stringify({ snapshots }) },
      { path: "/messages", kind: "garbage", body: JSON.stringify({ messages }) },
    ]);
    const [bad, slow] = rowsOf((await call(getVolumeSnapshots)).answer);
    assert.deepEqual(bad?.["error_message"], { untrusted_text: "driver failed" });
    assert.equal(slow?.["progress"], "40%");
  });
});

Deno.test("get_volume_snapshots answers what older tools list, and one by id", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_snapshot" };
    const defaults = {
      action: "list",
      snapshot_names: "",
      name_contains: "",
      status: "",
      volume_id: "",
      description: "",
    };
    const { answer } = await call(getVolumeSnapshots, defaults, as);
    assert.equal(answer["total"], 2);
    const [first] = rowsOf(answer);
    const one = await call(getVolumeSnapshots, { ...defaults, snapshot_names: first?.["id"] }, as);
    assert.equal(wire(one.answer["snapshot"])["name"], first?.["name"]);
    const part = await call(getVolumeSnapshots, { ...defaults, name_contains: "NIGHT" }, as);
    assert.equal(part.answer["total"], 1);
  });
});

Deno.test("get_volume_snapshots keeps to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getVolumeSnapshots)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getVolumeSnapshots, { fields: ["project", "volume"] });
    assert.equal(answer["total"], 2);
    assert.ok(rowsOf(answer).every((row) => row["project"] === "acme"));
  });
});
