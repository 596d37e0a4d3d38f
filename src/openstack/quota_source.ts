/** Where services keep the quota of a project, and what is to be known to read it.
 *
 * @module
 */
import { showVolumeQuota } from "./block_storage/operations.ts";
import { showComputeQuota } from "./compute/operations.ts";
import { showLoadBalancerQuota } from "./load_balancer/operations.ts";
import { showNetworkQuota, showNetworkQuotaLimits } from "./network/operations.ts";
import type { Operation } from "./operation.ts";
import type { QuotaLine } from "./quota.ts";
import { showShareQuota } from "./shared_file_system/operations.ts";

/** What a limit is about. A project's limit is used up by all its objects together. */
export type QuotaKind = "project" | "volume type" | "object" | "user";

/** Limit and use of one resource. */
export interface QuotaRow extends QuotaLine {
  readonly resource: string;
  readonly kind: QuotaKind;
  /** Whether the service keeps reservations. @default {true} */
  readonly reserves?: boolean;
}

/** How the lines of a quota are to be read. */
export interface QuotaReading {
  /** Names that say what the service's own leave out, or what other tools call it. */
  readonly names?: Readonly<Record<string, string>>;
  /** Limits that no sum is held against, so that the use that the service tells is always zero. */
  readonly kinds?: Readonly<Record<string, QuotaKind>>;
}

/** Where a service keeps the quota of a project. */
export interface QuotaSource extends QuotaReading {
  readonly service: string;
  readonly operation: Operation;
  /** Asked where {@linkcode operation} does not exist: limits alone. */
  readonly limitsOnly?: Operation;
  /** Member of the body that holds the quota. */
  readonly key: string;
  readonly query?: Readonly<Record<string, boolean>>;
}

/** Nova's. */
export const COMPUTE_QUOTA: QuotaSource = {
  service: "compute",
  operation: showComputeQuota,
  key: "quota_set",
  names: { ram: "ram_mib" },
  kinds: {
    key_pairs: "user",
    metadata_items: "object",
    server_group_members: "object",
    injected_files: "object",
    injected_file_content_bytes: "object",
    injected_file_path_bytes: "object",
  },
};

/** Neutron's. */
export const NETWORK_QUOTA: QuotaSource = {
  service: "network",
  operation: showNetworkQuota,
  limitsOnly: showNetworkQuotaLimits,
  key: "quota",
  names: {
    network: "networks",
    subnet: "subnets",
    subnetpool: "subnet_pools",
    port: "ports",
    router: "routers",
    floatingip: "floating_ips",
    rbac_policy: "rbac_policies",
    security_group: "security_groups",
    security_group_rule: "security_group_rules",
    trunk: "trunks",
  },
};

/** Cinder's. */
export const VOLUME_QUOTA: QuotaSource = {
  service: "block-storage",
  operation: showVolumeQuota,
  key: "quota_set",
  query: { usage: true },
  kinds: { per_volume_gigabytes: "object" },
};

/** Manila's. */
export const SHARE_QUOTA: QuotaSource = {
  service: "shared-file-system",
  operation: showShareQuota,
  key: "quota_set",
  kinds: { per_share_gigabytes: "object" },
};

/** Octavia's, limits alone. */
export const LOAD_BALANCER_QUOTA: QuotaSource = {
  service: "load-balancer",
  operation: showLoadBalancerQuota,
  key: "quota",
  names: {
    load_balancer: "load_balancers",
    listener: "listeners",
    pool: "pools",
    member: "members",
    health_monitor: "health_monitors",
    // What releases before this spelling had.
    loadbalancer: "load_balancers",
    healthmonitor: "health_monitors",
    l7policy: "l7_policies",
    l7rule: "l7_rules",
  },
};

/** Designate's limits, which are no object below a key; most of them are not of whole projects. */
export const DNS_QUOTA: QuotaReading = {
  kinds: {
    zone_recordsets: "object",
    zone_records: "object",
    recordset_records: "object",
    api_export_size: "object",
  },
};

/** Glance's, where unified limits are on. */
export const IMAGE_QUOTA: QuotaReading = {
  names: { image_size_total: "image_size_mib", image_stage_total: "image_stage_mib" },
};

/** Cinder adds a line of each of these for every volume type: `gigabytes_ssd`. */
const PER_TYPE = /^(?:volumes|gigabytes|snapshots)_/;

/** Names the lines of a quota as they are shown. What an older and a newer spelling both name is one. */
export function rowsOfLines(
  lines: Readonly<Record<string, QuotaLine>>,
  { names, kinds }: QuotaReading = {},
): QuotaRow[] {
  const rows = Object.entries(lines).map(([name, line]) => ({
    ...line,
    resource: names?.[name] ?? name,
    kind: kinds?.[name] ?? (PER_TYPE.test(name) ? "volume type" : "project"),
  }));
  return [...new Map(rows.map((row) => [row.resource, row])).values()];
}
