import * as z from "zod";
import { listVolumePools } from "../../openstack/block_storage/operations.ts";
import { readVolumePool, type VolumePool } from "../../openstack/block_storage/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";

/** Pools of storage and what is left in them. */
export const getVolumePools = tool({
  name: "get_volume_pools",
  toolset: "block_storage",
  title: "Block storage pools",
  description:
    "Storage pools behind Cinder: total, free, provisioned and allocated GiB, over-subscription. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listVolumePools],
  compat: { ...LIST_COMPAT, pool_name: renamed("names") },
  run: (args, context) => answerList(VOLUME_POOLS, args, context),
});

/** Pools: Block Storage API "List All Back-end Storage Pools". A capacity may be the word `infinite` or `unknown`. */
export const VOLUME_POOLS: ListSpec<VolumePool> = {
  noun: ["storage pool", "storage pools"],
  place: "in this cloud",
  list: listVolumePools,
  read: readVolumePool,
  id: (pool) => pool.name,
  name: (pool) => pool.name,
  query: () => Promise.resolve({ detail: true }),
  columns: [
    { name: "name", level: "basic", value: (pool) => pool.name },
    { name: "backend", level: "full", value: (pool) => pool.backendName },
    { name: "total_gib", level: "basic", value: (pool) => pool.totalGb },
    { name: "free_gib", level: "basic", value: (pool) => pool.freeGb },
    { name: "provisioned_gib", level: "detailed", value: (pool) => pool.provisionedGb },
    { name: "allocated_gib", level: "detailed", value: (pool) => pool.allocatedGb },
    { name: "provisioned_ratio", level: "detailed", value: provisionedRatio },
    { name: "max_over_subscription", level: "detailed", value: (pool) => pool.maxOverSubscription },
    { name: "thin", level: "detailed", value: (pool) => pool.thin, fold: "lower" },
    { name: "reserved_percent", level: "full", value: (pool) => pool.reservedPercent },
    { name: "storage_protocol", level: "full", value: (pool) => pool.storageProtocol },
    { name: "vendor", level: "full", value: (pool) => pool.vendor },
    { name: "updated", level: "full", value: (pool) => toUtc(pool.updatedAt) },
  ],
};

/** How often what is provisioned would fill the pool; undefined where its size is no number. */
function provisionedRatio({ provisionedGb, totalGb }: VolumePool): number | undefined {
  if (provisionedGb === undefined || typeof totalGb !== "number" || totalGb <= 0) return undefined;
  return Math.round(100 * provisionedGb / totalGb) / 100;
}
