import assert from "node:assert/strict";
import { OpenStackError } from "../openstack/errors.ts";
import { readCursor, writeCursor } from "./cursor.ts";

const QUERY = {
  list: "compute.servers.list",
  filters: { status: "ACTIVE", host: "cmp-01" },
  sort: "-created",
};

async function refused(cursor: string, query: unknown = QUERY): Promise<string> {
  const error = await readCursor(query, cursor).then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof OpenStackError, `${cursor} was taken`);
  assert.equal(error.reason, "invalid argument");
  assert.equal(error.next, "Leave the cursor out to begin anew.");
  return error.detail ?? "";
}

Deno.test("readCursor() gives back the place that was written", async () => {
  for (
    const place of [{ marker: "db2f1ad7" }, { offset: 0 }, { offset: 4711 }, { marker: "größe 名 🦕/+=" }, {}]
  ) {
    assert.deepEqual(await readCursor(QUERY, await writeCursor(QUERY, place)), place);
  }
});

Deno.test("writeCursor() writes what a URL and a shell leave alone", async () => {
  assert.match(await writeCursor(QUERY, { marker: "ü?>~~~ÿþ".repeat(20) }), /^[\w-]+$/);
});

Deno.test("readCursor() minds the arguments, not their order", async () => {
  const cursor = await writeCursor(QUERY, { offset: 3 });
  const reordered = { sort: "-created", filters: { host: "cmp-01", status: "ACTIVE" }, list: QUERY.list };
  assert.deepEqual(await readCursor(reordered, cursor), { offset: 3 });
  assert.deepEqual(await readCursor({ ...QUERY, cursor: undefined }, cursor), { offset: 3 });
});

Deno.test("readCursor() refuses the cursor of another query", async () => {
  const cursor = await writeCursor(QUERY, { offset: 3 });
  for (
    const other of [
      { ...QUERY, list: "compute.flavors.list" },
      { ...QUERY, sort: "created" },
      { ...QUERY, filters: { status: "ACTIVE" } },
      { ...QUERY, filters: { status: ["ACTIVE"], host: "cmp-01" } },
      {},
    ]
  ) {
    assert.match(await refused(cursor, other), /belongs to another query/);
  }
});

Deno.test("readCursor() refuses what is no cursor", async () => {
  for (const cursor of ["", "x", "%%%", "e30", "bnVsbA", "W10", "\u{1f995}", "A".repeat(2000), btoa("{")]) {
    assert.match(await refused(cursor), /cursor (is not one that this server gave|belongs to another query)/);
  }
});

Deno.test("readCursor() takes no place that cannot be one", async () => {
  const written = await writeCursor(QUERY, {});
  const { q } = JSON.parse(atob(written));
  for (const place of [{ offset: -1 }, { offset: "x" }, { marker: {} }, { marker: null, offset: [] }]) {
    const forged = btoa(JSON.stringify({ q, ...place })).replaceAll("=", "");
    assert.deepEqual(await readCursor(QUERY, forged), {});
  }
});
