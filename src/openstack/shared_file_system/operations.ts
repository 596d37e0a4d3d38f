/** Calls of the Shared File Systems API v2 (Manila); section names are those of its API reference.
 *
 * Written for 2.73, the newest of Zed. Lists count by `limit` and `offset`; their links name a marker that Manila itself
 * does not read.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Shares: List shares with details. Shows shares of other projects only with `all_tenants`, or `is_public`. */
export const listShares = operation({
  id: "shared-file-system.shares.list",
  method: "GET",
  path: "/shares/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
  page: { key: "shares", by: "offset" },
});

/** Shares: Show share details. Public shares of other projects are shown too. */
export const showShare = operation({
  id: "shared-file-system.shares.show",
  method: "GET",
  path: "/shares/{share_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
});

/** Share export locations: List export locations. Until 2.8 they stand in the share itself. */
export const listShareExportLocations = operation({
  id: "shared-file-system.export_locations.list",
  method: "GET",
  path: "/shares/{share_id}/export_locations",
  effect: "read",
  needs: "reader",
  requires: "2.9",
  microversion: "2.73",
  page: { key: "export_locations", by: "none" },
});

/** Share access rules: List share access rules; `share_id` must be given, and a foreign one is a 400.
 *
 * The answer holds the access keys of Ceph's users: the reader leaves them out.
 */
export const listShareAccessRules = operation({
  id: "shared-file-system.share_access_rules.list",
  method: "GET",
  path: "/share-access-rules",
  effect: "read",
  needs: "reader",
  requires: "2.45",
  microversion: "2.73",
  page: { key: "access_list", by: "none" },
});

/** Share snapshots: List share snapshots with details. */
export const listShareSnapshots = operation({
  id: "shared-file-system.snapshots.list",
  method: "GET",
  path: "/snapshots/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
  page: { key: "snapshots", by: "offset" },
});

/** Share snapshots: Show share snapshot details. */
export const showShareSnapshot = operation({
  id: "shared-file-system.snapshots.show",
  method: "GET",
  path: "/snapshots/{snapshot_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
});

/** Share networks: List share networks with details. From 2.51 on one has several subnets. */
export const listShareNetworks = operation({
  id: "shared-file-system.share_networks.list",
  method: "GET",
  path: "/share-networks/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
  page: { key: "share_networks", by: "offset" },
});

/** Share networks: Show share network details. */
export const showShareNetwork = operation({
  id: "shared-file-system.share_networks.show",
  method: "GET",
  path: "/share-networks/{share_network_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
});

/** Share types: List share types; `is_public=all` adds the private ones that the login has access to. */
export const listShareTypes = operation({
  id: "shared-file-system.types.list",
  method: "GET",
  path: "/types",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  page: { key: "share_types", by: "none" },
});

/** Quota sets: Show quotas in detail, below `quota_set`. Another project's are for administrators. */
export const showShareQuota = operation({
  id: "shared-file-system.quotas.show",
  method: "GET",
  path: "/quota-sets/{project_id}/detail",
  effect: "read",
  needs: "reader",
  requires: "2.25",
  microversion: "2.73",
});

/** Services: List services. */
export const listShareServices = operation({
  id: "shared-file-system.services.list",
  method: "GET",
  path: "/services",
  effect: "read",
  needs: "admin",
  requires: "2.7",
  microversion: "2.73",
  page: { key: "services", by: "none" },
});

/** Scheduler stats: List back-end storage pools with details. */
export const listSharePools = operation({
  id: "shared-file-system.pools.list",
  method: "GET",
  path: "/scheduler-stats/pools/detail",
  effect: "read",
  needs: "admin",
  microversion: "2.73",
  page: { key: "pools", by: "none" },
});

/** Share replicas: List share replicas with details. Manila filters them by no project: their shares tell the owner. */
export const listShareReplicas = operation({
  id: "shared-file-system.replicas.list",
  method: "GET",
  path: "/share-replicas/detail",
  effect: "read",
  needs: "reader",
  // Experimental until then: it asked for a header of its own.
  requires: "2.56",
  microversion: "2.73",
  page: { key: "share_replicas", by: "offset" },
});

/** Share instances: List share instances, those of all projects. */
export const listShareInstances = operation({
  id: "shared-file-system.instances.list",
  method: "GET",
  path: "/share_instances",
  effect: "read",
  needs: "admin",
  requires: "2.7",
  microversion: "2.73",
  page: { key: "share_instances", by: "none" },
});
