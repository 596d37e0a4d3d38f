/** Pools of storage, of Cinder and Manila alike.
 *
 * @module
 */
import { listVolumePools } from "../../openstack/block_storage/operations.ts";
import { readVolumePool } from "../../openstack/block_storage/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listSharePools } from "../../openstack/shared_file_system/operations.ts";
import { readSharePool } from "../../openstack/shared_file_system/types.ts";
import { percentOf } from "./capacity.ts";

/** What both services say of a pool. A driver may not know a capacity, or not limit it. */
export interface StoragePool {
  /** `host@backend#pool`. */
  readonly name: string;
  readonly totalGb: number | "infinite" | "unknown" | undefined;
  readonly freeGb: number | "infinite" | "unknown" | undefined;
  /** What would be needed if everything in it were full. */
  readonly provisionedGb: number | undefined;
  readonly reservedPercent: number | undefined;
  readonly thin: boolean | undefined;
  readonly maxOverSubscription: number | undefined;
}

/** Where pools come from. */
export const POOL_SOURCES: readonly {
  readonly title: string;
  readonly operation: Operation;
  readonly query: Readonly<Record<string, boolean>>;
  readonly read: (value: unknown) => StoragePool | undefined;
}[] = [
  { title: "volume pools", operation: listVolumePools, query: { detail: true }, read: readVolumePool },
  { title: "share pools", operation: listSharePools, query: {}, read: readSharePool },
];

/** Columns of {@linkcode poolCells}. */
export const POOL_COLUMNS = [
  "service",
  "name",
  "total_gib",
  "free_gib",
  "used_percent",
  "provisioned_gib",
  "may_provision_gib",
  "reserved_percent",
].map((name) => ({ name, ...(name === "reserved_percent" ? { usual: 0 } : {}) }));

/** A pool as a row. Without a total and what is free of it there is no percentage. */
export function poolCells(service: string, pool: StoragePool): unknown[] {
  const { name, totalGb = "unknown", freeGb = "unknown", provisionedGb, reservedPercent } = pool;
  return [
    service,
    name,
    totalGb,
    freeGb,
    usedPercent(pool) ?? "",
    provisionedGb ?? "",
    mayProvision(pool) ?? "",
    reservedPercent ?? "",
  ];
}

/** How full it is; undefined if the driver does not tell. */
export function usedPercent({ totalGb, freeGb }: StoragePool): number | undefined {
  if (typeof totalGb !== "number" || typeof freeGb !== "number") return undefined;
  return percentOf(totalGb - freeGb, totalGb);
}

/** A thin pool may promise more than it has. */
function mayProvision({ totalGb, thin, maxOverSubscription }: StoragePool): number | undefined {
  if (!thin || typeof totalGb !== "number" || maxOverSubscription === undefined) return undefined;
  return Math.round(totalGb * maxOverSubscription);
}
