/** Counters of load balancers, listeners and amphorae.
 *
 * @module
 */
import type { LoadBalancerStats } from "../../openstack/load_balancer/types.ts";

/** The counters as columns. */
export const STATS_FIELDS: readonly (readonly [
  name: string,
  value: (stats: LoadBalancerStats) => number | bigint | undefined,
])[] = [
  ["active_connections", (stats) => stats.activeConnections],
  ["total_connections", (stats) => stats.totalConnections],
  ["bytes_in", (stats) => stats.bytesIn],
  ["bytes_out", (stats) => stats.bytesOut],
  ["request_errors", (stats) => stats.requestErrors],
];

/** Sums counters; one that some of them lack stays unknown. */
export function addStats(all: readonly LoadBalancerStats[]): LoadBalancerStats | undefined {
  const sum = (value: (stats: LoadBalancerStats) => number | bigint | undefined) => {
    const values = all.map(value);
    return values.every((one) => one !== undefined) ? exact(values.reduce(added, 0n)) : undefined;
  };
  if (all.length === 0) return undefined;
  return {
    activeConnections: sum((stats) => stats.activeConnections),
    totalConnections: sum((stats) => stats.totalConnections),
    bytesIn: sum((stats) => stats.bytesIn),
    bytesOut: sum((stats) => stats.bytesOut),
    requestErrors: sum((stats) => stats.requestErrors),
  };
}

function added(sum: bigint, value: number | bigint): bigint {
  return sum + BigInt(value);
}

/** An ordinary number where it is exact. */
function exact(sum: bigint): number | bigint {
  const rounded = Number(sum);
  return Number.isSafeInteger(rounded) ? rounded : sum;
}
