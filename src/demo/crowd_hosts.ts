/**
 * Many compute hosts, and what the services beside Nova know of the many servers on them.
 *
 * @module
 */

import { idOf } from "./crowd.ts";
import { type Item, itemOf, itemsOf, type Json, numberOf, parse, textOf, textsOf } from "./json.ts";
import type { Seeds } from "./seed.ts";
import type { HostPlace } from "./services/compute_servers.ts";

/** The kinds of ids that copies get here; those of a crowd are small. */
const KIND = { host: 0xf001, service: 0xf002, agent: 0xf003, port: 0xf004 };

/** Nova numbered hosts and services before 2.53. */
const FIRST_NUMBER = 1000;

/** Nova's lists that have a row for each host, with the field that names it. */
const HOST_LISTS = {
  "services": "host",
  "services_2.52": "host",
  "hypervisors": "hypervisor_hostname",
  "hypervisors_2.52": "hypervisor_hostname",
  "hypervisors_2.87": "hypervisor_hostname",
} as const;

/** A recorded host and the copy that is made of it. */
interface Copy {
  readonly n: number;
  readonly from: string;
  readonly to: string;
  /** Texts of a row of the model with what stands in the copy. */
  readonly texts: readonly (readonly [former: string, fresh: string])[];
}

/** The compute hosts that take servers. */
export function placesOf(compute: Item): HostPlace[] {
  const zones = new Map(itemsOf(compute["services"]).map((one) => [one["host"], textOf(one["zone"])]));
  return healthy(compute).map((one) => {
    const host = textOf(one["hypervisor_hostname"]);
    return { host, zone: zones.get(host) ?? "" };
  });
}

function healthy(compute: Item): Item[] {
  return itemsOf(compute["hypervisors"]).filter((one) =>
    one["status"] === "enabled" && one["state"] === "up"
  );
}

/** Adds copies of healthy hosts until there are so many, each with its services, agents and resource provider. */
export function withHosts(seeds: Seeds, count: number | undefined): Seeds {
  const more = (count ?? 0) - itemsOf(seeds.compute["hypervisors"]).length;
  const models = healthy(seeds.compute);
  const copies: Copy[] = [];
  for (let n = 1; n <= more; n++) {
    const model = models[n % models.length];
    if (model) copies.push(copyOf(model, n));
  }
  if (copies.length === 0) return seeds;
  return {
    ...seeds,
    compute: computeWith(seeds.compute, copies),
    network: { ...seeds.network, agents: agentsWith(itemsOf(seeds.network["agents"]), copies) },
    placement: placementWith(seeds.placement, copies),
  };
}

/** A host's provider has the id of its hypervisor. */
function copyOf(model: Item, n: number): Copy {
  const from = textOf(model["hypervisor_hostname"]);
  const to = `farm-${String(n).padStart(4, "0")}`;
  return {
    n,
    from,
    to,
    texts: [
      [from, to],
      [textOf(model["id"]), idOf(KIND.host, n)],
      [textOf(itemOf(model["service"])["id"]), idOf(KIND.service, n)],
    ],
  };
}

function rowOf(model: Item, { texts }: Pick<Copy, "texts">): Item {
  const text = texts.reduce((text, [former, fresh]) => text.replaceAll(former, fresh), JSON.stringify(model));
  return itemOf(parse(text));
}

function computeWith(compute: Item, copies: readonly Copy[]): Item {
  const lists = Object.entries(HOST_LISTS).map(([name, field]) => {
    const recorded = itemsOf(compute[name]);
    const more = copies.flatMap((copy) =>
      recorded.filter((row) => row[field] === copy.from).map((row) => newRow(row, copy))
    );
    return [name, [...recorded, ...more]] as const;
  });
  return {
    ...compute,
    ...Object.fromEntries(lists),
    aggregates: itemsOf(compute["aggregates"]).map((one) => ({
      ...one,
      hosts: [...textsOf(one["hosts"]), ...copiesOf(textsOf(one["hosts"]), copies)],
    })),
    availability_zones: itemsOf(compute["availability_zones"]).map((zone) => {
      const hosts = itemOf(zone["hosts"]);
      const more = copies.flatMap(({ from, to }) => hosts[from] === undefined ? [] : [[to, hosts[from]]]);
      return { ...zone, hosts: { ...hosts, ...Object.fromEntries(more) } };
    }),
  };
}

/** What a new host has of servers is nothing. */
const UNUSED: Item = { servers: [], vcpus_used: 0, memory_mb_used: 0, local_gb_used: 0, running_vms: 0 };

function newRow(row: Item, copy: Copy): Item {
  const fresh = rowOf(row, copy);
  const unused = Object.entries(UNUSED).filter(([name]) => fresh[name] !== undefined);
  return {
    ...fresh,
    ...(typeof fresh["id"] === "number" ? { id: FIRST_NUMBER + copy.n } : {}),
    ...Object.fromEntries(unused),
    ...(fresh["free_ram_mb"] === undefined ? {} : { free_ram_mb: fresh["memory_mb"] ?? 0 }),
    ...(fresh["free_disk_gb"] === undefined ? {} : { free_disk_gb: fresh["local_gb"] ?? 0 }),
  };
}

function copiesOf(hosts: readonly string[], copies: readonly Copy[]): string[] {
  return copies.filter(({ from }) => hosts.includes(from)).map(({ to }) => to);
}

function agentsWith(recorded: readonly Item[], copies: readonly Copy[]): Json[] {
  const more = copies.flatMap((copy) =>
    recorded.filter((agent) => agent["host"] === copy.from).map((agent, index) => ({
      ...rowOf(agent, copy),
      id: idOf(KIND.agent + (index << 16), copy.n),
    }))
  );
  return [...recorded, ...more];
}

/** What Placement keeps by provider; what it has given away is settled later. */
function placementWith(placement: Item, copies: readonly Copy[]): Item {
  const recorded = itemsOf(placement["resource_providers"]);
  const parts = ["inventories", "usages", "traits", "aggregates", "allocations"].map((part) => {
    const kept = itemOf(placement[`provider_${part}`]);
    const more = copies.map(({ texts: [, [former, fresh] = ["", ""]] }) => {
      const whole = itemOf(kept[former]);
      const nothing = Object.fromEntries(Object.keys(itemOf(whole["usages"])).map((name) => [name, 0]));
      return [
        fresh,
        {
          ...whole,
          ...(part === "usages" ? { usages: nothing } : {}),
          ...(part === "allocations" ? { allocations: {} } : {}),
        },
      ] as const;
    });
    return [`provider_${part}`, { ...kept, ...Object.fromEntries(more) }] as const;
  });
  const more = copies.flatMap((copy) =>
    recorded.filter((one) => one["name"] === copy.from).map((one) => rowOf(one, copy))
  );
  return { ...placement, ...Object.fromEntries(parts), resource_providers: [...recorded, ...more] };
}

/** Gives servers that were not recorded what they hold of their hosts, in the books of Placement and Nova. */
export function withGuests(seeds: Seeds, servers: readonly Item[]): Seeds {
  if (servers.length === 0) return seeds;
  const guests = Map.groupBy(servers, (server) => textOf(server["OS-EXT-SRV-ATTR:hypervisor_hostname"]));
  const hypervisors = itemsOf(seeds.compute["hypervisors"]).map((one) => {
    const here = guests.get(textOf(one["hypervisor_hostname"])) ?? [];
    const named = here.map((server) => ({
      name: server["OS-EXT-SRV-ATTR:instance_name"] ?? null,
      uuid: server["id"] ?? null,
    }));
    return { ...one, servers: [...itemsOf(one["servers"]), ...named] };
  });
  const withFigures = itemsOf(seeds.compute["hypervisors_2.87"]).map((one) =>
    usedBy(one, guests.get(textOf(one["hypervisor_hostname"])) ?? [])
  );
  return {
    ...seeds,
    compute: { ...seeds.compute, hypervisors, "hypervisors_2.87": withFigures },
    placement: allocated(seeds.placement, servers, guests),
  };
}

function usedBy(hypervisor: Item, guests: readonly Item[]): Item {
  const held = sumOf(guests.map(heldBy));
  const more = (name: string, amount = 0) => ({ [name]: numberOf(hypervisor[name]) + amount });
  const { VCPU = 0, MEMORY_MB = 0, DISK_GB = 0 } = held;
  return {
    ...hypervisor,
    ...more("vcpus_used", VCPU),
    ...more("memory_mb_used", MEMORY_MB),
    ...more("local_gb_used", DISK_GB),
    ...more("free_ram_mb", -MEMORY_MB),
    ...more("free_disk_gb", -DISK_GB),
    ...more("running_vms", guests.length),
  };
}

type Amounts = Record<string, number>;

/** What the flavor says; a disk of no size is not booked. */
function heldBy(server: Item): Amounts {
  const { vcpus, ram, disk, ephemeral, swap } = itemOf(server["flavor"]);
  const DISK_GB = numberOf(disk) + numberOf(ephemeral) + Math.ceil(numberOf(swap) / 1024);
  return { VCPU: numberOf(vcpus), MEMORY_MB: numberOf(ram), ...(DISK_GB > 0 ? { DISK_GB } : {}) };
}

function sumOf(all: readonly Amounts[]): Amounts {
  const sums: Amounts = {};
  for (const amounts of all) {
    for (const [name, amount] of Object.entries(amounts)) sums[name] = (sums[name] ?? 0) + amount;
  }
  return sums;
}

function added(usages: Item, more: Amounts): Item {
  const sums = Object.entries(more).map(([name, amount]) => [name, numberOf(usages[name]) + amount]);
  return { ...usages, ...Object.fromEntries(sums) };
}

function allocated(
  placement: Item,
  servers: readonly Item[],
  guests: ReadonlyMap<string, readonly Item[]>,
): Item {
  const usages = { ...itemOf(placement["provider_usages"]) };
  const given = { ...itemOf(placement["provider_allocations"]) };
  const byConsumer: Item = {};
  for (const { uuid, name, generation = 0 } of itemsOf(placement["resource_providers"])) {
    const id = textOf(uuid);
    const here = guests.get(textOf(name)) ?? [];
    const [used, allocations] = [itemOf(usages[id]), itemOf(given[id])];
    usages[id] = { ...used, usages: added(itemOf(used["usages"]), sumOf(here.map(heldBy))) };
    const more = here.map((server) =>
      [textOf(server["id"]), { resources: heldBy(server), consumer_generation: 1 }] as const
    );
    given[id] = {
      ...allocations,
      allocations: { ...itemOf(allocations["allocations"]), ...Object.fromEntries(more) },
    };
    for (const server of here) {
      byConsumer[textOf(server["id"])] = {
        allocations: { [id]: { resources: heldBy(server), generation } },
        project_id: server["tenant_id"] ?? null,
        user_id: server["user_id"] ?? null,
        consumer_generation: 1,
        consumer_type: TYPE,
      };
    }
  }
  return {
    ...placement,
    provider_usages: usages,
    provider_allocations: given,
    allocations: { ...itemOf(placement["allocations"]), ...byConsumer },
    usages: usagesWith(itemOf(placement["usages"]), servers),
  };
}

/** Nova of the recorded release tells no type. */
const TYPE = "unknown";

/** What projects use, by the type of the consumers. */
function usagesWith(usages: Item, servers: readonly Item[]): Item {
  const more = [...Map.groupBy(servers, (server) => textOf(server["tenant_id"]))].map(([project, own]) => {
    const whole = itemOf(usages[project]);
    const byType = itemOf(whole["usages"]);
    const sums = added(itemOf(byType[TYPE]), { ...sumOf(own.map(heldBy)), consumer_count: own.length });
    return [project, { ...whole, usages: { ...byType, [TYPE]: sums } }] as const;
  });
  return { ...usages, ...Object.fromEntries(more) };
}

/**
 * Fills the list of ports with those of servers that were not recorded, in turn: each server has one before any has
 * two. Their addresses are their servers' first; the further ones lie in a range of their own.
 */
export function withServerPorts(seeds: Seeds, servers: readonly Item[], count: number | undefined): Seeds {
  const recorded = itemsOf(seeds.network["ports"]);
  const networks = new Map(itemsOf(seeds.network["networks"]).map((one) => [one["name"], one["id"]]));
  const models = Map.groupBy(
    recorded.filter((port) =>
      port["status"] === "ACTIVE" && textOf(port["device_owner"]).startsWith("compute:")
    ),
    (port) => port["network_id"],
  );
  const ports: Json[] = [];
  for (let n = 0; recorded.length + ports.length < (count ?? 0); n++) {
    const server = servers[n % servers.length];
    if (!server) break;
    const [[network, addresses] = ["", []]] = Object.entries(itemOf(server["addresses"]));
    const model = models.get(networks.get(network))?.[0];
    if (!model) throw new Error(`the demo has no port of a server in ${network}`);
    const [address] = itemsOf(addresses);
    ports.push(portOf(model, server, n, n < servers.length ? address : undefined));
  }
  return { ...seeds, network: { ...seeds.network, ports: [...recorded, ...ports] } };
}

function portOf(model: Item, server: Item, n: number, address: Item | undefined): Item {
  const bytes = [n >> 16, (n >> 8) & 255, n & 255];
  const [fixed] = itemsOf(model["fixed_ips"]);
  const {
    addr = `10.${128 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`,
    "OS-EXT-IPS-MAC:mac_addr": mac = `fa:16:40:${
      bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":")
    }`,
  } = address ?? {};
  return {
    ...model,
    id: idOf(KIND.port, n),
    name: "",
    mac_address: mac,
    device_id: server["id"] ?? null,
    device_owner: `compute:${textOf(server["OS-EXT-AZ:availability_zone"])}`,
    "binding:host_id": server["OS-EXT-SRV-ATTR:host"] ?? null,
    fixed_ips: [{ ...fixed, ip_address: addr }],
    dns_name: server["name"] ?? null,
    dns_assignment: [],
    created_at: server["created"] ?? null,
    updated_at: server["updated"] ?? null,
  };
}
