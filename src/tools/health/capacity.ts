/** What the cloud's hosts have and have given away: as Placement knows it, or, where that would take too many
 * requests, as Nova's hypervisor list says.
 *
 * @module
 */
import { listHypervisors } from "../../openstack/compute/operations.ts";
import { type Hypervisor, type HypervisorCapacity, readHypervisor } from "../../openstack/compute/types.ts";
import { listResourceProviders } from "../../openstack/placement/operations.ts";
import { readResourceProvider, type ResourceProvider } from "../../openstack/placement/types.ts";
import {
  readResources,
  RESOURCE_OPERATIONS,
  type ResourceLine,
  sumResources,
} from "../compute/provider_resources.ts";
import { type Parts, readParts } from "../parts.ts";
import { table } from "../list_table.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";

/** The operations that {@linkcode readCapacity} sends. */
export const CAPACITY_OPERATIONS = [listResourceProviders, ...RESOURCE_OPERATIONS, listHypervisors];

/** Resource providers that are asked one by one: two requests each, for Placement has no bulk read. */
export const MOST_PROVIDERS = 64;

/** What each provider has. */
export type ProviderLines = Parts<ResourceProvider, readonly ResourceLine[]>;

/** What was read, and from where. */
export type Capacity =
  | {
    readonly source: "placement";
    readonly providers: readonly ResourceProvider[];
    readonly read: ProviderLines;
  }
  | {
    readonly source: "nova";
    /** How many Placement has. */
    readonly providers: number;
    readonly hypervisors: readonly Hypervisor[];
  };

/** Reads Nova's list of hypervisors.
 *
 * @throws {OpenStackError} If it cannot be read.
 */
export async function readHypervisors(context: ToolContext): Promise<Hypervisor[]> {
  const values = await context.cloud.list(listHypervisors);
  return values.flatMap((value) => readHypervisor(value) ?? []);
}

/** Reads the capacity of the whole cloud.
 *
 * @param hypervisors Reads those, where Placement would take too many requests.
 * @throws {OpenStackError} If the list of providers, or of hypervisors, cannot be read.
 */
export async function readCapacity(
  context: ToolContext,
  hypervisors = () => readHypervisors(context),
): Promise<Capacity> {
  const values = await context.cloud.list(listResourceProviders);
  const providers = values.flatMap((value) => readResourceProvider(value) ?? []);
  if (providers.length > MOST_PROVIDERS) {
    return { source: "nova", providers: providers.length, hypervisors: await hypervisors() };
  }
  const read = await readParts(providers, {
    what: "capacity",
    name: (provider) => provider.name ?? provider.id,
    read: ({ id }) => readResources(id, context),
  });
  return { source: "placement", providers, read };
}

/** The sums over all providers that were read, the classes that every cloud has first. */
export function classLines({ values }: ProviderLines): ResourceLine[] {
  const lines = sumResources([...values.values()].flat());
  return lines.toSorted((a, b) => rank(a) - rank(b) || (a.resourceClass < b.resourceClass ? -1 : 1));
}

const FIRST = ["VCPU", "PCPU", "MEMORY_MB", "DISK_GB"];

function rank({ resourceClass }: ResourceLine): number {
  const index = FIRST.indexOf(resourceClass);
  return index < 0 ? FIRST.length : index;
}

/** Part of the whole in percent, with one decimal; undefined if there is no whole. */
export function percentOf(part: number, whole: number): number | undefined {
  return whole > 0 ? Math.round(1000 * part / whole) / 10 : undefined;
}

/** A table with where it comes from. */
export type CapacityAnswer = ToolAnswer & {
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
};

/** Every class with what there is, what may be given away and what is; never added up across classes. */
export function capacityAnswer(capacity: Capacity): CapacityAnswer {
  if (capacity.source === "nova") return novaAnswer(capacity.providers, capacity.hypervisors);
  const { providers, read } = capacity;
  const lines = classLines(read);
  const note = sharedDiskNote(lines);
  return {
    source: `Placement, ${countText(read.values.size, providers.length)} resource providers`,
    ...table(
      ["class", "total", "reserved", "ratio", "capacity", "used", "used_percent"].map((name) => ({
        name,
        ...(name === "reserved" ? { usual: 0 } : {}),
      })),
      lines.map(({ resourceClass, total, reserved, ratios, capacity, used }) => [
        resourceClass,
        total,
        reserved,
        ratios.length > 1 ? ratios : ratios[0] ?? "",
        capacity,
        used,
        percentOf(used, capacity) ?? "",
      ]),
    ),
    ...(note === undefined ? {} : { note }),
  };
}

function countText(read: number, of: number): string {
  return read === of ? `${of}` : `${read} of ${of}`;
}

/** Ceph without a sharing provider: every host reports the whole pool, and Placement cannot tell. */
function sharedDiskNote(lines: readonly ResourceLine[]): string | undefined {
  const disks = lines.find(({ resourceClass }) => resourceClass === "DISK_GB")?.inventories ?? [];
  const sizes = new Set(disks.map(({ total }) => total));
  if (disks.length < 2 || sizes.size > 1) return undefined;
  return `all ${disks.length} DISK_GB inventories are alike: hosts that share one storage count it each`;
}

/** The figures of a driver. */
const FIGURES: readonly (readonly [
  resource: string,
  total: keyof HypervisorCapacity,
  used: keyof HypervisorCapacity,
])[] = [
  ["vcpus", "vcpus", "vcpusUsed"],
  ["ram_mib", "memoryMb", "memoryMbUsed"],
  ["disk_gib", "diskGb", "diskGbUsed"],
];

function novaAnswer(providers: number, hypervisors: readonly Hypervisor[]): CapacityAnswer {
  const told = hypervisors.flatMap(({ capacity }) => capacity ?? []);
  const sum = (key: keyof HypervisorCapacity) => told.reduce((all, one) => all + (one[key] ?? 0), 0);
  return {
    source:
      `Nova's list of ${
        countText(told.length, hypervisors.length)
      } hypervisors, as drivers report it: without ` +
      `reservations, allocation ratios, pinned CPUs and shared storage. Placement has ${providers} providers, ` +
      `${MOST_PROVIDERS} are read at most`,
    ...table(
      ["resource", "total", "used", "used_percent"].map((name) => ({ name })),
      told.length === 0 ? [] : FIGURES.map(([resource, total, used]) => [
        resource,
        sum(total),
        sum(used),
        percentOf(sum(used), sum(total)) ?? "",
      ]),
    ),
  };
}
