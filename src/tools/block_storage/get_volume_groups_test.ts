import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeGroups } from "./get_volume_groups.ts";

Deno.test("get_volume_groups names types and volumes", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getVolumeGroups);
    const [group] = rowsOf(answer);
    assert.equal(group?.["group_type"], "together");
    assert.deepEqual(group?.["volume_types"], ["fast"]);
    assert.deepEqual([group?.["volumes"]].flat().toSorted(), ["db-01-data", "db-02-data"]);
    // The version, groups, group types, types, volumes.
    assert.equal(record.requests, 5);
    const of = async (volume: string) =>
      (await call(getVolumeGroups, { filters: { volumes: volume } })).answer["total"];
    assert.equal(await of("db-01-data"), 1);
    assert.equal(await of("logs"), 0);
  });
});

Deno.test("get_volume_groups answers what older tools list and show", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_volume_groups" };
    const defaults = {
      action: "list",
      group_name: "",
      description: "",
      group_type: "default",
      availability_zone: "",
      delete_volumes: false,
    };
    assert.equal((await call(getVolumeGroups, defaults, as)).answer["total"], 1);
    const shown = await call(getVolumeGroups, { ...defaults, action: "show", group_name: "databases" }, as);
    assert.equal(wire(shown.answer["volume_group"])["availability_zone"], "nova");
  });
});

Deno.test("get_volume_groups keeps to the project, and shows owners to administrators", async () => {
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getVolumeGroups)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const [group] = rowsOf((await call(getVolumeGroups, { fields: ["project"] })).answer);
    assert.equal(group?.["project"], "acme");
  });
});
