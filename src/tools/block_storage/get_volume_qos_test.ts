import assert from "node:assert/strict";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeQos } from "./get_volume_qos.ts";

Deno.test("get_volume_qos tells limits, and which types use them", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const unused = await call(getVolumeQos);
    assert.deepEqual(rowsOf(unused.answer), [{
      name: "limited",
      consumer: "front-end",
      specs: "total_iops_sec=500",
      volume_types: [],
      id: "d73f7511-f175-4f1c-86c7-ecae66fa9c43",
    }]);
    const volume_types = [
      { id: "1", name: "slow", qos_specs_id: "d73f7511-f175-4f1c-86c7-ecae66fa9c43" },
      { id: "2", name: "fast", qos_specs_id: null },
    ];
    demo.setFaults([{ path: "/types", kind: "garbage", body: JSON.stringify({ volume_types }) }]);
    assert.deepEqual(rowsOf((await call(getVolumeQos)).answer)[0]?.["volume_types"], ["slow"]);
    demo.setFaults([{ path: "/types", kind: "status", status: 503, body: {} }]);
    const unread = await call(getVolumeQos);
    assert.ok(!("volume_types" in (rowsOf(unread.answer)[0] ?? {})));
    assert.ok("unavailable" in unread.answer);
  });
});

Deno.test("get_volume_qos answers what older tools list and show, and is not permitted to members", async () => {
  const defaults = { action: "list", qos_name: "", consumer: "back-end", specs: "{}", force: false };
  const as = { name: "set_volume_qos" };
  await withTools({ user: "operator" }, async ({ call }) => {
    assert.equal((await call(getVolumeQos, defaults, as)).answer["total"], 1);
    const shown = await call(getVolumeQos, { ...defaults, action: "show", qos_name: "limited" }, as);
    assert.equal(wire(shown.answer["qos_spec"])["consumer"], "front-end");
  });
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getVolumeQos, defaults, as)).error?.reason, "not permitted");
  });
});
