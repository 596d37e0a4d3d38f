/** Load balancers, stacks, quotas and application credentials.
 *
 * @module
 */
import { showVolumeQuota } from "../../openstack/block_storage/operations.ts";
import { showComputeQuota } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listApplicationCredentials } from "../../openstack/identity/operations.ts";
import { type ApplicationCredential, readApplicationCredential } from "../../openstack/identity/types.ts";
import { listLoadBalancers } from "../../openstack/load_balancer/operations.ts";
import { type LoadBalancer, readLoadBalancer } from "../../openstack/load_balancer/types.ts";
import { showNetworkQuota } from "../../openstack/network/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import { listStacks } from "../../openstack/orchestration/operations.ts";
import { readStack, type Stack } from "../../openstack/orchestration/types.ts";
import { readQuota, UNLIMITED } from "../../openstack/quota.ts";
import { wire } from "../../openstack/read.ts";
import { type Collection, listed } from "../collection.ts";

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
  scope: "global_tenant",
  read: readStack,
});

/** Limit and use of one resource of the project. */
export interface QuotaUse {
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

/** Declares the quota of the token's project in one service. Other projects' would take a call each. */
function quotaOf({ title, operation, key, query }: QuotaSource): Collection<QuotaUse> {
  return {
    title,
    operations: [operation],
    async load(reader) {
      const { body, requestId } = await reader.send(operation, {
        path: { project_id: reader.projectId() },
        ...(query ? { query } : {}),
      });
      const quota = readQuota(wire(body)[key]);
      const uses = Object.entries(quota?.lines ?? {}).flatMap(([resource, line]): QuotaUse[] => {
        const { limit, inUse, reserved = 0 } = line;
        if (inUse === undefined) return [];
        const bound = limit === UNLIMITED ? undefined : limit;
        return [{ service: operation.service, resource, limit: bound, inUse, reserved }];
      });
      if (uses.length > 0) return { items: uses };
      throw new OpenStackError({
        what: `read the ${title}`,
        service: operation.service,
        operation: operation.id,
        reason: "unexpected answer",
        ...(requestId ? { requestId } : {}),
        detail: "the answer has no resource with its use",
      });
    },
  };
}

/** Nova's quota of the project. */
export const computeQuota: Collection<QuotaUse> = quotaOf({
  title: "compute quota",
  operation: showComputeQuota,
  key: "quota_set",
});

/** Neutron's quota of the project. */
export const networkQuota: Collection<QuotaUse> = quotaOf({
  title: "network quota",
  operation: showNetworkQuota,
  key: "quota",
});

/** Cinder's quota of the project. */
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
