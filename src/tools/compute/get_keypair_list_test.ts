import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getKeypairList } from "./get_keypair_list.ts";

Deno.test("get_keypair_list shows the user's keypairs and whose they are", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, record } = await call(getKeypairList);
    assert.equal(answer["owner"], "user alice");
    assert.deepEqual(answer["columns"], ["name", "type", "fingerprint"]);
    assert.deepEqual(rowsOf(answer).map((row) => row["name"]), ["alice-key"]);
    assert.equal(record.requests, 2);
  });
  await withTools({ user: "gina" }, async ({ call }) => {
    assert.deepEqual(rowsOf((await call(getKeypairList)).answer).map((row) => row["name"]), ["gina-key"]);
  });
});

Deno.test("get_keypair_list shows the whole public key where it is asked for", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getKeypairList, { names: "alice-key" });
    const keypair = Object.fromEntries(Object.entries(answer["keypair"] ?? {}));
    assert.match(String(keypair["public_key"]), /^ssh-ed25519 \S+ alice$/);
    assert.match(String(keypair["created"]), /Z$/);
  });
});

Deno.test("get_keypair_list says whose list is empty", async () => {
  await withTools({ user: "adam" }, async ({ call }) => {
    assert.equal((await call(getKeypairList)).answer["note"], "there are no keypairs of this user");
    assert.equal((await call(getKeypairList, { names: "alice-key" })).error?.reason, "not found");
  });
});
