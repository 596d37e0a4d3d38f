/** Calls as clients of older servers send them: by their names, with all of their arguments and the defaults of these.
 *
 * What has to hold is what those servers promised, not what they did.
 *
 * @module
 */
import assert from "node:assert/strict";
import { startDemo } from "../demo/mod.ts";
import { refusedAction, translateArguments } from "./arguments.ts";
import { findTool, isCalled } from "./find_tool.ts";
import { TOOLS } from "./mod.ts";
import type { Tool } from "./tool.ts";
import { type Called, rowsOf, withClient } from "./testing.ts";

/** A call, and what must hold of its answer. */
interface Entry {
  /** The name that is called. */
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Who calls. @default {"alice"} */
  readonly by?: "alice" | "operator";
  /** The tool of today that answers. @default The one that is called. */
  readonly from?: string;
  /** What the rows have in the column {@linkcode Entry.of}, in any order. */
  readonly rows?: readonly unknown[];
  /** The same, in this order. */
  readonly ordered?: readonly unknown[];
  /** Some of these. */
  readonly among?: readonly unknown[];
  /** @default {"name"} */
  readonly of?: string;
  /** The member of the answer that has the rows, where it is not the answer itself. */
  readonly part?: string;
  /** Columns that the rows have, in this order. */
  readonly columns?: readonly string[];
  /** Columns that are among those of the rows. */
  readonly withColumns?: readonly string[];
  /** What the answer has among other things. */
  readonly shows?: Readonly<Record<string, unknown>>;
  /** The reason of the error, which there is in place of an answer. */
  readonly fails?: string;
}

const WEB = ["web-01", "web-02", "web-03", "web-04", "web-05", "web-06"];
const DB = ["db-01", "db-02", "db-03"];
const FAILED = ["doomed-server-kqcgu4icnr24", "huge-simulation"];
/** In the order of Nova's list. */
const SERVERS = [
  "staging-01",
  "doomed-server-kqcgu4icnr24",
  "pet",
  "huge-simulation",
  "legacy",
  "batch-01",
  "bastion",
  "db-03",
  "db-02",
  "db-01",
  "web-06",
  "web-05",
  "web-04",
  "web-02",
  "web-03",
  "web-01",
  "report-worker",
];
/** What runs on one host. */
const ON_CMP_02 = ["staging-01", "legacy", "db-03", "web-06", "web-04", "report-worker"];
const WEB_01 = "db2f1ad7-3b91-4117-9885-ff3081044870";
const PET = "e3867249-7998-4828-9586-84243122f0be";
const DB_01 = "9fba290c-52c0-42bf-b363-c5931e34a04d";

const VOLUMES = [
  "staging-disk",
  "db-02-data",
  "db-01-data",
  "logs",
  "boot-from-image",
  "cluster-disk",
  "archive-2025",
];
const NETWORKS = ["acme-db", "acme-web", "public", "staging-net", "acme-isolated", "provider-vlan100"];
const IMAGES = ["ubuntu-24.04", "cirros-0.6.2", "tiny-raw", "acme-golden", "debian-12"];
const FLAVORS = ["c1.large", "m1.xlarge", "m1.tiny", "m1.medium", "g1.huge", "m1.large", "m1.small"];

const OPERATOR = { by: "operator" } satisfies Partial<Entry>;

/** Defaults of `get_instance`. */
const INSTANCE = {
  names: "",
  ids: "",
  status: "",
  search_term: "",
  search_in: "name",
  all_instances: false,
  detailed: true,
  limit: 50,
  offset: 0,
  case_sensitive: false,
};
const DETAILS = {
  instance_names: "",
  instance_ids: "",
  all_instances: false,
  limit: 50,
  offset: 0,
  include_all: false,
};
const SEARCH = { search_in: "name", limit: 50, offset: 0, case_sensitive: false };

const SERVERS_READ: readonly Entry[] = [
  ...[
    { args: INSTANCE, rows: SERVERS },
    {
      args: { ...INSTANCE, names: "web-01" },
      shows: { server: { name: "web-01", security_groups: ["web"] } },
    },
    { args: { ...INSTANCE, names: "web-01, db-01" }, rows: ["web-01", "db-01"] },
    { args: { ...INSTANCE, names: '["web-01", "db-01"]' }, rows: ["web-01", "db-01"] },
    { args: { ...INSTANCE, ids: WEB_01 }, shows: { server: { name: "web-01", id: WEB_01 } } },
    { args: { ...INSTANCE, ids: `${WEB_01},${DB_01}` }, rows: ["web-01", "db-01"] },
    { args: { ...INSTANCE, ids: `["${WEB_01}"]` }, shows: { server: { name: "web-01" } } },
    { args: { ...INSTANCE, names: "web-01,web-02", ids: DB_01 }, rows: ["web-01", "web-02", "db-01"] },
    { args: { ...INSTANCE, status: "error" }, rows: FAILED },
    { args: { ...INSTANCE, status: "ACTIVE", search_term: "web" }, rows: WEB.slice(0, 5) },
    { args: { ...INSTANCE, search_term: "WEB-" }, rows: WEB },
    { args: { ...INSTANCE, search_term: "WEB-", case_sensitive: true }, rows: [] },
    { args: { ...INSTANCE, search_term: "web-", case_sensitive: true }, rows: WEB },
    { args: { ...INSTANCE, limit: 3 }, ordered: SERVERS.slice(0, 3) },
    { args: { ...INSTANCE, limit: 3, offset: 2 }, ordered: SERVERS.slice(2, 5) },
    { args: { ...INSTANCE, limit: 3, offset: 2, all_instances: true }, ordered: SERVERS },
    { args: { ...INSTANCE, detailed: false }, rows: SERVERS, columns: ["name", "status", "id"] },
    { args: { ...INSTANCE, names: "no-such-server" }, fails: "not found" },
  ].map((entry) => ({ name: "get_instance", ...entry })),
  ...[
    { args: DETAILS, rows: SERVERS },
    { args: { ...DETAILS, instance_names: "db-01" }, shows: { server: { name: "db-01", id: DB_01 } } },
    { args: { ...DETAILS, instance_names: "db-01,db-02" }, rows: ["db-01", "db-02"] },
    { args: { ...DETAILS, instance_ids: DB_01 }, shows: { server: { name: "db-01", id: DB_01 } } },
    { args: { ...DETAILS, limit: 2, offset: 15 }, ordered: SERVERS.slice(15) },
    { args: { ...DETAILS, limit: 2, offset: 1, include_all: true }, ordered: SERVERS },
    { args: { ...DETAILS, limit: 2, all_instances: true }, ordered: SERVERS },
  ].map((entry) => ({ name: "get_instance_details", from: "get_instance", ...entry })),
  {
    name: "get_openstack_instance_details",
    from: "get_instance",
    args: { instance_name: "web-01" },
    shows: { server: { name: "web-01" } },
  },
  {
    name: "get_instance_by_name",
    from: "get_instance",
    args: { instance_name: "web-01" },
    shows: { server: { name: "web-01", flavor: "m1.small", image: "debian-12" } },
  },
  { name: "get_instances_by_status", from: "get_instance", args: { status: "SHUTOFF" }, rows: ["web-06"] },
  { name: "get_instances_by_status", from: "get_instance", args: { status: "error" }, rows: FAILED },
  ...[
    { args: { ...SEARCH, search_term: "Db" }, rows: DB },
    { args: { ...SEARCH, search_term: "Db", case_sensitive: true }, rows: [] },
    { args: { ...SEARCH, search_term: "web", limit: 2 }, ordered: SERVERS.slice(10, 12) },
    { args: { ...SEARCH, search_term: "web", limit: 2, offset: 3 }, ordered: SERVERS.slice(13, 15) },
    { args: { ...SEARCH, search_term: "suspend", search_in: "status" }, rows: ["batch-01"] },
    { args: { ...SEARCH, search_term: "large", search_in: "flavor" }, rows: DB },
    { args: { ...SEARCH, search_term: "golden", search_in: "image" }, rows: ["legacy"] },
    { args: { ...SEARCH, search_term: "Golden", search_in: "image", case_sensitive: true }, rows: [] },
    {
      args: { ...SEARCH, search_term: "az2", search_in: "availability_zone" },
      rows: ["bastion", "db-01", "web-01", "web-02"],
    },
    { args: { ...SEARCH, search_term: "huge", search_in: "name,flavor" }, rows: FAILED },
    { args: { ...SEARCH, search_term: "huge", search_in: "name, status" }, rows: ["huge-simulation"] },
    { args: { ...SEARCH, search_term: "203.0.113.132", search_in: "all" }, rows: ["web-01"] },
    { args: { ...SEARCH, search_term: "golden", search_in: "all" }, rows: ["legacy"] },
    { args: { ...SEARCH, search_term: "cmp-01", search_in: "host" }, fails: "not permitted" },
    { args: { ...SEARCH, search_term: "cmp-02", search_in: "host" }, ...OPERATOR, rows: ON_CMP_02 },
    { args: { ...SEARCH, search_term: "cmp-02", search_in: "all" }, ...OPERATOR, rows: ON_CMP_02 },
    { args: { ...SEARCH, search_term: "x", search_in: "colour" }, fails: "invalid argument" },
  ].map((entry) => ({ name: "search_instances", from: "get_instance", ...entry })),
  ...[
    {
      args: { detailed: true, all_projects: false, filters: null, limit: null, marker: null },
      ordered: SERVERS,
    },
    {
      args: { detailed: false, all_projects: false, filters: {}, limit: 2, marker: null },
      ordered: SERVERS.slice(0, 2),
      columns: ["name", "status", "id"],
    },
    {
      args: { detailed: true, all_projects: false, filters: {}, limit: 2, marker: WEB_01 },
      ordered: SERVERS.slice(-1),
    },
    {
      args: { detailed: true, all_projects: false, filters: {}, limit: 2, marker: PET },
      ordered: SERVERS.slice(3, 5),
    },
    {
      args: { detailed: true, all_projects: false, filters: { name: "x" }, limit: 2, marker: PET },
      fails: "invalid argument",
    },
    {
      args: { detailed: true, all_projects: false, filters: { status: "ERROR" }, limit: null, marker: null },
      rows: FAILED,
    },
    {
      args: { detailed: true, all_projects: false, filters: { name: "web-01" }, limit: 5, marker: null },
      rows: ["web-01"],
    },
    {
      args: { detailed: true, all_projects: true, filters: null, limit: null, marker: null },
      fails: "refused by policy",
    },
  ].map((entry) => ({ name: "list_servers", from: "get_instance", ...entry })),
  ...["get_instance_info", "get_instance_status", "get_instance_network_info"].map((name) => ({
    name,
    from: "get_instance",
    args: { instance_name: "web-01" },
    shows: { server: { name: "web-01", status: "ACTIVE" } },
  })),
];

/** What one of the small servers took, whatever was listed. */
function small(
  name: string,
  from: string,
  entries: readonly (Omit<Entry, "name" | "args"> & { readonly with?: Readonly<Record<string, unknown>> })[],
): readonly Entry[] {
  const defaults = { filter: "", limit: 100, detail_level: "detailed" };
  return entries.map(({ with: changed, ...entry }) => ({
    name,
    from,
    args: { ...defaults, ...changed },
    ...entry,
  }));
}

const SMALL_SERVERS: readonly Entry[] = [
  ...small("get_instances", "get_instance", [
    { rows: SERVERS },
    { with: { filter: "DB-" }, rows: DB },
    { with: { filter: WEB_01.slice(0, 8) }, rows: ["web-01"] },
    { with: { limit: 2 }, ordered: SERVERS.slice(0, 2) },
    { with: { detail_level: "basic" }, columns: ["name", "status", "id"] },
    { withColumns: ["flavor", "image", "addresses"] },
    { with: { detail_level: "full", filter: "web-0" }, rows: WEB, withColumns: ["created", "key_name"] },
  ]),
  ...small("get_volumes", "get_volume_list", [
    { rows: VOLUMES, withColumns: ["type", "bootable", "attached_to"] },
    { with: { filter: "DATA" }, rows: ["db-01-data", "db-02-data"] },
    { with: { filter: "db99a8eb" }, rows: ["logs"] },
    { with: { limit: 1 }, ordered: VOLUMES.slice(0, 1) },
    { with: { detail_level: "basic" }, columns: ["name", "status", "size_gib", "id"] },
    { with: { detail_level: "full" }, withColumns: ["created", "availability_zone"] },
  ]),
  ...small("get_networks", "get_network_details", [
    { rows: NETWORKS, withColumns: ["subnets", "mtu"] },
    { with: { filter: "ACME" }, rows: ["acme-db", "acme-web", "acme-isolated"] },
    { with: { filter: "3c3796f1" }, rows: ["acme-web"] },
    { with: { limit: 1 }, ordered: NETWORKS.slice(0, 1) },
    { with: { detail_level: "basic" }, withColumns: ["name", "status", "id"] },
    { with: { detail_level: "full" }, withColumns: ["availability_zones"] },
  ]),
  ...small("get_images", "get_image_detail_list", [
    { rows: IMAGES },
    { with: { filter: "CIRROS" }, rows: ["cirros-0.6.2"] },
    { with: { filter: "21aedb25" }, rows: ["acme-golden"] },
    { with: { limit: 1 }, ordered: IMAGES.slice(0, 1) },
    { with: { detail_level: "full" }, rows: IMAGES, withColumns: ["disk_format", "size_mib"] },
  ]),
  ...small("get_compute_services", "get_compute_services", [
    { ...OPERATOR, of: "host", rows: ["ctl-01", "ctl-01", "cmp-01", "cmp-02", "cmp-03"] },
    { ...OPERATOR, with: { filter: "CMP-02" }, of: "host", rows: ["cmp-02"] },
    { ...OPERATOR, with: { filter: "scheduler" }, of: "binary", rows: ["nova-scheduler"] },
    { ...OPERATOR, with: { filter: "d586541e" }, of: "host", rows: ["cmp-01"] },
    {
      ...OPERATOR,
      with: { limit: 2, detail_level: "basic" },
      withColumns: ["binary", "host", "state", "id"],
    },
    { fails: "not permitted" },
  ]),
  ...small("get_network_agents", "get_network_agents", [
    { ...OPERATOR, of: "type", among: ["L3 agent", "DHCP agent", "Metadata agent", "Open vSwitch agent"] },
    { ...OPERATOR, with: { filter: "dhcp" }, of: "type", rows: ["DHCP agent"] },
    { ...OPERATOR, with: { filter: "cmp-03" }, of: "host", rows: ["cmp-03"] },
    { ...OPERATOR, with: { filter: "a2eab346" }, of: "type", rows: ["Metadata agent"] },
    { ...OPERATOR, with: { detail_level: "full" }, withColumns: ["binary", "heartbeat"] },
    { fails: "not permitted" },
  ]),
  ...small("get_volume_services", "get_volume_services", [
    {
      ...OPERATOR,
      of: "binary",
      rows: ["cinder-scheduler", "cinder-backup", "cinder-volume", "cinder-volume"],
    },
    { ...OPERATOR, with: { filter: "SSD" }, of: "host", rows: ["ctl-01@ssd"] },
    { ...OPERATOR, with: { filter: "backup" }, of: "binary", rows: ["cinder-backup"] },
    { ...OPERATOR, with: { detail_level: "full" }, withColumns: ["zone", "updated"] },
    { fails: "not permitted" },
  ]),
  ...small("get_services", "get_services", [
    { among: ["nova", "neutron", "keystone", "glance"] },
    { with: { filter: "nov" }, rows: ["nova"] },
    { with: { filter: "IMAGE" }, rows: ["glance"] },
    { ...OPERATOR, with: { filter: "621f2a3c" }, rows: ["nova"] },
    { with: { limit: 1 }, rows: ["placement"] },
    { with: { detail_level: "full" }, withColumns: ["endpoints", "id"] },
  ]),
];

/** Reads without an argument, or with one or two. */
const READS: readonly Entry[] = [
  { name: "get_server_volumes", args: { instance_name: "web-01" }, rows: ["logs"] },
  { name: "get_server_volumes", args: { instance_name: "no-such-server" }, fails: "not found" },
  {
    name: "get_server_events",
    args: { instance_name: "web-01", limit: 50 },
    of: "action",
    rows: ["attach_volume", "create"],
    withColumns: ["events", "duration"],
  },
  {
    name: "get_server_events",
    args: { instance_name: "web-01", limit: 1 },
    of: "action",
    rows: ["attach_volume"],
  },
  { name: "get_server_groups", rows: ["db-apart"], withColumns: ["policy", "members"] },
  { name: "get_keypair_list", rows: ["alice-key"] },
  { name: "get_flavor_list", from: "get_flavors", rows: FLAVORS },
  {
    name: "get_hypervisor_details",
    ...OPERATOR,
    args: { hypervisor_name: "all" },
    rows: ["cmp-01", "cmp-02", "cmp-03"],
  },
  {
    name: "get_hypervisor_details",
    ...OPERATOR,
    args: { hypervisor_name: "cmp-01" },
    shows: { hypervisor: { name: "cmp-01", vcpus_total: 64, ram_total_mib: 262144 } },
  },
  {
    name: "get_hypervisor_details",
    ...OPERATOR,
    args: { hypervisor_name: "a0770322-feb8-4bdf-bdb9-818dcd84c4d7" },
    shows: { hypervisor: { name: "cmp-01" } },
  },
  { name: "get_hypervisor_details", args: { hypervisor_name: "all" }, fails: "not permitted" },
  { name: "get_availability_zones", rows: ["az1", "az2", "nova"] },
  { name: "get_network_details", args: { network_name: "all" }, rows: NETWORKS },
  {
    name: "get_network_details",
    args: { network_name: "acme-web" },
    shows: { network: { name: "acme-web", mtu: 1450 } },
  },
  {
    name: "get_openstack_network_details",
    from: "get_network_details",
    args: { network_name: "all" },
    rows: NETWORKS,
  },
  { name: "get_routers", rows: ["acme-router"], withColumns: ["interfaces", "external_network"] },
  { name: "get_security_groups", rows: ["web", "db", "default"] },
  {
    name: "get_floating_ips",
    of: "address",
    rows: ["203.0.113.201", "203.0.113.47", "203.0.113.25", "203.0.113.134", "203.0.113.132"],
  },
  { name: "get_floating_ip_pools", rows: ["public"] },
  { name: "get_floating_ip_pools", ...OPERATOR, rows: ["public"], withColumns: ["ipv4_total", "ipv4_left"] },
  { name: "get_volume_list", rows: VOLUMES },
  {
    name: "search_volumes",
    from: "get_volume_list",
    args: { search_term: "data" },
    rows: VOLUMES.slice(1, 3),
  },
  { name: "get_volume_types", rows: ["shared-disk", "fast", "standard", "__DEFAULT__"] },
  { name: "get_volume_snapshots", rows: ["db-01-nightly", "archive-snap"] },
  { name: "get_image_detail_list", rows: IMAGES },
  { name: "get_image_list", from: "get_image_detail_list", rows: IMAGES },
  { name: "get_user_list", ...OPERATOR, rows: ["adam", "alice", "bob", "operator"] },
  { name: "get_role_assignments", ...OPERATOR, of: "user", among: ["alice", "bob", "adam", "operator"] },
  {
    name: "get_project_details",
    args: { project_name: "" },
    shows: { project: { name: "acme" }, usage: { instances: 17, volumes: 7, backups: 1, images: 1 } },
  },
  {
    name: "get_project_details",
    ...OPERATOR,
    args: { project_name: "globex" },
    shows: { project: { name: "globex" }, usage: { instances: 8 } },
  },
  {
    name: "get_project_info",
    from: "get_project_details",
    args: { project_name: "" },
    shows: { project: { name: "acme" } },
  },
  { name: "get_heat_stacks", rows: ["staging", "doomed"] },
  { name: "get_stacks", from: "get_heat_stacks", rows: ["staging", "doomed"] },
  {
    name: "get_load_balancer_list",
    args: { limit: 50, offset: 0, include_all: false },
    rows: ["web-lb"],
    withColumns: ["listeners"],
  },
  { name: "get_load_balancer_list", args: { limit: 1, offset: 1, include_all: false }, rows: [] },
  { name: "get_load_balancer_list", args: { limit: 1, offset: 1, include_all: true }, rows: ["web-lb"] },
  ...["get_load_balancer_details", "get_load_balancer_status"].map((name) => ({
    name,
    from: "get_load_balancer_details",
    args: { lb_name_or_id: "web-lb" },
    shows: { load_balancer: { name: "web-lb", operating_status: "ONLINE" } },
  })),
  { name: "get_load_balancer_listeners", args: { lb_name_or_id: "web-lb" }, rows: ["web-http"] },
  { name: "get_load_balancer_listeners", args: { lb_name_or_id: "no-such-lb" }, fails: "not found" },
  { name: "get_load_balancer_pools", args: { listener_name_or_id: "" }, rows: ["web-pool"] },
  { name: "get_load_balancer_pools", args: { listener_name_or_id: "web-http" }, rows: ["web-pool"] },
  ...["get_load_balancer_pool_members", "get_load_balancer_members"].map((name) => ({
    name,
    from: "get_load_balancer_pool_members",
    args: { pool_name_or_id: "web-pool" },
    rows: WEB.slice(0, 3),
  })),
  { name: "get_load_balancer_health_monitors", args: { pool_name_or_id: "" }, rows: ["web-check"] },
  { name: "get_load_balancer_health_monitors", args: { pool_name_or_id: "web-pool" }, rows: ["web-check"] },
  { name: "get_load_balancer_l7_policies", args: { listener_name_or_id: "" }, rows: ["old-urls"] },
  { name: "get_load_balancer_l7_policies", args: { listener_name_or_id: "web-http" }, rows: ["old-urls"] },
  {
    name: "get_load_balancer_l7_rules",
    args: { policy_name_or_id: "old-urls" },
    of: "value",
    rows: ["/old", "1"],
  },
  {
    name: "get_load_balancer_amphorae",
    ...OPERATOR,
    args: { lb_name_or_id: "" },
    of: "role",
    rows: ["STANDALONE"],
  },
  {
    name: "get_load_balancer_amphorae",
    ...OPERATOR,
    args: { lb_name_or_id: "web-lb" },
    of: "role",
    rows: ["STANDALONE"],
  },
  { name: "get_load_balancer_amphorae", args: { lb_name_or_id: "" }, fails: "not permitted" },
  { name: "get_load_balancer_providers", rows: ["amphora", "octavia"] },
  { name: "get_load_balancer_availability_zones", rows: ["az1"] },
  { name: "get_load_balancer_flavors", rows: ["active-standby"] },
  {
    name: "get_load_balancer_flavor_profiles",
    ...OPERATOR,
    from: "get_load_balancer_flavors",
    withColumns: ["name"],
  },
  ...["", "acme"].map((project_id) => ({
    name: "get_load_balancer_quotas",
    args: { project_id },
    of: "resource",
    among: ["load_balancers", "listeners", "members", "pools", "health_monitors"],
  })),
  ...["get_service_status", "get_openstack_service_status"].map((name) => ({
    name,
    from: "get_service_status",
    part: "apis",
    of: "service",
    among: ["identity", "compute", "network", "block-storage", "image", "orchestration"],
  })),
  ...["get_resource_monitoring", "monitor_resources", "monitor_openstack_resources"].map((name) => ({
    name,
    ...OPERATOR,
    from: "get_resource_monitoring",
    part: "classes",
    of: "class",
    rows: ["VCPU", "MEMORY_MB", "DISK_GB"],
  })),
  ...["get_cluster_status", "get_openstack_cluster_status"].map((name) => ({
    name,
    from: "get_cluster_status",
    shows: { health: { state: "degraded" }, inventory: { servers: { total: 17 } } },
  })),
  {
    name: "get_usage_statistics",
    args: { start_date: "2026-11-01", end_date: "2026-11-20" },
    shows: { period: { start: "2026-11-01T00:00:00Z", end: "2026-11-20T00:00:00Z" } },
  },
  {
    name: "get_usage_statistics",
    args: { start_date: "", end_date: "" },
    shows: { period: { length: "30d" } },
  },
  {
    name: "get_quota",
    args: { project_name: "" },
    of: "resource",
    among: ["cores", "instances", "networks", "volumes", "floating_ips"],
  },
  {
    name: "get_quota",
    ...OPERATOR,
    args: { project_name: "globex" },
    of: "resource",
    among: ["cores", "networks", "volumes"],
  },
];

/** Actions of tools for changes that only read, with the arguments of these tools and their defaults. */
function reading(
  name: string,
  from: string,
  defaults: Readonly<Record<string, unknown>>,
  entries: readonly (Omit<Entry, "name" | "args"> & {
    readonly action?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  })[],
): readonly Entry[] {
  return entries.map(({ action = "list", with: changed, ...entry }) => ({
    name,
    from,
    args: { action, ...defaults, ...changed },
    ...entry,
  }));
}

const INSTANCE_CHANGES = {
  instance_names: "",
  name_contains: "",
  status: "",
  flavor_contains: "",
  image_contains: "",
  flavor: null,
  image: null,
  networks: null,
  security_groups: null,
  key_name: null,
  availability_zone: null,
};
const NETWORK_CHANGES = {
  network_names: "",
  name_contains: "",
  status: "",
  description: "",
  admin_state_up: true,
  shared: false,
  external: false,
  provider_network_type: "",
  provider_physical_network: "",
  provider_segmentation_id: 0,
  mtu: 1500,
};
const VOLUME_CHANGES = {
  volume_names: "",
  size: 1,
  instance_name: "",
  new_size: 0,
  source_volume: "",
  backup_name: "",
  snapshot_name: "",
  transfer_name: "",
  host: "",
  description: "",
  volume_type: "",
  availability_zone: "",
  force: false,
  incremental: false,
  force_host_copy: false,
  lock_volume: false,
};
const IMAGE_CHANGES = {
  image_names: "",
  container_format: "bare",
  disk_format: "qcow2",
  visibility: "private",
  min_disk: 0,
  min_ram: 0,
  properties: "{}",
};
const SERVER_MIGRATION_CHANGES = {
  instance_name: "",
  host: "",
  migration_id: "",
  block_migration: "auto",
  admin_pass: "",
  on_shared_storage: false,
};
const FLAVOR_CHANGES = {
  flavor_name: "",
  vcpus: null,
  ram: null,
  disk: null,
  ephemeral: null,
  swap: null,
  rxtx_factor: null,
  is_public: null,
  properties: null,
};
const PROJECT_CHANGES = {
  project_name: "",
  description: "",
  enable: null,
  disable: null,
  domain: "",
  parent: "",
  tags: "",
};
const QUOTA_CHANGES = {
  project_name: "",
  cores: null,
  instances: null,
  ram: null,
  volumes: null,
  snapshots: null,
  gigabytes: null,
  networks: null,
  ports: null,
  routers: null,
  floating_ips: null,
  security_groups: null,
  security_group_rules: null,
};
const BALANCER_CHANGES = {
  lb_name_or_id: "",
  name: "",
  vip_subnet_id: "",
  description: "",
  admin_state_up: true,
  provider: "",
  flavor_id: "",
  availability_zone: "",
  cascade: false,
};
const LISTENER_CHANGES = {
  listener_name_or_id: "",
  name: "",
  lb_name_or_id: "",
  protocol: "",
  protocol_port: 0,
  description: "",
  admin_state_up: true,
  connection_limit: 0,
  default_pool_id: "",
};
const POOL_CHANGES = {
  pool_name_or_id: "",
  name: "",
  listener_name_or_id: "",
  protocol: "",
  lb_algorithm: "ROUND_ROBIN",
  description: "",
  admin_state_up: true,
};
const MEMBER_CHANGES = {
  pool_name_or_id: "web-pool",
  member_id: "",
  name: "",
  address: "",
  protocol_port: 0,
  weight: 1,
  admin_state_up: true,
  backup: false,
  monitor_address: "",
  monitor_port: 0,
};
const MONITOR_CHANGES = {
  monitor_name_or_id: "",
  name: "",
  pool_name_or_id: "",
  monitor_type: "HTTP",
  delay: 10,
  timeout: 5,
  max_retries: 3,
  max_retries_down: 3,
  admin_state_up: true,
  http_method: "GET",
  url_path: "/",
  expected_codes: "200",
};
const L7_POLICY_CHANGES = {
  listener_name_or_id: "",
  policy_name_or_id: "",
  name: "",
  action_type: "REJECT",
  description: "",
  position: 1,
  redirect_pool_id: "",
  redirect_url: "",
  admin_state_up: true,
};
const L7_RULE_CHANGES = {
  policy_name_or_id: "old-urls",
  rule_id: "",
  type: "PATH",
  compare_type: "STARTS_WITH",
  value: "",
  key: "",
  invert: false,
  admin_state_up: true,
};
const FORWARDING_CHANGES = {
  floating_ip_id: "",
  floating_ip_address: "",
  port_forwarding_id: "",
  protocol: "tcp",
  external_port: 0,
  internal_port: 0,
  internal_ip_address: "",
  internal_port_id: "",
  description: "",
};
const FLOATING_IP_CHANGES = {
  floating_network_id: "",
  port_id: "",
  floating_ip_id: "",
  floating_ip_address: "",
  description: "",
};
const SUBNET_CHANGES = {
  subnet_name: "",
  network_id: "",
  cidr: "",
  description: "",
  ip_version: 4,
  enable_dhcp: true,
  gateway_ip: "",
  dns_nameservers: "[]",
};
const SPARE_IP = "83029719-0000-4301-b90f-76a481cb0f2d";
const SSH_FORWARDING = "2c1d5b0e-6c0f-4b5f-9a55-0d6fb3c1a107";

const READING_ACTIONS: readonly Entry[] = [
  ...["set_instance", "manage_instance", "manage_openstack_instance"].flatMap((name) =>
    reading(name, "set_instance", INSTANCE_CHANGES, [
      { rows: SERVERS },
      { with: { instance_names: "web-01" }, shows: { server: { name: "web-01" } } },
      { with: { instance_names: "web-01,db-01" }, rows: ["web-01", "db-01"] },
      { with: { instance_names: '["web-01","db-01"]' }, rows: ["web-01", "db-01"] },
      { with: { name_contains: "WEB", status: "ACTIVE" }, rows: WEB.slice(0, 5) },
      { with: { flavor_contains: "HUGE" }, rows: FAILED },
      { with: { image_contains: "golden" }, rows: ["legacy"] },
      { with: { name_contains: "simulation", flavor_contains: "huge" }, rows: ["huge-simulation"] },
      { with: { status: "ACTIVE", image_contains: "cirros" }, rows: ["staging-01", "bastion"] },
    ])
  ),
  ...reading("set_server_volume", "get_server_volumes", {
    instance_name: "web-01",
    volume_id: null,
    volume_name: null,
    device: null,
    attachment_id: null,
  }, [{ rows: ["logs"] }, { with: { instance_name: "bastion" }, rows: [] }]),
  ...reading("set_server_migration", "get_server_migrations", SERVER_MIGRATION_CHANGES, [
    { ...OPERATOR, of: "type", rows: [] },
    { ...OPERATOR, with: { instance_name: "web-01" }, of: "type", rows: [], shows: { server: "web-01" } },
    {
      ...OPERATOR,
      action: "show",
      with: { instance_name: "web-01", migration_id: "7" },
      of: "type",
      rows: [],
    },
    { fails: "not permitted" },
  ]),
  ...reading("set_server_group", "get_server_groups", { group_name: "", policies: null, metadata: null }, [
    { rows: ["db-apart"] },
    {
      action: "show",
      with: { group_name: "db-apart" },
      shows: { server_group: { name: "db-apart", policy: "anti-affinity", members: [...DB].reverse() } },
    },
  ]),
  ...reading("set_flavor", "get_flavors", FLAVOR_CHANGES, [
    { rows: FLAVORS },
    {
      action: "show",
      with: { flavor_name: "m1.small" },
      shows: { flavor: { name: "m1.small", ram_mib: 2048 } },
    },
  ]),
  ...["set_keypair", "manage_keypair"].flatMap((name) =>
    reading(name, "set_keypair", { keypair_names: "", name_contains: "", public_key: "" }, [
      { rows: ["alice-key"] },
      { with: { name_contains: "ALICE" }, rows: ["alice-key"] },
      { with: { name_contains: "bob" }, rows: [] },
      {
        action: "show",
        with: { keypair_names: "alice-key" },
        shows: { keypair: { name: "alice-key", type: "ssh" } },
      },
    ])
  ),
  ...reading("set_compute_agents", "get_compute_services", { agent_id: "", host: "" }, [
    { ...OPERATOR, of: "host", rows: ["ctl-01", "ctl-01", "cmp-01", "cmp-02", "cmp-03"] },
    { ...OPERATOR, action: "show", with: { host: "cmp-01" }, of: "host", rows: ["cmp-01"] },
    {
      ...OPERATOR,
      action: "show",
      with: { agent_id: "d586541e-ab8a-44c7-a1a9-599a93c8434d" },
      shows: { compute_service: { binary: "nova-compute", host: "cmp-01" } },
    },
  ]),
  ...reading("set_networks", "get_network_details", NETWORK_CHANGES, [
    { rows: NETWORKS },
    { with: { network_names: "acme-web" }, shows: { network: { name: "acme-web" } } },
    { with: { network_names: '["acme-web","acme-db"]' }, rows: ["acme-web", "acme-db"] },
    { action: "LIST", rows: NETWORKS },
    { with: { name_contains: "ACME", status: "ACTIVE" }, rows: ["acme-db", "acme-web", "acme-isolated"] },
    { with: { name_contains: "acme", status: "DOWN" }, rows: [] },
  ]),
  ...reading("set_subnets", "get_subnets", SUBNET_CHANGES, [
    { among: ["acme-web-v4", "acme-web-v6", "acme-db-v4"] },
    {
      with: { network_id: "3c3796f1-abb8-47c7-b79e-b60b5b67289f" },
      rows: ["acme-web-v4", "acme-web-v6"],
    },
    {
      action: "show",
      with: { subnet_name: "acme-web-v4" },
      shows: { subnet: { name: "acme-web-v4", cidr: "10.10.0.0/24" } },
    },
  ]),
  ...reading("set_network_ports", "get_ports", {
    port_name: "",
    network_id: "",
    description: "",
    admin_state_up: true,
    security_groups: "[]",
  }, [
    { of: "network", among: ["acme-web", "acme-db"] },
    { with: { network_id: "staging-net" }, of: "device", rows: ["staging-01"] },
    {
      action: "show",
      with: { port_name: "7f984d3f-94d6-4428-961c-36e080b57b6b" },
      shows: { port: { device: "web-01" } },
    },
  ]),
  ...reading("set_floating_ip", "get_floating_ips", FLOATING_IP_CHANGES, [
    { of: "address", among: ["203.0.113.134", "203.0.113.132"] },
    { with: { floating_ip_address: "203.0.113.134" }, shows: { floating_ip: { address: "203.0.113.134" } } },
    {
      action: "show",
      with: { floating_ip_id: SPARE_IP },
      shows: { floating_ip: { address: "203.0.113.134" } },
    },
  ]),
  ...reading("set_floating_ip_port_forwarding", "get_port_forwardings", FORWARDING_CHANGES, [
    { of: "protocol", rows: ["tcp", "udp"] },
    { with: { floating_ip_address: "203.0.113.201" }, of: "protocol", rows: ["tcp", "udp"] },
    {
      action: "show",
      with: { floating_ip_address: "203.0.113.201", port_forwarding_id: SSH_FORWARDING },
      of: "internal_ports",
      rows: ["22"],
    },
  ]),
  ...reading("set_network_qos_policies", "get_network_qos_policies", {
    policy_name: "",
    description: "",
    shared: false,
  }, [{ rows: ["standard-100mbit", "acme-voice"] }]),
  ...reading("set_network_agents", "get_network_agents", { agent_id: "" }, [
    { ...OPERATOR, of: "type", among: ["L3 agent", "DHCP agent"] },
  ]),
  ...["set_volume"].flatMap((name) =>
    reading(name, "get_volume_list", VOLUME_CHANGES, [
      { rows: VOLUMES },
      { with: { volume_names: "logs" }, shows: { volume: { name: "logs", size_gib: 10 } } },
      { with: { volume_names: "logs,archive-2025" }, rows: ["logs", "archive-2025"] },
      { with: { volume_names: '["logs", "archive-2025"]' }, rows: ["logs", "archive-2025"] },
      { with: { instance_name: "web-01" }, rows: ["logs"] },
    ])
  ),
  ...["manage_volume", "manage_openstack_volume"].flatMap((name) =>
    reading(name, "get_volume_list", { volume_name: "", size: 1, instance_name: "" }, [
      { rows: VOLUMES },
      { with: { volume_name: "logs" }, shows: { volume: { name: "logs" } } },
    ])
  ),
  ...reading("set_snapshot", "get_volume_snapshots", {
    snapshot_names: "",
    name_contains: "",
    status: "",
    volume_id: "",
    description: "",
  }, [
    { rows: ["db-01-nightly", "archive-snap"] },
    { with: { name_contains: "NIGHT", status: "available" }, rows: ["db-01-nightly"] },
    { with: { name_contains: "night", status: "error" }, rows: [] },
    { with: { volume_id: "016daaa7-df31-4f9e-894e-e6b428ef6b13" }, rows: ["archive-snap"] },
  ]),
  ...reading("set_volume_backups", "get_volume_backups", {
    backup_name: "",
    volume_name: "",
    description: "",
    incremental: false,
    force: false,
  }, [
    { rows: ["archive-backup"] },
    { with: { volume_name: "archive-2025" }, rows: ["archive-backup"] },
    { with: { volume_name: "logs" }, rows: [] },
    {
      action: "show",
      with: { backup_name: "archive-backup" },
      shows: { backup: { name: "archive-backup" } },
    },
  ]),
  ...reading("set_volume_groups", "get_volume_groups", {
    group_name: "",
    description: "",
    group_type: "default",
    availability_zone: "",
    delete_volumes: false,
  }, [
    { rows: ["databases"] },
    { action: "show", with: { group_name: "databases" }, shows: { volume_group: { name: "databases" } } },
  ]),
  ...reading("set_volume_qos", "get_volume_qos", {
    qos_name: "",
    consumer: "back-end",
    specs: "{}",
    force: false,
  }, [
    { ...OPERATOR, rows: ["limited"] },
    { ...OPERATOR, action: "show", with: { qos_name: "limited" }, shows: { qos_spec: { name: "limited" } } },
    { fails: "not permitted" },
  ]),
  ...["set_image", "manage_image"].flatMap((name) =>
    reading(name, "get_image_detail_list", IMAGE_CHANGES, [
      { rows: IMAGES },
      {
        with: { image_names: "acme-golden" },
        shows: { image: { name: "acme-golden", visibility: "shared" } },
      },
      { with: { image_names: "acme-golden,tiny-raw" }, rows: ["acme-golden", "tiny-raw"] },
    ])
  ),
  ...reading("set_image_members", "get_image_members", { image_name: "acme-golden", member_project: "" }, [
    { of: "status", rows: ["accepted"] },
  ]),
  ...reading("set_image_metadata", "get_image_detail_list", { image_name: "acme-golden", properties: "{}" }, [
    { action: "show", shows: { image: { properties: { role: "web" } } } },
  ]),
  ...reading("set_image_visibility", "get_image_detail_list", { image_name: "acme-golden", visibility: "" }, [
    { action: "show", shows: { image: { name: "acme-golden", visibility: "shared" } } },
  ]),
  ...reading("set_project", "get_projects", PROJECT_CHANGES, [
    { rows: ["acme"] },
    { ...OPERATOR, among: ["acme", "globex"] },
  ]),
  ...reading("set_project", "get_project_details", PROJECT_CHANGES, [
    { action: "show", with: { project_name: "acme" }, shows: { project: { name: "acme" } } },
    { ...OPERATOR, action: "show", with: { project_name: "globex" }, shows: { project: { name: "globex" } } },
  ]),
  ...reading("set_domains", "get_domains", { domain_name: "", description: "", enabled: true }, [
    { ...OPERATOR, rows: ["Default", "heat"] },
    { ...OPERATOR, action: "show", with: { domain_name: "heat" }, shows: { domain: { name: "heat" } } },
  ]),
  ...reading("set_identity_groups", "get_groups", { group_name: "", description: "", domain_id: "default" }, [
    { ...OPERATOR, rows: ["acme-auditors"] },
  ]),
  ...reading("set_roles", "get_roles", { role_name: "", description: "", domain_id: "" }, [
    { ...OPERATOR, among: ["member", "reader", "admin"] },
  ]),
  ...reading("set_services", "get_services", { service_name: "" }, [
    { among: ["nova", "neutron"] },
    { with: { service_name: "nova" }, shows: { service: { name: "nova", type: "compute" } } },
  ]),
  ...reading("set_load_balancer", "get_load_balancer_stats", BALANCER_CHANGES, [
    {
      action: "stats",
      with: { lb_name_or_id: "web-lb" },
      rows: ["web-lb", "web-http"],
      withColumns: ["bytes_in", "bytes_out"],
    },
  ]),
  ...reading("set_load_balancer", "get_load_balancer_details", BALANCER_CHANGES, [
    {
      action: "status",
      with: { lb_name_or_id: "web-lb" },
      shows: { load_balancer: { operating_status: "ONLINE" } },
    },
  ]),
  ...reading("set_load_balancer_listener", "get_load_balancer_listeners", LISTENER_CHANGES, [
    {
      action: "show",
      with: { listener_name_or_id: "web-http" },
      shows: { listener: { name: "web-http", port: 80 } },
    },
  ]),
  ...reading("set_load_balancer_listener", "get_load_balancer_stats", LISTENER_CHANGES, [
    { action: "stats", with: { listener_name_or_id: "web-http" }, rows: ["web-http"] },
  ]),
  ...reading("set_load_balancer_pool", "get_load_balancer_pools", POOL_CHANGES, [
    { action: "show", with: { pool_name_or_id: "web-pool" }, shows: { pool: { name: "web-pool" } } },
  ]),
  ...["set_load_balancer_pool_member", "set_load_balancer_member"].flatMap((name) =>
    reading(name, "get_load_balancer_pool_members", MEMBER_CHANGES, [
      {
        action: "show",
        with: { member_id: "a1d2f838-da31-42a8-82a8-1c17e6409748" },
        shows: { member: { name: "web-02" } },
      },
    ])
  ),
  ...reading("set_load_balancer_health_monitor", "get_load_balancer_health_monitors", MONITOR_CHANGES, [
    {
      action: "show",
      with: { monitor_name_or_id: "web-check" },
      shows: { health_monitor: { name: "web-check", delay_seconds: 5 } },
    },
  ]),
  ...reading("set_load_balancer_l7_policy", "get_load_balancer_l7_policies", L7_POLICY_CHANGES, [
    { action: "show", with: { policy_name_or_id: "old-urls" }, shows: { l7_policy: { name: "old-urls" } } },
  ]),
  ...reading("set_load_balancer_l7_rule", "get_load_balancer_l7_rules", L7_RULE_CHANGES, [
    { action: "show", of: "value", rows: ["/old", "1"] },
    { action: "show", with: { rule_id: "4e8c1f60-5a1d-4f4e-9d0b-6a2e1b2f9c05" }, of: "value", rows: ["1"] },
  ]),
  ...reading("set_load_balancer_amphora", "get_load_balancer_amphorae", { amphora_id: "" }, [
    {
      ...OPERATOR,
      action: "show",
      with: { amphora_id: "01887bc4-35ea-419e-94bb-82f6fc5e7dbc" },
      shows: { amphora: { load_balancer: "web-lb" } },
    },
  ]),
  ...reading("set_load_balancer_availability_zone", "get_load_balancer_availability_zones", {
    az_name: "",
    name: "",
    availability_zone_profile_id: "",
    description: "",
    enabled: true,
  }, [{ action: "show", with: { az_name: "az1" }, shows: { availability_zone: { name: "az1" } } }]),
  ...reading("set_load_balancer_flavor", "get_load_balancer_flavors", {
    flavor_name_or_id: "",
    name: "",
    flavor_profile_id: "",
    description: "",
    enabled: true,
  }, [
    {
      action: "show",
      with: { flavor_name_or_id: "active-standby" },
      shows: { flavor: { name: "active-standby" } },
    },
  ]),
  ...reading("set_load_balancer_flavor_profile", "get_load_balancer_flavors", {
    flavor_profile_id: "",
    name: "",
    provider_name: "",
    flavor_data: "",
  }, [{ ...OPERATOR, withColumns: ["name"] }]),
  ...reading("set_quota", "get_quota", QUOTA_CHANGES, [
    { with: { project_name: "acme" }, of: "resource", among: ["cores", "networks", "volumes"] },
  ]),
];

const READ_ONLY = { tools: TOOLS, mayChange: false };

const ENTRIES: readonly Entry[] = [...SERVERS_READ, ...SMALL_SERVERS, ...READS, ...READING_ACTIONS];

Deno.test("calls of older servers are answered as these servers promised", async (t) => {
  const demo = await startDemo();
  await using _closing = { [Symbol.asyncDispose]: () => demo.close() };
  await withClient(demo, { user: "alice" }, async (alice) => {
    await withClient(demo, { user: "operator" }, async (operator) => {
      const benches = { alice, operator };
      for (const entry of ENTRIES) {
        const { name, args = {}, by = "alice" } = entry;
        await t.step(`${name} ${JSON.stringify(args)} by ${by}`, async () => {
          const tool = findTool(TOOLS, name, args);
          assert.ok(tool, "there is no such tool");
          assert.equal(tool.name, entry.from ?? name);
          assert.equal(refusedAction(tool, name, args, READ_ONLY), undefined);
          check(await benches[by].call(tool, args, { name }), entry);
        });
      }
    });
  });
});

function check({ answer, error, requests }: Called, entry: Entry): void {
  if (entry.fails !== undefined) return assert.equal(error?.reason, entry.fails, error?.message);
  assert.equal(error, undefined);
  assert.deepEqual(requests.filter(({ method }) => !["GET", "HEAD"].includes(method)), []);
  if (entry.shows) assert.partialDeepStrictEqual(answer, entry.shows);
  const columns = columnsOf(entry.part === undefined ? answer : answer[entry.part]);
  if (entry.columns) assert.deepEqual(columns, entry.columns);
  const lacking = entry.withColumns?.filter((column) => !columns.includes(column)) ?? [];
  assert.deepEqual(lacking, [], `columns that are not there; there are ${columns.join(", ")}`);
  const { rows, ordered, among, of = "name" } = entry;
  if (!rows && !ordered && !among) return;
  const present = rowsOf(entry.part === undefined ? answer : answer[entry.part]).map((row) => row[of]);
  if (rows) assert.deepEqual(present.toSorted(), rows.toSorted());
  if (ordered) assert.deepEqual(present, ordered);
  assert.deepEqual(among?.filter((value) => !present.includes(value)) ?? [], []);
}

function columnsOf(table: unknown): readonly unknown[] {
  const columns: unknown = typeof table === "object" && table !== null && "columns" in table
    ? table.columns
    : [];
  return Array.isArray(columns) ? columns : [];
}

Deno.test("a list goes on after what it gave, by today's cursor under its older names", async () => {
  const demo = await startDemo();
  await using _closing = { [Symbol.asyncDispose]: () => demo.close() };
  await withClient(demo, { user: "alice" }, async ({ call }) => {
    for (
      const [name, cursor, more] of [
        ["list_servers", "marker", { detailed: true, all_projects: false, filters: null }],
        ["search_instances", "cursor", { ...SEARCH, search_term: "" }],
        ["get_instance_details", "cursor", { ...DETAILS, offset: 1 }],
      ] as const
    ) {
      const args = { ...more, limit: 7 };
      const tool = findTool(TOOLS, name, args);
      assert.ok(tool);
      const names: unknown[] = [];
      let next: unknown;
      do {
        const { answer, error } = await call(tool, { ...args, [cursor]: next }, { name });
        assert.equal(error, undefined);
        names.push(...rowsOf(answer).map((row) => row["name"]));
        next = answer["next"];
      } while (next !== undefined && names.length <= SERVERS.length);
      assert.deepEqual(names, name === "get_instance_details" ? SERVERS.slice(1) : SERVERS, name);
    }
  });
});

Deno.test("all_projects of older servers stays within what the operator allowed", async () => {
  const demo = await startDemo();
  await using _closing = { [Symbol.asyncDispose]: () => demo.close() };
  await withClient(demo, { user: "operator", allProjects: true }, async ({ call }) => {
    const args = { detailed: false, filters: null, limit: null, marker: null };
    const tool = findTool(TOOLS, "list_servers", args);
    assert.ok(tool);
    const listed = async (all_projects: boolean) =>
      (await call(tool, { ...args, all_projects }, { name: "list_servers" })).answer;
    const all = await listed(true);
    assert.match(String(all["scope"]), /^all projects/);
    assert.ok(rowsOf(all).length > SERVERS.length);
    const own = await listed(false);
    assert.match(String(own["scope"]), /^project acme/);
    assert.deepEqual(rowsOf(own).map((row) => row["name"]), SERVERS);
  });
});

/** What clients of older servers send whatever they list. */
const EVERY_OLDER_DEFAULT = {
  ids: "",
  filter: "",
  search_term: "",
  search_in: "name",
  case_sensitive: false,
  offset: 0,
  detailed: true,
  detail_level: "detailed",
  marker: "",
  all_instances: false,
  include_all: false,
};

/** What is wrong with the names of arguments, whatever their values are. */
function unknownArguments(tool: Tool, name: string, args: Readonly<Record<string, unknown>>): unknown[] {
  const { error } = tool.input.safeParse(translateArguments(tool, name, args));
  return error?.issues.filter(({ code }) => code === "unrecognized_keys") ?? [];
}

Deno.test("every tool that searches in names takes the defaults of older lists", () => {
  for (const tool of TOOLS.filter(({ input, readOnly }) => "name_contains" in input.shape && readOnly)) {
    assert.deepEqual(unknownArguments(tool, tool.name, EVERY_OLDER_DEFAULT), [], tool.name);
  }
});

Deno.test("what a tool says that it takes from older ones it takes", () => {
  const told = TOOLS.flatMap((tool) =>
    Object.entries(tool.readsOf).flatMap(([name, { actions, compat = {}, ignored = [] }]) =>
      Object.keys(actions).map((action) => {
        const given = [...Object.keys({ ...tool.compat, ...compat }), ...ignored].filter((one) =>
          one !== "action"
        );
        const args = { ...Object.fromEntries(given.map((one) => [one, "x"])), action };
        return { call: `${name} ${action}`, unknown: unknownArguments(tool, name, args) };
      })
    )
  );
  assert.ok(told.length > 50);
  assert.deepEqual(told.filter(({ unknown }) => unknown.length > 0), []);
});

/** Every name that MCP-OpenStack-Ops has or had, and those that its texts alone have. */
const OLDER_NAMES = `
get_instance get_instance_details get_instance_by_name get_instances_by_status search_instances set_instance
set_server_network set_server_floating_ip set_server_fixed_ip set_server_security_group set_server_volume
get_server_volumes set_server_migration set_server_properties set_server_backup set_server_dump get_server_events
get_server_groups set_server_group set_flavor get_keypair_list set_keypair get_hypervisor_details
get_availability_zones set_compute_agents get_network_details set_networks set_subnets set_network_ports get_routers
get_security_groups get_floating_ips get_floating_ip_pools set_floating_ip set_floating_ip_port_forwarding
set_network_qos_policies set_network_agents get_volume_list set_volume get_volume_types get_volume_snapshots
set_snapshot set_volume_backups set_volume_groups set_volume_qos get_image_detail_list set_image set_image_members
set_image_metadata set_image_visibility get_user_list get_role_assignments get_project_details set_project set_domains
set_identity_groups set_roles set_services get_heat_stacks set_heat_stack get_load_balancer_list
get_load_balancer_details set_load_balancer get_load_balancer_listeners set_load_balancer_listener
get_load_balancer_pools set_load_balancer_pool get_load_balancer_pool_members set_load_balancer_pool_member
get_load_balancer_health_monitors set_load_balancer_health_monitor get_load_balancer_l7_policies
set_load_balancer_l7_policy get_load_balancer_l7_rules set_load_balancer_l7_rule get_load_balancer_amphorae
set_load_balancer_amphora get_load_balancer_providers get_load_balancer_availability_zones
set_load_balancer_availability_zone get_load_balancer_flavors set_load_balancer_flavor get_load_balancer_quotas
set_load_balancer_quota get_service_status get_resource_monitoring get_usage_statistics get_quota set_quota
set_service_logs set_metrics set_alarms
get_openstack_cluster_status get_openstack_service_status get_openstack_instance_details get_openstack_network_details
manage_openstack_instance manage_openstack_volume monitor_openstack_resources get_cluster_status monitor_resources
manage_instance manage_volume manage_snapshot manage_keypair manage_floating_ip manage_image get_stacks manage_stack
manage_heat_stack create_server_backup create_server_dump
get_load_balancer_status get_load_balancer_members set_load_balancer_member get_load_balancer_flavor_profiles
set_load_balancer_flavor_profile get_instance_info get_instance_status get_instance_network_info get_flavor_list
get_image_list get_project_info search_volumes
`.trim().split(/\s+/);

/** Every name of the other two older servers. */
const SMALL_NAMES =
  `list_servers get_instances get_volumes get_networks get_images get_compute_services get_network_agents
get_volume_services get_services`.split(/\s+/);

/** Reads that no older server had under these names. */
const NEWER_READS = `
get_projects get_roles get_groups get_domains get_application_credentials get_capabilities get_server_migrations
get_flavors get_aggregates get_resource_providers get_console_log get_user_data get_subnets get_ports
get_port_forwardings get_network_qos_policies get_trunks get_subnet_pools get_address_groups get_network_rbac_policies
get_volume_backups get_volume_groups get_volume_qos get_volume_transfers get_volume_pools get_image_members
get_health_report get_load_balancer_stats get_stack_resources get_stack_events get_stack_outputs get_stack_template
get_dns_zones get_dns_recordsets get_secrets get_secret_containers get_secret_payload get_shares get_share_snapshots
get_share_networks get_share_types get_object_containers get_objects
`.trim().split(/\s+/);

/** Names of older servers that nothing answers to yet, and why. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ...[
    "set_server_network",
    "set_server_floating_ip",
    "set_server_fixed_ip",
    "set_server_security_group",
    "set_server_properties",
    "set_server_backup",
    "set_server_dump",
    "create_server_backup",
    "create_server_dump",
    "manage_snapshot",
    "manage_floating_ip",
  ].map((name) => [name, "it only changes"] as const),
  ...["set_metrics", "set_alarms", "set_service_logs"].map((name) =>
    [name, "there is no toolset telemetry"] as const
  ),
]);

Deno.test("every name of an older server is answered to, or is known not to be", () => {
  const absent = [...OLDER_NAMES, ...SMALL_NAMES, ...NEWER_READS].filter((name) =>
    !TOOLS.some((tool) => isCalled(tool, name))
  );
  assert.deepEqual(absent.toSorted(), [...ABSENT.keys()].toSorted());
});

/** Tools for changes none of whose older actions reads; today's may. */
const CHANGES_ALONE = new Set([
  "set_heat_stack",
  "manage_stack",
  "manage_heat_stack",
  "set_load_balancer_quota",
]);

Deno.test("every name of an older server that reads is called here", () => {
  const called = new Set(ENTRIES.map(({ name }) => name));
  const left = [...OLDER_NAMES, ...SMALL_NAMES].filter((name) =>
    !called.has(name) && !ABSENT.has(name) && !CHANGES_ALONE.has(name)
  );
  assert.deepEqual(left, []);
});

/** What tools of older servers were told to change, by action. */
const CHANGING_ACTIONS: Readonly<Record<string, string>> = {
  set_instance: "create start stop restart reboot pause unpause resume delete resize snapshot rebuild",
  manage_instance: "start stop restart reboot pause unpause resume",
  set_server_volume: "attach detach",
  set_server_migration: "migrate evacuate confirm revert abort force_complete",
  set_server_group: "create delete",
  set_flavor: "create delete set",
  set_keypair: "create delete import",
  manage_keypair: "create delete import",
  set_networks: "create delete update",
  set_subnets: "create delete",
  set_network_ports: "create delete",
  set_floating_ip: "create allocate delete release associate disassociate set unset",
  set_floating_ip_port_forwarding: "create delete set",
  set_network_qos_policies: "create delete",
  set_network_agents: "enable disable",
  set_volume: "create delete extend backup snapshot clone transfer migrate modify attach detach",
  manage_volume: "create delete extend",
  set_snapshot: "create delete restore",
  set_volume_backups: "create delete restore",
  set_volume_groups: "create delete",
  set_volume_qos: "create delete set",
  set_image: "create delete update save",
  manage_image: "create delete update",
  set_image_members: "add remove",
  set_image_metadata: "set unset",
  set_image_visibility: "set",
  set_project: "create delete set cleanup update",
  set_domains: "create update delete",
  set_identity_groups: "create",
  set_roles: "create assign unassign delete",
  set_services: "create delete",
  set_heat_stack: "create delete update suspend resume",
  manage_stack: "create delete update",
  manage_heat_stack: "create delete update",
  set_load_balancer: "create delete set update unset failover",
  set_load_balancer_listener: "create delete set update unset",
  set_load_balancer_pool: "create delete set",
  set_load_balancer_pool_member: "create delete set",
  set_load_balancer_health_monitor: "create delete set unset",
  set_load_balancer_l7_policy: "create delete set unset",
  set_load_balancer_l7_rule: "create delete set unset",
  set_load_balancer_amphora: "configure failover",
  set_load_balancer_availability_zone: "create delete set unset",
  set_load_balancer_flavor: "create delete set unset",
  set_load_balancer_quota: "set reset unset",
  set_quota: "set delete",
};

/** What changes of these need beside an action, to get as far as the gate. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "set_instance create": { names: "x", flavor: "m1.tiny", image: "tiny-raw", networks: "acme-web" },
  "set_instance resize": { flavor: "m1.tiny" },
  "set_instance snapshot": { image_name: "x" },
  "set_instance rebuild": { image: "tiny-raw" },
};

Deno.test("a server that only reads refuses every change of an older name, and says how it is let through", async () => {
  const demo = await startDemo();
  await using _closing = { [Symbol.asyncDispose]: () => demo.close() };
  await withClient(demo, { user: "alice" }, async ({ call }) => {
    for (const [name, actions] of Object.entries(CHANGING_ACTIONS)) {
      for (const action of actions.split(" ")) {
        const args = { action, ...NEEDED[`${name} ${action}`] };
        const tool = findTool(TOOLS, name, args);
        assert.ok(tool, `there is no ${name}`);
        const error = refusedAction(tool, name, args, READ_ONLY) ?? (await call(tool, args, { name })).error;
        assert.equal(error?.reason, "refused by policy", `${name} ${action}: ${error?.message}`);
        assert.match(error?.detail ?? "", /without --allow-write/);
      }
    }
  });
  assert.deepEqual(
    demo.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/tokens")),
    [],
  );
});

Deno.test("the telling of what a name reads names all of its actions, whichever tool reads them", () => {
  const tool = findTool(TOOLS, "set_load_balancer", { action: "create" });
  assert.ok(tool);
  for (const args of [{}, { action: "" }, { action: "create" }]) {
    const detail = refusedAction(tool, "set_load_balancer", args, READ_ONLY)?.detail ?? "";
    for (const action of ["list", "show", "stats", "status"]) assert.match(detail, new RegExp(action));
  }
});
