import assert from "node:assert/strict";
import { type Item, itemOf, itemsOf, numberOf, textOf, textsOf } from "./json.ts";
import { type Visitor, withCast } from "./testing.ts";

const FARM = { servers: 60, hosts: 10, crowd: { network: { ports: 200 } } };

const PLACEMENT = { "OpenStack-API-Version": "placement 1.39" };
const NOVA = { "OpenStack-API-Version": "compute 2.87" };

async function rows(who: Visitor, service: string, path: string, key: string, headers = {}): Promise<Item[]> {
  const { status, body } = await who.ask(service, path, { headers });
  assert.equal(status, 200, path);
  return itemsOf(body[key]);
}

const HOST = "OS-EXT-SRV-ATTR:host";

Deno.test("hosts beyond the recorded ones have services, an aggregate, a zone, an agent and a provider", () =>
  withCast(FARM, async ({ admin }) => {
    const hypervisors = await rows(admin, "compute", "/os-hypervisors/detail", "hypervisors", NOVA);
    const names = hypervisors.map((one) => textOf(one["hypervisor_hostname"])).sort();
    const hostsOf = (list: readonly Item[]) => [...new Set(list.map((one) => textOf(one["host"])))];
    const services = await rows(admin, "compute", "/os-services?binary=nova-compute", "services", NOVA);
    const aggregates = await rows(admin, "compute", "/os-aggregates", "aggregates", NOVA);
    const zones = await rows(admin, "compute", "/os-availability-zone/detail", "availabilityZoneInfo", NOVA);
    const agents = await rows(admin, "network", "/v2.0/agents", "agents");
    const providers = await rows(admin, "placement", "/resource_providers", "resource_providers", PLACEMENT);
    assert.equal(new Set(names).size, 10);
    assert.equal(new Set(hypervisors.map((one) => one["id"])).size, 10);
    assert.deepEqual(hostsOf(services).sort(), names);
    assert.deepEqual(aggregates.flatMap((one) => textsOf(one["hosts"])).sort(), names);
    assert.deepEqual(names.filter((name) => !hostsOf(agents).includes(name)), []);
    assert.equal(new Set(agents.map((one) => one["id"])).size, agents.length);
    const zoned = zones.flatMap((one) => Object.keys(itemOf(one["hosts"])));
    assert.deepEqual(names.filter((name) => name.startsWith("farm-") && !zoned.includes(name)), []);
    assert.deepEqual(providers.map((one) => textOf(one["name"])).sort(), names);
    assert.deepEqual(
      providers.map((one) => one["uuid"]).sort(),
      hypervisors.map((one) => one["id"]).sort(),
    );
  }));

Deno.test("servers are spread over the hosts, and Placement and Nova agree on what they hold", () =>
  withCast(FARM, async ({ admin }) => {
    const servers = await rows(
      admin,
      "compute",
      "/servers/detail?all_tenants=true&name=farm",
      "servers",
      NOVA,
    );
    const hypervisors = await rows(admin, "compute", "/os-hypervisors/detail", "hypervisors", NOVA);
    const providers = await rows(admin, "placement", "/resource_providers", "resource_providers", PLACEMENT);
    const perHost = Map.groupBy(servers, (server) => textOf(server[HOST]));
    const sizes = [...perHost.values()].map(({ length }) => length);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
    for (const { uuid, name } of providers.filter((one) => textOf(one["name"]).startsWith("farm-"))) {
      const part = async (path: string) =>
        (await admin.ask("placement", `/resource_providers/${uuid}/${path}`, { headers: PLACEMENT })).body;
      const allocations = itemOf((await part("allocations"))["allocations"]);
      const usages = itemOf((await part("usages"))["usages"]);
      const here = perHost.get(textOf(name)) ?? [];
      const hypervisor = hypervisors.find((one) => one["hypervisor_hostname"] === name) ?? {};
      assert.deepEqual(Object.keys(allocations).sort(), here.map((one) => textOf(one["id"])).sort());
      const held = Object.values(allocations).map((one) =>
        numberOf(itemOf(itemOf(one)["resources"])["VCPU"])
      );
      assert.equal(usages["VCPU"], held.reduce((sum, amount) => sum + amount, 0));
      assert.equal(hypervisor["vcpus_used"], usages["VCPU"]);
      assert.equal(hypervisor["running_vms"], here.length);
    }
  }));

Deno.test("a consumer's own record says what its provider says", () =>
  withCast(FARM, async ({ admin }) => {
    const [server] = await rows(
      admin,
      "compute",
      "/servers/detail?all_tenants=true&name=farm",
      "servers",
      NOVA,
    );
    const { body } = await admin.ask("placement", `/allocations/${server?.["id"]}`, { headers: PLACEMENT });
    const [[provider = "", one] = ["", {}]] = Object.entries(itemOf(body["allocations"]));
    const { body: known } = await admin.ask("placement", `/resource_providers/${provider}`, {
      headers: PLACEMENT,
    });
    assert.equal(known["name"], server?.[HOST]);
    assert.equal(numberOf(itemOf(itemOf(one)["resources"])["VCPU"]), itemOf(server?.["flavor"])["vcpus"]);
    assert.equal(body["project_id"], server?.["tenant_id"]);
  }));

Deno.test("ports beyond the recorded ones are those of the servers, where these are", () =>
  withCast(FARM, async ({ admin }) => {
    const servers = await rows(
      admin,
      "compute",
      "/servers/detail?all_tenants=true&name=farm",
      "servers",
      NOVA,
    );
    const ports = await rows(admin, "network", "/v2.0/ports", "ports");
    const byId = new Map(servers.map((one) => [one["id"], one]));
    const own = ports.filter((one) => byId.has(one["device_id"] ?? null));
    assert.equal(ports.length, 200);
    assert.deepEqual([...byId.keys()].filter((id) => !own.some((one) => one["device_id"] === id)), []);
    for (const port of own) {
      const server = byId.get(port["device_id"] ?? null);
      assert.equal(port["binding:host_id"], server?.[HOST]);
      assert.equal(port["status"], "ACTIVE");
    }
    const addresses = ports.flatMap((one) => itemsOf(one["fixed_ips"]).map((ip) => ip["ip_address"]));
    assert.equal(new Set(addresses).size, addresses.length);
    const first = own.find((one) => one["device_id"] === servers[0]?.["id"]);
    const [shown] = Object.values(itemOf(servers[0]?.["addresses"])).flatMap(itemsOf);
    assert.equal(itemsOf(first?.["fixed_ips"])[0]?.["ip_address"], shown?.["addr"]);
  }));
