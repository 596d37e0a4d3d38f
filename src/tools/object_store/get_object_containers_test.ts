import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { member } from "../../openstack/read.ts";
import { rowsOf, withTools } from "../testing.ts";
import { getObjectContainers } from "./get_object_containers.ts";

Deno.test("get_object_containers lists containers and the sums of the account", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getObjectContainers);
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["assets", "backups"]);
    assert.deepEqual(answer["account"], { objects: 0, bytes: 0, quota_bytes: "unlimited" });
    assert.match(String(answer["counted"]), /may be out of date/);
    assert.deepEqual(requests.map(({ method }) => method).toSorted(), ["GET", "HEAD"]);
    assert.ok(encode(JSON.stringify(answer)).length <= 150);
  });
});

Deno.test("get_object_containers tells of a named container what its headers say", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getObjectContainers, { names: "assets" });
    const container = member(answer, "container");
    // The list of the account still says that there are none.
    assert.deepEqual([container["objects"], container["bytes"]], [5, 30]);
    assert.equal(container["world_readable"], false);
    assert.equal(container["quota_bytes"], "unlimited");
    assert.ok(!("account" in answer));
    assert.equal(requests.length, 2);
    assert.equal((await call(getObjectContainers, { names: "asset" })).error?.reason, "not found");
  });
});

Deno.test("get_object_containers tells a container that everybody may read, and no key", async () => {
  await withTools({}, async ({ call, demo }) => {
    const headers = {
      "X-Container-Object-Count": "5",
      "X-Container-Read": ".r:*,.rlistings",
      "X-Container-Meta-Quota-Bytes": "1000",
      "X-Container-Meta-Temp-Url-Key": "hush",
    };
    demo.setFaults([{ method: "HEAD", path: "/assets", kind: "status", status: 204, headers, body: "" }]);
    const { answer } = await call(getObjectContainers, { names: "assets" });
    const container = member(answer, "container");
    assert.equal(container["world_readable"], true);
    assert.equal(container["quota_bytes"], 1000);
    assert.ok(!JSON.stringify(answer).includes("hush"));
  });
});

Deno.test("get_object_containers says what could not be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ method: "HEAD", kind: "status", status: 503 }]);
    const { answer } = await call(getObjectContainers, { detail: "full" });
    assert.ok(rowsOf(answer).every((row) => row["world_readable"] === "unknown"));
    const missing = JSON.stringify(answer["unavailable"]);
    for (const one of ["container assets", "container backups", "account totals"]) {
      assert.ok(missing.includes(one), one);
    }
    assert.ok(!("account" in answer));
  });
});

Deno.test("get_object_containers pages by name", async () => {
  await withTools({}, async ({ call }) => {
    const first = (await call(getObjectContainers, { limit: 1 })).answer;
    const second = (await call(getObjectContainers, { limit: 1, cursor: first["next"] })).answer;
    assert.deepEqual([...rowsOf(first), ...rowsOf(second)].map((row) => row["name"]), ["assets", "backups"]);
    assert.ok(!("account" in second));
  });
});

Deno.test("get_object_containers is refused to a reader, and knows one account alone", async () => {
  await withTools({ user: "adam" }, async ({ call }) => {
    assert.equal((await call(getObjectContainers)).error?.reason, "not permitted");
  });
  await withTools({ user: "operator", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getObjectContainers);
    assert.equal(answer["note"], "Swift shows the login's own project alone");
    assert.match(String(answer["scope"]), /^project acme/);
  });
});

Deno.test("get_object_containers answers what set_object_container reads", async () => {
  await withTools({}, async ({ call }) => {
    const as = { name: "set_object_container" };
    assert.equal((await call(getObjectContainers, { action: "list" }, as)).answer["total"], 2);
    const { answer } = await call(getObjectContainers, { action: "show", names: "backups" }, as);
    assert.equal(member(answer, "container")["objects"], 1);
  });
});
