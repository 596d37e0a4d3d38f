import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeBackups } from "./get_volume_backups.ts";

Deno.test("get_volume_backups names volumes and shows one in full", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getVolumeBackups);
    assert.deepEqual(rowsOf(answer).map((row) => [row["name"], row["volume"], row["size_gib"]]), [
      ["archive-backup", "archive-2025", 1],
    ]);
    // The version, backups, volumes.
    assert.equal(record.requests, 3);
    const one = wire((await call(getVolumeBackups, { names: "archive-backup" })).answer["backup"]);
    assert.equal(one["incremental"], false);
    assert.equal(one["has_dependents"], false);
    assert.equal(one["container"], "monthly");
    assert.equal(one["object_count"], 21);
  });
});

Deno.test("get_volume_backups tells chains and why one failed, and keeps the id of a volume that is gone", async () => {
  await withTools({}, async ({ call, demo }) => {
    const gone = crypto.randomUUID();
    const backups = [
      { id: "a", name: "full", status: "available", size: 1, volume_id: gone, has_dependent_backups: true },
      {
        id: "b",
        name: "next",
        status: "error",
        size: 1,
        volume_id: gone,
        is_incremental: true,
        fail_reason: "no",
      },
    ];
    demo.setFaults([{ path: "/backups/detail", kind: "garbage", body: JSON.stringify({ backups }) }]);
    const [full, next] = rowsOf((await call(getVolumeBackups, { filters: { volume: gone } })).answer);
    assert.deepEqual([full?.["has_dependents"], next?.["incremental"]], [true, true]);
    assert.deepEqual(next?.["fail_reason"], { untrusted_text: "no" });
    assert.equal(full?.["volume"], gone);
  });
});

Deno.test("get_volume_backups answers what older tools list and show", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_volume_backups" };
    const defaults = {
      action: "list",
      backup_name: "",
      volume_name: "",
      description: "",
      incremental: false,
      force: false,
    };
    assert.equal((await call(getVolumeBackups, defaults, as)).answer["total"], 1);
    const others = await call(getVolumeBackups, { ...defaults, volume_name: "logs" }, as);
    assert.equal(others.answer["total"], 0);
    const shown = await call(getVolumeBackups, {
      ...defaults,
      action: "show",
      backup_name: "archive-backup",
    }, as);
    assert.equal(wire(shown.answer["backup"])["volume"], "archive-2025");
  });
});

Deno.test("get_volume_backups shows owners to administrators, and keeps to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getVolumeBackups)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getVolumeBackups, { fields: ["project"] });
    assert.deepEqual(rowsOf(answer).map((row) => row["project"]), ["acme"]);
  });
});
