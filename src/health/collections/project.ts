/** Load balancers, stacks, quotas and application credentials.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listApplicationCredentials, listProjects } from "../../openstack/identity/operations.ts";
import {
  type ApplicationCredential,
  type Project,
  readApplicationCredential,
  readProject,
} from "../../openstack/identity/types.ts";
import { listLoadBalancers } from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancer, readLoadBalancer } from "../../openstack/load_balancer/types.ts";
import { showNetworkQuota } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listStacks } from "../../openstack/orchestration/operations.ts";
import { readStack, type Stack } from "../../openstack/orchestration/types.ts";
import { readQuota, UNLIMITED } from "../../openstack/quota.ts";
import { wire } from "../../openstack/read.ts";
import { type Collection, listed, type Reader } from "../collection.ts";

/** Load balancers of the project, or of all. */
export const loadBalancers: Collection<LoadBalancer> = listed({
  title: "load balancers",
  operation: listLoadBalancers,
  scope: "project_id",
  read: readLoadBalancer,
});

/** Stacks of the project, or of all; the nested ones stand behind their parents. */
export const stacks: Collection<Stack> = listed({
  title: "stacks",
  operation: listStacks,
  ownProjectOnly: true,
  scope: "global_tenant",
  read: readStack,
});

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

/** Every project; for administrators. */
export const projects: Collection<Project> = listed({
  title: "projects",
  operation: listProjects,
  read: readProject,
});

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

/** The user's own application credentials. */
export const applicationCredentials: Collection<ApplicationCredential> = {
  title: "application credentials",
  operations: [listApplicationCredentials],
  load: async (reader) => ({
    items: await reader.list(listApplicationCredentials, {
      path: { user_id: reader.session.user.id },
      read: readApplicationCredential,
    }),
  }),
};

/** The credential that this login itself uses; none if it uses another kind. */
export const ownCredential: Collection<ApplicationCredential> = {
  title: "this login's application credential",
  operations: [listApplicationCredentials],
  async load(reader) {
    const used = reader.session.applicationCredential;
    if (!used) return { items: [] };
    return { items: (await reader.collected("applicationCredentials")).filter(({ id }) => id === used.id) };
  },
};
