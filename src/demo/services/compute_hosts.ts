/**
 * What Nova tells of the machines beneath: hypervisors, services, aggregates, availability zones.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, omit, pick, textOf } from "../json.ts";
import { visible } from "../microversion.ts";
import { type Answer, type Call, get, Refusal, reply, type Route } from "../service.ts";
import { fresh } from "../time.ts";
import { fromVersion, needsAdmin, notFound, novaPage, strictQuery } from "./nova.ts";

/** The routes about machines. */
export function hostRoutes(seed: Item): Route[] {
  return [
    ...serviceRoutes(seed),
    ...hypervisorRoutes(seed),
    ...aggregateRoutes(itemsOf(seed["aggregates"])),
    ...zoneRoutes(itemsOf(seed["availability_zones"])),
  ];
}

/** A heartbeat as Nova writes it. */
function beat(now: number, of: Item): string {
  return `${fresh(now, textOf(of["host"]) + textOf(of["binary"]), "T")}.000000`;
}

function serviceRoutes(seed: Item): Route[] {
  const services = itemsOf(seed["services"]);
  const numbers = new Map(
    itemsOf(seed["services_2.52"]).map((one) => [`${one["binary"]} ${one["host"]}`, one["id"] ?? null]),
  );
  const view = (service: Item, call: Call): Item => {
    const shown = visible(service, { "forced_down": { since: 11 } }, call.version, true);
    if (call.version < 53) shown["id"] = numbers.get(`${service["binary"]} ${service["host"]}`) ?? null;
    if (service["state"] === "up") shown["updated_at"] = beat(call.now, service);
    return shown;
  };
  return [
    get("/os-services", (call) => {
      strictQuery(call, 75, ["host", "binary"]);
      needsAdmin(call, "os_compute_api:os-services:list");
      const found = services.filter((service) =>
        ["host", "binary"].every((key) => !call.search.get(key) || service[key] === call.search.get(key))
      );
      return reply({ services: found.map((service) => view(service, call)) });
    }),
  ];
}

const BRIEF = ["id", "hypervisor_hostname", "state", "status", "servers"];
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function hypervisorRoutes(seed: Item): Route[] {
  const newest = itemsOf(seed["hypervisors"]);
  const withFigures = itemsOf(seed["hypervisors_2.87"]);
  const numbered = itemsOf(seed["hypervisors_2.52"]);
  const serviceNumbers = new Map(
    itemsOf(seed["services_2.52"]).map((one) => [`${one["binary"]} ${one["host"]}`, one["id"] ?? null]),
  );
  const by = (rows: readonly Item[], host: Json | undefined) =>
    rows.find((one) => one["hypervisor_hostname"] === host) ?? {};
  const view = (hypervisor: Item, call: Call): Item => {
    const host = hypervisor["hypervisor_hostname"];
    const guests = call.search.get("with_servers")?.toLowerCase();
    const { servers = [] } = hypervisor;
    const shown = omit(call.version < 88 ? by(withFigures, host) : hypervisor, ["servers"]);
    if (call.version < 53) {
      shown["id"] = by(numbered, host)["id"] ?? null;
      const service = itemOf(shown["service"]);
      shown["service"] = { ...service, id: serviceNumbers.get(`nova-compute ${service["host"]}`) ?? null };
    }
    if (call.version < 28) shown["cpu_info"] = JSON.stringify(shown["cpu_info"] ?? {});
    if (call.version >= 53 && guests !== undefined && ["true", "1"].includes(guests)) {
      shown["servers"] = servers;
    }
    return shown;
  };
  const list = (rule: string, shape: (one: Item) => Item) => (call: Call): Answer => {
    strictQuery(call, 53, ["limit", "marker", "hypervisor_hostname_pattern", "with_servers"]);
    needsAdmin(call, `os_compute_api:os-hypervisors:${rule}`);
    const found = matching(newest, call);
    const finish = (one: Item) => shape(view(one, call));
    if (call.version < 33) return reply({ hypervisors: found.map(finish) });
    return novaPage(call, found, { plural: "hypervisors" }, finish);
  };
  return [
    get("/os-hypervisors", list("list", (one) => pick(one, BRIEF))),
    get("/os-hypervisors/detail", list("list-detail", (one) => one)),
    get("/os-hypervisors/statistics", (call) => {
      fromVersion(call, 1, 88);
      needsAdmin(call, "os_compute_api:os-hypervisors:statistics");
      return reply({ hypervisor_statistics: statistics(withFigures) });
    }),
    get("/os-hypervisors/{id}", (call) => {
      needsAdmin(call, "os_compute_api:os-hypervisors:show");
      const id = call.params["id"] ?? "";
      if (call.version >= 53 && !UUID.test(id)) throw new Refusal(400, `Invalid uuid ${id}`);
      const found = newest.find((one) => String(view(one, call)["id"]) === id);
      if (!found) throw notFound(`Hypervisor with ID '${id}' could not be found.`);
      return reply({ hypervisor: view(found, call) });
    }),
  ];
}

function matching(hypervisors: readonly Item[], call: Call): Item[] {
  const part = call.version < 53 ? null : call.search.get("hypervisor_hostname_pattern");
  if (part === null) return [...hypervisors];
  if (call.search.has("limit") || call.search.has("marker")) {
    throw new Refusal(
      400,
      "The server could not comply with the request since it is either malformed or otherwise incorrect.",
    );
  }
  const found = hypervisors.filter((one) => textOf(one["hypervisor_hostname"]).includes(part));
  if (found.length === 0) throw notFound(`No hypervisor matching '${part}' could be found.`);
  return found;
}

const SUMMED = [
  "vcpus",
  "memory_mb",
  "local_gb",
  "vcpus_used",
  "memory_mb_used",
  "local_gb_used",
  "free_ram_mb",
  "free_disk_gb",
  "current_workload",
  "running_vms",
  "disk_available_least",
];

/** The sums over the hosts that are in service. */
function statistics(hypervisors: readonly Item[]): Item {
  const counted = hypervisors.filter((one) => one["status"] === "enabled");
  const sums = SUMMED.map((key) => [key, counted.reduce((sum, one) => sum + Number(one[key]), 0)] as const);
  return { count: counted.length, ...Object.fromEntries(sums) };
}

function aggregateRoutes(aggregates: readonly Item[]): Route[] {
  const view = (aggregate: Item, call: Call) =>
    visible(aggregate, { "uuid": { since: 41 } }, call.version, true);
  return [
    get("/os-aggregates", (call) => {
      needsAdmin(call, "os_compute_api:os-aggregates:index");
      return reply({ aggregates: aggregates.map((one) => view(one, call)) });
    }),
    get("/os-aggregates/{id}", (call) => {
      needsAdmin(call, "os_compute_api:os-aggregates:show");
      const id = call.params["id"] ?? "";
      const found = aggregates.find((one) => String(one["id"]) === id);
      if (!found) throw notFound(`Aggregate ${id} could not be found.`);
      return reply({ aggregate: view(found, call) });
    }),
  ];
}

function zoneRoutes(zones: readonly Item[]): Route[] {
  const freshZone = (zone: Item, now: number): Item => {
    const hosts = Object.entries(itemOf(zone["hosts"])).map(([host, services]) => {
      const beats = Object.entries(itemOf(services)).map(([binary, state]) => {
        const { active } = itemOf(state);
        return [binary, { ...itemOf(state), ...(active ? { updated_at: beat(now, { host, binary }) } : {}) }];
      });
      return [host, Object.fromEntries(beats)];
    });
    return { ...zone, hosts: Object.fromEntries(hosts) };
  };
  return [
    get("/os-availability-zone", () => {
      const open = zones.filter((zone) => zone["zoneName"] !== "internal");
      return reply({ availabilityZoneInfo: open.map((zone) => ({ ...zone, hosts: null })) });
    }),
    get("/os-availability-zone/detail", (call) => {
      needsAdmin(call, "os_compute_api:os-availability-zone:detail");
      return reply({ availabilityZoneInfo: zones.map((zone) => freshZone(zone, call.now)) });
    }),
  ];
}
