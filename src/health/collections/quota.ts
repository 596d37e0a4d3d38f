/** Limits of projects and what is used of them.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { showNetworkQuota } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { readQuota, UNLIMITED } from "../../openstack/quota.ts";
import { wire } from "../../openstack/read.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";

/** Limit and use of one resource of a project. */
export interface QuotaUse {
  readonly projectId: string;
  /** The project's name, if others than the login's are looked at. */
  readonly projectName: string | undefined;
  /** `compute`, `network`, `block-storage`. */
  readonly service: string;
  readonly resource: string;
  /** Undefined if there is none. */
  readonly limit: number | undefined;
  readonly inUse: number;
  readonly reserved: number;
}

interface QuotaSource {
  readonly title: string;
  readonly operation: Operation;
  /** Member of the body that holds the quota. */
  readonly key: string;
  readonly query?: Readonly<Record<string, boolean>>;
}

/** A project whose quota is read. */
interface QuotaOwner {
  readonly id: string;
  readonly name?: string | undefined;
}

/** Declares the quotas of one service: those of the token's project, or of all, which takes a call each. */
function quotaOf(source: QuotaSource): Collection<QuotaUse> {
  return {
    title: source.title,
    operations: [source.operation, listProjects],
    async load(reader) {
      if (!reader.allProjects) return { items: await usesOf(reader, source, { id: reader.projectId() }) };
      const projects = await reader.collected("projects");
      const enabled = projects.filter((project) => project.enabled !== false);
      const asked = enabled.slice(0, reader.maxHosts);
      const items = (await Promise.all(asked.map((project) => usesOf(reader, source, project)))).flat();
      return asked.length === enabled.length
        ? { items }
        : { items, incomplete: `those of ${asked.length} of ${enabled.length} projects were read` };
    },
  };
}

async function usesOf(reader: Reader, source: QuotaSource, owner: QuotaOwner): Promise<QuotaUse[]> {
  const { operation, key, query, title } = source;
  const { body, requestId } = await reader.send(operation, {
    path: { project_id: owner.id },
    ...(query ? { query } : {}),
  });
  const uses = Object.entries(readQuota(wire(body)[key])?.lines ?? {}).flatMap(
    ([resource, line]): QuotaUse[] => {
      const { limit, inUse, reserved = 0 } = line;
      if (inUse === undefined) return [];
      return [{
        projectId: owner.id,
        projectName: owner.name,
        service: operation.service,
        resource,
        limit: limit === UNLIMITED ? undefined : limit,
        inUse,
        reserved,
      }];
    },
  );
  if (uses.length > 0) return uses;
  throw new OpenStackError({
    what: `read the ${title}`,
    service: operation.service,
    operation: operation.id,
    reason: "unexpected answer",
    ...(requestId ? { requestId } : {}),
    detail: "the answer has no resource with its use",
  });
}

/** Nova's quota. */
export const computeQuota: Collection<QuotaUse> = quotaOf({
  title: "compute quota",
  operation: showComputeQuota,
  key: "quota_set",
});

/** Neutron's quota. */
export const networkQuota: Collection<QuotaUse> = quotaOf({
  title: "network quota",
  operation: showNetworkQuota,
  key: "quota",
});

/** Cinder's quota. */
export const volumeQuota: Collection<QuotaUse> = quotaOf({
  title: "volume quota",
  operation: showVolumeQuota,
  key: "quota_set",
  query: { usage: true },
});

/** What the items of this file's collections are. */
export interface QuotaItems {
  readonly computeQuota: QuotaUse;
  readonly networkQuota: QuotaUse;
  readonly volumeQuota: QuotaUse;
}

/** The collections of quotas, by the name that checks use. */
export const quotaCollections: CollectionsOf<QuotaItems> = {
  computeQuota,
  networkQuota,
  volumeQuota,
};
