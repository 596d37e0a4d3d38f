import assert from "node:assert/strict";
import { type Item, itemOf, itemsOf, numberOf, textOf } from "../json.ts";
import { type Visitor, withCast } from "../testing.ts";

async function serverNamed(who: Visitor, name: string, version = "2.93"): Promise<Item> {
  const seen = await who.nova(`/servers/detail?name=^${name}$`, version);
  const [server] = itemsOf(seen.body["servers"]);
  assert.ok(server, `no server ${name}`);
  return server;
}

Deno.test("a server's fields come with the versions", async () => {
  await withCast({ release: "2026.2" }, async ({ alice }) => {
    const id = textOf((await serverNamed(alice, "web-01"))["id"]);
    const since: readonly (readonly [field: string, version: number])[] = [
      ["locked", 9],
      ["description", 19],
      ["tags", 26],
      ["trusted_image_certificates", 63],
      ["server_groups", 71],
      ["locked_reason", 73],
      ["OS-EXT-SRV-ATTR:hostname", 90],
      ["pinned_availability_zone", 96],
      ["scheduler_hints", 100],
    ];
    for (const [field, version] of since) {
      for (const [minor, there] of [[version - 1, false], [version, true]] as const) {
        const server = itemOf((await alice.nova(`/servers/${id}`, `2.${minor}`)).body["server"]);
        assert.equal(field in server, there, `${field} at 2.${minor}`);
      }
    }
    const flavor = async (version: string) =>
      Object.keys(itemOf(itemOf((await alice.nova(`/servers/${id}`, version)).body["server"])["flavor"]));
    assert.deepEqual(await flavor("2.46"), ["id", "links"]);
    assert.ok((await flavor("2.47")).includes("original_name"));
    const image = itemOf(itemOf((await alice.nova(`/servers/${id}`, "2.98")).body["server"])["image"]);
    assert.ok("properties" in image);
  });
});

Deno.test("where a server runs is for administrators", async () => {
  await withCast({}, async ({ alice, admin }) => {
    const { id } = await serverNamed(alice, "web-01");
    const keys = async (who: Visitor) =>
      Object.keys(itemOf((await who.nova(`/servers/${id}`)).body["server"]));
    const [seen, hidden] = [await keys(admin), await keys(alice)];
    for (const key of ["OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:user_data", "host_status"]) {
      assert.ok(seen.includes(key) && !hidden.includes(key), key);
    }
  });
});

Deno.test("versions that are not spoken are refused with the range", async () => {
  await withCast({}, async ({ alice }) => {
    const refused = await alice.nova("/servers", "2.94");
    assert.equal(refused.status, 406);
    assert.deepEqual(refused.body, {
      computeFault: {
        code: 406,
        message: "Version 2.94 is not supported by the API. Minimum is 2.1 and maximum is 2.93.",
      },
    });
    assert.equal((await alice.nova("/servers", "x")).status, 400);
    const latest = await alice.nova("/servers", "latest");
    assert.equal(latest.headers.get("OpenStack-API-Version"), "compute 2.93");
    const older = await alice.ask("compute", "/servers", {
      headers: { "X-OpenStack-Nova-API-Version": "2.50" },
    });
    assert.equal(older.headers.get("X-OpenStack-Nova-API-Version"), "2.50");
    const plain = await alice.ask("compute", "/servers");
    assert.equal(plain.headers.get("OpenStack-API-Version"), "compute 2.1");
    assert.match(plain.headers.get("X-Openstack-Request-Id") ?? "", /^req-[0-9a-f-]{36}$/);
    assert.equal(plain.headers.get("X-Compute-Request-Id"), plain.headers.get("X-Openstack-Request-Id"));
    assert.ok(plain.headers.get("Date"));
  });
});

Deno.test("a project's servers are its own", async () => {
  await withCast({}, async ({ alice, admin, gina }) => {
    const names = await alice.names("compute", "/servers", "servers");
    assert.ok(names.includes("web-01") && !names.includes("app-01"));
    assert.deepEqual(await admin.names("compute", "/servers", "servers"), []);
    const everywhere = await admin.names("compute", "/servers?all_tenants=1", "servers");
    assert.ok(everywhere.includes("web-01") && everywhere.includes("app-01"));
    const { id } = await serverNamed(gina, "app-01");
    assert.deepEqual((await alice.nova(`/servers/${id}`)).body, {
      itemNotFound: { code: 404, message: `Instance ${id} could not be found.` },
    });
    assert.equal((await admin.nova(`/servers/${id}`)).status, 200);
    const refused = await alice.nova("/servers/detail?all_tenants=1");
    assert.deepEqual([refused.status, itemOf(refused.body["forbidden"])["message"]], [
      403,
      "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.",
    ]);
  });
});

Deno.test("filters are Nova's", async () => {
  await withCast({}, async ({ alice, admin }) => {
    const list = async (who: Visitor, query: string) => {
      const seen = await who.nova(`/servers?${query}`);
      return itemsOf(seen.body["servers"]).map((server) => textOf(server["name"])).sort();
    };
    const all = await list(alice, "");
    assert.deepEqual(await list(alice, "name=^WEB-0[12]$"), ["web-01", "web-02"]);
    assert.deepEqual(await list(alice, "status=SHUTOFF&status=SUSPENDED"), ["batch-01", "web-06"]);
    assert.deepEqual(await list(alice, "tags=web,prod").then((names) => names.includes("web-01")), true);
    assert.deepEqual(await list(alice, "locked=true"), ["legacy"]);
    assert.deepEqual(await list(alice, "host=cmp-01"), all, "dropped for members");
    assert.ok((await list(admin, "all_tenants=1&host=cmp-01")).length < all.length);
    const server = await serverNamed(alice, "web-01");
    const address = textOf(itemsOf(itemOf(server["addresses"])["acme-web"])[0]?.["addr"]);
    assert.deepEqual(await list(alice, `ip=${address.replaceAll(".", "\\.")}$`), ["web-01"]);
    assert.deepEqual(await list(alice, "changes-since=2999-01-01T00:00:00Z"), []);
    assert.deepEqual(await list(alice, "flavor=none"), []);
    for (
      const [query, message] of [
        ["status=foo", "Invalid status value"],
        ["foo=1", "'foo' does not match any of the regexes: '^_'"],
        ["marker=none", "marker [none] not found"],
        ["name=(", "Invalid input for query parameters name. Value: (. '(' is not a 'regex'"],
      ] as const
    ) {
      const refused = await alice.nova(`/servers?${query}`);
      assert.deepEqual(refused.body, { badRequest: { code: 400, message } });
    }
    assert.equal((await alice.nova("/servers?foo=1", "2.74")).status, 200, "older versions ignore it");
    assert.deepEqual((await alice.nova("/servers?status=foo", "2.37")).body, { servers: [] });
  });
});

Deno.test("lists come in pages with links", async () => {
  await withCast({}, async ({ demo, alice }) => {
    const seen: string[] = [];
    let path: string | undefined = "/servers?limit=5";
    while (path !== undefined) {
      const answer = await alice.nova(path);
      seen.push(...itemsOf(answer.body["servers"]).map((server) => textOf(server["name"])));
      const href = textOf(itemsOf(answer.body["servers_links"])[0]?.["href"]);
      path = href === "" ? undefined : href.slice((demo.endpoints["compute"] ?? "").length);
    }
    assert.deepEqual(seen, await alice.names("compute", "/servers", "servers"));
    assert.equal(new Set(seen).size, seen.length);
  });
});

Deno.test("10 000 servers are in the project, in pages of 1000 at most", async () => {
  await withCast({ servers: 10_000 }, async ({ alice, gina }) => {
    const first = await alice.nova("/servers/detail?limit=5000");
    const servers = itemsOf(first.body["servers"]);
    assert.equal(servers.length, 1000);
    assert.ok("servers_links" in first.body);
    const ids = new Set<string>();
    let marker = "";
    for (;;) {
      const page = await alice.nova(`/servers${marker}`);
      const rows = itemsOf(page.body["servers"]).map((server) => textOf(server["id"]));
      for (const id of rows) ids.add(id);
      if (page.body["servers_links"] === undefined) break;
      marker = `?marker=${rows.at(-1)}`;
    }
    assert.equal(ids.size, 10_000);
    assert.ok((await gina.names("compute", "/servers", "servers")).length < 20);
    const project = textOf(servers[0]?.["tenant_id"]);
    const quota = itemOf((await alice.nova(`/os-quota-sets/${project}/detail`)).body["quota_set"]);
    const { limit, in_use } = itemOf(quota["instances"]);
    assert.equal(in_use, 10_000);
    assert.ok(numberOf(limit) > 10_000);
    const farm = await serverNamed(alice, "farm-00500", "2.46");
    assert.ok(textOf(itemOf(farm["flavor"])["id"]) !== "");
    assert.equal((await alice.nova(`/servers/${farm["id"]}/os-instance-actions`)).status, 200);
  });
});

Deno.test("fewer servers than were recorded are fewer", async () => {
  await withCast({ servers: 3 }, async ({ alice }) => {
    assert.equal((await alice.names("compute", "/servers", "servers")).length, 3);
  });
});

Deno.test("the seed has something to see", async () => {
  await withCast({}, async ({ alice, admin }) => {
    const failed = await serverNamed(alice, "huge-simulation");
    const fault = itemOf(itemOf((await alice.nova(`/servers/${failed["id"]}`)).body["server"])["fault"]);
    assert.match(textOf(fault["message"]), /No valid host/);
    assert.equal(fault["details"], undefined, "the trace is for administrators");
    const full = itemOf(itemOf((await admin.nova(`/servers/${failed["id"]}`)).body["server"])["fault"]);
    assert.ok("details" in full);

    const stuck = await serverNamed(alice, "report-worker");
    assert.deepEqual([stuck["status"], stuck["OS-EXT-STS:task_state"]], ["BUILD", "spawning"]);
    assert.ok(Date.now() - Date.parse(textOf(stuck["updated"])) > 2 * 3_600_000);
    const actions = await alice.nova(`/servers/${stuck["id"]}/os-instance-actions`);
    const request = textOf(itemsOf(actions.body["instanceActions"])[0]?.["request_id"]);
    const action = await alice.nova(`/servers/${stuck["id"]}/os-instance-actions/${request}`);
    assert.equal(itemsOf(itemOf(action.body["instanceAction"])["events"])[0]?.["finish_time"], null);

    const services = itemsOf((await admin.nova("/os-services")).body["services"]);
    const disabled = services.filter((service) => service["status"] === "disabled");
    assert.equal(disabled.length, 1);
    assert.notEqual(disabled[0]?.["disabled_reason"], null);
    for (const service of services) {
      const age = Date.now() - Date.parse(`${service["updated_at"]}Z`);
      assert.ok(age >= 0 && age <= 11_000, `${service["binary"]}: ${age} ms`);
    }

    const { tenant_id } = failed;
    const quota = itemOf((await alice.nova(`/os-quota-sets/${tenant_id}/detail`)).body["quota_set"]);
    const { limit, in_use } = itemOf(quota["instances"]);
    assert.ok(numberOf(in_use) / numberOf(limit) > 0.9);
  });
});

Deno.test("what a role may not do is refused by name", async () => {
  await withCast({}, async ({ alice, adam, admin }) => {
    for (
      const [path, rule] of [
        ["/os-services", "os-services:list"],
        ["/os-hypervisors", "os-hypervisors:list"],
        ["/os-hypervisors/detail", "os-hypervisors:list-detail"],
        ["/os-aggregates", "os-aggregates:index"],
        ["/os-migrations", "os-migrations:index"],
        ["/os-availability-zone/detail", "os-availability-zone:detail"],
        ["/os-simple-tenant-usage", "os-simple-tenant-usage:list"],
        ["/limits?tenant_id=x", "limits:other_project"],
        ["/os-quota-sets/x", "os-quota-sets:show"],
      ] as const
    ) {
      const refused = await alice.nova(path);
      assert.deepEqual(refused.body, {
        forbidden: { code: 403, message: `Policy doesn't allow os_compute_api:${rule} to be performed.` },
      });
      assert.notEqual((await admin.nova(path)).status, 403, path);
    }
    const { id } = await serverNamed(alice, "web-01");
    const question = { method: "POST", body: { "os-getConsoleOutput": { length: 2 } } };
    const output = await alice.nova(`/servers/${id}/action`, "2.93", question);
    assert.match(textOf(output.body["output"]), /web-01 login/);
    assert.equal((await adam.nova(`/servers/${id}/action`, "2.93", question)).status, 403);
  });
});

Deno.test("hypervisors lose their figures at 2.88", async () => {
  await withCast({}, async ({ admin }) => {
    const first = async (version: string, query = "") =>
      itemsOf((await admin.nova(`/os-hypervisors/detail${query}`, version)).body["hypervisors"])[0] ?? {};
    assert.equal(typeof (await first("2.52"))["id"], "number");
    assert.equal(typeof (await first("2.1"))["cpu_info"], "string");
    assert.equal((await first("2.87"))["vcpus"], 64);
    assert.equal((await first("2.88"))["vcpus"], undefined);
    assert.ok("uptime" in await first("2.88"));
    assert.ok(itemsOf((await first("2.88", "?with_servers=true"))["servers"]).length > 0);
    assert.equal((await admin.nova("/os-hypervisors/statistics", "2.87")).status, 200);
    assert.equal((await admin.nova("/os-hypervisors/statistics", "2.88")).status, 404);
  });
});

Deno.test("smaller things come and go by version", async () => {
  await withCast({ release: "2026.2" }, async ({ alice, admin }) => {
    const first = async (who: Visitor, path: string, plural: string, version: string) =>
      itemsOf((await who.nova(path, version)).body[plural])[0] ?? {};
    const flavor = (version: string) => first(alice, "/flavors/detail", "flavors", version);
    assert.deepEqual([(await flavor("2.74"))["swap"], (await flavor("2.75"))["swap"]], ["", 0]);
    assert.ok("rxtx_factor" in await flavor("2.101") && !("rxtx_factor" in await flavor("2.102")));
    const group = (version: string) => first(alice, "/os-server-groups", "server_groups", version);
    assert.deepEqual([(await group("2.63"))["policies"], (await group("2.64"))["policy"]], [
      ["anti-affinity"],
      "anti-affinity",
    ]);
    const keypair = async (version: string) =>
      itemOf((await first(alice, "/os-keypairs", "keypairs", version))["keypair"]);
    assert.deepEqual([(await keypair("2.1"))["type"], (await keypair("2.2"))["type"]], [undefined, "ssh"]);
    assert.equal(typeof (await first(admin, "/os-services", "services", "2.52"))["id"], "number");
    assert.equal(typeof (await first(admin, "/os-services", "services", "2.53"))["id"], "string");
    const { id, tenant_id } = await serverNamed(alice, "web-01");
    const attachment = (version: string) =>
      first(alice, `/servers/${id}/os-volume_attachments`, "volumeAttachments", version);
    assert.ok("id" in await attachment("2.88") && !("id" in await attachment("2.89")));
    assert.ok("bdm_uuid" in await attachment("2.89"));
    const quota = async (version: string) =>
      Object.keys(itemOf((await alice.nova(`/os-quota-sets/${tenant_id}`, version)).body["quota_set"]));
    assert.ok(
      (await quota("2.35")).includes("floating_ips") && !(await quota("2.36")).includes("floating_ips"),
    );
    assert.ok(
      (await quota("2.56")).includes("injected_files") && !(await quota("2.57")).includes("injected_files"),
    );
  });
});

Deno.test("usage counts the hours of a span", async () => {
  await withCast({}, async ({ alice, admin }) => {
    const { tenant_id } = await serverNamed(alice, "web-01");
    const path = `/os-simple-tenant-usage/${tenant_id}`;
    const start = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
    const usage = itemOf((await alice.nova(`${path}?start=${start}`)).body["tenant_usage"]);
    const hours = itemsOf(usage["server_usages"]).map((one) => numberOf(one["hours"]));
    assert.ok(hours.length > 5 && hours.every((one) => one > 0 && one <= 24));
    assert.ok(Math.abs(numberOf(usage["total_hours"]) - hours.reduce((a, b) => a + b, 0)) < 1e-9);
    const page = await alice.nova(`${path}?start=${start}&limit=2`);
    assert.equal(itemsOf(itemOf(page.body["tenant_usage"])["server_usages"]).length, 2);
    assert.ok("tenant_usage_links" in page.body);
    const all = itemsOf((await admin.nova(`/os-simple-tenant-usage?start=${start}`)).body["tenant_usages"]);
    assert.equal(all.length, 2);
    assert.equal((await alice.nova(`${path}?start=foo`)).status, 400);
  });
});
