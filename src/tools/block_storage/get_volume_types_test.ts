import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeTypes } from "./get_volume_types.ts";

Deno.test("get_volume_types tells the default and what a member is told of specs", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getVolumeTypes);
    const rows = rowsOf(answer);
    assert.deepEqual(rows.filter((row) => row["default"]).map((row) => row["name"]), ["standard"]);
    const shared = rows.find((row) => row["name"] === "shared-disk");
    assert.equal(shared?.["extra_specs"], "multiattach=<is> True");
    // Types, default.
    assert.equal(record.requests, 2);
  });
});

Deno.test("get_volume_types shows an administrator backends, QoS and encryption", async () => {
  await withTools({ user: "operator" }, async ({ call, demo }) => {
    const type = {
      "id": "cbf3bc34",
      "name": "gold",
      "extra_specs": { volume_backend_name: "ssd" },
      "qos_specs_id": "d73f7511-f175-4f1c-86c7-ecae66fa9c43",
      "os-volume-type-access:is_public": false,
    };
    const luks = {
      provider: "luks",
      cipher: "aes-xts-plain64",
      key_size: 256,
      control_location: "front-end",
    };
    demo.setFaults([
      { path: "/types$|/types\\?", kind: "garbage", body: JSON.stringify({ volume_types: [type] }) },
      { path: "/encryption", kind: "garbage", body: JSON.stringify(luks) },
    ]);
    const { answer } = await call(getVolumeTypes, { names: "gold" });
    assert.deepEqual(answer["volume_type"], {
      name: "gold",
      default: false,
      public: false,
      extra_specs: "volume_backend_name=ssd",
      qos: "limited",
      encryption: "luks, aes-xts-plain64, 256 bit, front-end",
      id: "cbf3bc34",
    });
    demo.setFaults([]);
    const all = await call(getVolumeTypes, { detail: "full" });
    assert.ok(rowsOf(all.answer).every((row) => row["encryption"] === "none"));
    demo.setFaults([{ path: "/encryption", kind: "status", status: 500, body: {} }]);
    const unread = await call(getVolumeTypes, { detail: "full" });
    assert.ok(rowsOf(unread.answer).every((row) => row["encryption"] === "unknown"));
    assert.ok("unavailable" in unread.answer);
  });
});

Deno.test("get_volume_types does not call any type the default when that cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ path: "/types/default", kind: "status", status: 503, body: {} }]);
    const { answer } = await call(getVolumeTypes);
    assert.ok(rowsOf(answer).every((row) => !("default" in row)));
    assert.match(JSON.stringify(answer["unavailable"]), /default volume type/);
    const itemNotFound = { code: 404, message: "Default volume type can not be found." };
    demo.setFaults([{ path: "/types/default", kind: "status", status: 404, body: { itemNotFound } }]);
    const none = await call(getVolumeTypes);
    assert.ok(rowsOf(none.answer).every((row) => row["default"] === false));
    assert.ok(!("unavailable" in none.answer));
  });
});

Deno.test("get_volume_types asks for private types where all projects are shown", async () => {
  for (const allProjects of [false, true]) {
    await withTools({ user: "admin", allProjects }, async ({ call }) => {
      const { requests } = await call(getVolumeTypes, { action: "list" }, { name: "set_volume_type" });
      const list = requests.find(({ path }) => path.endsWith("/types"));
      assert.equal(list?.query.includes("is_public=None"), allProjects);
    });
  }
});
