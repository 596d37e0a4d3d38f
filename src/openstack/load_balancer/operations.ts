/** Calls of the Load Balancer API v2 (Octavia); section names are those of its API reference.
 *
 * Older default policies ask for roles of its own (`load-balancer_observer` and others) where `reader` stands here.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Load balancers: List load balancers. */
export const listLoadBalancers = operation({
  id: "load-balancer.loadbalancers.list",
  method: "GET",
  path: "/lbaas/loadbalancers",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "loadbalancers", by: "marker" },
});

/** Pools: List pools. */
export const listLoadBalancerPools = operation({
  id: "load-balancer.pools.list",
  method: "GET",
  path: "/lbaas/pools",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "pools", by: "marker" },
});

/** Members: List members of a pool. */
export const listLoadBalancerMembers = operation({
  id: "load-balancer.members.list",
  method: "GET",
  path: "/lbaas/pools/{pool_id}/members",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "members", by: "marker" },
});

/** Amphorae: List amphora. */
export const listAmphorae = operation({
  id: "load-balancer.amphorae.list",
  method: "GET",
  path: "/octavia/amphorae",
  effect: "read",
  needs: "admin",
  page: { key: "amphorae", by: "marker" },
});

/** Quotas: Show project quota. Limits alone; use is counted from the lists. */
export const showLoadBalancerQuota = operation({
  id: "load-balancer.quotas.show",
  method: "GET",
  path: "/lbaas/quotas/{project_id}",
  effect: "read",
  needs: "reader",
});
