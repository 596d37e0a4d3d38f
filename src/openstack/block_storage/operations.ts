/** Calls of the Block Storage API v3 (Cinder); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Volumes: List accessible volumes with details. */
export const listVolumes = operation({
  id: "block-storage.volumes.list",
  method: "GET",
  path: "/volumes/detail",
  effect: "read",
  needs: "reader",
  microversion: "3.65",
  owner: "os-vol-tenant-attr:tenant_id",
  page: { key: "volumes", by: "marker" },
});

/** Volumes: Show a volume's details. */
export const showVolume = operation({
  id: "block-storage.volumes.show",
  method: "GET",
  path: "/volumes/{volume_id}",
  effect: "read",
  needs: "reader",
  microversion: "3.65",
  owner: "os-vol-tenant-attr:tenant_id",
});

/** Volume snapshots: List snapshots and details. */
export const listSnapshots = operation({
  id: "block-storage.snapshots.list",
  method: "GET",
  path: "/snapshots/detail",
  effect: "read",
  needs: "reader",
  microversion: "3.65",
  owner: "os-extended-snapshot-attributes:project_id",
  page: { key: "snapshots", by: "marker" },
});

/** Backups: List backups with detail. Only administrators see the owner, from 3.18 on. */
export const listBackups = operation({
  id: "block-storage.backups.list",
  method: "GET",
  path: "/backups/detail",
  effect: "read",
  needs: "reader",
  microversion: "3.56",
  owner: "os-backup-project-attr:project_id",
  page: { key: "backups", by: "marker" },
});

/** Quota sets: Show quotas for a project. With `usage=true` limit and use, else limits alone.
 *
 * It answers for projects that do not exist too.
 */
export const showVolumeQuota = operation({
  id: "block-storage.quotas.show",
  method: "GET",
  path: "/os-quota-sets/{project_id}",
  effect: "read",
  needs: "reader",
});

/** Quota sets: Get default quotas for a project. */
export const showVolumeQuotaDefaults = operation({
  id: "block-storage.quotas.defaults",
  method: "GET",
  path: "/os-quota-sets/{project_id}/defaults",
  effect: "read",
  needs: "reader",
});

/** Limits: Show absolute limits for project. */
export const showVolumeLimits = operation({
  id: "block-storage.limits.show",
  method: "GET",
  path: "/limits",
  effect: "read",
  needs: "reader",
});

/** Services: List All Cinder Services. 3.49 brings the state of the backend. */
export const listVolumeServices = operation({
  id: "block-storage.services.list",
  method: "GET",
  path: "/os-services",
  effect: "read",
  needs: "admin",
  microversion: "3.49",
  page: { key: "services", by: "none" },
});

/** Back-end storage pools: List All Back-end Storage Pools. With `detail=true` capacities, else names alone. */
export const listVolumePools = operation({
  id: "block-storage.pools.list",
  method: "GET",
  path: "/scheduler-stats/get_pools",
  effect: "read",
  needs: "admin",
  page: { key: "pools", by: "none" },
});

/** Availability zones: List Availability Zone Information. */
export const listVolumeAvailabilityZones = operation({
  id: "block-storage.availability_zones.list",
  method: "GET",
  path: "/os-availability-zone",
  effect: "read",
  needs: "reader",
  page: { key: "availabilityZoneInfo", by: "none" },
});

/** Volume types: List all volume types. Paged by offset: its links stand under `volume_type_links`. */
export const listVolumeTypes = operation({
  id: "block-storage.types.list",
  method: "GET",
  path: "/types",
  effect: "read",
  needs: "reader",
  page: { key: "volume_types", by: "offset" },
});

/** Messages: List messages. Why something failed that was answered with 202; paged from 3.5 on. */
export const listVolumeMessages = operation({
  id: "block-storage.messages.list",
  method: "GET",
  path: "/messages",
  effect: "read",
  needs: "reader",
  microversion: "3.5",
  requires: "3.3",
  page: { key: "messages", by: "marker" },
});

/** Attachments: List attachments. The detailed list would bring connection data, which may hold secrets.
 *
 * It takes a limit but has no next link, so that it is paged by offset.
 */
export const listVolumeAttachments = operation({
  id: "block-storage.attachments.list",
  method: "GET",
  path: "/attachments",
  effect: "read",
  needs: "reader",
  microversion: "3.54",
  requires: "3.27",
  page: { key: "attachments", by: "offset" },
});

/** Volume snapshots: Show a snapshot's details. */
export const showSnapshot = operation({
  id: "block-storage.snapshots.show",
  method: "GET",
  path: "/snapshots/{snapshot_id}",
  effect: "read",
  needs: "reader",
  microversion: "3.65",
  owner: "os-extended-snapshot-attributes:project_id",
});

/** Backups: Show backup detail. */
export const showBackup = operation({
  id: "block-storage.backups.show",
  method: "GET",
  path: "/backups/{backup_id}",
  effect: "read",
  needs: "reader",
  microversion: "3.56",
  owner: "os-backup-project-attr:project_id",
});

/** Volume types: Show default volume type. The project's own default, if an administrator set one (3.62). */
export const showDefaultVolumeType = operation({
  id: "block-storage.types.show_default",
  method: "GET",
  path: "/types/default",
  effect: "read",
  needs: "reader",
});

/** Volume types: Show an encryption type. An empty object for a type whose volumes are not encrypted. */
export const showVolumeTypeEncryption = operation({
  id: "block-storage.types.show_encryption",
  method: "GET",
  path: "/types/{volume_type_id}/encryption",
  effect: "read",
  needs: "admin",
});

/** Quality of service specifications: List QoS specs. */
export const listVolumeQos = operation({
  id: "block-storage.qos.list",
  method: "GET",
  path: "/qos-specs",
  effect: "read",
  needs: "admin",
  page: { key: "qos_specs", by: "marker" },
});

/** Generic volume groups: List groups with details. With `list_volume=true` their volumes, from 3.25 on.
 *
 * Only administrators see the owner, from 3.58 on.
 */
export const listVolumeGroups = operation({
  id: "block-storage.groups.list",
  method: "GET",
  path: "/groups/detail",
  effect: "read",
  needs: "reader",
  microversion: "3.58",
  requires: "3.13",
  owner: "project_id",
  page: { key: "groups", by: "marker" },
});

/** Group types: List group types. Their group specs are shown to administrators alone. */
export const listVolumeGroupTypes = operation({
  id: "block-storage.group_types.list",
  method: "GET",
  path: "/group_types",
  effect: "read",
  needs: "reader",
  microversion: "3.11",
  requires: "3.11",
  page: { key: "group_types", by: "marker" },
});

/** Volume transfers: List volume transfers with details. 3.57 brings who gives and who took.
 *
 * Below 3.59 it knows no pages: it takes the limit for a filter, and answers with an empty list.
 */
export const listVolumeTransfers = operation({
  id: "block-storage.transfers.list",
  method: "GET",
  path: "/volume-transfers/detail",
  effect: "read",
  needs: "reader",
  microversion: "3.59",
  requires: "3.59",
  owner: "source_project_id",
  page: { key: "transfers", by: "marker" },
});

/** Clusters: List clusters with details. Empty where volume services do not work in clusters; 3.26 brings replication. */
export const listVolumeClusters = operation({
  id: "block-storage.clusters.list",
  method: "GET",
  path: "/clusters/detail",
  effect: "read",
  needs: "admin",
  microversion: "3.26",
  requires: "3.7",
  page: { key: "clusters", by: "none" },
});
