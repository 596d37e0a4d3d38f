/** Whether the quota of a project holds new servers.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import type { Flavor } from "../../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import type { Operation } from "../../openstack/operation.ts";
import { type Quota, type QuotaLine, readQuota, UNLIMITED } from "../../openstack/quota.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { wire } from "../../openstack/read.ts";
import type { ToolContext } from "../tool.ts";
import type { Problems } from "./server_create_problems.ts";

/** What was read of quotas, and what could not be. */
export interface ReadQuotas {
  readonly compute?: Quota;
  /** Only if new volumes are made. */
  readonly volumes?: Quota;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Reads the quotas that new servers count against. Without one the service is left to judge. */
export async function readQuotas(
  projectId: string,
  withVolumes: boolean,
  context: ToolContext,
): Promise<ReadQuotas> {
  const [compute, volumes] = await Promise.all([
    readOne(showComputeQuota, projectId, {}, context),
    withVolumes ? readOne(showVolumeQuota, projectId, { usage: true }, context) : { unavailable: [] },
  ]);
  return {
    ...(compute.quota ? { compute: compute.quota } : {}),
    ...("quota" in volumes && volumes.quota ? { volumes: volumes.quota } : {}),
    unavailable: [...compute.unavailable, ...volumes.unavailable],
  };
}

async function readOne(
  operation: Operation,
  projectId: string,
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<{ quota?: Quota; unavailable: readonly Readonly<Record<string, unknown>>[] }> {
  const what = `${operation.service} quota`;
  try {
    const answer = await context.cloud.send(operation, { path: { project_id: projectId }, query });
    const quota = readQuota(wire(answer.body)["quota_set"]);
    if (quota) return { quota, unavailable: [] };
    throw new OpenStackError({
      what: `read the ${what}`,
      service: operation.service,
      reason: "unexpected answer",
      detail: "the answer holds no quota",
    });
  } catch (error) {
    return { unavailable: [unavailablePart(what, error)] };
  }
}

/** What new servers need. */
export interface Need {
  readonly servers: number;
  readonly flavor: Flavor;
  /** Size of the new volume of each, if there is one. */
  readonly volumeGib?: number | undefined;
  readonly volumeType?: string | undefined;
}

/** Finds what a quota does not hold. */
export function checkQuotas({ compute, volumes }: ReadQuotas, need: Need, problems: Problems): void {
  const { servers, flavor, volumeGib, volumeType } = need;
  checkLines(compute, {
    instances: servers,
    cores: servers * (flavor.vcpus ?? 0),
    ram: servers * (flavor.ramMb ?? 0),
  }, problems);
  if (volumeGib === undefined) return;
  const typed = volumeType === undefined
    ? {}
    : { [`volumes_${volumeType}`]: servers, [`gigabytes_${volumeType}`]: servers * volumeGib };
  checkLines(volumes, { volumes: servers, gigabytes: servers * volumeGib, ...typed }, problems);
}

/** By the services' names; others speak for themselves. */
const CALLED: ReadonlyMap<string, string> = new Map([["ram", "ram_mib"]]);

function checkLines(
  quota: Quota | undefined,
  needed: Readonly<Record<string, number>>,
  problems: Problems,
): void {
  for (const [name, amount] of Object.entries(needed)) {
    const left = leftOf(quota?.lines[name]);
    if (left === undefined || amount <= left) continue;
    problems.add("over quota", `${CALLED.get(name) ?? name}: would need ${amount}, ${left} left`);
  }
}

/** Undefined if there is no limit, or the service does not say what is used. */
function leftOf(line: QuotaLine | undefined): number | undefined {
  if (line?.limit === undefined || line.limit === UNLIMITED || line.inUse === undefined) return undefined;
  return Math.max(0, line.limit - line.inUse - (line.reserved ?? 0));
}
