import assert from "node:assert/strict";
import { type TestCloud, type User, withCloud } from "./cloud.ts";
import { objectOf, run } from "./program.ts";

/** Calls a tool as a user and gives the answer. */
async function call(
  cloud: TestCloud,
  user: User,
  tool: string,
  ...args: string[]
): Promise<Record<string, unknown>> {
  const { stdout } = await run({ args: ["tools", "call", tool, ...args], env: cloud.env(user) });
  return objectOf(JSON.parse(stdout));
}

/** The values of one column. */
function column(answer: Record<string, unknown>, name: string): unknown[] {
  const { columns, rows } = answer;
  assert.ok(Array.isArray(columns) && Array.isArray(rows), JSON.stringify(answer));
  const at = columns.indexOf(name);
  return rows.map((row: unknown) => Array.isArray(row) ? row[at] : undefined);
}

Deno.test("an administrator of one project sees nothing of another, and what is public", async (test) => {
  await withCloud(async (cloud) => {
    await test.step("no servers of others in the list", async () => {
      assert.equal((await call(cloud, "admin", "get_instance", "count=true"))["total"], 0);
    });
    await test.step("a server of another project is refused by id and unknown by name", async () => {
      const [id] = column(
        await call(cloud, "alice", "get_instance", 'filters={"status":"ACTIVE"}', "limit=1"),
        "id",
      );
      const byId = objectOf((await call(cloud, "admin", "get_instance", `names=${id}`))["error"]);
      assert.equal(byId["reason"], "refused by policy");
      const byName = objectOf((await call(cloud, "admin", "get_instance", "names=web-01"))["error"]);
      assert.equal(byName["reason"], "not found");
      const events = objectOf((await call(cloud, "admin", "get_server_events", `server=${id}`))["error"]);
      assert.equal(events["reason"], "refused by policy");
    });
    await test.step("public flavors are there", async () => {
      const own = column(await call(cloud, "admin", "get_flavors"), "name");
      for (const name of column(await call(cloud, "alice", "get_flavors"), "name")) {
        assert.ok(own.includes(name));
      }
    });
    await test.step("infrastructure without an owner is there", async () => {
      assert.ok(
        column(await call(cloud, "admin", "get_compute_services"), "binary").includes("nova-compute"),
      );
    });
  });
});

Deno.test("a member of two projects sees the one that the login names", async () => {
  await withCloud(async (cloud) => {
    const acme = column(await call(cloud, "bob", "get_instance", "fields=name"), "id");
    const globex = column(await call(cloud, "bob in globex", "get_instance", "fields=name"), "id");
    assert.ok(acme.length > 0 && globex.length > 0);
    assert.deepEqual(acme.filter((id) => globex.includes(id)), []);
    const foreign = objectOf((await call(cloud, "bob", "get_instance", `names=${globex[0]}`))["error"]);
    assert.equal(foreign["reason"], "not found");
  });
});

Deno.test("a reader reads what a member reads", async () => {
  await withCloud(async (cloud) => {
    const member = column(await call(cloud, "alice", "get_instance"), "id");
    assert.deepEqual(column(await call(cloud, "adam", "get_instance"), "id"), member);
  });
});
