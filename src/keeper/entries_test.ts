import assert from "node:assert/strict";
import { entryUrl, threadPermissions } from "./entries.ts";

Deno.test("threadPermissions() permits the listed addresses and nothing of any other kind", () => {
  assert.equal(threadPermissions([]), "none");
  assert.deepEqual(threadPermissions(["127.0.0.1:1", "[::1]:443"]), { net: ["127.0.0.1:1", "[::1]:443"] });
});

Deno.test("threadPermissions() refuses what the runtime would read as many hosts", () => {
  for (const entry of ["*.example.com:8774", "*:80"]) {
    assert.throws(() => threadPermissions(["127.0.0.1:1", entry]), { name: "URIError" });
  }
});

Deno.test("entryUrl() names files that are there", async () => {
  for (const entry of ["keeper", "front", "cloud", "demo"] as const) {
    assert.ok((await Deno.stat(entryUrl(entry))).isFile, entry);
  }
});
