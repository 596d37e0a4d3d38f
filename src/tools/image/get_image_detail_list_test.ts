import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { wire } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getImageDetailList } from "./get_image_detail_list.ts";

const PUBLIC = ["cirros-0.6.2", "debian-12", "tiny-raw", "ubuntu-24.04"];

function namesOf(answer: unknown): unknown[] {
  return rowsOf(answer).map((row) => row["name"]).toSorted();
}

Deno.test("get_image_detail_list lists what a member may use, in one request and few tokens", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getImageDetailList);
    assert.deepEqual(namesOf(answer), ["acme-golden", ...PUBLIC]);
    // All are active.
    assert.deepEqual(answer["columns"], ["name", "visibility", "id"]);
    assert.equal(record.requests, 1);
    assert.ok(!("note" in answer));
    assert.ok(encode(JSON.stringify(answer)).length <= 196);
  });
});

Deno.test("get_image_detail_list shows everything about one, a server's snapshot too", async () => {
  await withTools({}, async ({ call }) => {
    const image = wire((await call(getImageDetailList, { image_name: "acme-golden" })).answer["image"]);
    assert.equal(image["owner"], "acme");
    assert.equal(image["protected"], false);
    assert.equal(image["min_disk_gib"], 10);
    assert.deepEqual(image["tags"], []);
    assert.deepEqual(image["properties"], { role: "web" });
    assert.match(String(image["hash"]), /^[0-9a-f]{128}$/);
    assert.match(String(image["checksum"]), /^[0-9a-f]{32}$/);
  });
  await withTools({ user: "gina" }, async ({ call, demo }) => {
    const read = async () => (await call(getImageDetailList, { names: "dev-box-shelved" })).answer;
    const image = wire((await read())["image"]);
    assert.equal(image["image_type"], "snapshot");
    assert.equal(image["server"], "dev-box");
    assert.equal(image["base_image"], "debian-12");
    demo.setFaults([{ service: "compute", path: "/servers", kind: "status", status: 500, body: {} }]);
    const answer = await read();
    assert.match(String(wire(answer["image"])["server"]), /^[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of servers/);
  });
});

Deno.test("get_image_detail_list leaves out hidden images until they are asked for", async () => {
  for (const user of ["alice", "operator"]) {
    await withTools({ user }, async ({ call }) => {
      const { answer } = await call(getImageDetailList, { filters: { hidden: true } });
      assert.deepEqual(namesOf(answer), ["ubuntu-14.04"]);
      const [hidden] = rowsOf(answer);
      assert.equal(hidden?.["hidden"], true);
      const byId = await call(getImageDetailList, { names: hidden?.["id"] });
      assert.equal(wire(byId.answer["image"])["name"], "ubuntu-14.04");
      const { error } = await call(getImageDetailList, { names: "ubuntu-14.04" });
      assert.equal(error?.reason, "not found");
      assert.match(String(error?.next), /Hidden and community images/);
      const wrong = await call(getImageDetailList, { filters: { hidden: [true, false] } });
      assert.equal(wrong.error?.reason, "invalid argument");
    });
  }
});

Deno.test("get_image_detail_list filters by visibility as Glance does", async () => {
  await withTools({ user: "gina" }, async ({ call }) => {
    const names = async (visibility: unknown) =>
      namesOf((await call(getImageDetailList, { filters: { visibility } })).answer);
    assert.deepEqual(await names("private"), ["dev-box-shelved"]);
    assert.deepEqual(await names("shared"), ["acme-golden"]);
    assert.deepEqual(await names("Public"), PUBLIC);
    assert.deepEqual(await names(["private", "shared"]), ["acme-golden", "dev-box-shelved"]);
    assert.deepEqual(await names("all"), [
      "acme-golden",
      ...PUBLIC.slice(0, 2),
      "dev-box-shelved",
      ...PUBLIC.slice(2),
    ]);
    assert.deepEqual(await names("community"), []);
    const { error } = await call(getImageDetailList, { filters: { visibility: "everyone" } });
    assert.equal(error?.reason, "invalid argument");
  });
});

Deno.test("get_image_detail_list shows an administrator the project's own and what is public", async () => {
  await withTools({ user: "operator" }, async ({ call }) => {
    const { answer } = await call(getImageDetailList);
    assert.deepEqual(namesOf(answer), ["acme-golden", ...PUBLIC]);
    assert.match(String(answer["note"]), /images that other projects share/);
    const own = await call(getImageDetailList, { filters: { visibility: "public" } });
    assert.deepEqual(namesOf(own.answer), PUBLIC);
    assert.ok(!("note" in own.answer));
    const none = await call(getImageDetailList, {
      filters: { visibility: ["private", "shared"], status: "queued" },
    });
    assert.match(String(none.answer["note"]), /^no images with .*; images that other projects share/);
  });
  await withTools({ user: "admin" }, async ({ call }) => {
    assert.equal((await call(getImageDetailList, { names: "acme-golden" })).error?.reason, "not found");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getImageDetailList, { fields: ["owner"] });
    const owners = new Map(rowsOf(answer).map((row) => [row["name"], row["owner"]]));
    assert.equal(owners.get("acme-golden"), "acme");
    assert.equal(owners.get("dev-box-shelved"), "globex");
    assert.ok(owners.has("never-uploaded"));
    assert.ok(!("note" in answer));
  });
});

Deno.test("get_image_detail_list sorts and filters where Glance does", async () => {
  await withTools({}, async ({ call }) => {
    const sorted = await call(getImageDetailList, { sort: "name", limit: 2 });
    assert.deepEqual(rowsOf(sorted.answer).map((row) => row["name"]), ["acme-golden", "cirros-0.6.2"]);
    const rest = await call(getImageDetailList, { sort: "name", limit: 2, cursor: sorted.answer["next"] });
    assert.deepEqual(rowsOf(rest.answer).map((row) => row["name"]), ["debian-12", "tiny-raw"]);
    const tagged = await call(getImageDetailList, { filters: { tags: "lts", disk_format: "qcow2" } });
    assert.deepEqual(namesOf(tagged.answer), ["ubuntu-24.04"]);
    assert.ok(!("scanned" in tagged.answer));
  });
});

Deno.test("get_image_detail_list answers what older tools read", async () => {
  await withTools({}, async ({ call }) => {
    const total = async (args: Record<string, unknown>, name: string) =>
      (await call(getImageDetailList, args, { name })).answer["total"];
    assert.equal(await total({ filter: "UBUNTU", limit: 5, detail_level: "detailed" }, "get_images"), 1);
    const defaults = {
      action: "list",
      image_names: "",
      container_format: "bare",
      disk_format: "qcow2",
      visibility: "private",
      min_disk: 0,
      min_ram: 0,
      properties: "{}",
    };
    assert.equal(await total(defaults, "set_image"), 5);
    assert.equal(await total({ action: "list", image_name: "", visibility: "private" }, "manage_image"), 5);
    const shown = await call(
      getImageDetailList,
      { action: "show", image_name: "acme-golden", properties: "{}" },
      { name: "set_image_metadata" },
    );
    assert.deepEqual(wire(shown.answer["image"])["properties"], { role: "web" });
    const visible = await call(getImageDetailList, {
      action: "show",
      image_name: "acme-golden",
      visibility: "",
    }, {
      name: "set_image_visibility",
    });
    const { id: _id, ...image } = wire(visible.answer["image"]);
    assert.deepEqual(image, { name: "acme-golden", visibility: "shared", protected: false, owner: "acme" });
  });
});
