import assert from "node:assert/strict";
import {
  type CatalogEntry,
  catalogServices,
  expandMarkers,
  findEndpoint,
  readCatalog,
  serviceBase,
} from "./catalog.ts";
import type { Interface } from "./settings.ts";

Deno.test("readCatalog() reads what Keystone sends and leaves out what is of no use", () => {
  const url = "http://nova:8774/v2.1";
  const endpoint = { id: "e1", interface: "public", region: "R1", region_id: "R1", url };
  const read = readCatalog([
    { id: "s1", type: "compute", name: "nova", endpoints: [endpoint] },
    {
      type: "old",
      endpoints: [{ interface: "internalURL", url, region: "by-name" }, { interface: "adminURL", url }],
    },
    { type: "no-endpoints", name: null },
    {
      type: "odd",
      endpoints: [
        null,
        "text",
        { interface: "public", url: "" },
        { interface: "public", url: null },
        { interface: "public" },
        { interface: "private", url },
        { interface: "constructor", url },
        { url },
      ],
    },
    { name: "without a type", endpoints: [endpoint] },
    null,
    "compute",
  ]);
  assert.deepEqual(read, [
    {
      id: "s1",
      type: "compute",
      name: "nova",
      endpoints: [{ id: "e1", interface: "public", region: "R1", url }],
    },
    {
      type: "old",
      endpoints: [{ interface: "internal", region: "by-name", url }, { interface: "admin", url }],
    },
    { type: "no-endpoints", endpoints: [] },
    { type: "odd", endpoints: [] },
  ]);
  for (const value of [undefined, null, {}, "text", 1]) assert.deepEqual(readCatalog(value), []);
});

/** Endpoints as `interface region url`; `-` for no region. */
function entry(type: string, ...endpoints: string[]): CatalogEntry {
  return {
    type,
    endpoints: endpoints.map((line) => {
      const [kind, region, url = ""] = line.split(" ");
      const found: Interface = kind === "internal" || kind === "admin" ? kind : "public";
      return { interface: found, url, ...(region === undefined || region === "-" ? {} : { region }) };
    }),
  };
}

type Settings = Parameters<typeof findEndpoint>[2];

/** What was found, in one line. */
function find(catalog: CatalogEntry[], service: string, settings: Partial<Settings> = {}): string {
  const found = findEndpoint(catalog, service, { interfaces: ["public"], services: {}, ...settings });
  switch (found.kind) {
    case "found":
      return `${found.alias} ${found.interface ?? "-"} ${found.region ?? "-"} ${found.url}`;
    case "no endpoint":
      return `no endpoint: ${found.detail}`;
    case "not deployed":
      return found.kind;
  }
}

Deno.test("findEndpoint() takes the official type first, then the aliases in their order", () => {
  const official = entry("block-storage", "public R1 http://h/official/v3");
  const v3 = entry("volumev3", "public R1 http://h/volumev3/v3");
  const plain = entry("volume", "public R1 http://h/volume/v3");
  const store = entry("block-store", "public R1 http://h/store/v3");
  const table: [CatalogEntry[], string][] = [
    [[store, plain, v3, official], "block-storage public R1 http://h/official/v3"],
    [[store, plain, v3], "volumev3 public R1 http://h/volumev3/v3"],
    [[store, plain], "volume public R1 http://h/volume/v3"],
    [[store], "block-store public R1 http://h/store/v3"],
    [[entry("volumev2", "public R1 http://h/v2")], "not deployed"],
    [[], "not deployed"],
  ];
  for (const [catalog, expected] of table) {
    for (const service of ["block-storage", "volumev3"]) assert.equal(find(catalog, service), expected);
  }
});

Deno.test("findEndpoint() passes over another major version, and says which ones there are", () => {
  const old = entry("volume", "public R1 http://h/v2/p1", "public R1 http://h/v1/p1");
  assert.equal(
    find([old, entry("volumev3", "public R1 http://h/v3/p1")], "block-storage"),
    "volumev3 public R1 http://h/v3/p1",
  );
  assert.equal(
    find([old], "block-storage"),
    "no endpoint: no public endpoint fits; offered: public in R1 (v2), public in R1 (v1)",
  );
  // A type that is empty, or that has only another version, gives way to the next alias.
  assert.equal(
    find([
      entry("block-storage"),
      entry("volumev3", "public R1 http://h/v2/p1"),
      entry("volume", "public R1 http://h/v3"),
    ], "block-storage"),
    "volume public R1 http://h/v3",
  );
  assert.equal(
    find([entry("compute", "public R1 http://h/v2/p1")], "compute"),
    "compute public R1 http://h/v2/p1",
  );
});

Deno.test("findEndpoint() keeps to the preferred interfaces, in their order", () => {
  const catalog = [entry("image", "admin R1 http://a", "public R1 http://p", "internal R1 http://i")];
  const table: [Interface[], string][] = [
    [["public"], "image public R1 http://p"],
    [["internal", "public"], "image internal R1 http://i"],
    [["admin"], "image admin R1 http://a"],
    [[], "no endpoint: no  endpoint fits; offered: admin in R1, public in R1, internal in R1"],
  ];
  for (const [interfaces, expected] of table) assert.equal(find(catalog, "image", { interfaces }), expected);
  const onlyPublic = [entry("image", "public R1 http://p")];
  assert.equal(find(onlyPublic, "image", { interfaces: ["internal", "public"] }), "image public R1 http://p");
  assert.equal(
    find(onlyPublic, "image", { interfaces: ["internal", "admin"] }),
    "no endpoint: no internal or admin endpoint fits; offered: public in R1",
  );
});

Deno.test("findEndpoint() prefers the first type over the first interface", () => {
  const catalog = [entry("volumev3", "public R1 http://p/v3"), entry("volume", "internal R1 http://i/v3")];
  const interfaces: Interface[] = ["internal", "public"];
  assert.equal(find(catalog, "block-storage", { interfaces }), "volumev3 public R1 http://p/v3");
});

Deno.test("findEndpoint() takes the region's endpoint, and none when there are several to choose from", () => {
  const two = [entry("image", "public R1 http://r1", "public R2 http://r2")];
  const split = [entry("image", "public R1 http://r1"), entry("image", "public R2 http://r2")];
  const table: [string, CatalogEntry[], Partial<Settings>, string][] = [
    ["named", two, { region: "R2" }, "image public R2 http://r2"],
    ["named, one service a region", split, { region: "R2" }, "image public R2 http://r2"],
    ["not named", two, {}, "no endpoint: several regions (R1, R2): name one"],
    ["not named, one service a region", split, {}, "no endpoint: several regions (R1, R2): name one"],
    [
      "unknown",
      two,
      { region: "R3" },
      "no endpoint: no public endpoint in region R3 fits; offered: public in R1, public in R2",
    ],
    [
      "of another case",
      two,
      { region: "r1" },
      "no endpoint: no public endpoint in region r1 fits; offered: public in R1, public in R2",
    ],
    [
      "the only one",
      [entry("image", "public R1 http://r1", "internal R2 http://i2")],
      {},
      "image public R1 http://r1",
    ],
    ["none at all", [entry("image", "public - http://r")], {}, "image public - http://r"],
    [
      "none, but one is wanted",
      [entry("image", "public - http://r")],
      { region: "R1" },
      "no endpoint: no public endpoint in region R1 fits; offered: public in no region",
    ],
    [
      "some have none",
      [entry("image", "public - http://r", "public R1 http://r1")],
      {},
      "no endpoint: several regions (no region, R1): name one",
    ],
    [
      "another one for each interface",
      [entry("image", "public R1 http://r1", "internal R2 http://i2")],
      { interfaces: ["internal", "public"] },
      "no endpoint: several regions (R1, R2): name one",
    ],
    [
      "of the service itself",
      two,
      { region: "R1", services: { image: { region: "R2" } } },
      "image public R2 http://r2",
    ],
  ];
  for (const [name, catalog, settings, expected] of table) {
    assert.equal(find(catalog, "image", settings), expected, name);
  }
});

Deno.test("findEndpoint() lets a service have interfaces of its own", () => {
  const catalog = [entry("image", "public R1 http://p", "internal R1 http://i")];
  const services = { image: { interfaces: ["internal"] as const } };
  assert.equal(find(catalog, "image", { services }), "image internal R1 http://i");
});

Deno.test("findEndpoint() lets an override win, also over a service that the catalog lacks", () => {
  const services = { "block-storage": { endpointOverride: "http://elsewhere/v3/%(project_id)s" } };
  for (const catalog of [[], [entry("volumev3", "public R1 http://h/v3")], [entry("volumev3")]]) {
    for (const name of ["block-storage", "volumev3"]) {
      assert.equal(find(catalog, name, { services }), "block-storage - - http://elsewhere/v3/%(project_id)s");
    }
  }
});

Deno.test("findEndpoint() tells a service without endpoints from one that is not there", () => {
  assert.equal(find([entry("image")], "image"), "no endpoint: no endpoint for this scope");
  assert.equal(find([], "image"), "not deployed");
  assert.equal(
    find([entry("metering", "public R1 http://m:8777")], "metering"),
    "metering public R1 http://m:8777",
  );
  assert.equal(find([], "metering"), "not deployed");
});

Deno.test("findEndpoint() leaves it to the allowlist to refuse what is no URL", () => {
  for (const url of ["http://[nonsense/v2", "nonsense", "//host/v2", "http://:80"]) {
    assert.equal(find([entry("image", `public R1 ${url}`)], "image"), `image public R1 ${url}`);
  }
});

Deno.test("catalogServices() names the known services and the catalog's others, each once", () => {
  const services = catalogServices([entry("volumev3"), entry("volume"), entry("metering"), entry("compute")]);
  assert.equal(new Set(services).size, services.length);
  assert.ok(services.includes("block-storage") && services.includes("metering"));
  assert.ok(!services.includes("volumev3"));
  assert.deepEqual(catalogServices([]).filter((service) => service === "metering"), []);
});

Deno.test("serviceBase() adds what a service needs and its endpoint lacks", () => {
  const table: [service: string, url: string, base: string, root: string][] = [
    ["identity", "http://h:5000", "http://h:5000/v3", "http://h:5000/"],
    ["identity", "http://h:5000/", "http://h:5000/v3", "http://h:5000/"],
    ["identity", "http://h:5000/v3", "http://h:5000/v3", "http://h:5000/"],
    ["identity", "http://h:5000/v3/", "http://h:5000/v3", "http://h:5000/"],
    ["identity", "https://h/identity", "https://h/identity/v3", "https://h/identity/"],
    ["identity", "https://h/identity/v3/", "https://h/identity/v3", "https://h/identity/"],
    ["identity", "https://h//identity//v3", "https://h/identity/v3", "https://h/identity/"],
    ["compute", "http://h:8774/v2.1", "http://h:8774/v2.1", "http://h:8774/"],
    ["compute", "http://h:8774/v2.1/p1", "http://h:8774/v2.1/p1", "http://h:8774/"],
    ["compute", "http://h:8774", "http://h:8774/v2.1", "http://h:8774/"],
    ["compute", "http://h:8774/v2/p1", "http://h:8774/v2.1/p1", "http://h:8774/"],
    ["compute", "https://h/compute/v2.1", "https://h/compute/v2.1", "https://h/compute/"],
    ["block-storage", "http://h:8776/v3/p1", "http://h:8776/v3/p1", "http://h:8776/"],
    ["block-storage", "http://h:8776/v3", "http://h:8776/v3/p1", "http://h:8776/"],
    ["block-storage", "http://h:8776", "http://h:8776/v3/p1", "http://h:8776/"],
    ["block-storage", "http://h/volume/v3/%(tenant_id)s", "http://h/volume/v3/p1", "http://h/volume/"],
    ["block-storage", "http://h/volume/v3/$(project_id)s", "http://h/volume/v3/p1", "http://h/volume/"],
    ["network", "http://h:9696", "http://h:9696/v2.0", "http://h:9696/"],
    ["network", "http://h:9696/v2", "http://h:9696/v2.0", "http://h:9696/"],
    ["network", "http://h/networking/v2.0/", "http://h/networking/v2.0", "http://h/networking/"],
    ["placement", "http://h/placement", "http://h/placement", "http://h/placement/"],
    ["placement", "http://h:8778", "http://h:8778", "http://h:8778/"],
    ["image", "http://h:9292/v2.1", "http://h:9292/v2.1", "http://h:9292/"],
    ["orchestration", "http://h:8004/v1", "http://h:8004/v1/p1", "http://h:8004/"],
    ["object-store", "http://h:8080/v1/AUTH_p1", "http://h:8080/v1/AUTH_p1", "http://h:8080/"],
    ["object-store", "http://h/swift/v1/AUTH_$(tenant_id)s", "http://h/swift/v1/AUTH_p1", "http://h/swift/"],
    ["database", "http://h:8779/v1.0/p1", "http://h:8779/v1.0/p1", "http://h:8779/"],
    ["metering", "http://h:8777/a/b", "http://h:8777/a/b", "http://h:8777/a/b/"],
    ["image", "http://h:9292/?x=1#y", "http://h:9292/v2", "http://h:9292/"],
  ];
  for (const [service, url, base, root] of table) {
    const found = serviceBase(url, service, "p1");
    assert.equal(found.base.href.replace(/\/$/, ""), base, `${service} ${url}`);
    assert.equal(found.root.href, root, `${service} ${url}`);
  }
});

Deno.test("serviceBase() adds no project where there is none", () => {
  assert.equal(serviceBase("http://h:8776", "block-storage", undefined).base.href, "http://h:8776/v3");
  assert.throws(() => serviceBase("nonsense", "image", "p1"), TypeError);
});

Deno.test("expandMarkers() puts the project in, as a name and nothing more", () => {
  const table: [string, string | undefined, string | undefined][] = [
    ["http://h/v3/%(project_id)s", "p1", "http://h/v3/p1"],
    ["http://h/v1/AUTH_$(tenant_id)s", "p1", "http://h/v1/AUTH_p1"],
    ["http://h/%(project_id)s/%(tenant_id)s", "p1", "http://h/p1/p1"],
    ["http://h/v3", undefined, "http://h/v3"],
    ["http://h/v3/%(project_id)s", undefined, undefined],
    ["http://h/v3/%(user_id)s", "p1", undefined],
    ["http://h/v3/%(project_id)s", "../../x", "http://h/v3/..%2F..%2Fx"],
    ["http://h/v3/%(project_id)s", "$&$'", "http://h/v3/%24%26%24'"],
    ["http://%(project_id)s/v3", "evil@h", "http://evil%40h/v3"],
  ];
  for (const [url, project, expected] of table) assert.equal(expandMarkers(url, project), expected, url);
});
