import assert from "node:assert/strict";
import { compareVersions, isVersionAnswer, oldest, readVersionRange, versionDocuments } from "./version.ts";

Deno.test("compareVersions() compares integers, not decimals", () => {
  const ascending = ["1.0", "1.39", "2.0", "2.1", "2.9", "2.10", "2.30", "2.100", "3.0", "10.0"];
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries()) {
      assert.equal(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a} and ${b}`);
    }
  }
  assert.equal(compareVersions("2", "2.0"), 0);
});

Deno.test("oldest() skips what is not given", () => {
  assert.equal(oldest("2.96", undefined, "2.9", "2.10"), "2.9");
  assert.equal(oldest(undefined, undefined), undefined);
  assert.equal(oldest(), undefined);
});

const NOVA_OLD = { id: "v2.0", status: "SUPPORTED", version: "", min_version: "" };
const NOVA = { id: "v2.1", status: "CURRENT", version: "2.96", min_version: "2.1" };
const CINDER = { id: "v3.0", status: "CURRENT", version: "3.71", min_version: "3.0" };
const CINDER_OLD = { id: "v2.0", status: "DEPRECATED", version: "", min_version: "" };
const PLACEMENT = { id: "v1.0", min_version: "1.0", max_version: "1.39", links: [{ rel: "self", href: "" }] };
const KEYSTONE = { id: "v3.14", status: "stable" };

Deno.test("readVersionRange() reads every form of a version document", () => {
  const table: [string, unknown, string | undefined, unknown][] = [
    ["Nova at its root", { versions: [NOVA_OLD, NOVA] }, "/v2.1", { min: "2.1", max: "2.96" }],
    ["the same in another order", { versions: [NOVA, NOVA_OLD] }, "/v2.1", { min: "2.1", max: "2.96" }],
    ["Nova below its version", { version: NOVA }, "/v2.1", { min: "2.1", max: "2.96" }],
    ["Cinder", { versions: [CINDER_OLD, CINDER] }, "/v3", { min: "3.0", max: "3.71" }],
    ["Placement", { versions: [PLACEMENT] }, undefined, { min: "1.0", max: "1.39" }],
    ["Keystone in a list", { versions: { values: [KEYSTONE] } }, "/v3", {}],
    ["Keystone below its version", { version: KEYSTONE }, "/v3", {}],
    ["a bare document", PLACEMENT, undefined, { min: "1.0", max: "1.39" }],
    ["another major version only", { versions: [CINDER] }, "/v2", {}],
    ["a maximum alone", { version: { id: "v2.1", max_version: "2.5" } }, "/v2.1", { max: "2.5" }],
    ["both names", { version: { id: "v1", max_version: "1.10", version: "1.2" } }, "/v1", { max: "1.10" }],
    [
      "the higher of two",
      { versions: [{ id: "v2.1", version: "2.9" }, { id: "v2.2", version: "2.10" }] },
      "/v2",
      {
        max: "2.10",
      },
    ],
    ["a word", { version: { id: "v2.1", version: "latest", min_version: "2.1" } }, "/v2.1", {}],
    ["nulls", { version: { id: "v2.1", version: null, min_version: null } }, "/v2.1", {}],
    ["no id", { versions: [{ version: "2.5" }] }, "/v2.1", { max: "2.5" }],
    ["items that are no objects", { versions: [null, "v2", NOVA] }, "/v2.1", { min: "2.1", max: "2.96" }],
    ["a resource list", { resources: [] }, "/v2.0", {}],
    ["nothing", undefined, "/v2.1", {}],
    ["HTML", "<html></html>", "/v2.1", {}],
  ];
  for (const [name, body, path, expected] of table) {
    assert.deepEqual(readVersionRange(body, path), expected, name);
  }
});

Deno.test("readVersionRange() falls back to the headers", () => {
  const ironic = new Headers({
    "X-OpenStack-Ironic-API-Minimum-Version": "1.1",
    "X-OpenStack-Ironic-API-Maximum-Version": "1.78",
  });
  const magnum = new Headers({
    "OpenStack-API-Minimum-Version": "container-infra 1.1",
    "OpenStack-API-Maximum-Version": "container-infra 1.10",
  });
  const bare = { id: "v1", links: [] };
  assert.deepEqual(readVersionRange(bare, "/v1", ironic), { min: "1.1", max: "1.78" });
  assert.deepEqual(readVersionRange(bare, "/v1", magnum), { min: "1.1", max: "1.10" });
  assert.deepEqual(
    readVersionRange(bare, "/v1", new Headers({ "OpenStack-API-Version": "compute 2.1" })),
    {},
  );
  // What the document says counts for more.
  assert.deepEqual(readVersionRange({ version: NOVA }, "/v2.1", ironic), { min: "2.1", max: "2.96" });
});

Deno.test("versionDocuments() finds none in what is not a version document", () => {
  for (
    const body of [undefined, null, "v3", {}, { version: {} }, { version: "1" }, { versions: {} }, {
      servers: [],
    }]
  ) {
    assert.deepEqual(versionDocuments(body), []);
  }
  assert.equal(versionDocuments({ versions: { values: [KEYSTONE] } }).length, 1);
});

Deno.test("isVersionAnswer() takes no other body for a service's", () => {
  const versions = { versions: [{ id: "v2.0" }] };
  assert.ok(isVersionAnswer("network", versions));
  for (const body of [{}, undefined, "<html>", { status: "ok" }]) {
    assert.ok(!isVersionAnswer("network", body));
  }
  assert.ok(isVersionAnswer("object-store", { swift: { version: "2.30.1" } }));
  assert.ok(!isVersionAnswer("object-store", {}));
  // What a service says that the client does not know, nobody knows.
  assert.ok(isVersionAnswer("telescope", { anything: 1 }));
});
