import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { list, wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getVolumeList } from "./get_volume_list.ts";

Deno.test("get_volume_list names type and servers, in few tokens and two lists", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getVolumeList, {});
    assert.equal(answer["total"], 7);
    const byName = new Map(rowsOf(answer).map((row) => [row["name"], row]));
    assert.deepEqual(
      { ...byName.get("db-01-data"), id: undefined },
      {
        name: "db-01-data",
        status: "in-use",
        size_gib: 20,
        type: "fast",
        attached_to: "db-01",
        bootable: false,
        multiattach: false,
        id: undefined,
      },
    );
    assert.equal(byName.get("cluster-disk")?.["multiattach"], true);
    assert.equal(byName.get("cluster-disk")?.["attached_to"], "");
    assert.equal(byName.get("boot-from-image")?.["bootable"], true);
    assert.deepEqual(requests.map(({ path }) => path.split("/").at(-1)).filter((path) => path !== ""), [
      "detail",
      "servers",
    ]);
    assert.ok(encode(JSON.stringify(answer)).length <= 379);
  });
});

Deno.test("get_volume_list shows 50 volumes in 2500 tokens", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer } = await call(getVolumeList, { names: "logs", detail: "full" });
    const [use] = list(answer["volume"], "attachments") ?? [];
    const server = wire(use)["server_id"];
    assert.ok(server);
    const volumes = Array.from({ length: 50 }, (_, index) => ({
      id: crypto.randomUUID(),
      name: `data-${index}`,
      status: "in-use",
      size: 100,
      volume_type: "standard",
      bootable: "false",
      multiattach: false,
      encrypted: false,
      attachments: [{ server_id: server }],
    }));
    demo.setFaults([{ path: "/volumes/detail", kind: "garbage", body: JSON.stringify({ volumes }) }]);
    const { answer: all } = await call(getVolumeList);
    assert.equal(all["shown"], 50);
    assert.ok(encode(JSON.stringify(all)).length <= 2500);
  });
});

Deno.test("get_volume_list shows everything about one, with names of what it came from", async () => {
  await withTools({}, async ({ call, demo }) => {
    const { answer } = await call(getVolumeList, { names: "db-01-data" });
    const volume = wire(answer["volume"]);
    assert.equal(volume["group"], "databases");
    assert.equal(volume["project"], "acme");
    assert.match(String(wire(list(volume, "attachments")?.[0])["device"]), /^\/dev\//);
    assert.ok(!("host" in volume));
    const made = { id: "a", name: "made", status: "available", size: 1, attachments: [] };
    const volumes = [
      { ...made, source_volid: volume["id"], volume_image_metadata: { image_id: "i", image_name: "cirros" } },
      { ...made, id: volume["id"], name: "db-01-data" },
    ];
    demo.setFaults([{ path: "/volumes/detail", kind: "garbage", body: JSON.stringify({ volumes }) }]);
    const one = wire((await call(getVolumeList, { names: "made" })).answer["volume"]);
    assert.equal(one["source_volume"], "db-01-data");
    assert.equal(one["image"], "cirros");
  });
});

const FAILED = "45b973b4-f265-4a4d-85dc-eeca721913e2";
const MESSAGE = {
  id: "5ae374a4",
  resource_type: "VOLUME",
  resource_uuid: FAILED,
  user_message: "schedule allocate volume:Could not find any available weighted backend.",
};

function failed(count: number) {
  const volume = { name: "bad", status: "error", size: 1, attachments: [] };
  return {
    path: "/volumes/detail",
    kind: "garbage" as const,
    body: JSON.stringify({
      volumes: Array.from(
        { length: count },
        (_, index) => ({ ...volume, id: index ? `id-${index}` : FAILED }),
      ),
    }),
  };
}

Deno.test("get_volume_list says why volumes failed, in one request for all of them", async () => {
  await withTools({}, async ({ call, demo }) => {
    const older = { ...MESSAGE, user_message: "older" };
    const messages = JSON.stringify({ messages: [MESSAGE, older] });
    for (const count of [1, 2]) {
      demo.setFaults([failed(count), { path: "/messages", kind: "garbage", body: messages }]);
      const { answer, requests } = await call(getVolumeList);
      const rows = rowsOf(answer);
      assert.deepEqual(rows[0]?.["error_message"], { untrusted_text: MESSAGE.user_message });
      assert.equal(rows[1]?.["error_message"] ?? "", "");
      const asked = requests.filter(({ path }) => path.endsWith("/messages"));
      assert.equal(asked.length, 1);
      assert.equal(asked[0]?.query.includes("resource_uuid"), count === 1);
    }
    demo.setFaults([failed(1), { path: "/messages", kind: "status", status: 503, body: {} }]);
    const { answer } = await call(getVolumeList);
    assert.equal(rowsOf(answer)[0]?.["error_message"], "unknown");
    assert.match(JSON.stringify(answer["unavailable"]), /messages of failures/);
  });
});

Deno.test("get_volume_list filters where Cinder does, and by server and type itself", async () => {
  await withTools({}, async ({ call }) => {
    const names = async (args: Record<string, unknown>, name?: string) =>
      rowsOf((await call(getVolumeList, args, name ? { name } : {})).answer).map((row) => row["name"]);
    assert.deepEqual(await names({ filters: { status: "AVAILABLE" }, sort: "name" }), [
      "archive-2025",
      "cluster-disk",
    ]);
    const { answer } = await call(getVolumeList, { filters: { bootable: true, size_gib: 5 } });
    assert.ok(!("scanned" in answer));
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["boot-from-image"]);
    assert.deepEqual(await names({ filters: { attached_to: "db-02" } }), ["db-02-data"]);
    assert.deepEqual(await names({ filters: { attached_to: "" }, sort: "name" }), [
      "archive-2025",
      "cluster-disk",
    ]);
    assert.deepEqual(await names({ filters: { type: "shared-disk" } }), ["cluster-disk"]);
    assert.deepEqual(await names({ sort: "-size_gib", limit: 2 }).then((two) => two.toSorted()), [
      "db-01-data",
      "db-02-data",
    ]);
    assert.deepEqual(await names({ filter: "DATA", detail_level: "basic", limit: "1" }, "get_volumes"), [
      "db-02-data",
    ]);
    assert.equal((await call(getVolumeList, { filters: { host: "x" } })).error?.reason, "not permitted");
    assert.equal((await call(getVolumeList, { filters: { attached_to: "x" } })).error?.reason, "not found");
  });
});

Deno.test("get_volume_list answers what older tools list", async () => {
  await withTools({}, async ({ call }) => {
    const defaults = {
      action: "list",
      volume_names: "",
      size: 1,
      instance_name: "",
      new_size: 0,
      source_volume: "",
      backup_name: "",
      snapshot_name: "",
      transfer_name: "",
      host: "",
      description: "",
      volume_type: "",
      availability_zone: "",
      force: false,
      incremental: false,
      force_host_copy: false,
      lock_volume: false,
    };
    const total = async (args: Record<string, unknown>, name: string) =>
      (await call(getVolumeList, args, { name })).answer["total"];
    assert.equal(await total(defaults, "set_volume"), 7);
    assert.equal(await total({ ...defaults, volume_type: "fast" }, "set_volume"), 2);
    assert.equal(await total({ ...defaults, volume_names: "logs, db-01-data" }, "set_volume"), 2);
    assert.equal(await total({ action: "list", volume_name: "", size: 1 }, "manage_volume"), 7);
    const shown = await call(getVolumeList, { ...defaults, action: "show", volume_names: "logs" }, {
      name: "set_volume",
    });
    assert.equal(wire(shown.answer["volume"])["name"], "logs");
  });
});

Deno.test("get_volume_list keeps to the project, and shows hosts to administrators", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getVolumeList, { fields: ["host"] });
    assert.equal(answer["total"], 7);
    assert.ok(rowsOf(answer).every((row) => String(row["host"]).includes("@")));
  });
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getVolumeList)).answer["total"], 0);
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getVolumeList, { fields: ["project", "attached_to"] });
    const row = rowsOf(answer).find(({ name }) => name === "app-data");
    assert.equal(row?.["project"], "globex");
    assert.equal(row?.["attached_to"], "app-01");
  });
});

Deno.test("get_volume_list shows ids where names cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "compute", path: "/servers", kind: "status", status: 500, body: {} }]);
    const { answer } = await call(getVolumeList, { filters: { status: "in-use" } });
    assert.ok(rowsOf(answer).every((row) => /^[0-9a-f-]{36}$/.test(String(row["attached_to"]))));
    assert.match(JSON.stringify(answer["unavailable"]), /names of servers/);
  });
});
