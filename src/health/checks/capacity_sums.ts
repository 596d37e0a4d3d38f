/** Sums of what resource providers have and have given away, by class and by place.
 *
 * @module
 */
import type { Aggregate, ComputeService, Hypervisor } from "../../openstack/compute/types.ts";
import type { ProviderCapacity } from "../collections/placement.ts";

/** Hosts as Nova knows them, for the providers that are one. */
export interface Hosts {
  /** By the id of the root provider. */
  readonly byProvider: ReadonlyMap<string, Host>;
  /** Whether Nova could be asked at all. */
  readonly known: boolean;
}

/** A host that runs servers. */
export interface Host {
  readonly name: string;
  readonly zone: string | undefined;
  /** Not disabled and not marked as down by somebody: servers may be placed there. */
  readonly inService: boolean;
  /** In service, and heard of. */
  readonly atWork: boolean;
}

/** Puts hypervisors and their compute services together: the id of a hypervisor is that of its provider. */
export function hostsOf(
  hypervisors: readonly Hypervisor[] | undefined,
  services: readonly ComputeService[] | undefined,
): Hosts {
  const byHost = new Map(
    (services ?? []).filter(({ binary }) => binary === "nova-compute").map((
      service,
    ) => [service.host, service]),
  );
  const byProvider = (hypervisors ?? []).map((hypervisor): [string, Host] => {
    const { id, serviceHost, hostname, state, status } = hypervisor;
    const name = serviceHost ?? hostname ?? id;
    const service = byHost.get(name);
    const inService = (service?.status ?? status) !== "disabled" && service?.forcedDown !== true;
    return [id, {
      name,
      zone: service?.zone,
      inService,
      atWork: inService && (service?.state ?? state) !== "down",
    }];
  });
  return { byProvider: new Map(byProvider), known: hypervisors !== undefined && services !== undefined };
}

/** The host that a provider is, or is a part of; undefined for shared storage and the like. */
export function hostOf({ rootId }: ProviderCapacity, hosts: Hosts): Host | undefined {
  return hosts.byProvider.get(rootId);
}

/** Where a sum was made. */
export interface Place {
  readonly kind: "cloud" | "zone" | "aggregate";
  /** In words: `the cloud`, `zone az1`. */
  readonly words: string;
  /** Unique among all places. */
  readonly key: string;
}

/** What a place has of a class, and has given away. */
export interface Sum {
  readonly place: Place;
  readonly resourceClass: string;
  readonly capacity: number;
  readonly used: number;
}

const CLOUD: Place = { kind: "cloud", words: "the cloud", key: "cloud" };

/** Sums by class, for the cloud, for each zone where there are several, and for each aggregate of other hosts than those.
 *
 * Hosts out of service count nowhere: what they have cannot be had. Shared storage counts once, for the cloud.
 */
export function sumsOf(
  providers: readonly ProviderCapacity[],
  hosts: Hosts,
  aggregates: readonly Aggregate[],
): Sum[] {
  const places = placesOf(hosts, aggregates);
  const sums = new Map<string, { place: Place; resourceClass: string; capacity: number; used: number }>();
  for (const provider of providers) {
    const host = hostOf(provider, hosts);
    if (host && !host.inService) continue;
    const at = [CLOUD, ...host ? places.get(host.name) ?? [] : []];
    for (const { resourceClass, capacity, used } of provider.classes) {
      for (const place of at) {
        const key = `${place.key}/${resourceClass}`;
        const sum = sums.get(key) ?? { place, resourceClass, capacity: 0, used: 0 };
        sum.capacity += capacity;
        sum.used += used;
        sums.set(key, sum);
      }
    }
  }
  return [...sums.values()].filter(({ capacity }) => capacity > 0).sort(byClass);
}

/** By class, and of each class the cloud first. */
function byClass(a: Sum, b: Sum): number {
  const order = ({ resourceClass, place }: Sum) =>
    `${resourceClass} ${place.kind === "cloud" ? "" : `${place.kind} ${place.words}`}`;
  return order(a) < order(b) ? -1 : 1;
}

/** The places of each host beside the cloud. Those with the same hosts are one: the zone, where there is one. */
function placesOf(hosts: Hosts, aggregates: readonly Aggregate[]): ReadonlyMap<string, readonly Place[]> {
  const all = [...hosts.byProvider.values()];
  const names = new Set(all.map(({ name }) => name));
  const zones = Map.groupBy(all.filter(({ zone }) => zone !== undefined), ({ zone }) => zone ?? "");
  const groups = [
    ...[...zones].map(([zone, those]) => ({
      place: { kind: "zone" as const, words: `zone ${zone}`, key: zone },
      hosts: [...new Set(those.map(({ name }) => name))],
    })),
    ...aggregates.map(({ id, uuid, name, hosts }) => ({
      place: { kind: "aggregate" as const, words: `aggregate ${name ?? id}`, key: `aggregate/${uuid ?? id}` },
      hosts: (hosts ?? []).filter((host) => names.has(host)),
    })),
  ];
  // The whole cloud is told of already.
  const told = new Set([[...names].sort().join("\n")]);
  const places = new Map<string, Place[]>();
  for (const group of groups) {
    const members = group.hosts.toSorted().join("\n");
    if (members === "" || told.has(members)) continue;
    told.add(members);
    for (const host of group.hosts) places.set(host, [...places.get(host) ?? [], group.place]);
  }
  return places;
}

const UNITS: Readonly<Record<string, string>> = {
  VCPU: "cores",
  PCPU: "cores",
  MEMORY_MB: "MiB",
  DISK_GB: "GiB",
};

/** The unit of a class, empty for plain counts. */
export function unitOf(resourceClass: string): string {
  return UNITS[resourceClass] ?? "";
}
