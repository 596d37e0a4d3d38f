/** Calls of the Compute API v2.1 (Nova); section names are those of its API reference.
 *
 * The microversion of each is the last one that changes what it sends or what we read of its answer: a newer one
 * would only make the answers longer.
 *
 * @module
 */
import { operation } from "../operation.ts";

export * from "./server_actions.ts";

/** Servers: List servers detailed. 2.96 brings the pinned zone; what follows (image properties, hints) is for one server. */
export const listServers = operation({
  id: "compute.servers.list",
  method: "GET",
  path: "/servers/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.96",
  owner: "tenant_id",
  page: { key: "servers", by: "marker" },
});

/** Servers: List servers detailed, with `all_tenants`. What hosts and Placement are compared with is every server. */
export const listAllServers = operation({
  id: "compute.all_servers.list",
  method: "GET",
  path: "/servers/detail",
  effect: "read",
  needs: "admin",
  microversion: "2.96",
  page: { key: "servers", by: "marker" },
});

/** Servers: List servers. Names and ids alone, and many times cheaper than the details: for looking a name up. */
export const listServerRefs = operation({
  id: "compute.server_refs.list",
  method: "GET",
  path: "/servers",
  effect: "read",
  needs: "reader",
  microversion: "2.96",
  page: { key: "servers", by: "marker" },
});

/** Servers: Show server details. 2.71 brings server groups, 2.98 image properties, 2.100 scheduler hints. */
export const showServer = operation({
  id: "compute.servers.show",
  method: "GET",
  path: "/servers/{server_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.100",
  owner: "tenant_id",
});

/** Servers: Show server details, for the user data in them, which default policies show to administrators. */
export const showServerUserData = operation({
  id: "compute.server_user_data.show",
  method: "GET",
  path: "/servers/{server_id}",
  effect: "sensitive",
  needs: "admin",
  microversion: "2.100",
  requires: "2.3",
  owner: "tenant_id",
});

/** Servers: Create server. 2.94 lets the hostname be a domain name; nothing after it changes what we send. */
export const createServer = operation({
  id: "compute.servers.create",
  method: "POST",
  path: "/servers",
  effect: "write",
  needs: "member",
  microversion: "2.94",
});

/** Servers actions: List actions for server. Paged from 2.58 on; works for deleted servers from 2.21 on. */
export const listServerActions = operation({
  id: "compute.server_actions.list",
  method: "GET",
  path: "/servers/{server_id}/os-instance-actions",
  effect: "read",
  needs: "reader",
  microversion: "2.84",
  owner: "project_id",
  page: { key: "instanceActions", by: "marker", marker: "request_id" },
});

/** Servers actions: Show server action details. Owners see the events from 2.51 on, their details from 2.84 on. */
export const showServerAction = operation({
  id: "compute.server_actions.show",
  method: "GET",
  path: "/servers/{server_id}/os-instance-actions/{request_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.84",
  owner: "project_id",
});

/** Servers with volume attachments: List volume attachments. `limit` counts local disks too, so it is never sent. */
export const listServerVolumes = operation({
  id: "compute.server_volumes.list",
  method: "GET",
  path: "/servers/{server_id}/os-volume_attachments",
  effect: "read",
  needs: "reader",
  microversion: "2.89",
  page: { key: "volumeAttachments", by: "none" },
});

/** Port interfaces: List port interfaces. */
export const listServerInterfaces = operation({
  id: "compute.server_interfaces.list",
  method: "GET",
  path: "/servers/{server_id}/os-interface",
  effect: "read",
  needs: "reader",
  microversion: "2.70",
  page: { key: "interfaceAttachments", by: "none" },
});

/** Server migrations: List migrations. Live migrations in progress, nothing else. */
export const listServerMigrations = operation({
  id: "compute.server_migrations.list",
  method: "GET",
  path: "/servers/{server_id}/migrations",
  effect: "read",
  needs: "admin",
  microversion: "2.80",
  requires: "2.23",
  owner: "project_id",
  page: { key: "migrations", by: "none" },
});

/** Server consoles: Show console output (`os-getConsoleOutput`). What a guest prints may hold secrets. */
export const showConsoleLog = operation({
  id: "compute.console_log.show",
  method: "POST",
  path: "/servers/{server_id}/action",
  effect: "sensitive",
  needs: "member",
});

/** Migrations: List migrations. Every kind, of all projects; paged from 2.59 on. */
export const listMigrations = operation({
  id: "compute.migrations.list",
  method: "GET",
  path: "/os-migrations",
  effect: "read",
  needs: "admin",
  microversion: "2.80",
  owner: "project_id",
  page: { key: "migrations", by: "marker", marker: "uuid" },
});

/** Server groups: List server groups. 2.64 has one `policy` with `rules`. */
export const listServerGroups = operation({
  id: "compute.server_groups.list",
  method: "GET",
  path: "/os-server-groups",
  effect: "read",
  needs: "reader",
  microversion: "2.64",
  owner: "project_id",
  page: { key: "server_groups", by: "offset" },
});

/** Server groups: Show server group details. */
export const showServerGroup = operation({
  id: "compute.server_groups.show",
  method: "GET",
  path: "/os-server-groups/{server_group_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.64",
  owner: "project_id",
});

/** Keypairs: List keypairs. They belong to the user, not to a project; paged from 2.35 on. */
export const listKeypairs = operation({
  id: "compute.keypairs.list",
  method: "GET",
  path: "/os-keypairs",
  effect: "read",
  needs: "reader",
  microversion: "2.92",
  page: { key: "keypairs", by: "marker", marker: "name" },
});

/** Keypairs: Show keypair details. */
export const showKeypair = operation({
  id: "compute.keypairs.show",
  method: "GET",
  path: "/os-keypairs/{keypair_name}",
  effect: "read",
  needs: "reader",
  microversion: "2.92",
});

/** Keypairs: Import (or create) keypair. Below 2.92 the service makes a pair itself where no public key is given. */
export const createKeypair = operation({
  id: "compute.keypairs.create",
  method: "POST",
  path: "/os-keypairs",
  effect: "write",
  needs: "reader",
  microversion: "2.92",
});

/** Keypairs: Delete keypair. Servers that were made with it keep the key. */
export const deleteKeypair = operation({
  id: "compute.keypairs.delete",
  method: "DELETE",
  path: "/os-keypairs/{keypair_name}",
  effect: "destructive",
  needs: "reader",
  microversion: "2.92",
});

/** Flavors: List flavors with details. Extra specs are part of it from 2.61 on. */
export const listFlavors = operation({
  id: "compute.flavors.list",
  method: "GET",
  path: "/flavors/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.86",
  page: { key: "flavors", by: "marker" },
});

/** Flavors: Show flavor details. */
export const showFlavor = operation({
  id: "compute.flavors.show",
  method: "GET",
  path: "/flavors/{flavor_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.86",
});

/** Flavors extra-specs: List extra specs for a flavor by ID. */
export const listFlavorExtraSpecs = operation({
  id: "compute.flavors.extra_specs",
  method: "GET",
  path: "/flavors/{flavor_id}/os-extra_specs",
  effect: "read",
  needs: "reader",
});

/** Availability zones: Get availability zone information. Without hosts and without the internal zone. */
export const listAvailabilityZones = operation({
  id: "compute.availability_zones.list",
  method: "GET",
  path: "/os-availability-zone",
  effect: "read",
  needs: "reader",
  page: { key: "availabilityZoneInfo", by: "none" },
});

/** Availability zones: Get detailed availability zone information. With hosts and their services. */
export const listAvailabilityZoneDetails = operation({
  id: "compute.availability_zones.list_detail",
  method: "GET",
  path: "/os-availability-zone/detail",
  effect: "read",
  needs: "admin",
  page: { key: "availabilityZoneInfo", by: "none" },
});

/** Hypervisors: List hypervisors details. Ids are UUIDs from 2.53 on.
 *
 * Asked for in the last form before 2.88: from there on Nova calls every compute host for its uptime, which takes long
 * and stalls where one does not answer. The capacity of that form ignores reservations, allocation ratios, pinned CPUs
 * and shared storage: Placement knows better.
 */
export const listHypervisors = operation({
  id: "compute.hypervisors.list",
  method: "GET",
  path: "/os-hypervisors/detail",
  effect: "read",
  needs: "admin",
  microversion: "2.87",
  requires: "2.53",
  page: { key: "hypervisors", by: "marker" },
});

/** Hypervisors: Show hypervisor details. Uptime is part of it from 2.88 on. */
export const showHypervisor = operation({
  id: "compute.hypervisors.show",
  method: "GET",
  path: "/os-hypervisors/{hypervisor_id}",
  effect: "read",
  needs: "admin",
  microversion: "2.88",
  requires: "2.53",
});

/** Host aggregates: List aggregates. */
export const listAggregates = operation({
  id: "compute.aggregates.list",
  method: "GET",
  path: "/os-aggregates",
  effect: "read",
  needs: "admin",
  microversion: "2.41",
  page: { key: "aggregates", by: "none" },
});

/** Compute services: List compute services. From 2.69 on services of an unreachable cell are partial. */
export const listComputeServices = operation({
  id: "compute.services.list",
  method: "GET",
  path: "/os-services",
  effect: "read",
  needs: "admin",
  microversion: "2.69",
  page: { key: "services", by: "none" },
});

/** Usage reports: List tenant usage statistics for all tenants.
 *
 * Pages count servers, so that a project may stand on several pages with a part of its sums on each.
 */
export const listUsages = operation({
  id: "compute.usage.list",
  method: "GET",
  path: "/os-simple-tenant-usage",
  effect: "read",
  needs: "admin",
  microversion: "2.40",
  owner: "tenant_id",
  page: { key: "tenant_usages", by: "marker" },
});

/** Usage reports: Show usage statistics for tenant.
 *
 * Paged by servers from 2.40 on; the sums in the body cover its page alone.
 */
export const showUsage = operation({
  id: "compute.usage.show",
  method: "GET",
  path: "/os-simple-tenant-usage/{project_id}",
  effect: "read",
  needs: "reader",
  microversion: "2.40",
  owner: "tenant_id",
  page: { key: "server_usages", within: "tenant_usage", by: "marker", marker: "instance_id" },
});

/** Quota sets: Show the detail of quota. 2.57 took the network and file quotas out. */
export const showComputeQuota = operation({
  id: "compute.quotas.show",
  method: "GET",
  path: "/os-quota-sets/{project_id}/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.57",
});

/** Quota sets: List default quotas for tenant. */
export const showComputeQuotaDefaults = operation({
  id: "compute.quotas.defaults",
  method: "GET",
  path: "/os-quota-sets/{project_id}/defaults",
  effect: "read",
  needs: "reader",
  microversion: "2.57",
});

/** Limits: Show rate and absolute limits. */
export const showComputeLimits = operation({
  id: "compute.limits.show",
  method: "GET",
  path: "/limits",
  effect: "read",
  needs: "reader",
  microversion: "2.57",
});
