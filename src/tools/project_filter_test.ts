import assert from "node:assert/strict";
import { getVolumeList } from "./block_storage/get_volume_list.ts";
import { getInstance } from "./compute/get_instance.ts";
import { getImageDetailList } from "./image/get_image_detail_list.ts";
import { getFloatingIps } from "./network/get_floating_ips.ts";
import { rowsOf, withTools } from "./testing.ts";
import type { Tool } from "./tool.ts";

const LISTS: readonly (readonly [Tool, string])[] = [
  [getInstance, "project"],
  [getFloatingIps, "project"],
  [getVolumeList, "project"],
  [getImageDetailList, "owner"],
];

Deno.test("ownedBy() finds what a project owns by its name or id", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    for (const [tool, field] of LISTS) {
      const all = rowsOf((await call(tool, { fields: [field, `${field}_id`] })).answer);
      const owned = all.filter((row) => row[field] === "acme");
      assert.ok(owned.length > 0 && owned.length < all.length, tool.name);
      for (const wanted of ["acme", String(owned[0]?.[`${field}_id`])]) {
        const { answer } = await call(tool, { filters: { [field]: wanted }, fields: [field] });
        assert.equal(rowsOf(answer).length, owned.length, `${tool.name} ${wanted}`);
        assert.ok(rowsOf(answer).every((row) => row[field] === "acme"), tool.name);
      }
    }
  });
});

Deno.test("ownedBy() tells an administrator that there is no such project", async () => {
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { error } = await call(getFloatingIps, { filters: { project: "acmee" } });
    assert.equal(error?.reason, "not found");
    assert.match(String(error?.next), /get_projects/);
  });
});

Deno.test("ownedBy() knows a member's own project by its name, and asks Keystone nothing", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getFloatingIps, { filters: { project: "acme" } });
    assert.equal(answer["total"], 5);
    assert.ok(!requests.some(({ path }) => path.includes("/projects")));
    assert.equal((await call(getFloatingIps, { filters: { project: "globex" } })).answer["total"], 0);
  });
});
