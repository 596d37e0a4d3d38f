import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getServerGroups } from "./get_server_groups.ts";

const EXPECTED = { name: "db-apart", policy: "anti-affinity", members: ["db-03", "db-02", "db-01"] };

Deno.test("get_server_groups names policy and members, before 2.64 and after", async () => {
  for (const defaultMicroversion of [undefined, "2.63"]) {
    const services = defaultMicroversion ? { compute: { defaultMicroversion } } : {};
    await withTools({ settings: { services } }, async ({ call }) => {
      const { answer, record } = await call(getServerGroups, { fields: ["policy", "members"] });
      const { id: _id, ...group } = rowsOf(answer)[0] ?? {};
      assert.deepEqual(group, EXPECTED);
      // Version document, groups, names of servers.
      assert.equal(record.requests, 3);
    });
  }
});

Deno.test("get_server_groups finds the groups of a server by its name", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getServerGroups, { filters: { members: "db-02" } })).answer["total"], 1);
    assert.equal((await call(getServerGroups, { filters: { members: "web-01" } })).answer["total"], 0);
    const { error } = await call(getServerGroups, { filters: { members: "nobody" } });
    assert.equal(error?.reason, "not found");
  });
});

Deno.test("get_server_groups shows ids where names cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "compute", path: "/servers\\?", kind: "status", status: 500, body: {} }]);
    const { answer } = await call(getServerGroups);
    const [group] = rowsOf(answer);
    assert.match(String(group?.["members"]), /^[0-9a-f-]{36},/);
    assert.ok("unavailable" in answer);
  });
});

Deno.test("get_server_groups keeps to the project", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getServerGroups)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    assert.equal((await call(getServerGroups)).answer["total"], 1);
  });
});

Deno.test("get_server_groups names the project of each group", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getServerGroups, { detail: "full" });
    assert.deepEqual(rowsOf(answer).map((group) => group["project"]), ["acme"]);
    assert.equal((await call(getServerGroups, { filters: { project: "acme" } })).answer["total"], 1);
    assert.equal((await call(getServerGroups, { filters: { project: "globex" } })).answer["total"], 0);
  });
});
