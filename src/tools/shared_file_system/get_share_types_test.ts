import assert from "node:assert/strict";
import { member } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getShareTypes } from "./get_share_types.ts";

Deno.test("get_share_types shows extra specs and the default, private ones too", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getShareTypes);
    const [row] = rowsOf(answer);
    assert.equal(row?.["name"], "default");
    assert.equal(row?.["default"], true);
    assert.match(String(row?.["extra_specs"]), /driver_handles_share_servers=False/);
    assert.match(requests.at(-1)?.query ?? "", /is_public=all/);
  });
});

Deno.test("get_share_types tells a private type from a public one, before 2.7 and after", async () => {
  for (const defaultMicroversion of ["2.6", "2.73"]) {
    const settings = { services: { "shared-file-system": { defaultMicroversion } } };
    await withTools({ settings }, async ({ call }) => {
      const { answer } = await call(getShareTypes, { names: "default" });
      assert.equal(member(answer, "share_type")["public"], true);
    });
  }
});
