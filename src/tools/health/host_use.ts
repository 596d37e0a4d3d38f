/** Capacity and use by host and by aggregate.
 *
 * @module
 */
import type { Aggregate, Hypervisor } from "../../openstack/compute/types.ts";
import type { ResourceProvider } from "../../openstack/placement/types.ts";
import { lineText, type ResourceLine, sumResources } from "../compute/provider_resources.ts";
import { UNKNOWN } from "../parts.ts";
import { type Capacity, percentOf } from "./capacity.ts";
import { CLASSES_WITH_COLUMNS, RESOURCE_COLUMNS } from "../compute/resource_columns.ts";

/** A host, or a provider that stands beside the hosts: storage that they share. */
export interface HostUse {
  readonly name: string;
  /** As aggregates name it; absent for what is no host. */
  readonly host: string | undefined;
  /** `up` or `down`, as Nova says. */
  readonly state: string | undefined;
  readonly disabled: boolean;
  /** By class; undefined if it could not be read. */
  readonly lines: readonly ResourceLine[] | undefined;
}

/** Joins hosts with what they have. Parts of a host, GPUs for instance, are counted in; what hosts share is not. */
export function hostUses(capacity: Capacity, hypervisors: readonly Hypervisor[]): HostUse[] {
  if (capacity.source === "nova") {
    return hypervisors.map((hypervisor) => hostOf(hypervisor, driverLines(hypervisor)));
  }
  const { providers, read: { values } } = capacity;
  const rootOf = (provider: ResourceProvider) => provider.rootId ?? provider.id;
  const trees = Map.groupBy(providers, rootOf);
  const linesOf = (tree: readonly ResourceProvider[] = []) => {
    const lines = tree.map((provider) => values.get(provider));
    return lines.length === 0 || lines.includes(undefined)
      ? undefined
      : sumResources(lines.flatMap((own) => own ?? []));
  };
  const rootIds = new Map(
    providers.filter((provider) => rootOf(provider) === provider.id).map(({ name, id }) => [name, id]),
  );
  const idOf = ({ id, hostname }: Hypervisor) => trees.has(id) ? id : rootIds.get(hostname) ?? id;
  const hosts = new Set(hypervisors.map(idOf));
  const others = providers.filter((provider) => rootOf(provider) === provider.id && !hosts.has(provider.id));
  return [
    ...hypervisors.map((hypervisor) => hostOf(hypervisor, linesOf(trees.get(idOf(hypervisor))))),
    ...others.map((provider) => ({
      name: provider.name ?? provider.id,
      host: undefined,
      state: undefined,
      disabled: false,
      lines: linesOf(trees.get(provider.id)),
    })),
  ];
}

function hostOf(hypervisor: Hypervisor, lines: readonly ResourceLine[] | undefined): HostUse {
  const { id, hostname, serviceHost, state, status } = hypervisor;
  return {
    name: hostname ?? id,
    host: serviceHost ?? hostname,
    state: state ?? UNKNOWN,
    disabled: status === "disabled",
    lines,
  };
}

/** A driver knows no reservation and no ratio. */
function driverLines({ capacity }: Hypervisor): ResourceLine[] | undefined {
  return capacity && [
    ...driverLine("VCPU", capacity.vcpus, capacity.vcpusUsed),
    ...driverLine("MEMORY_MB", capacity.memoryMb, capacity.memoryMbUsed),
    ...driverLine("DISK_GB", capacity.diskGb, capacity.diskGbUsed),
  ];
}

function driverLine(
  resourceClass: string,
  total: number | undefined,
  used: number | undefined,
): ResourceLine[] {
  if (total === undefined || used === undefined) return [];
  return [{ resourceClass, capacity: total, used, total, reserved: 0, ratios: [], inventories: [] }];
}

/** An aggregate with what its hosts have together. */
export interface AggregateUse {
  readonly name: string;
  readonly availabilityZone: string | undefined;
  readonly hosts: number;
  /** Undefined if one of its hosts could not be read, or is not known. */
  readonly lines: readonly ResourceLine[] | undefined;
}

/** Adds the hosts of each aggregate up. A host may be in several, so aggregates are not to be added. */
export function aggregateUses(
  aggregates: readonly Aggregate[],
  hosts: readonly HostUse[],
): AggregateUse[] {
  const byHost = Map.groupBy(hosts, ({ host }) => host);
  return aggregates.map(({ id, name, availabilityZone, hosts: members = [] }) => {
    const lines = members.flatMap((host) => (byHost.get(host) ?? [undefined]).map((use) => use?.lines));
    return {
      name: name ?? id,
      availabilityZone,
      hosts: members.length,
      lines: lines.includes(undefined) ? undefined : sumResources(lines.flatMap((own) => own ?? [])),
    };
  });
}

/** What is told of each class; the first two always, the rest if everything is wanted. */
const FIGURES: readonly {
  readonly suffix: string;
  readonly value: (line: ResourceLine) => unknown;
  /** Whether it is counted in something else than the class's unit. */
  readonly plain?: boolean;
}[] = [
  { suffix: "_used", value: (line) => line.used },
  { suffix: "_capacity", value: (line) => line.capacity },
  { suffix: "_total", value: (line) => line.total },
  { suffix: "_reserved", value: (line) => line.reserved },
  { suffix: "_ratio", value: ({ ratios }) => ratios.length > 1 ? ratios : ratios[0], plain: true },
];

const FEW = 2;

function figures(full: boolean): typeof FIGURES {
  return full ? FIGURES : FIGURES.slice(0, FEW);
}

/** Columns of {@linkcode figuresOf}. */
export function figureColumns(full: boolean): string[] {
  return [
    ...RESOURCE_COLUMNS.flatMap(({ name, unit }) =>
      figures(full).map(({ suffix, plain }) => `${name}${suffix}${plain ? "" : unit}`)
    ),
    "other_resources",
  ];
}

/** The classes that any of some hosts has: what is not known of one of them is unknown, and nothing else. */
export function classesOf(uses: readonly Pick<HostUse, "lines">[]): ReadonlySet<string> {
  return new Set(uses.flatMap(({ lines = [] }) => lines.map(({ resourceClass }) => resourceClass)));
}

/** The figures of each class; one that is not there has empty cells, what could not be read unknown ones. */
export function figuresOf(
  lines: readonly ResourceLine[] | undefined,
  full: boolean,
  present: ReadonlySet<string>,
): unknown[] {
  const hidden = (isPresent: boolean) => isPresent ? UNKNOWN : "";
  const others = lines?.filter(({ resourceClass }) => !CLASSES_WITH_COLUMNS.has(resourceClass));
  return [
    ...RESOURCE_COLUMNS.flatMap(({ resourceClass }) => {
      const line = lines?.find((one) => one.resourceClass === resourceClass);
      return figures(full).map(({ value }) =>
        lines ? (line && value(line)) ?? "" : hidden(present.has(resourceClass))
      );
    }),
    others?.map(lineText).join(", ") ?? hidden([...present].some((name) => !CLASSES_WITH_COLUMNS.has(name))),
  ];
}

/** How full the fullest class is, in percent; what is not known counts as fullest, for it is to be seen. */
export function fullestOf(lines: readonly ResourceLine[] | undefined): number {
  if (!lines) return Infinity;
  return Math.max(0, ...lines.map(({ used, capacity }) => percentOf(used, capacity) ?? 0));
}
