/** The quotas of a project, service by service.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { showNetworkQuota, showNetworkQuotaLimits } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type Quota, readQuota } from "../../openstack/quota.ts";
import {
  COMPUTE_QUOTA,
  NETWORK_QUOTA,
  type QuotaRow,
  type QuotaSource,
  rowsOfLines,
  VOLUME_QUOTA,
} from "../../openstack/quota_source.ts";
import { wire } from "../../openstack/read.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that reading quotas may need. */
export const QUOTA_OPERATIONS = [
  showComputeQuota,
  showNetworkQuota,
  showNetworkQuotaLimits,
  showVolumeQuota,
];

/** The services that have quotas everywhere, in the order in which they are shown. */
export const QUOTA_SOURCES: readonly QuotaSource[] = [COMPUTE_QUOTA, NETWORK_QUOTA, VOLUME_QUOTA];

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
