import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getServerMigrations } from "./get_server_migrations.ts";

Deno.test("get_server_migrations tells the history to administrators", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const [migration] = rowsOf((await call(getServerMigrations)).answer);
    assert.deepEqual(
      ["server", "type", "status", "source_host", "dest_host"].map((column) => migration?.[column]),
      ["app-04", "resize", "finished", "cmp-02", "cmp-01"],
    );
    for (
      const [filters, total] of [
        [{ host: "cmp-01" }, 1],
        [{ host: "cmp-03" }, 0],
        [{ type: "resize", status: "finished" }, 1],
        [{ type: "live-migration" }, 0],
        [{ server: "app-04" }, 1],
        [{ server: "web-01" }, 0],
      ] as const
    ) {
      const { answer } = await call(getServerMigrations, { filters });
      assert.equal(answer["total"], total, JSON.stringify(filters));
    }
    const one = await call(getServerMigrations, { instance_name: "app-04", status: "finished" });
    assert.equal(one.answer["server"], "app-04");
    assert.equal(one.answer["total"], 1);
  });
});

Deno.test("get_server_migrations follows live migrations in progress", async () => {
  const id = "4875098c-e391-4e82-95e1-756a067a526d";
  const running = {
    id: 9,
    uuid: "f00d",
    instance_uuid: id,
    migration_type: "live-migration",
    status: "running",
  };
  const live = { ...running, server_uuid: id, memory_total_bytes: 2 ** 31, memory_remaining_bytes: 2 ** 30 };
  await withTools({ user: "admin", allProjects: true }, async ({ call, demo }) => {
    demo.setFaults([
      { path: "/os-migrations", kind: "garbage", body: JSON.stringify({ migrations: [running] }) },
      { path: `/servers/${id}/migrations`, kind: "garbage", body: JSON.stringify({ migrations: [live] }) },
    ]);
    const { answer } = await call(getServerMigrations);
    assert.equal(rowsOf(answer)[0]?.["memory_left"], "1024 of 2048 MiB");
  });
});

Deno.test("get_server_migrations names who asked for them", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getServerMigrations, { detail: "full", filters: { server: "app-04" } });
    assert.equal(rowsOf(answer)[0]?.["user"], "gina");
  });
});

Deno.test("get_server_migrations shows an administrator of a project nothing of another", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getServerMigrations)).answer["total"], 0);
    assert.equal((await call(getServerMigrations, { server: "app-04" })).error?.reason, "not found");
  });
});

Deno.test("get_server_migrations is not permitted to members, rather than empty", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getServerMigrations)).error?.reason, "not permitted");
    assert.equal((await call(getServerMigrations, { server: "web-01" })).error?.reason, "not permitted");
  });
});
