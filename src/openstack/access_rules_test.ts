import assert from "node:assert/strict";
import { isCovered, operationPath, pathPattern, rulesFor, type RuleSources } from "./access_rules.ts";
import { buildAllowlist } from "./allowlist.ts";
import type { CatalogEntry } from "./catalog.ts";
import { type Operation, operation } from "./operation.ts";
import { ALL_OPERATIONS } from "./operations.ts";
import { testSettings } from "./testing.ts";

const PROJECT = "ac87158feefd4ebf8f871f3385489bce";

function op(id: string, path: string, changes: Partial<Operation> = {}): Operation {
  return operation({ id, method: "GET", path, effect: "read", needs: "reader", ...changes });
}

/** A catalog of public endpoints. */
function catalogOf(endpoints: Readonly<Record<string, string>>): CatalogEntry[] {
  return Object.entries(endpoints).map(([type, url]) => ({
    type,
    endpoints: [{ interface: "public", url }],
  }));
}

/** The rules as `service method path`. */
function rules(
  endpoints: Readonly<Record<string, string>>,
  operations: readonly Operation[],
  changes: Partial<RuleSources> = {},
): string[] {
  const catalog = catalogOf({ identity: "http://cloud.example/identity/v3", ...endpoints });
  const settings = testSettings("http://cloud.example/identity/v3");
  const { entries } = buildAllowlist({ settings, catalog, projectId: PROJECT });
  return rulesFor({ operations, asksEveryService: false, entries, catalog, projectId: PROJECT, ...changes })
    .map(({ service, method, path }) => `${service} ${method} ${path}`);
}

const SERVERS = op("compute.servers.list", "/servers/detail");
const VOLUME = op("block-storage.volumes.show", "/volumes/{volume_id}");

Deno.test("rulesFor() spells the path as the service sees it", async (t) => {
  const table: [name: string, endpoints: Record<string, string>, op: Operation, expected: string[]][] = [
    [
      "version in the endpoint",
      { compute: "http://cloud.example:8774/v2.1" },
      SERVERS,
      ["compute GET /v2.1/servers/detail"],
    ],
    [
      "a prefix of the deployment",
      { compute: "http://cloud.example/compute/v2.1/" },
      SERVERS,
      ["compute GET /compute/v2.1/servers/detail"],
    ],
    [
      "no version in the endpoint",
      { network: "http://cloud.example/networking" },
      op("network.ports.show", "/ports/{port_id}"),
      ["network GET /networking/v2.0/ports/*"],
    ],
    [
      "no version at all",
      { placement: "http://cloud.example/placement" },
      op("placement.usages.list", "/resource_providers/{id}/usages"),
      ["placement GET /placement/resource_providers/*/usages"],
    ],
    [
      "the project in the endpoint",
      { volumev3: `http://cloud.example/volume/v3/${PROJECT}` },
      VOLUME,
      ["volumev3 GET /volume/v3/*/volumes/*"],
    ],
    [
      "a marker for the project",
      { volumev3: "http://cloud.example:8776/v3/%(project_id)s" },
      VOLUME,
      ["volumev3 GET /v3/*/volumes/*"],
    ],
    [
      "the project that the endpoint lacks",
      { "block-storage": "http://cloud.example:8776/v3" },
      VOLUME,
      ["block-storage GET /v3/*/volumes/*"],
    ],
    [
      "Swift's account",
      { "object-store": `http://cloud.example:8080/v1/AUTH_${PROJECT}` },
      op("object-store.containers.list", "/{container}"),
      ["object-store GET /v1/AUTH_*/*"],
    ],
    [
      "Swift's account behind Ceph",
      { "object-store": `http://cloud.example/swift/v1/AUTH_%(project_id)s` },
      op("object-store.objects.show", "/{container}/{object}", { method: "HEAD" }),
      ["object-store HEAD /swift/v1/AUTH_*/*/**"],
    ],
    [
      "below the root",
      { image: "http://cloud.example/image/v2" },
      op("image.versions.list", "/versions", { base: "root" }),
      ["image GET /image/versions"],
    ],
  ];
  for (const [name, endpoints, call, expected] of table) {
    await t.step(name, () => assert.deepEqual(rules(endpoints, [call]), expected));
  }
});

Deno.test("rulesFor() names a service by each of its types in the catalog, at the address that is asked", () => {
  assert.deepEqual(
    rules({
      "volumev3": `http://cloud.example/volume/v3/${PROJECT}`,
      "block-storage": `http://cloud.example:8776/v3/${PROJECT}`,
    }, [VOLUME]),
    ["block-storage GET /v3/*/volumes/*", "volumev3 GET /v3/*/volumes/*"],
  );
  assert.deepEqual(
    rules({ share: "http://cloud.example/v1/x", sharev2: "http://cloud.example/v2" }, [
      op("shared-file-system.shares.list", "/shares"),
    ]),
    ["share GET /v2/shares", "sharev2 GET /v2/shares"],
  );
});

Deno.test("rulesFor() names a service that the catalog lacks by its official type", () => {
  const settings = testSettings("http://cloud.example/v3", {
    services: { "block-storage": { endpointOverride: "http://other.example/v3" } },
  });
  const { entries } = buildAllowlist({ settings, catalog: [], projectId: PROJECT });
  assert.deepEqual(
    rulesFor({ operations: [VOLUME], asksEveryService: false, entries, catalog: [], projectId: PROJECT }),
    [{ service: "block-storage", method: "GET", path: "/v3/*/volumes/*" }],
  );
});

Deno.test("rulesFor() grants the version document where it is asked for", async (t) => {
  const endpoints = {
    compute: "http://cloud.example/compute/v2.1",
    placement: "http://cloud.example:8778",
    image: "http://cloud.example/image",
    "object-store": `http://cloud.example/swift/v1/AUTH_${PROJECT}`,
  };
  const versioned = [
    op("compute.servers.list", "/servers/detail", { microversion: "2.96" }),
    op("placement.traits.list", "/traits", { requires: "1.6" }),
    op("image.images.list", "/images"),
  ];
  await t.step("of services whose microversions the operations need", () => {
    assert.deepEqual(rules(endpoints, versioned), [
      "compute GET /compute/v2.1",
      "compute GET /compute/v2.1/",
      "compute GET /compute/v2.1/servers/detail",
      "image GET /image/v2/images",
      "placement GET /",
      "placement GET /traits",
    ]);
  });
  await t.step("of every service", () => {
    assert.deepEqual(rules(endpoints, [], { asksEveryService: true }), [
      "compute GET /compute/v2.1",
      "compute GET /compute/v2.1/",
      "identity GET /identity/v3",
      "identity GET /identity/v3/",
      "image GET /image",
      "image GET /image/",
      "object-store GET /swift/info",
      "placement GET /",
    ]);
  });
});

Deno.test("rulesFor() has each rule once, in order, and none for what is not deployed", () => {
  const start = op("compute.servers.start", "/servers/{server_id}/action", { method: "POST" });
  const stop = op("compute.servers.stop", "/servers/{id}/action", { method: "POST" });
  assert.deepEqual(
    rules({ compute: "http://cloud.example/v2.1" }, [stop, VOLUME, start, SERVERS]),
    ["compute POST /v2.1/servers/*/action", "compute GET /v2.1/servers/detail"],
  );
  assert.deepEqual(rules({}, [VOLUME]), []);
});

Deno.test("no operation but those on objects needs a wildcard for more than a segment", () => {
  const place = { base: "http://cloud.example/v3/p1", root: "http://cloud.example/" };
  for (const each of ALL_OPERATIONS.filter(({ service }) => service !== "object-store")) {
    assert.doesNotMatch(operationPath(each, place, "p1"), /\*\*|[{}]/, each.id);
  }
});

Deno.test("pathPattern() knows the wildcards of rules", () => {
  assert.match("/v2.1/servers/x", pathPattern("/v2.1/servers/*"));
  assert.match("/v2.1/servers/x", pathPattern("/v2.1/servers/{server_id}"));
  assert.match("/v1/AUTH_p1/c", pathPattern("/v1/AUTH_*/*"));
  assert.match("/v1/AUTH_p1/c/a/b", pathPattern("/v1/AUTH_*/*/**"));
  assert.doesNotMatch("/v2.1/servers/x/y", pathPattern("/v2.1/servers/*"));
  assert.doesNotMatch("/v2x1/servers", pathPattern("/v2.1/servers"));
});

Deno.test("isCovered() minds service, method and path", () => {
  const granted = [{ service: "volumev3", method: "GET", path: "/v3/*/volumes/*" }];
  const call = { service: "block-storage", method: "GET", path: "/v3/p1/volumes/v1" };
  assert.equal(isCovered(granted, call), true, "whichever name the rule uses");
  assert.equal(isCovered(granted, { ...call, method: "DELETE" }), false);
  assert.equal(isCovered(granted, { ...call, service: "compute" }), false);
  assert.equal(isCovered(granted, { ...call, path: "/v3/p1/volumes" }), false);
});
