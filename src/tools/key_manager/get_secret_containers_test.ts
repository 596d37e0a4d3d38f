import assert from "node:assert/strict";
import { rowsOf, withTools } from "../testing.ts";
import { getSecretContainers } from "./get_secret_containers.ts";

Deno.test("get_secret_containers names the secrets and the consumers", async () => {
  await withTools({}, async ({ call }) => {
    const { answer, requests } = await call(getSecretContainers);
    const [row] = rowsOf(answer);
    assert.deepEqual(row?.["secrets"], ["password=db-password"]);
    assert.deepEqual(row?.["consumers"], ["db-01 https://db-01.acme.test/"]);
    assert.equal(row?.["type"], "generic");
    assert.equal(requests.length, 2);
  });
});

Deno.test("get_secret_containers finds those of a secret", async () => {
  await withTools({}, async ({ call }) => {
    const { answer } = await call(getSecretContainers, { filters: { secrets: "db-password" } });
    assert.equal(answer["total"], 1);
    const { error } = await call(getSecretContainers, { filters: { secrets: "nothing" } });
    assert.equal(error?.reason, "not found");
  });
});

Deno.test("get_secret_containers shows ids where the names cannot be read", async () => {
  await withTools({}, async ({ call, demo }) => {
    demo.setFaults([{ service: "key-manager", path: "/secrets", kind: "status", status: 500 }]);
    const { answer } = await call(getSecretContainers);
    assert.match(String(rowsOf(answer)[0]?.["secrets"]), /^password=[0-9a-f-]{36}$/);
    assert.match(JSON.stringify(answer["unavailable"]), /names of secrets/);
  });
});

Deno.test("get_secret_containers leaves the names alone where nobody asks for them", async () => {
  await withTools({}, async ({ call }) => {
    const { requests } = await call(getSecretContainers, { detail: "basic" });
    assert.equal(requests.length, 1);
  });
});

Deno.test("get_secret_containers is refused to a reader, and shows others nothing", async () => {
  await withTools({ user: "adam" }, async ({ call }) => {
    assert.equal((await call(getSecretContainers)).error?.reason, "not permitted");
  });
  await withTools({ user: "admin", allProjects: true }, async ({ call }) => {
    const { answer } = await call(getSecretContainers);
    assert.equal(answer["total"], 0);
    assert.match(String(answer["note"]), /Barbican shows the login's own project alone/);
  });
});
