import assert from "node:assert/strict";
import { buildAllowlist, loginAllowlist, netEntry, permitted, urlProblem } from "./allowlist.ts";
import type { CatalogEntry } from "./catalog.ts";
import type { CloudSettings } from "./settings.ts";
import { testSettings } from "./testing.ts";

const KEYSTONE = "https://keystone.example:5000/v3";

Deno.test("urlProblem() lets addresses of services pass", () => {
  const urls = [
    "https://nova.example:8774/v2.1",
    "http://10.0.0.5:8774/v2.1/%(project_id)s",
    "http://127.0.0.1:8774",
    "http://localhost:8774",
    "http://[::1]:8774",
    "http://[2001:db8::1]:8774/v2.1",
    "http://[fd00:ec3::254]/",
    "http://[fd01:ec2::254]/",
    "http://[::ffff:10.0.0.5]/",
    "http://[64:ff9b::10.0.0.5]/",
    "http://169.253.169.254/",
    "http://223.255.255.255/",
    "http://metadata.example/",
    "http://my-metadata/",
    "http://169.254.169.254.example/",
    "https://bücher.example/",
  ];
  for (const url of urls) assert.equal(urlProblem(url, false), undefined, url);
});

Deno.test("urlProblem() refuses what is no address of a service, in every spelling", () => {
  const table: [RegExp, string[]][] = [
    [/^not a URL$/, [
      "",
      "nova.example",
      "//nova.example",
      "http://",
      "http://[::1",
      "http://[fe80::1%25eth0]/",
      "http://a b/",
      "http://h:99999/",
      "http://1.2.3.4.5/",
      "http://0x100000000/",
      "http://%(project_id)s/",
    ]],
    [/^scheme (file|ftp|javascript|data|gopher|ws|unix): is not http or https$/, [
      "file:///etc/passwd",
      "ftp://h/",
      "javascript:alert(1)",
      "data:,x",
      "gopher://h/",
      "ws://h/",
      "unix:/run/socket",
    ]],
    [/user name or password/, [
      "http://user@h/",
      "http://user:pass@h/",
      "http://:pass@h/",
      "https://169.254.169.254@h/",
    ]],
    [/is not a host name/, [
      "http://*.example.com/",
      "http://a..b/",
      "http://a$b/",
      `http://${"x".repeat(64)}.example/`,
      `http://${"x.".repeat(127)}xx/`,
    ]],
    [/169\.254\.169\.254 is link-local/, [
      "http://169.254.169.254/",
      "http://169.254.169.254./",
      "http://169.254.169.254:80/latest",
      "http://2852039166/",
      "http://0xa9fea9fe/",
      "http://0xA9.0xFE.0xA9.0xFE/",
      "http://0251.0376.0251.0376/",
      "http://025177524776/",
      "http://169.254.43518/",
      "http://169.16689662/",
      "http://169。254。169。254/",
      "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
      "http:\\\\169.254.169.254\\",
      "http:169.254.169.254",
      "http:///169.254.169.254/",
      " http://169.254.169.254/\n",
      "ht\ntp://169.254.\t169.254/",
      "http://%31%36%39.254.169.254/",
      "http://[::ffff:169.254.169.254]/",
      "http://[::ffff:a9fe:a9fe]/",
      "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
      "http://[::169.254.169.254]/",
      "http://[::ffff:0:169.254.169.254]/",
      "http://[64:ff9b::169.254.169.254]/",
      "http://[64:ff9b::a9fe:a9fe]/",
      "http://[64:ff9b:1::a9fe:a9fe]/",
      "http://[2002:a9fe:a9fe::1]/",
    ]],
    [/169\.254\.0\.1 is link-local/, ["http://169.254.1/", "http://169.254.0.1/"]],
    [/is the unspecified address/, [
      "http://0.0.0.0/",
      "http://0/",
      "http://0x0/",
      "http://0.1.2.3/",
      "http://[::]/",
      "http://[0:0:0:0:0:0:0:0]/",
      "http://[::ffff:0.0.0.0]/",
    ]],
    [/is link-local$/, ["http://[fe80::1]/", "http://[FE80::1]/", "http://[febf::1]/"]],
    [/where a metadata service stands/, [
      "http://[fd00:ec2::254]/",
      "http://[fd00:0ec2:0:0:0:0:0:254]/",
      "http://[fd20:ce::254]/",
    ]],
    [/multicast/, [
      "http://224.0.0.1/",
      "http://239.1.1.1/",
      "http://255.255.255.255/",
      "http://[ff02::1]/",
      "http://[::ffff:224.0.0.1]/",
    ]],
    [/names a metadata service/, [
      "http://metadata.google.internal/",
      "http://metadata.google.internal./",
      "http://METADATA.Google.Internal/",
      "http://x.metadata.google.internal/",
      "http://metadata.goog/",
      "http://metadata/",
      "http://instance-data/",
      "http://instance-data.ec2.internal/",
    ]],
  ];
  for (const [expected, urls] of table) {
    for (const url of urls) assert.match(urlProblem(url, false) ?? "permitted", expected, url);
  }
});

Deno.test("urlProblem() shows no password", () => {
  for (const url of ["http://user:hunter22@h/", "nonsense://user:hunter22@h/", "http://user:hunter22@[h/"]) {
    assert.doesNotMatch(urlProblem(url, true) ?? "", /hunter22/);
  }
});

Deno.test("urlProblem() refuses http only where https is asked for", () => {
  assert.match(urlProblem("http://h/", true) ?? "", /--allow-http-endpoints/);
  assert.equal(urlProblem("http://h/", false), undefined);
  assert.equal(urlProblem("https://h/", true), undefined);
});

Deno.test("netEntry() writes the port out and keeps the brackets", () => {
  const table: [string, string][] = [
    ["http://h", "h:80"],
    ["https://h", "h:443"],
    ["https://h:443", "h:443"],
    ["http://h:443", "h:443"],
    ["https://H.Example:8774/v2.1?x#y", "h.example:8774"],
    ["http://[::1]", "[::1]:80"],
    ["https://[2001:DB8::1]:5000", "[2001:db8::1]:5000"],
    ["http://user:pass@proxy:3128", "proxy:3128"],
    ["http://proxy", "proxy:80"],
    ["socks5://proxy", "proxy:1080"],
    ["socks5h://proxy:9999", "proxy:9999"],
    ["https://bücher.example", "xn--bcher-kva.example:443"],
    ["http://2130706433:81", "127.0.0.1:81"],
  ];
  for (const [url, expected] of table) assert.equal(netEntry(url), expected, url);
});

function entry(type: string, url: string, region = "R1"): CatalogEntry {
  return { type, endpoints: [{ interface: "public", url, region }] };
}

function build(
  catalog: CatalogEntry[],
  changes: Partial<CloudSettings> = {},
  projectId: string | undefined = "p1",
) {
  return buildAllowlist({
    settings: testSettings(KEYSTONE, changes),
    catalog,
    ...(projectId === undefined ? {} : { projectId }),
  });
}

Deno.test("buildAllowlist() gives origin, prefix, base and root of each service", () => {
  const { entries, net, refused } = build([
    entry("identity", "https://keystone.example:5000"),
    entry("compute", "https://api.example/compute/v2.1"),
    entry("volumev3", "https://api.example/volume/v3/%(project_id)s"),
    entry("metering", "https://[2001:db8::1]:8777"),
  ]);
  assert.deepEqual(refused, []);
  assert.deepEqual(entries, [
    {
      service: "identity",
      alias: "identity",
      origin: "https://keystone.example:5000",
      pathPrefix: "/",
      base: "https://keystone.example:5000/v3",
      root: "https://keystone.example:5000/",
      region: "R1",
      interface: "public",
    },
    {
      service: "compute",
      alias: "compute",
      origin: "https://api.example",
      pathPrefix: "/compute/",
      base: "https://api.example/compute/v2.1",
      root: "https://api.example/compute/",
      region: "R1",
      interface: "public",
    },
    {
      service: "block-storage",
      alias: "volumev3",
      origin: "https://api.example",
      pathPrefix: "/volume/",
      base: "https://api.example/volume/v3/p1",
      root: "https://api.example/volume/",
      region: "R1",
      interface: "public",
    },
    {
      service: "metering",
      alias: "metering",
      origin: "https://[2001:db8::1]:8777",
      pathPrefix: "/",
      base: "https://[2001:db8::1]:8777",
      root: "https://[2001:db8::1]:8777/",
      region: "R1",
      interface: "public",
    },
  ]);
  assert.deepEqual(net, ["[2001:db8::1]:8777", "api.example:443", "keystone.example:5000"]);
});

Deno.test("buildAllowlist() keeps Keystone's login address, wherever the catalog says that Keystone is", () => {
  const login = { origin: "https://keystone.example:5000", pathPrefix: "/", base: KEYSTONE };
  const pick = (catalog: CatalogEntry[]) =>
    build(catalog).entries.map(({ origin, pathPrefix, base }) => ({ origin, pathPrefix, base }));
  assert.deepEqual(pick([]), [login]);
  assert.deepEqual(pick([entry("identity", KEYSTONE)]), [login]);
  const elsewhere = {
    origin: "https://internal",
    pathPrefix: "/identity/",
    base: "https://internal/identity/v3",
  };
  // The catalog's comes first: operations go there.
  assert.deepEqual(pick([entry("identity", "https://internal/identity")]), [elsewhere, login]);
  const narrower = {
    origin: login.origin,
    pathPrefix: "/identity/",
    base: "https://keystone.example:5000/identity/v3",
  };
  assert.deepEqual(pick([entry("identity", "https://keystone.example:5000/identity")]), [narrower, login]);
  assert.deepEqual(build([entry("identity", "https://internal/identity")]).net, [
    "internal:443",
    "keystone.example:5000",
  ]);
  // Keystone's own entry is often the old version, or http behind a TLS proxy.
  for (const url of ["https://keystone.example:5000/v2.0", "http://keystone.example:5000/v3"]) {
    const { entries, refused } = build([entry("identity", url)]);
    assert.deepEqual(entries.map(({ base }) => base), [KEYSTONE]);
    assert.deepEqual(refused.map(({ service }) => service), ["identity"]);
  }
});

Deno.test("buildAllowlist() refuses, with a reason, and keeps the rest", () => {
  const { entries, net, refused } = build([
    entry("compute", "http://169.254.169.254/v2.1"),
    entry("network", "http://neutron.example:9696"),
    entry("image", "https://user:hunter22@glance.example"),
    entry("placement", "http://[nonsense"),
    entry("dns", "file:///etc/passwd"),
    { type: "orchestration", endpoints: [] },
    entry("key-manager", "https://barbican.example:9311"),
  ]);
  assert.deepEqual(entries.map(({ service }) => service), ["key-manager", "identity"]);
  assert.deepEqual(net, ["barbican.example:9311", "keystone.example:5000"]);
  assert.deepEqual(
    new Map(refused.map(({ service, reason }) => [service, reason])),
    new Map([
      ["compute", "refused by policy"],
      ["placement", "refused by policy"],
      ["network", "refused by policy"],
      ["image", "refused by policy"],
      ["orchestration", "unavailable"],
      ["dns", "refused by policy"],
    ]),
  );
  assert.doesNotMatch(JSON.stringify(refused), /hunter22/);
});

Deno.test("buildAllowlist() permits http under https only on purpose", () => {
  const catalog = [entry("network", "http://neutron.example:9696")];
  assert.equal(build(catalog).refused[0]?.service, "network");
  assert.deepEqual(build(catalog, { allowHttpEndpoints: true }).refused, []);
  const plain = buildAllowlist({ settings: testSettings("http://keystone:5000"), catalog, projectId: "p1" });
  assert.deepEqual(plain.net, ["keystone:5000", "neutron.example:9696"]);
});

Deno.test("buildAllowlist() takes overrides, also of services that neither we nor the catalog know", () => {
  const services = {
    "compute": { endpointOverride: "https://other.example/v2.1/%(project_id)s" },
    "metering": { endpointOverride: "https://meter.example" },
    "image": { endpointOverride: "http://169.254.169.254/" },
    "network": { region: "R1" },
  };
  const { entries, refused } = build([entry("compute", "https://nova.example")], { services });
  assert.deepEqual(entries.map(({ service, base }) => [service, base]), [
    ["compute", "https://other.example/v2.1/p1"],
    ["metering", "https://meter.example"],
    ["identity", KEYSTONE],
  ]);
  assert.deepEqual(refused.map(({ service }) => service), ["image"]);
});

Deno.test("buildAllowlist() judges an address after the project was put in", () => {
  const catalog = [entry("compute", "https://%(project_id)s/v2.1")];
  assert.match(build(catalog, {}, "169.254.169.254").refused[0]?.detail ?? "", /link-local/);
});

Deno.test("buildAllowlist() has no address for a service that needs a project when there is none", () => {
  const settings = testSettings(KEYSTONE);
  const catalog = [entry("volumev3", "https://cinder.example/v3/$(project_id)s")];
  const { entries, refused } = buildAllowlist({ settings, catalog });
  assert.deepEqual(entries.map(({ service }) => service), ["identity"]);
  assert.deepEqual(refused.map(({ service, reason }) => [service, reason]), [[
    "block-storage",
    "unavailable",
  ]]);
});

Deno.test("buildAllowlist() folds duplicates and adds the proxy to the net list", () => {
  const { net } = build(
    [
      entry("compute", "https://api.example/compute"),
      entry("network", "https://API.example:443/network"),
      entry("identity", "https://keystone.example:5000/v3/"),
    ],
    { proxy: "http://user:pass@proxy.example:3128" },
  );
  assert.deepEqual(net, ["api.example:443", "keystone.example:5000", "proxy.example:3128"]);
});

Deno.test("buildAllowlist() does not depend on what the catalog's types are called", () => {
  for (const type of ["constructor", "__proto__", "toString"]) {
    const { entries } = build([entry(type, "https://odd.example")]);
    assert.deepEqual(entries.map(({ service }) => service), [type, "identity"]);
  }
});

Deno.test("loginAllowlist() reaches Keystone and the proxy alone", () => {
  const table: [string, string, string, string][] = [
    [KEYSTONE, "https://keystone.example:5000", "/", "keystone.example:5000"],
    ["https://h/identity/v3/", "https://h", "/identity/", "h:443"],
    ["https://h/identity", "https://h", "/identity/", "h:443"],
    ["http://[::1]:5000", "http://[::1]:5000", "/", "[::1]:5000"],
  ];
  for (const [url, origin, pathPrefix, net] of table) {
    const allowlist = loginAllowlist(testSettings(url));
    assert.deepEqual(allowlist.entries.map((found) => [found.origin, found.pathPrefix]), [[
      origin,
      pathPrefix,
    ]]);
    assert.deepEqual(allowlist.net, [net]);
    assert.deepEqual(allowlist.refused, []);
  }
  const { net } = loginAllowlist(testSettings(KEYSTONE, { proxy: "socks5://[2001:db8::9]" }));
  assert.deepEqual(net, ["[2001:db8::9]:1080", "keystone.example:5000"]);
});

Deno.test("loginAllowlist() throws on an auth URL that may not be used", () => {
  for (const url of ["file:///x", "http://169.254.169.254/v3", "http://user:pass@h/v3", "nonsense"]) {
    assert.throws(
      () => loginAllowlist(testSettings(url)),
      { name: "TypeError", message: /^auth_url: / },
      url,
    );
  }
});

Deno.test("an identity provider may be reached for a login, and is no service", () => {
  const settings = (more: Readonly<Record<string, string>>, authUrl = KEYSTONE) =>
    testSettings(authUrl, {
      auth: {
        type: "v3oidcclientcredentials",
        authUrl,
        identityProvider: "corp",
        protocol: "openid",
        access: { grant: { clientId: "mcp", clientSecret: "x", openidScope: "openid", ...more } },
        scope: { kind: "unscoped" },
      },
    });
  const wanted = {
    tokenEndpoint: "https://idp.example/realm/token",
    discoveryEndpoint: "https://other.example/",
  };
  const login = loginAllowlist(settings(wanted));
  assert.deepEqual(login.net, ["idp.example:443", "keystone.example:5000"]);
  assert.deepEqual(login.entries.map(({ origin }) => origin), ["https://keystone.example:5000"]);
  const whole = buildAllowlist({ settings: settings(wanted), catalog: [] });
  assert.deepEqual(whole.net, login.net);
  assert.deepEqual(permitted(whole).map(({ origin }) => origin), [
    "https://keystone.example:5000",
    "https://idp.example",
  ]);
  assert.throws(
    () => loginAllowlist(settings({ tokenEndpoint: "http://idp.example/token" })),
    /http endpoint/,
  );
  assert.throws(
    () => loginAllowlist(settings({ discoveryEndpoint: "https://169.254.169.254/" })),
    /discovery_endpoint: 169\.254/,
  );
});

Deno.test("services that stand alone have no Keystone that may be reached", () => {
  const authUrl = "https://ironic.example:6385";
  const settings = testSettings(authUrl, { auth: { type: "none", authUrl, isEndpoint: true } });
  assert.deepEqual(loginAllowlist(settings), { entries: [], providers: [], net: [], refused: [] });
  const catalog = [{ type: "baremetal", endpoints: [{ interface: "public" as const, url: authUrl }] }];
  const { entries, net } = buildAllowlist({ settings, catalog });
  assert.deepEqual(entries.map(({ service }) => service), ["baremetal"]);
  assert.deepEqual(net, ["ironic.example:6385"]);
});
