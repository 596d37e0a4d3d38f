/** What each list tool shows, as the services themselves list it: written from their API references.
 *
 * @module
 */

type Item = Readonly<Record<string, unknown>>;

/** One list tool and the request that it is held against. */
export interface RawList {
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Column of the answer that tells items apart. @default {"id"} */
  readonly column?: string;
  /** Types of the service in a catalog. */
  readonly service: readonly string[];
  readonly path: string;
  /** Members of the body that lead to the list; none if the body is the list. */
  readonly key: readonly string[];
  /** What tells an item apart. @default {Its `id`} */
  readonly id?: (item: Item) => string;
  /** The project of an item; everything is shown where an item has none. */
  readonly owner?: (item: Item) => unknown;
  /** Whether it is shown to projects that do not own it. */
  readonly shared?: (item: Item) => boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is added to ask for every project. */
  readonly all?: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> };
  /** An administrator in a project is shown what its members are. */
  readonly asMember?: true;
  /** An empty list hides a refusal from whoever is no administrator. */
  readonly hides?: true;
}

const by = (name: string) => (item: Item) => item[name];
const project = (item: Item) => item["project_id"] ?? item["tenant_id"];
const isShared = (item: Item) => item["shared"] === true || item["router:external"] === true;
const text = (name: string) => (item: Item) => String(item[name]);
const ALL_TENANTS = { query: "all_tenants=1" };
const COMPUTE = { "openstack-api-version": "compute 2.90" };
const VOLUME = { "openstack-api-version": "volume 3.70" };
const SHARE = { "x-openstack-manila-api-version": "2.73" };
const PLACEMENT = { "openstack-api-version": "placement 1.39" };
const CINDER = ["block-storage", "volumev3"];
const MANILA = ["shared-file-system", "sharev2"];

function compute(tool: string, path: string, key: string, more: Partial<RawList> = {}): RawList {
  return { tool, service: ["compute"], path, key: [key], headers: COMPUTE, ...more };
}

/** Neutron shows an administrator everybody's. */
function network(tool: string, path: string, key: string, more: Partial<RawList> = {}): RawList {
  return { tool, service: ["network"], path: `/v2.0/${path}`, key: [key], owner: project, ...more };
}

function volume(tool: string, path: string, key: string, more: Partial<RawList> = {}): RawList {
  return { tool, service: CINDER, path, key: [key], headers: VOLUME, all: ALL_TENANTS, ...more };
}

function identity(tool: string, path: string, key: string, more: Partial<RawList> = {}): RawList {
  return { tool, service: ["identity"], path, key: [key], ...more };
}

function balancing(tool: string, path: string, key: string, more: Partial<RawList> = {}): RawList {
  return { tool, service: ["load-balancer"], path: `/v2/${path}`, key: [key], owner: project, ...more };
}

/** Every list tool whose list is one of the service's. */
export const RAW_LISTS: readonly RawList[] = [
  compute("get_instance", "/servers/detail?limit=1000", "servers", {
    owner: by("tenant_id"),
    all: ALL_TENANTS,
  }),
  compute("get_server_groups", "/os-server-groups", "server_groups", {
    owner: by("project_id"),
    all: { query: "all_projects=1" },
  }),
  compute("get_keypair_list", "/os-keypairs", "keypairs", {
    column: "name",
    id: (item) => String(Object(item["keypair"]).name),
  }),
  compute("get_flavors", "/flavors/detail", "flavors"),
  compute("get_hypervisor_details", "/os-hypervisors/detail", "hypervisors"),
  compute("get_aggregates", "/os-aggregates", "aggregates", { headers: COMPUTE, id: text("id") }),
  compute("get_compute_services", "/os-services", "services"),
  {
    tool: "get_resource_providers",
    service: ["placement"],
    path: "/resource_providers",
    key: ["resource_providers"],
    id: text("uuid"),
    headers: PLACEMENT,
  },
  network("get_network_details", "networks", "networks", { shared: isShared }),
  // A subnet does not say that its network is shared.
  network("get_subnets", "subnets", "subnets", { asMember: true }),
  network("get_ports", "ports", "ports"),
  network("get_routers", "routers", "routers"),
  network("get_security_groups", "security-groups", "security_groups", { shared: isShared }),
  network("get_floating_ips", "floatingips", "floatingips"),
  network("get_network_agents", "agents", "agents", { owner: () => undefined, hides: true }),
  network("get_network_qos_policies", "qos/policies", "policies", { shared: isShared }),
  network("get_trunks", "trunks", "trunks"),
  network("get_subnet_pools", "subnetpools", "subnetpools", { shared: isShared }),
  network("get_address_groups", "address-groups", "address_groups", { shared: isShared }),
  network("get_network_rbac_policies", "rbac-policies", "rbac_policies"),
  volume("get_volume_list", "/volumes/detail", "volumes", { owner: by("os-vol-tenant-attr:tenant_id") }),
  volume("get_volume_snapshots", "/snapshots/detail", "snapshots", {
    owner: by("os-extended-snapshot-attributes:project_id"),
  }),
  volume("get_volume_backups", "/backups/detail", "backups", {
    owner: by("os-backup-project-attr:project_id"),
  }),
  volume("get_volume_types", "/types?is_public=None", "volume_types", { all: {} }),
  volume("get_volume_groups", "/groups/detail", "groups", { owner: by("project_id") }),
  volume("get_volume_qos", "/qos-specs", "qos_specs"),
  volume("get_volume_transfers", "/volume-transfers/detail", "transfers"),
  {
    tool: "get_image_detail_list",
    service: ["image"],
    path: "/v2/images?limit=1000",
    key: ["images"],
    owner: by("owner"),
    shared: (item) => item["visibility"] === "public",
  },
  identity("get_user_list", "/users", "users", { args: { all: true } }),
  identity("get_roles", "/roles", "roles"),
  identity("get_groups", "/groups", "groups"),
  identity("get_domains", "/domains", "domains"),
  identity("get_application_credentials", "/users/$U/application_credentials", "application_credentials"),
  balancing("get_load_balancer_list", "lbaas/loadbalancers", "loadbalancers"),
  balancing("get_load_balancer_listeners", "lbaas/listeners", "listeners"),
  balancing("get_load_balancer_pools", "lbaas/pools", "pools"),
  balancing("get_load_balancer_health_monitors", "lbaas/healthmonitors", "healthmonitors"),
  balancing("get_load_balancer_l7_policies", "lbaas/l7policies", "l7policies"),
  balancing("get_load_balancer_amphorae", "octavia/amphorae", "amphorae"),
  balancing("get_load_balancer_providers", "lbaas/providers", "providers", {
    column: "name",
    id: text("name"),
  }),
  balancing("get_load_balancer_flavors", "lbaas/flavors", "flavors"),
  {
    tool: "get_heat_stacks",
    service: ["orchestration"],
    path: "/stacks?limit=1000",
    key: ["stacks"],
    owner: by("project"),
  },
  {
    tool: "get_dns_zones",
    service: ["dns"],
    path: "/v2/zones?limit=1000",
    key: ["zones"],
    all: { headers: { "x-auth-all-projects": "true" } },
  },
  {
    tool: "get_dns_recordsets",
    service: ["dns"],
    path: "/v2/recordsets?limit=1000",
    key: ["recordsets"],
    all: { headers: { "x-auth-all-projects": "true" } },
  },
  {
    tool: "get_secrets",
    service: ["key-manager"],
    path: "/v1/secrets?limit=100",
    key: ["secrets"],
    id: (item) => String(item["secret_ref"]).split("/").at(-1) ?? "",
  },
  {
    tool: "get_secret_containers",
    service: ["key-manager"],
    path: "/v1/containers?limit=100",
    key: ["containers"],
    id: (item) => String(item["container_ref"]).split("/").at(-1) ?? "",
  },
  ...(["shares", "share_snapshots", "share_networks"] as const).map((kind): RawList => ({
    tool: `get_${kind}`,
    service: MANILA,
    path: `/${kind === "share_snapshots" ? "snapshots" : kind.replace("_", "-")}/detail?limit=1000`,
    key: [kind === "share_snapshots" ? "snapshots" : kind],
    owner: by("project_id"),
    headers: SHARE,
    all: ALL_TENANTS,
  })),
  { tool: "get_share_types", service: MANILA, path: "/types", key: ["share_types"], headers: SHARE },
  {
    tool: "get_object_containers",
    service: ["object-store"],
    path: "?format=json",
    key: [],
    column: "name",
    id: text("name"),
  },
];
