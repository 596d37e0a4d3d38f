import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { member } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getObjects } from "./get_objects.ts";

const IMAGES = ["img/0.svg", "img/1.svg", "img/2.svg", "img/3.svg", "img/4.svg"];

Deno.test("get_objects lists a container in one request", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getObjects, { container: "assets" });
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), IMAGES);
    assert.equal(answer["container"], "assets");
    assert.deepEqual(requests.map(({ method }) => method), ["GET"]);
    assert.ok(encode(JSON.stringify(answer)).length <= 250);
  });
});

Deno.test("get_objects pages by name, and narrows to a prefix", async () => {
  await withTools({}, async ({ call }) => {
    const first = (await call(getObjects, { container: "assets", limit: 3 })).answer;
    const rest = (await call(getObjects, { container: "assets", limit: 3, cursor: first["next"] })).answer;
    assert.deepEqual([...rowsOf(first), ...rowsOf(rest)].map((row) => row["name"]), IMAGES);
    const { answer } = await call(getObjects, { container: "assets", prefix: "img/3" });
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["img/3.svg"]);
    const none = (await call(getObjects, { container: "assets", prefix: "x" })).answer;
    assert.equal(none["note"], "there are no objects with this prefix");
  });
});

Deno.test("get_objects rolls up folders", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getObjects, { container: "assets", delimiter: "/", detail: "full" });
    assert.deepEqual(rowsOf(answer), [{ name: "img/", kind: "folder" }]);
    assert.equal(answer["total"], 1);
    const inside = await call(getObjects, { container: "assets", delimiter: "/", prefix: "img/" });
    assert.equal(inside.answer["total"], 5);
  });
});

Deno.test("get_objects goes on after a folder, and says where it stopped", async () => {
  await withTools({}, async ({ call, demo }) => {
    const folders = Array.from({ length: 1000 }, (_, index) => ({ subdir: `${1000 + index}/` }));
    demo.setFaults([{ path: "/assets", kind: "status", status: 200, body: folders, times: 1 }]);
    const { answer, requests } = await call(getObjects, { container: "assets", delimiter: "/", limit: 1 });
    assert.equal(answer["total"], 1001);
    assert.match(requests[1]?.query ?? "", /marker=1999%2F/);
    demo.setFaults([{ path: "/assets", kind: "status", status: 200, body: folders }]);
    const cut = await call(getObjects, { container: "assets", delimiter: "/", limit: 1 });
    assert.match(JSON.stringify(cut.answer["unavailable"]), /more than 5000/);
    assert.ok(!("total" in cut.answer));
    assert.equal(cut.requests.length, 5);
  });
});

Deno.test("get_objects reads headers of named objects, and never a content", async () => {
  await withTools({}, async ({ call }) => {
    const args = { container: "assets", prefix: "other/", delimiter: "/", names: "img/2.svg" };
    const { answer, requests } = await call(getObjects, args);
    const object = member(answer, "object");
    assert.equal(object["bytes"], 6);
    assert.deepEqual(object["metadata"], {});
    assert.deepEqual(requests.map(({ method }) => method), ["GET", "HEAD"]);
    assert.match(requests[1]?.path ?? "", /\/assets\/img%2F2\.svg$/);
    assert.equal((await call(getObjects, { container: "assets", names: "img" })).error?.reason, "not found");
  });
});

Deno.test("get_objects never takes an object for a container", async () => {
  await withTools({}, async ({ call }) => {
    for (const container of ["assets/img/2.svg", "", ".."]) {
      const { error, requests } = await call(getObjects, { container });
      assert.equal(error?.reason, "not found");
      assert.equal(requests.length, 0);
    }
  });
});

Deno.test("get_objects says that a container is not there", async () => {
  await withTools({}, async ({ call }) => {
    const { error } = await call(getObjects, { container: "nothing" });
    assert.equal(error?.reason, "not found");
    assert.match(error?.detail ?? "", /no container/);
    assert.equal((await call(getObjects)).error?.reason, "invalid argument");
  });
});

Deno.test("get_objects says which headers could not be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ method: "HEAD", path: "2\\.svg", kind: "status", status: 503 }]);
    const { answer } = await call(getObjects, { container: "assets", detail: "full" });
    assert.deepEqual(rowsOf(answer).map((row) => row["metadata"]), [{}, {}, "unknown", {}, {}]);
    assert.match(JSON.stringify(answer["unavailable"]), /headers of object img\/2\.svg/);
  });
});

Deno.test("get_objects is refused to a reader, and answers what set_object reads", async () => {
  await withTools({ user: "adam" }, async ({ call }) => {
    assert.equal((await call(getObjects, { container: "assets" })).error?.reason, "not permitted");
  });
  await withTools({ user: "operator", allProjects: true }, async ({ call }) => {
    const list = await call(getObjects, { action: "list", container: "backups" }, { name: "set_object" });
    assert.equal(list.answer["total"], 1);
    assert.equal(list.answer["note"], "Swift shows the login's own project alone");
  });
});
