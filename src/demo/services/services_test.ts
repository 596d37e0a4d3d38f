import assert from "node:assert/strict";
import { type Item, itemOf, itemsOf, textOf, textsOf } from "../json.ts";
import { type DemoCloud, startDemo } from "../mod.ts";
import { ask, type Question, Visitor } from "../testing.ts";

interface Cast {
  demo: DemoCloud;
  member: Visitor;
  reader: Visitor;
  admin: Visitor;
  foreign: Visitor;
  acme: string;
  globex: string;
}

async function withCast(test: (cast: Cast) => Promise<void>): Promise<void> {
  const demo = await startDemo();
  try {
    const login = (user: string, project: string) => Visitor.login(demo, user, { project });
    const [member, reader, admin, foreign] = await Promise.all([
      login("alice", "acme"),
      login("adam", "acme"),
      login("admin", "admin"),
      login("gina", "globex"),
    ]);
    const project = (who: Visitor) => textOf(itemOf(itemOf(who.body["token"])["project"])["id"]);
    await test({ demo, member, reader, admin, foreign, acme: project(member), globex: project(foreign) });
  } finally {
    await demo.close();
  }
}

const placement = (version: string): Question => ({
  headers: { "OpenStack-API-Version": `placement ${version}` },
});
const volume = (version: string): Question => ({ headers: { "OpenStack-API-Version": `volume ${version}` } });

/** Service, path, and the status for a member, a reader and an administrator. */
const STATUSES:
  readonly (readonly [service: string, path: string, statuses: readonly number[], version?: string])[] = [
    ["identity", "/projects", [403, 403, 200]],
    ["identity", "/projects/ACME", [200, 200, 200]],
    ["identity", "/projects/GLOBEX", [403, 403, 200]],
    ["identity", "/projects/none", [403, 403, 404]],
    ["identity", "/domains", [403, 403, 200]],
    ["identity", "/users", [403, 403, 200]],
    ["identity", "/roles", [403, 403, 200]],
    ["identity", "/services", [403, 403, 200]],
    ["identity", "/endpoints", [403, 403, 200]],
    ["identity", "/regions", [200, 200, 200]],
    ["identity", "/role_assignments", [403, 403, 200]],
    ["identity", "/auth/catalog", [200, 200, 200]],
    ["identity", "/nothing", [404, 404, 404]],
    ["placement", "/resource_providers", [403, 403, 200], "placement 1.39"],
    ["placement", "/usages?project_id=ACME", [200, 200, 200], "placement 1.39"],
    ["placement", "/usages?project_id=GLOBEX", [403, 403, 200], "placement 1.39"],
    ["placement", "/traits", [403, 403, 200], "placement 1.39"],
    ["placement", "/resource_classes", [403, 403, 200], "placement 1.39"],
    ["placement", "/nothing", [404, 404, 404]],
    ["network", "/v2.0/networks", [200, 200, 200]],
    ["network", "/v2.0/quotas", [403, 403, 200]],
    ["network", "/v2.0/quotas/ACME", [200, 200, 200]],
    ["network", "/v2.0/quotas/ACME/details", [200, 200, 200]],
    ["network", "/v2.0/quotas/GLOBEX", [403, 403, 200]],
    ["network", "/v2.0/extensions", [200, 200, 200]],
    ["network", "/v2.0/nothing", [404, 404, 404]],
    ["network", "/v2.0", [404, 404, 404]],
    ["network", "/v2.0/", [200, 200, 200]],
    ["block-storage", "/volumes/detail", [200, 200, 200]],
    ["block-storage", "/os-services", [403, 403, 200]],
    ["block-storage", "/scheduler-stats/get_pools?detail=true", [403, 403, 200]],
    ["block-storage", "/qos-specs", [403, 403, 200]],
    ["block-storage", "/os-quota-sets/ACME?usage=true", [200, 200, 200]],
    ["block-storage", "/os-quota-sets/GLOBEX", [403, 403, 200]],
    ["block-storage", "/limits", [200, 200, 200]],
    ["block-storage", "/os-availability-zone", [200, 200, 200]],
    ["block-storage", "/ACME/volumes", [200, 200, 400]],
    ["block-storage", "/nothing", [404, 404, 404]],
    ["image", "/v2/images", [200, 200, 200]],
    ["image", "/v2/images/none", [404, 404, 404]],
    ["orchestration", "/ACME/stacks", [200, 200, 200]],
    ["orchestration", "/GLOBEX/stacks", [403, 403, 200]],
    ["orchestration", "/ACME/services", [403, 403, 200]],
    ["load-balancer", "/v2/lbaas/loadbalancers", [200, 200, 200]],
    ["load-balancer", "/v2/octavia/amphorae", [403, 403, 200]],
    ["load-balancer", "/v2/lbaas/providers", [200, 200, 200]],
    ["load-balancer", "/v2/lbaas/quotas/GLOBEX", [403, 403, 200]],
    ["key-manager", "/v1/secrets", [200, 403, 200]],
    ["dns", "/v2/zones", [200, 200, 200]],
    ["dns", "/v2/service_statuses", [403, 403, 200]],
    ["dns", "/v2/zones/none", [400, 400, 400]],
    ["sharev2", "/shares/detail", [200, 200, 200]],
    ["object-store", "/AUTH_ACME", [200, 403, 403]],
  ];

Deno.test("each role gets what the real services give it", async () => {
  await withCast(async ({ member, reader, admin, acme, globex }) => {
    for (const [service, path, statuses, version] of STATUSES) {
      const real = path.replace("ACME", acme).replace("GLOBEX", globex);
      const question: Question = version === undefined
        ? {}
        : { headers: { "OpenStack-API-Version": version } };
      const seen = await Promise.all([member, reader, admin].map((who) => who.ask(service, real, question)));
      assert.deepEqual(seen.map((one) => one.status), statuses, `${service} ${path}`);
    }
  });
});

Deno.test("Nova and Glance refuse a token for the system", async () => {
  await withCast(async ({ demo }) => {
    const system = await Visitor.login(demo, "admin", "system");
    for (const path of ["/servers", "/os-services", "/os-hypervisors/detail", "/limits"]) {
      assert.equal((await system.nova(path)).status, 403, path);
    }
    assert.equal((await system.nova("/flavors")).status, 200);
    assert.equal((await system.ask("image", "/v2/images")).status, 403);
    assert.equal((await system.ask("network", "/v2.0/networks")).status, 200);
  });
});

Deno.test("every service sends strangers away", async () => {
  await withCast(async ({ demo, acme }) => {
    const paths: Record<string, string> = {
      identity: "/projects",
      compute: "/servers",
      placement: "/traits",
      network: "/v2.0/networks",
      "block-storage": "/volumes",
      image: "/v2/images",
      orchestration: `/${acme}/stacks`,
      "load-balancer": "/v2/lbaas/pools",
      "key-manager": "/v1/secrets",
      dns: "/v2/zones",
      sharev2: "/shares",
      "object-store": `/AUTH_${acme}`,
    };
    for (const [service, path] of Object.entries(paths)) {
      for (const headers of [{}, { "X-Auth-Token": "made-up" }]) {
        const seen = await ask(`${demo.endpoints[service]}${path}`, { headers });
        assert.equal(seen.status, 401, service);
        assert.match(seen.headers.get("WWW-Authenticate") ?? "", /Keystone uri="http/, service);
      }
    }
  });
});

/** The body of a refusal in each service's form. */
const FORMS: readonly (readonly [service: string, path: string, body: Item])[] = [
  ["identity", "/users", {
    error: {
      code: 403,
      message: "You are not authorized to perform the requested action: identity:list_users.",
      title: "Forbidden",
    },
  }],
  ["network", "/v2.0/networks/none", {
    NeutronError: { type: "NetworkNotFound", message: "Network none could not be found.", detail: "" },
  }],
  ["network", "/v2.0/rbac-policies/none", {
    NeutronError: {
      type: "RbacPolicyNotFound",
      message: "RBAC policy of type unknown with ID none not found",
      detail: "",
    },
  }],
  ["network", "/v2.0/networks?foo=1", {
    NeutronError: {
      type: "HTTPBadRequest",
      message: "['foo'] is invalid attribute for filtering",
      detail: "",
    },
  }],
  ["block-storage", "/volumes/none", {
    itemNotFound: { code: 404, message: "Volume none could not be found." },
  }],
  ["image", "/v2/images/none", {
    message: "No image found with ID none<br /><br />\n\n\n",
    code: "404 Not Found",
    title: "Not Found",
  }],
  ["load-balancer", "/v2/lbaas/loadbalancers/none", {
    faultcode: "Client",
    faultstring: "Load Balancer none not found.",
    debuginfo: null,
  }],
  ["key-manager", "/v1/secrets/none", {
    code: 404,
    title: "Not Found",
    description: "Not Found. Provided secret id is invalid.",
  }],
  ["sharev2", "/shares/none", { itemNotFound: { code: 404, message: "The resource could not be found." } }],
];

Deno.test("a refusal has the service's own form", async () => {
  await withCast(async ({ member, acme }) => {
    for (const [service, path, body] of FORMS) {
      assert.deepEqual((await member.ask(service, path)).body, body, `${service} ${path}`);
    }
    const { errors } = (await member.ask("placement", "/traits", placement("1.39"))).body;
    const [error] = itemsOf(errors);
    assert.deepEqual([error?.["status"], error?.["code"]], [403, "placement.undefined_code"]);
    const stack = await member.ask("orchestration", `/${acme}/stacks/none`);
    assert.deepEqual(itemOf(stack.body["error"])["message"], "The Stack (none) could not be found.");
    const html = await member.ask("image", "/v2/images/none", { headers: { Accept: "*/*" } });
    assert.match(html.text, /<h1>404 Not Found<\/h1>/);
    const zone = await member.ask("dns", "/v2/zones/none");
    assert.equal(zone.body["request_id"], zone.headers.get("X-Openstack-Request-Id"));
  });
});

Deno.test("neutron: own, shared and external networks; everything for administrators", async () => {
  await withCast(async ({ member, admin }) => {
    const names = (who: Visitor, path: string) => who.names("network", path, "networks");
    const own = await names(member, "/v2.0/networks");
    assert.ok(["acme-web", "public", "provider-vlan100"].every((name) => own.includes(name)));
    assert.ok(!own.includes("globex-app"));
    assert.ok((await names(admin, "/v2.0/networks")).includes("globex-app"));
    const [network] = itemsOf((await member.ask("network", "/v2.0/networks?name=acme-web")).body["networks"]);
    assert.ok(network && !("provider:network_type" in network));
    // Lists that are for administrators are empty for others, not refused.
    for (const path of ["agents", "availability_zones", "segments", "network-ip-availabilities"]) {
      const plural = path.replaceAll("-", "_");
      assert.deepEqual((await member.ask("network", `/v2.0/${path}`)).body, { [plural]: [] });
      assert.ok(itemsOf((await admin.ask("network", `/v2.0/${path}`)).body[plural]).length > 0, path);
    }
    const groups = await admin.names("network", "/v2.0/security-groups", "security_groups");
    assert.deepEqual(groups, ["default"], "other projects' groups are hidden from administrators too");
  });
});

Deno.test("neutron: filters, fields, order, pages", async () => {
  await withCast(async ({ member, admin }) => {
    const list = async (query: string, who = member) => {
      const seen = await who.ask("network", `/v2.0/networks?${query}`);
      return { names: itemsOf(seen.body["networks"]).map((one) => textOf(one["name"])), body: seen.body };
    };
    assert.deepEqual((await list("name=acme-db&name=public&sort_key=name&sort_dir=desc")).names, [
      "public",
      "acme-db",
    ]);
    assert.deepEqual((await list("router:external=True&fields=name")).body, {
      networks: [{ name: "public" }],
    });
    const first = await list("limit=2");
    const links = itemsOf(first.body["networks_links"]).map((link) => link["rel"]);
    assert.deepEqual(links, ["next", "previous"]);
    const last = itemsOf(first.body["networks"]).at(-1)?.["id"];
    const rest = await list(`limit=100&marker=${last}`);
    assert.deepEqual([...first.names, ...rest.names], (await list("")).names);
    assert.deepEqual((await list("limit=2&page_reverse=True")).names, (await list("")).names.slice(-2));
    assert.equal((await member.ask("network", "/v2.0/networks?limit=2&marker=none")).status, 404);
    const ports = await member.names(
      "network",
      "/v2.0/ports?fixed_ips=ip_address_substr%3D10.10.",
      "ports",
      "id",
    );
    assert.ok(ports.length > 3);
    const agents = itemsOf((await admin.ask("network", "/v2.0/agents")).body["agents"]);
    for (const agent of agents) {
      const age = Date.now() - Date.parse(`${textOf(agent["heartbeat_timestamp"]).replace(" ", "T")}Z`);
      assert.ok(age >= 0 && age <= 11_000);
    }
  });
});

Deno.test("glance: visibility, pages of 25, filters", async () => {
  await withCast(async ({ member, admin, foreign }) => {
    const names = (who: Visitor, query = "") => who.names("image", `/v2/images${query}`, "images");
    assert.ok((await names(member)).includes("debian-12"));
    assert.ok(!(await names(member)).includes("never-uploaded"));
    assert.ok((await names(admin)).includes("never-uploaded"));
    assert.ok(!(await names(member)).includes("ubuntu-14.04"), "hidden");
    assert.deepEqual(await names(member, "?os_hidden=true"), ["ubuntu-14.04"]);
    assert.deepEqual((await names(member, "?name=in:debian-12,cirros-0.6.2")).sort(), [
      "cirros-0.6.2",
      "debian-12",
    ]);
    const page = await member.ask("image", "/v2/images?limit=2");
    assert.match(textOf(page.body["next"]), /^\/v2\/images\?limit=2&marker=/);
    for (
      const query of [
        "limit=x",
        "limit=-1",
        "marker=none",
        "visibility=foo",
        "os_hidden=x",
        "sort_key=foo",
        "size_min=x",
      ]
    ) {
      assert.equal((await member.ask("image", `/v2/images?${query}`)).status, 400, query);
    }
    const [golden] = itemsOf((await member.ask("image", "/v2/images?name=acme-golden")).body["images"]);
    assert.ok(golden);
    assert.equal((await member.ask("image", `/v2/images/${golden["id"]}/members`)).status, 200);
    const shared = await foreign.ask("image", `/v2/images/${golden["id"]}`);
    assert.equal(shared.status, 200, "shared with globex");
  });
});

Deno.test("cinder: fields by version and role, filters, links", async () => {
  await withCast(async ({ member, admin, acme }) => {
    const first = async (who: Visitor, version: string) =>
      itemsOf(
        (await who.ask("block-storage", "/volumes/detail?all_tenants=1", volume(version))).body["volumes"],
      )[0] ?? {};
    for (
      const [field, since] of [["group_id", 13], ["shared_targets", 48], ["volume_type_id", 63], [
        "consumes_quota",
        65,
      ]] as const
    ) {
      assert.ok(
        !(field in await first(member, `3.${since - 1}`)) && field in await first(member, `3.${since}`),
        field,
      );
    }
    assert.ok("os-vol-host-attr:host" in await first(admin, "3.0"));
    assert.ok(!("os-vol-host-attr:host" in await first(member, "3.0")));
    const invalid = await member.ask("block-storage", "/volumes?foo=1", volume("3.31"));
    assert.equal(
      itemOf(invalid.body["badRequest"])["message"],
      "Invalid filters foo are found in query options.",
    );
    assert.equal((await member.ask("block-storage", "/volumes?foo=1", volume("3.30"))).status, 200);
    const page = await member.ask(
      "block-storage",
      `/${acme}/volumes?limit=1&with_count=true`,
      volume("3.45"),
    );
    assert.equal(page.body["count"], 7);
    assert.match(
      textOf(itemsOf(page.body["volumes_links"])[0]?.["href"]),
      new RegExp(`/v3/${acme}/volumes\\?`),
    );
    const refused = await member.ask("block-storage", "/volumes", volume("3.71"));
    assert.equal(refused.status, 406);
    const summary = await admin.ask("block-storage", "/volumes/summary?all_tenants=1", volume("3.36"));
    assert.ok("metadata" in itemOf(summary.body["volume-summary"]));
    const unknown = await admin.ask("block-storage", "/os-quota-sets/none?usage=true");
    assert.equal(
      itemOf(itemOf(unknown.body["quota_set"])["volumes"])["in_use"],
      0,
      "Cinder knows no projects",
    );
    assert.equal((await member.ask("block-storage", "/messages", volume("3.2"))).status, 404);
  });
});

Deno.test("placement: capacity adds up and versions add fields", async () => {
  await withCast(async ({ admin, member, acme }) => {
    const providers = itemsOf(
      (await admin.ask("placement", "/resource_providers", placement("1.39"))).body["resource_providers"],
    );
    assert.equal(providers.length, 3);
    const [{ uuid = "" } = {}] = providers;
    const old =
      itemsOf((await admin.ask("placement", "/resource_providers")).body["resource_providers"])[0] ?? {};
    assert.ok(
      !("root_provider_uuid" in old) &&
        itemsOf(old["links"]).length < itemsOf(providers[0]?.["links"]).length,
    );
    const usages =
      (await admin.ask("placement", `/resource_providers/${uuid}/usages`, placement("1.39"))).body;
    const found = await admin.ask("placement", "/allocation_candidates?resources=VCPU:1", placement("1.39"));
    const summary = itemOf(itemOf(itemOf(found.body["provider_summaries"])[textOf(uuid)])["resources"]);
    assert.equal(itemOf(summary["VCPU"])["used"], itemOf(usages["usages"])["VCPU"]);
    assert.equal(
      (await admin.ask("placement", `/resource_providers/${uuid}/traits`, placement("1.5"))).status,
      404,
    );
    const own = await member.ask("placement", `/usages?project_id=${acme}`, placement("1.37"));
    assert.ok("VCPU" in itemOf(own.body["usages"]));
    const disabled = await admin.ask(
      "placement",
      "/resource_providers?required=COMPUTE_STATUS_DISABLED",
      placement("1.39"),
    );
    assert.deepEqual(itemsOf(disabled.body["resource_providers"]).map((one) => one["name"]), ["cmp-02"]);
    assert.equal((await admin.ask("placement", "/traits", placement("1.40"))).status, 406);
  });
});

Deno.test("heat: a name leads to the full address", async () => {
  await withCast(async ({ demo, member, acme }) => {
    const found = await member.ask("orchestration", `/${acme}/stacks/staging`);
    assert.equal(found.status, 302);
    const location = found.headers.get("Location") ?? "";
    assert.ok(location.startsWith(demo.endpoints["orchestration"] ?? "none"));
    const stack = await member.ask(
      "orchestration",
      location.slice((demo.endpoints["orchestration"] ?? "").length),
    );
    assert.equal(itemOf(stack.body["stack"])["stack_status"], "CREATE_COMPLETE");
    const page = await member.ask("orchestration", `/${acme}/stacks?limit=1`);
    assert.equal(itemsOf(page.body["links"])[0]?.["rel"], "next");
  });
});

Deno.test("octavia: the tree of a balancer, hidden from others", async () => {
  await withCast(async ({ member, foreign }) => {
    const [balancer] = itemsOf(
      (await member.ask("load-balancer", "/v2/lbaas/loadbalancers")).body["loadbalancers"],
    );
    const path = `/v2/lbaas/loadbalancers/${balancer?.["id"]}`;
    const tree = await member.ask("load-balancer", `${path}/status`);
    assert.equal(itemOf(itemOf(tree.body["statuses"])["loadbalancer"])["operating_status"], "ONLINE");
    assert.equal((await foreign.ask("load-balancer", path)).status, 403);
    assert.deepEqual(await foreign.names("load-balancer", "/v2/lbaas/pools", "pools"), []);
  });
});

Deno.test("swift: lists as text and as JSON, counts in headers", async () => {
  await withCast(async ({ member, acme }) => {
    const account = await member.ask("object-store", `/AUTH_${acme}`, { headers: { Accept: "text/plain" } });
    assert.equal(account.text, "assets\nbackups\n");
    assert.equal(account.headers.get("X-Account-Container-Count"), "2");
    const rows = await member.ask("object-store", `/AUTH_${acme}/assets?format=json&limit=2`);
    assert.equal(JSON.parse(rows.text).length, 2);
    const folders = await member.ask("object-store", `/AUTH_${acme}/assets?format=json&delimiter=/`);
    assert.deepEqual(JSON.parse(folders.text), [{ subdir: "img/" }]);
    const head = await member.ask("object-store", `/AUTH_${acme}`, { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [204, ""]);
  });
});

Deno.test("designate and manila and barbican list their own project", async () => {
  await withCast(async ({ member, foreign, admin }) => {
    assert.deepEqual(await member.names("dns", "/v2/zones", "zones"), ["acme.test."]);
    assert.deepEqual(await foreign.names("dns", "/v2/zones", "zones"), []);
    const all = { headers: { "X-Auth-All-Projects": "true" } };
    assert.equal(itemsOf((await admin.ask("dns", "/v2/zones", all)).body["zones"]).length, 1);
    assert.equal((await member.ask("dns", "/v2/zones", all)).status, 403);
    assert.deepEqual(await member.names("sharev2", "/shares", "shares"), ["team-files"]);
    assert.deepEqual(await foreign.names("sharev2", "/shares", "shares"), []);
    assert.deepEqual(await member.names("key-manager", "/v1/secrets", "secrets"), ["db-password"]);
    const catalog = itemsOf(itemOf(member.body["token"])["catalog"]);
    assert.ok(textsOf(catalog.map((one) => one["type"] ?? null)).includes("volumev3"));
  });
});
