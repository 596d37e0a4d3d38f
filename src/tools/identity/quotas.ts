/** The quotas of a project, service by service.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { showNetworkQuota, showNetworkQuotaLimits } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type Quota, type QuotaLine, readQuota } from "../../openstack/quota.ts";
import { wire } from "../../openstack/read.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that reading quotas may need. */
export const QUOTA_OPERATIONS = [
  showComputeQuota,
  showNetworkQuota,
  showNetworkQuotaLimits,
  showVolumeQuota,
];

/** What a limit is about. A project's limit is used up by all its objects together. */
export type QuotaKind = "project" | "volume type" | "object" | "user";

/** Limit and use of one resource. */
export interface QuotaRow extends QuotaLine {
  readonly resource: string;
  readonly kind: QuotaKind;
  /** Whether the service keeps reservations. @default {true} */
  readonly reserves?: boolean;
}

/** Where a service keeps the quota of a project. */
export interface QuotaSource {
  readonly service: string;
  readonly operation: Operation;
  /** Asked where {@linkcode operation} does not exist: limits alone. */
  readonly limitsOnly?: Operation;
  /** Member of the body that holds the quota. */
  readonly key: string;
  readonly query?: Readonly<Record<string, boolean>>;
  /** Names that say what the service's own leave out, or what other tools call it. */
  readonly names?: Readonly<Record<string, string>>;
  /** Limits that no sum is held against, so that the use that the service tells is always zero. */
  readonly kinds?: Readonly<Record<string, QuotaKind>>;
}

/** The services that have quotas, in the order in which they are shown. */
export const QUOTA_SOURCES: readonly QuotaSource[] = [
  {
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
  },
  {
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
  },
  {
    service: "block-storage",
    operation: showVolumeQuota,
    key: "quota_set",
    query: { usage: true },
    kinds: { per_volume_gigabytes: "object" },
  },
];

/** Reads what one service says of a project.
 *
 * @throws {OpenStackError} If it does not answer, or not with a quota.
 */
export async function readQuotaRows(
  source: QuotaSource,
  projectId: string,
  context: ToolContext,
): Promise<readonly QuotaRow[]> {
  const quota = await readFrom(source, projectId, context);
  if (!quota || Object.keys(quota.lines).length === 0) throw notAQuota(source);
  return rowsOfLines(quota.lines, source);
}

/** Names the lines of a quota as they are shown. What an older and a newer spelling both name is one. */
export function rowsOfLines(
  lines: Readonly<Record<string, QuotaLine>>,
  { names, kinds }: Pick<QuotaSource, "names" | "kinds"> = {},
): QuotaRow[] {
  const rows = Object.entries(lines).map(([name, line]) => ({
    ...line,
    resource: names?.[name] ?? name,
    kind: kinds?.[name] ?? (PER_TYPE.test(name) ? "volume type" : "project"),
  }));
  return [...new Map(rows.map((row) => [row.resource, row])).values()];
}

/** Cinder adds a line of each of these for every volume type: `gigabytes_ssd`. */
const PER_TYPE = /^(?:volumes|gigabytes|snapshots)_/;

async function readFrom(
  { operation, limitsOnly, key, query = {} }: QuotaSource,
  projectId: string,
  context: ToolContext,
): Promise<Quota | undefined> {
  const read = async (op: Operation) => {
    const answer = await context.cloud.send(op, { path: { project_id: projectId }, query });
    return readQuota(wire(answer.body)[key]);
  };
  try {
    return await read(operation);
  } catch (error) {
    if (!limitsOnly || !(error instanceof OpenStackError) || error.reason !== "not found") throw error;
    return await read(limitsOnly);
  }
}

function notAQuota({ service, operation, key }: QuotaSource): OpenStackError {
  return new OpenStackError({
    what: "read the quota",
    service,
    operation: operation.id,
    reason: "unexpected answer",
    detail: `the answer has no ${key}`,
  });
}
