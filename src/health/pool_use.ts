/** How full pools of storage are, and how much they have promised: Cinder's and Manila's alike.
 *
 * @module
 */
import type { Draft, RunContext } from "./check.ts";
import { percentOf } from "./percent.ts";

/** A size in GiB, or a word of a driver that does not know it or has no limit. */
export type PoolSize = number | "infinite" | "unknown";

/** What both services say of a pool. */
export interface WatchedPool {
  /** `host@backend#pool`. */
  readonly name: string;
  readonly totalGb: PoolSize | undefined;
  readonly freeGb: PoolSize | undefined;
  /** What would be needed if everything in it were full. */
  readonly provisionedGb: number | undefined;
  readonly reservedPercent: number | undefined;
  readonly thin: boolean | undefined;
  readonly maxOverSubscription: number | undefined;
}

/** Options of {@linkcode poolUse}. */
export interface PoolUseOptions {
  /** `storage pool`, `share pool`. */
  readonly kind: string;
  readonly warning: number;
  /** Without it nothing is critical. */
  readonly critical?: number;
}

interface Use {
  readonly word: "full" | "promised";
  readonly used: number;
  readonly total: number;
}

/** Finds the pools that are nearly full or promised. One without figures is told, and gets none from us. */
export function poolUse(
  pools: readonly WatchedPool[],
  { kind, warning, critical }: PoolUseOptions,
  ctx: Pick<RunContext, "measure" | "stock">,
): Draft[] {
  return pools.flatMap((pool): Draft[] => {
    const uses = usesOf(pool);
    for (const { word, used, total } of uses) {
      ctx.stock({
        group: "storage",
        name: `${kind} ${pool.name}${word === "full" ? "" : ` (${word})`}`,
        used,
        total,
        unit: "GiB",
        warning_percent: warning,
        ...(critical === undefined ? {} : { critical_percent: critical }),
      });
    }
    const silent = uses.some(({ word }) => word === "full") ? [] : [silentPool(kind, pool)];
    const [worst] = uses.toSorted((a, b) => percentUsed(b) - percentUsed(a));
    if (!worst) return silent;
    const percent = percentUsed(worst);
    ctx.measure({
      label: `${kind} ${pool.name}`,
      value: percent,
      unit: "%",
      warning,
      ...(critical === undefined ? {} : { critical }),
    });
    if (percent < warning) return silent;
    return [...silent, {
      severity: critical !== undefined && percent >= critical ? "critical" : "warning",
      text: `${kind} ${pool.name} is ${percent} % ${worst.word}: ${rounded(worst.used)} of ${
        rounded(worst.total)
      } GiB`,
      resource: resourceOf(kind, pool),
      evidence: evidenceOf(pool),
    }];
  });
}

function usesOf({ totalGb, freeGb, provisionedGb, thin, maxOverSubscription }: WatchedPool): Use[] {
  if (typeof totalGb !== "number" || totalGb <= 0) return [];
  const full: Use[] = typeof freeGb === "number"
    ? [{ word: "full", used: Math.max(0, totalGb - freeGb), total: totalGb }]
    : [];
  if (!thin || !maxOverSubscription || provisionedGb === undefined) return full;
  return [...full, { word: "promised", used: provisionedGb, total: totalGb * maxOverSubscription }];
}

/** The driver's own words are all that is known; a figure would be ours. */
function silentPool(kind: string, pool: WatchedPool): Draft {
  const { totalGb = "unknown", freeGb = "unknown" } = pool;
  return {
    severity: "info",
    text: `${kind} ${pool.name} does not tell how full it is: its size is ${sizeWords(totalGb)}, ` +
      `its free space ${sizeWords(freeGb)}`,
    resource: resourceOf(kind, pool),
    evidence: evidenceOf(pool),
    remedy: "Watch it with the tools of the storage itself.",
    key: `${pool.name}/silent`,
  };
}

function sizeWords(size: PoolSize): string {
  return typeof size === "number" ? `${rounded(size)} GiB` : size;
}

function resourceOf(kind: string, { name }: WatchedPool) {
  const host = name.split(/[@#]/)[0];
  return { kind, id: name, name, ...(host ? { host } : {}) };
}

function evidenceOf(pool: WatchedPool) {
  return {
    total_capacity_gb: pool.totalGb,
    free_capacity_gb: pool.freeGb,
    provisioned_capacity_gb: pool.provisionedGb,
    reserved_percentage: pool.reservedPercent,
    max_over_subscription_ratio: pool.maxOverSubscription,
  };
}

function rounded(size: number): number {
  return Math.round(size * 10) / 10;
}

function percentUsed({ used, total }: Use): number {
  return percentOf(used, total);
}
