import assert from "node:assert/strict";
import {
  isWorldReadable,
  readObjectAccount,
  readObjectContainer,
  readObjectContainerDetails,
  readStoredObject,
  readStoredObjectDetails,
} from "./types.ts";

Deno.test("readObjectContainer() and readStoredObject() read rows of lists", () => {
  const container = readObjectContainer({ name: "a", count: 2, bytes: 30, last_modified: "2026-01-01" });
  assert.deepEqual([container?.objects, container?.bytes], [2, 30]);
  assert.equal(readObjectContainer({ count: 2 }), undefined);
  const object = readStoredObject({ name: "a/b", hash: "67", bytes: 6, content_type: "text/plain" });
  assert.deepEqual([object?.isFolder, object?.bytes], [false, 6]);
  const folder = readStoredObject({ subdir: "a/" });
  assert.deepEqual([folder?.name, folder?.isFolder, folder?.bytes], ["a/", true, undefined]);
  assert.equal(readStoredObject({}), undefined);
});

Deno.test("readObjectAccount() reads either spelling of the quota", () => {
  const counts = { "X-Account-Container-Count": "4", "X-Account-Bytes-Used": "30" };
  assert.equal(readObjectAccount(new Headers(counts))?.quotaBytes, undefined);
  const old = new Headers({ ...counts, "X-Account-Meta-Quota-Bytes": "1000" });
  assert.equal(readObjectAccount(old)?.quotaBytes, 1000);
  const today = new Headers({ ...counts, "X-Account-Quota-Bytes": "2000", "X-Account-Quota-Count": "7" });
  assert.equal(readObjectAccount(today)?.quotaBytes, 2000);
  assert.equal(readObjectAccount(today)?.quotaObjects, 7);
  assert.equal(readObjectAccount(new Headers({ "Content-Type": "text/html" })), undefined);
});

Deno.test("readObjectContainerDetails() keeps keys that sign URLs out of the metadata", () => {
  const container = readObjectContainerDetails(
    new Headers({
      "X-Container-Object-Count": "6",
      "X-Container-Bytes-Used": "42",
      "X-Container-Read": ".r:*,.rlistings",
      "X-Container-Meta-Team": "blue",
      "X-Container-Meta-Quota-Bytes": "1000",
      "X-Container-Meta-Temp-URL-Key": "hush",
      "X-Container-Meta-Temp-URL-Key-2": "hush",
      "X-Versions-Enabled": "True",
    }),
  );
  assert.deepEqual(container?.metadata, { team: "blue" });
  assert.equal(container?.quotaBytes, 1000);
  assert.equal(container?.versioned, true);
  assert.ok(container && isWorldReadable(container));
  assert.equal(readObjectContainerDetails(new Headers()), undefined);
});

Deno.test("isWorldReadable() is about everybody, not about one site or project", () => {
  for (
    const [acl, open] of [[".r:*", true], ["p:u, .r:*", true], [".r:example.com", false], [
      "*:*",
      false,
    ]] as const
  ) {
    const headers = new Headers({ "X-Container-Object-Count": "0", "X-Container-Read": acl });
    const details = readObjectContainerDetails(headers);
    assert.equal(details && isWorldReadable(details), open, acl);
  }
});

Deno.test("readStoredObjectDetails() reads times, the kind of a large object and metadata", () => {
  const object = readStoredObjectDetails(
    new Headers({
      "Etag": '"bb6c"',
      "Content-Length": "7",
      "Content-Type": "application/json",
      "Last-Modified": "Sat, 21 Nov 2026 17:28:33 GMT",
      "X-Delete-At": "1795282112",
      "X-Static-Large-Object": "True",
      "X-Object-Meta-Owner": "me",
    }),
  );
  assert.equal(object?.hash, "bb6c");
  assert.equal(object?.bytes, 7);
  assert.equal(object?.lastModified, "2026-11-21T17:28:33.000Z");
  assert.equal(object?.expiresAt, new Date(1795282112_000).toISOString());
  assert.equal(object?.largeObject, "static");
  assert.deepEqual(object?.metadata, { owner: "me" });
  assert.equal(readStoredObjectDetails(new Headers({ "Etag": "x" }))?.expiresAt, undefined);
  assert.equal(readStoredObjectDetails(new Headers()), undefined);
});
