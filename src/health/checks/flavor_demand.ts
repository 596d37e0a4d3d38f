/** What a server of a flavor asks of a host.
 *
 * @module
 */
import type { ServerFlavor } from "../../openstack/compute/types.ts";
import type { HealthServer } from "../collections/compute.ts";

/** The largest flavor of some servers. */
export interface Demand {
  readonly flavor: string;
  /** By resource class. */
  readonly amounts: Readonly<Record<string, number>>;
  /** How many servers have it. */
  readonly servers: number;
}

/** The flavor with the most memory among servers that are on a host, then that with the most processors, then disk. */
export function largestDemand(servers: readonly HealthServer[]): Demand | undefined {
  const placed = servers.filter(({ host, flavor }) =>
    host !== undefined && flavor?.name !== undefined && flavor.vcpus !== undefined
  );
  const byFlavor = Map.groupBy(placed, ({ flavor }) => flavor?.name ?? "");
  const demands = [...byFlavor].flatMap(([name, those]): Demand[] => {
    const [{ flavor } = {}] = those;
    if (!flavor) return [];
    const local = those.some(({ bootsFromVolume }) => bootsFromVolume === false);
    return [{ flavor: name, amounts: amountsOf(flavor, local), servers: those.length }];
  });
  return demands.sort((a, b) => difference(a, b) || (a.flavor < b.flavor ? -1 : 1))[0];
}

const ORDER = ["MEMORY_MB", "PCPU", "VCPU", "DISK_GB"];

function difference(a: Demand, b: Demand): number {
  return ORDER.map((name) => (b.amounts[name] ?? 0) - (a.amounts[name] ?? 0)).find((one) => one !== 0) ?? 0;
}

const OVERRIDE = "resources:";

/** What Nova asks Placement for. Groups of resources, traits and NUMA are left out: they can only make it harder.
 *
 * @param local Whether a disk of the host is its root disk, and no volume.
 */
function amountsOf(flavor: ServerFlavor, local: boolean): Record<string, number> {
  const { vcpus = 0, ramMb = 0, diskGb = 0, ephemeralGb = 0, swapMb = 0, extraSpecs = {} } = flavor;
  const processors = extraSpecs["hw:cpu_policy"] === "dedicated" ? "PCPU" : "VCPU";
  const amounts: Record<string, number> = {
    MEMORY_MB: ramMb,
    [processors]: vcpus,
    DISK_GB: (local ? diskGb : 0) + ephemeralGb + Math.ceil(swapMb / 1024),
  };
  for (const [key, value] of Object.entries(extraSpecs)) {
    if (key.startsWith(OVERRIDE)) amounts[key.slice(OVERRIDE.length)] = Number(value) || 0;
  }
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount > 0));
}
