/**
 * Octavia, load balancing API v2.
 *
 * @module
 */

import { pageOf, queryWith, select, sorted, type SortKey, type Test, truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, pick, textOf, textsOf } from "../json.ts";
import {
  type Answer,
  type Call,
  type Caller,
  get,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";

/** What Octavia stands on. */
export interface LoadBalancerOptions {
  seed: Item;
}

function fault({ status, message, type }: Refusal): Answer {
  if (type === "path") return reply({ code: status, title: "Bad Request", description: message }, status);
  return reply({ faultcode: "Client", faultstring: message, debuginfo: null }, status);
}

const FORBIDDEN = "Policy does not allow this request to be performed.";

/** A collection of Octavia. */
interface Kind {
  readonly path: string;
  readonly plural: string;
  readonly singular: string;
  /** As the message of a 404 names it. */
  readonly title: string;
  readonly admin?: boolean;
  /** Whether it belongs to nobody and everybody may see it. */
  readonly shared?: boolean;
  /** The field that identifies an item. */
  readonly key?: string;
  /** Whether there are no links to further pages. */
  readonly unpaged?: boolean;
  /** What the links are called, where that is not the plural's. */
  readonly links?: string;
}

/** Everything that is listed from the seed; a further collection is a further line. */
const KINDS: readonly Kind[] = [
  { path: "lbaas/loadbalancers", plural: "loadbalancers", singular: "loadbalancer", title: "Load Balancer" },
  { path: "lbaas/listeners", plural: "listeners", singular: "listener", title: "Listener" },
  { path: "lbaas/pools", plural: "pools", singular: "pool", title: "Pool" },
  {
    path: "lbaas/healthmonitors",
    plural: "healthmonitors",
    singular: "healthmonitor",
    title: "Health Monitor",
  },
  { path: "lbaas/l7policies", plural: "l7policies", singular: "l7policy", title: "L7 Policy" },
  { path: "lbaas/flavors", plural: "flavors", singular: "flavor", title: "Flavor", shared: true },
  {
    path: "lbaas/flavorprofiles",
    plural: "flavorprofiles",
    singular: "flavorprofile",
    title: "Flavor Profile",
    admin: true,
    links: "flavorprofile_links",
  },
  {
    path: "lbaas/availabilityzones",
    plural: "availability_zones",
    singular: "availability_zone",
    title: "Availability Zone",
    shared: true,
    key: "name",
  },
  {
    path: "lbaas/availabilityzoneprofiles",
    plural: "availability_zone_profiles",
    singular: "availability_zone_profile",
    title: "Availability Zone Profile",
    admin: true,
    links: "availability_zone_profile_links",
  },
  {
    path: "lbaas/providers",
    plural: "providers",
    singular: "provider",
    title: "Provider",
    shared: true,
    key: "name",
    unpaged: true,
  },
  { path: "octavia/amphorae", plural: "amphorae", singular: "amphora", title: "Amphora", admin: true },
];

/** Octavia. */
export function octavia(options: LoadBalancerOptions): Service {
  const seed = withUnrecorded(options.seed);
  const pools = itemsOf(seed["pools"]);
  const memberKind: Kind = { path: "", plural: "members", singular: "member", title: "Member" };
  const membersOf = (call: Call): Item[] => {
    const pool = call.params["pool"] ?? "";
    const found = pools.find((one) => one["id"] === pool);
    if (!found) throw new Refusal(404, `Pool ${pool} not found.`, "path");
    if (!maySee(found, call.caller)) throw new Refusal(403, FORBIDDEN);
    return itemsOf(itemOf(seed["members"])[pool]);
  };
  const ruleKind: Kind = { path: "", plural: "rules", singular: "rule", title: "L7 Rule" };
  const rulesOf = (call: Call): Item[] => {
    const policy = call.params["policy"] ?? "";
    const found = itemsOf(seed["l7policies"]).find((one) => one["id"] === policy);
    if (!found) throw new Refusal(404, `L7Policy ${policy} not found.`, "path");
    if (!maySee(found, call.caller)) throw new Refusal(403, FORBIDDEN);
    return itemsOf(itemOf(seed["rules"])[policy]);
  };
  const routes = [
    ...balancerRoutes(seed),
    ...amphoraRoutes(seed),
    ...capabilityRoutes(seed),
    ...quotaRoutes(seed),
    ...KINDS.flatMap((kind) => kindRoutes(kind, kind.path, () => itemsOf(seed[kind.plural]))),
    ...kindRoutes(memberKind, "lbaas/pools/{pool}/members", membersOf),
    ...kindRoutes(ruleKind, "lbaas/l7policies/{policy}/rules", rulesOf),
  ];
  return {
    type: "load-balancer",
    routes: [
      get(
        "/v2",
        () => ({ status: 200, headers: { "Content-Type": "text/html; charset=UTF-8" }, text: "v2" }),
      ),
      get("/", () => reply({ versions: seed["versions"] ?? [] })),
      // The product answers below both spellings of its version.
      ...["/v2", "/v2.0"].flatMap((root) =>
        routes.map((route) => ({ ...route, path: `${root}/${route.path}` }))
      ),
    ],
    open: ({ path }) => path === "/" || path === "",
    negotiate: () => 0,
    fault,
    missing: () => reply({ code: 404, title: "Not Found", description: "" }, 404),
    headers: ({ routed, requestId }): Record<string, string> =>
      routed ? { "x-openstack-request-id": requestId } : {},
  };
}

/** Octavia has roles of its own. */
const ROLES = ["admin", "load-balancer_observer", "load-balancer_member", "load-balancer_admin"];

function needsRole(call: Call, admin: boolean): void {
  const held = admin ? isAdmin(call.caller) : ROLES.some((role) => call.caller.roles.has(role));
  if (!held) throw new Refusal(403, FORBIDDEN);
}

function maySee(item: Item, caller: Caller): boolean {
  return isAdmin(caller) || item["project_id"] === caller.projectId;
}

function kindRoutes(kind: Kind, path: string, items: (call: Call) => readonly Item[]): Route[] {
  const key = kind.key ?? "id";
  return [
    get(path, (call) => {
      needsRole(call, kind.admin === true);
      return list(call, kind, items(call));
    }),
    get(`${path}/{id}`, (call) => {
      const id = call.params["id"] ?? "";
      const item = items(call).find((one) => one[key] === id);
      if (!item) throw new Refusal(404, `${kind.title} ${id} not found.`);
      needsRole(call, kind.admin === true);
      if (!kind.shared && !maySee(item, call.caller)) throw new Refusal(403, FORBIDDEN);
      return reply({ [kind.singular]: withFields(item, call) });
    }),
  ];
}

function withFields(item: Item, call: Call): Item {
  const fields = call.search.getAll("fields");
  return fields.length === 0 ? item : pick(item, fields);
}

const CONTROL = ["limit", "marker", "fields", "sort", "page_reverse"];

function list(call: Call, kind: Kind, all: readonly Item[]): Answer {
  const scoped = kind.shared ? all : all.filter((item) => maySee(item, call.caller));
  const project = call.search.get("project_id") ?? call.search.get("tenant_id");
  if (project !== null && project !== call.caller.projectId && !isAdmin(call.caller)) {
    throw new Refusal(403, FORBIDDEN);
  }
  const found = sorted(select(scoped, filters(call, all)), sortKeys(call));
  const limit = Number(call.search.get("limit") ?? Infinity);
  const marker = call.search.get("marker");
  const page = pageOf(found, { limit, marker });
  if (!page) throw new Refusal(400, `Supplied pagination marker '${marker}' is not valid.`);
  const body: Item = { [kind.plural]: page.items.map((item) => withFields(item, call)) };
  if (!kind.unpaged) {
    body[kind.links ?? `${kind.plural}_links`] = links(call, page.items, limit);
  }
  return reply(body);
}

function links(call: Call, items: readonly Item[], limit: number): Json[] {
  const last = items.at(-1);
  if (!last || items.length < limit) return [];
  const href = (set: Record<string, string>) => `${call.origin}${call.path}?${queryWith(call.search, set)}`;
  return [{ rel: "next", href: href({ marker: textOf(last["id"]) }) }];
}

function filters(call: Call, all: readonly Item[]): Test[] {
  return [...call.search].filter(([key]) => !CONTROL.includes(key)).map(([key, value]) => {
    if (/^(not-)?tags(-any)?$/.test(key)) return tagTest(key, value.split(","));
    const parents = PARENTS[key];
    if (parents && all.some((item) => parents in item)) {
      return (item: Item) => itemsOf(item[parents]).some(({ id }) => id === value);
    }
    if (all.length > 0 && !all.some((item) => key in item)) {
      throw new Refusal(400, "One or more arguments are either duplicate or invalid");
    }
    return (item: Item) =>
      typeof item[key] === "boolean" ? item[key] === truth(value) : String(item[key]) === value;
  });
}

/** Filters on what an item shows as a list of ids. */
const PARENTS: Readonly<Record<string, string>> = {
  loadbalancer_id: "loadbalancers",
  load_balancer_id: "loadbalancers",
  pool_id: "pools",
};

function tagTest(key: string, wanted: readonly string[]): Test {
  return (item) => {
    const has = (tag: string) => textsOf(item["tags"]).includes(tag);
    const held = key.endsWith("-any") ? wanted.some(has) : wanted.every(has);
    return key.startsWith("not-") ? !held : held;
  };
}

function sortKeys(call: Call): SortKey[] {
  return call.search.getAll("sort").flatMap((text) => text.split(",")).map((text) => {
    const [key = "", direction = "asc"] = text.split(":");
    return { key, descending: direction === "desc" };
  });
}

// ---- balancers and quotas ----------------------------------------------------------------------

function balancerRoutes(seed: Item): Route[] {
  const part = (key: string) => (call: Call): Answer => {
    needsRole(call, false);
    const id = call.params["id"] ?? "";
    const balancer = itemsOf(seed["loadbalancers"]).find((one) => one["id"] === id);
    if (!balancer) throw new Refusal(404, `Load Balancer ${id} not found.`);
    if (!maySee(balancer, call.caller)) throw new Refusal(403, FORBIDDEN);
    return reply(itemOf(seed[key])[id] ?? {});
  };
  return [
    get("lbaas/loadbalancers/{id}/status", part("statuses")),
    get("lbaas/loadbalancers/{id}/stats", part("stats")),
    get("lbaas/listeners/{id}/stats", (call) => {
      needsRole(call, false);
      const id = call.params["id"] ?? "";
      const listener = itemsOf(seed["listeners"]).find((one) => one["id"] === id);
      if (!listener) throw new Refusal(404, `Listener ${id} not found.`);
      if (!maySee(listener, call.caller)) throw new Refusal(403, FORBIDDEN);
      return reply({ stats: NO_TRAFFIC });
    }),
  ];
}

/** Counters of what nothing went through. */
const NO_TRAFFIC: Item = {
  bytes_in: 0,
  bytes_out: 0,
  active_connections: 0,
  total_connections: 0,
  request_errors: 0,
};

function amphoraRoutes(seed: Item): Route[] {
  return [
    get("octavia/amphorae/{id}/stats", (call) => {
      needsRole(call, true);
      const id = call.params["id"] ?? "";
      const amphora = itemsOf(seed["amphorae"]).find((one) => one["id"] === id);
      if (!amphora) throw new Refusal(404, `Amphora stats for ${id} not found.`);
      const balancer = itemsOf(seed["loadbalancers"]).find((one) => one["id"] === amphora["loadbalancer_id"]);
      return reply({
        amphora_stats: itemsOf(balancer?.["listeners"]).map((listener) => ({
          ...NO_TRAFFIC,
          id,
          listener_id: listener["id"] ?? null,
          loadbalancer_id: amphora["loadbalancer_id"] ?? null,
        })),
      });
    }),
  ];
}

function capabilityRoutes(seed: Item): Route[] {
  return Object.entries(CAPABILITIES).map(([plural, capabilities]) =>
    get(`lbaas/providers/{provider}/${plural}`, (call) => {
      needsRole(call, true);
      const provider = call.params["provider"] ?? "";
      if (!itemsOf(seed["providers"]).some(({ name }) => name === provider)) {
        throw new Refusal(400, `Provider '${provider}' is not enabled.`);
      }
      return reply({ [plural]: capabilities });
    })
  );
}

/** What the amphora driver offers. */
const CAPABILITIES: Readonly<Record<string, Json[]>> = {
  flavor_capabilities: [
    {
      name: "loadbalancer_topology",
      description:
        "The load balancer topology. One of: SINGLE - One amphora per load balancer. ACTIVE_STANDBY - Two amphora per load balancer.",
    },
    { name: "compute_flavor", description: "The compute driver flavor ID." },
    { name: "amp_image_tag", description: "The amphora image tag." },
  ],
  availability_zone_capabilities: [
    { name: "compute_zone", description: "The compute availability zone." },
    { name: "management_network", description: "The management network ID for the amphora." },
  ],
};

// ---- what was not recorded ---------------------------------------------------------------------

const POLICY_ID = "0f9ef6d3-3c4b-4c9f-9a65-6f2f5f5e0b01";
const FLAVOR_PROFILE_ID = "1b1de3c7-9f0c-4d52-8a58-4a1f0f0f6f02";
const ZONE_PROFILE_ID = "2c7a4b7e-8f1f-49a8-b4ad-0e0a1f1c7a03";

/** The recorded cloud had no L7 policy, no flavor and no availability zone of load balancers. */
function withUnrecorded(seed: Item): Item {
  const [listener] = itemsOf(seed["listeners"]);
  if (!listener) return seed;
  const common = {
    provisioning_status: "ACTIVE",
    operating_status: "ONLINE",
    admin_state_up: true,
    project_id: listener["project_id"] ?? null,
    tenant_id: listener["project_id"] ?? null,
    created_at: listener["created_at"] ?? null,
    updated_at: listener["updated_at"] ?? null,
    tags: [],
  };
  const rules: Item[] = [
    {
      ...common,
      id: "3d2b9a55-0c37-4f3c-bf6a-3f6d0a1f8b04",
      type: "PATH",
      compare_type: "STARTS_WITH",
      key: null,
      value: "/old",
      invert: false,
    },
    {
      ...common,
      id: "4e8c1f60-5a1d-4f4e-9d0b-6a2e1b2f9c05",
      type: "HEADER",
      compare_type: "EQUAL_TO",
      key: "X-Old",
      value: "1",
      invert: true,
    },
  ];
  const policy: Item = {
    ...common,
    id: POLICY_ID,
    name: "old-urls",
    description: "",
    action: "REDIRECT_TO_URL",
    listener_id: listener["id"] ?? null,
    redirect_pool_id: null,
    redirect_url: "https://www.example.com/",
    redirect_prefix: null,
    redirect_http_code: 302,
    position: 1,
    rules: rules.map(({ id }) => ({ id: id ?? null })),
  };
  return {
    ...seed,
    listeners: itemsOf(seed["listeners"]).map((one) =>
      one["id"] === listener["id"] ? { ...one, l7policies: [{ id: POLICY_ID }] } : one
    ),
    l7policies: [policy],
    rules: { [POLICY_ID]: rules },
    flavors: [{
      id: "5f0d2a71-6b2e-4a5f-8e1c-7b3f2c3a0d06",
      name: "active-standby",
      description: "Two amphorae",
      enabled: true,
      flavor_profile_id: FLAVOR_PROFILE_ID,
    }],
    flavorprofiles: [{
      id: FLAVOR_PROFILE_ID,
      name: "amphora-active-standby",
      provider_name: "amphora",
      flavor_data: '{"loadbalancer_topology": "ACTIVE_STANDBY"}',
    }],
    availability_zones: [{
      name: "az1",
      description: "",
      enabled: true,
      availability_zone_profile_id: ZONE_PROFILE_ID,
    }],
    availability_zone_profiles: [{
      id: ZONE_PROFILE_ID,
      name: "amphora-az1",
      provider_name: "amphora",
      availability_zone_data: '{"compute_zone": "az1"}',
    }],
  };
}

function quotaRoutes(seed: Item): Route[] {
  const quotas = itemOf(seed["quotas"]);
  const usual = Object.values(quotas)[0] ?? {};
  return [
    get("lbaas/quotas", (call) => {
      needsRole(call, false);
      const own = (one: Item) => isAdmin(call.caller) || one["project_id"] === call.caller.projectId;
      return reply({ quotas: itemsOf(seed["quota_list"]).filter(own), quotas_links: [] });
    }),
    get("lbaas/quotas/defaults", (call) => {
      needsRole(call, true);
      return reply({ quota: usual });
    }),
    get("lbaas/quotas/{id}", (call) => {
      const id = call.params["id"] ?? "";
      needsRole(call, id !== call.caller.projectId);
      return reply({ quota: quotas[id] ?? usual });
    }),
  ];
}
