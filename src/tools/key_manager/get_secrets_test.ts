import assert from "node:assert/strict";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { member } from "../../openstack/read.ts";
import { rowsOf, type ToolsOptions, withTools } from "../testing.ts";
import { getSecrets } from "./get_secrets.ts";

const ALL_PROJECTS: ToolsOptions = { user: "operator", allProjects: true };

Deno.test("get_secrets lists metadata in one request and few tokens", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getSecrets);
    const [{ id, created, ...secret } = {}] = rowsOf(answer);
    assert.deepEqual(secret, { name: "db-password", type: "passphrase", content_type: "text/plain" });
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.match(String(created), /Z$/);
    assert.equal(requests.length, 1);
    assert.ok(encode(JSON.stringify(answer)).length <= 130);
  });
});

Deno.test("get_secrets finds a secret by name, id and reference", async () => {
  await withTools({}, async ({ call }) => {
    const byName = (await call(getSecrets, { names: "db-password" })).answer["secret"];
    assert.equal(member({ byName }, "byName")["creator"], "alice");
    const { id, ref } = member({ byName }, "byName");
    for (const names of [id, ref]) {
      assert.deepEqual((await call(getSecrets, { names })).answer["secret"], byName);
    }
    assert.equal((await call(getSecrets, { names: "nothing" })).error?.reason, "not found");
  });
});

Deno.test("get_secrets filters by type", async () => {
  await withTools({}, async ({ call }) => {
    assert.equal((await call(getSecrets, { filters: { type: "Passphrase" } })).answer["total"], 1);
    const { answer } = await call(getSecrets, { filters: { type: "certificate" } });
    assert.equal(answer["total"], 0);
    assert.match(String(answer["note"]), /type = certificate/);
  });
});

Deno.test("get_secrets is refused to a reader, and says so", async () => {
  await withTools({ user: "adam" }, async ({ call }) => {
    assert.equal((await call(getSecrets)).error?.reason, "not permitted");
  });
});

Deno.test("get_secrets shows one project to whoever may see all, and says so", async () => {
  await withTools(ALL_PROJECTS, async ({ call }) => {
    const { answer } = await call(getSecrets);
    assert.match(String(answer["scope"]), /^project acme/);
    assert.equal(answer["note"], "Barbican shows the login's own project alone");
    const none = await call(getSecrets, { name_contains: "nothing" });
    assert.match(String(none.answer["note"]), /^no secrets with .*; Barbican shows/);
  });
});

Deno.test("get_secrets answers what set_secret reads", async () => {
  await withTools({}, async ({ call }) => {
    const list = await call(getSecrets, { action: "list" }, { name: "set_secret" });
    assert.equal(list.answer["total"], 1);
    const show = await call(getSecrets, { action: "show", names: "db-password" }, { name: "set_secret" });
    assert.equal(member(show.answer, "secret")["name"], "db-password");
  });
});

Deno.test("get_secrets asks nothing for a login without a project, which Barbican would fail on", async () => {
  await withTools({ user: "admin", system: true }, async ({ call }) => {
    const { error, requests } = await call(getSecrets);
    assert.equal(error?.reason, "refused by policy");
    assert.match(error.next ?? "", /--project/);
    assert.deepEqual(requests, []);
  });
});
