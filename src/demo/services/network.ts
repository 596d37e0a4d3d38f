/**
 * Neutron, networking API v2.0.
 *
 * @module
 */

import { pageOf, queryWith, select, sorted, type SortKey, type Test, truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, omit, pick, textOf, textsOf } from "../json.ts";
import {
  type Answer,
  type Arrival,
  type Call,
  type Caller,
  get,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";
import { fresh } from "../time.ts";
import { withRecords } from "./network_records.ts";

/** What Neutron stands on. */
export interface NetworkOptions {
  seed: Item;
  origin: string;
}

const ROOT = "/v2.0";

function fault({ status, message, type, extra }: Refusal): Answer {
  const name = type || (status === 400 ? "HTTPBadRequest" : status === 404 ? "HTTPNotFound" : "HTTPError");
  return reply({ NeutronError: { type: name, message, detail: "", ...extra } }, status);
}

/** Who sees an item in a collection. */
type Scope = (item: Item, caller: Caller, seed: Item) => boolean;

const own: Scope = (item, caller) => item["project_id"] === caller.projectId;
const everybody: Scope = () => true;
const admins: Scope = (_item, caller) => isAdmin(caller);
const owner: Scope = (item, caller, seed) => isAdmin(caller) || own(item, caller, seed);

const network: Scope = (item, caller, seed) =>
  owner(item, caller, seed) || item["shared"] === true || item["router:external"] === true;

function networkOf(item: Item, seed: Item): Item {
  return itemsOf(seed["networks"]).find((one) => one["id"] === item["network_id"]) ?? {};
}

const subnet: Scope = (item, caller, seed) =>
  owner(item, caller, seed) || networkOf(item, seed)["shared"] === true;

/** Kinds that only a policy shares: they do not say so themselves. */
const granted: Scope = (item, caller, seed) =>
  owner(item, caller, seed) ||
  itemsOf(seed["rbac_policies"]).some((policy) =>
    policy["object_id"] === item["id"] && ["*", caller.projectId].includes(textOf(policy["target_tenant"]))
  );

/** A collection of Neutron. */
interface Kind {
  /** The path below the root. */
  readonly path: string;
  readonly plural: string;
  readonly singular: string;
  readonly scope: Scope;
  /** Type and message of the 404; `ID` stands for what was asked for. */
  readonly missing: readonly [type: string, message: string];
  /** The field that identifies an item. */
  readonly key?: string;
  /** Fields that only administrators see. */
  readonly hidden?: readonly string[];
  /** Fields that only administrators and the owner see. */
  readonly private?: readonly string[];
  /** Fields that can be asked for, and that nobody sees. */
  readonly unshown?: readonly string[];
  /** Fields that cannot be asked for. */
  readonly unasked?: readonly string[];
  /** Whether filters are ignored, as in collections that plugins do not store. */
  readonly unfiltered?: boolean;
}

const NOT_FOUND = ["HTTPNotFound", "The resource could not be found."] as const;

/** Everything that is listed from the seed; a further collection is a further line. */
const KINDS: readonly Kind[] = [
  {
    path: "networks",
    plural: "networks",
    singular: "network",
    scope: network,
    missing: ["NetworkNotFound", "Network ID could not be found."],
    hidden: ["provider:network_type", "provider:physical_network", "provider:segmentation_id"],
    private: ["router:external"],
    unasked: ["subnets"],
  },
  {
    path: "subnets",
    plural: "subnets",
    singular: "subnet",
    scope: subnet,
    missing: ["SubnetNotFound", "Subnet ID could not be found."],
    hidden: ["segment_id"],
    unshown: ["shared"],
  },
  {
    path: "ports",
    plural: "ports",
    singular: "port",
    // Under the recorded policies the owner of a network does not see what others have on it.
    scope: owner,
    missing: ["PortNotFound", "Port ID could not be found."],
    hidden: [
      "binding:profile",
      "binding:host_id",
      "binding:vif_type",
      "binding:vif_details",
      "resource_request",
    ],
    unasked: ["binding:vif_type", "binding:vnic_type"],
  },
  {
    path: "routers",
    plural: "routers",
    singular: "router",
    scope: owner,
    missing: ["RouterNotFound", "Router ID could not be found"],
    hidden: ["distributed", "ha"],
    unasked: ["status", "external_gateway_info", "distributed", "ha"],
  },
  {
    path: "floatingips",
    plural: "floatingips",
    singular: "floatingip",
    scope: owner,
    missing: ["FloatingIPNotFound", "Floating IP ID could not be found"],
  },
  // Under the recorded policies not even an administrator sees another project's groups.
  {
    path: "security-groups",
    plural: "security_groups",
    singular: "security_group",
    scope: own,
    missing: ["SecurityGroupNotFound", "Security group ID does not exist"],
    unasked: ["stateful"],
  },
  {
    path: "security-group-rules",
    plural: "security_group_rules",
    singular: "security_group_rule",
    scope: own,
    missing: ["SecurityGroupRuleNotFound", "Security group rule ID does not exist"],
  },
  {
    path: "agents",
    plural: "agents",
    singular: "agent",
    scope: admins,
    missing: ["AgentNotFound", "Agent ID could not be found."],
    unshown: ["clock_ahead", "ha_state"],
  },
  {
    path: "network-ip-availabilities",
    plural: "network_ip_availabilities",
    singular: "network_ip_availability",
    scope: admins,
    missing: NOT_FOUND,
    key: "network_id",
  },
  {
    path: "subnetpools",
    plural: "subnetpools",
    singular: "subnetpool",
    scope: network,
    missing: ["SubnetPoolNotFound", "Subnet pool ID could not be found."],
  },
  {
    path: "address-groups",
    plural: "address_groups",
    singular: "address_group",
    scope: granted,
    missing: ["AddressGroupNotFound", "Address group ID could not be found."],
    unasked: ["shared"],
  },
  {
    path: "address-scopes",
    plural: "address_scopes",
    singular: "address_scope",
    scope: network,
    missing: ["AddressScopeNotFound", "Address scope ID could not be found"],
  },
  {
    path: "rbac-policies",
    plural: "rbac_policies",
    singular: "rbac_policy",
    scope: owner,
    missing: ["RbacPolicyNotFound", "RBAC policy of type unknown with ID ID not found"],
  },
  {
    path: "trunks",
    plural: "trunks",
    singular: "trunk",
    scope: owner,
    missing: ["TrunkNotFound", "Trunk ID could not be found."],
    unasked: ["status"],
  },
  {
    path: "qos/policies",
    plural: "policies",
    singular: "policy",
    scope: network,
    missing: ["QosPolicyNotFound", "QoS policy ID could not be found."],
  },
  {
    path: "qos/rule-types",
    plural: "rule_types",
    singular: "rule_type",
    scope: admins,
    missing: NOT_FOUND,
    key: "type",
  },
  {
    path: "segments",
    plural: "segments",
    singular: "segment",
    scope: admins,
    missing: ["SegmentNotFound", "Segment ID could not be found."],
  },
  {
    path: "availability_zones",
    plural: "availability_zones",
    singular: "availability_zone",
    scope: admins,
    missing: NOT_FOUND,
    key: "name",
  },
  {
    path: "flavors",
    plural: "flavors",
    singular: "flavor",
    scope: everybody,
    missing: ["FlavorNotFound", "Flavor ID could not be found."],
  },
  {
    path: "service-providers",
    plural: "service_providers",
    singular: "service_provider",
    scope: everybody,
    missing: NOT_FOUND,
    unfiltered: true,
  },
  {
    path: "extensions",
    plural: "extensions",
    singular: "extension",
    scope: everybody,
    missing: NOT_FOUND,
    key: "alias",
    unfiltered: true,
  },
];

/** Neutron. */
export function neutron(options: NetworkOptions): Service {
  const { origin } = options;
  const recorded = withRecords(options.seed);
  const groups = itemsOf(recorded["security_groups"]);
  const rules = groups.flatMap((group) => itemsOf(group["security_group_rules"]))
    .map((rule) => omit(rule, ["standard_attr_id", "tags"]));
  const subnets = itemsOf(recorded["subnets"])
    .map((one) => ({ ...one, shared: networkOf(one, recorded)["shared"] === true }));
  const seed: Item = { ...recorded, subnets, security_group_rules: rules };
  return {
    type: "network",
    routes: [
      ...rootRoutes(origin),
      ...quotaRoutes(seed),
      ...scheduleRoutes(seed),
      ...floatingRoutes(seed),
      ...KINDS.flatMap((kind) => kindRoutes(kind, seed)),
    ],
    open: ({ path }) => !path.startsWith(ROOT),
    rewrite: (path) => path === `${ROOT}/` ? path : path.replace(/(\.json|\/)$/, "") || "/",
    negotiate: () => 0,
    fault,
    missing,
    headers: ({ arrival, requestId }): Record<string, string> =>
      arrival.path.startsWith(ROOT) ? { "X-Openstack-Request-Id": requestId } : {},
  };
}

function missing({ path }: Arrival): Answer {
  if (!path.startsWith(ROOT)) return reply({ code: 404, title: "Not Found", description: null }, 404);
  if (!path.startsWith(`${ROOT}/extensions/`)) return fault(new Refusal(404, NOT_FOUND[1]));
  const alias = path.split("/").at(-1);
  const message =
    `The resource could not be found.<br /><br />\nExtension with alias ${alias} does not exist\n\n`;
  return reply({ message, code: "404 Not Found", title: "Not Found" }, 404);
}

function rootRoutes(origin: string): Route[] {
  const link = (path: string): Json[] => [{ rel: "self", href: `${origin}${ROOT}/${path}` }];
  const version: Item = { id: "v2.0", status: "CURRENT", links: link("") };
  const core = ["network", "subnet", "subnetpool", "port"];
  const resources = core.map((name) => ({ name, collection: `${name}s`, links: link(`${name}s`) }));
  return [
    get("/", () => reply({ versions: [version] })),
    get(`${ROOT}/`, () => reply({ resources })),
  ];
}

// ---- collections -------------------------------------------------------------------------------

function kindRoutes(kind: Kind, seed: Item): Route[] {
  const all = () => sorted(itemsOf(seed[kind.plural]), kind.key ? [] : [{ key: "id", descending: false }]);
  const seen = (call: Call, items: readonly Item[]) =>
    items.filter((item) => kind.scope(item, call.caller, seed));
  return [
    get(`${ROOT}/${kind.path}`, (call) => {
      const items = all();
      return list(call, kind, items, seen(call, items));
    }),
    get(`${ROOT}/${kind.path}/{id}`, (call) => {
      const id = call.params["id"] ?? "";
      const key = kind.key ?? "id";
      const items = all();
      const item = seen(call, items).find((one) => one[key] === id);
      if (!item && kind.path === "extensions") return missing(call);
      if (!item) throw notFound(kind, id, items.some((one) => one[key] === id));
      return reply({ [kind.singular]: view(item, kind, call) });
    }),
  ];
}

/** Where the policy hides what the database found, the answer does not say what it was. */
function notFound(kind: Kind, id: string, hidden: boolean): Refusal {
  const [type, message] = hidden && (kind.scope === admins || kind.scope === own) ? NOT_FOUND : kind.missing;
  return new Refusal(404, message.replace(/\bID\b(?!.*\bID\b)/, id), type);
}

function view(item: Item, kind: Kind, call: Call): Item {
  const foreign = item["project_id"] !== call.caller.projectId;
  const hidden = [...kind.hidden ?? [], ...(foreign ? kind.private ?? [] : [])];
  const shown = omit(item, [...isAdmin(call.caller) ? [] : hidden, ...kind.unshown ?? []]);
  if (item["alive"] === true) shown["heartbeat_timestamp"] = heartbeat(item, call);
  const fields = call.search.getAll("fields");
  return fields.length === 0 ? shown : pick(shown, fields);
}

/** The last heartbeat of an agent that lives; `clock_ahead` says by how many seconds its clock is wrong. */
function heartbeat(agent: Item, call: Call): string {
  const now = call.now + 1000 * Number(agent["clock_ahead"] ?? 0);
  return fresh(now, textOf(agent["id"]), " ");
}

const CONTROL = ["limit", "marker", "page_reverse", "fields", "sort_key", "sort_dir"];

function list(call: Call, kind: Kind, all: readonly Item[], visible: readonly Item[]): Answer {
  const limit = limitOf(call);
  const key = kind.key ?? "id";
  const found = sorted(
    kind.unfiltered ? visible : select(visible, filters(call, all, kind.unasked ?? [])),
    sortKeys(call, all),
  );
  const backwards = truth(call.search.get("page_reverse") ?? "") === true;
  const page = pageOf(backwards ? found.toReversed() : found, {
    limit: limit === 0 ? Infinity : limit,
    marker: call.search.get("marker"),
    key,
  });
  if (!page) throw notFound(kind, call.search.get("marker") ?? "", false);
  const items = backwards ? page.items.toReversed() : page.items;
  const body: Item = { [kind.plural]: items.map((item) => view(item, kind, call)) };
  const links = limit === 0 ? [] : pageLinks(call, items, { limit, backwards, key });
  if (links.length > 0) body[`${kind.plural}_links`] = links;
  return reply(body);
}

function limitOf(call: Call): number {
  const text = call.search.get("limit");
  if (text === null || text === "") return 0;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal(
    400,
    `Bad limit request: Limit must be an integer 0 or greater and not '${text}'.`,
    "BadRequest",
  );
}

/** A page that is not full is the last one in its direction. */
function pageLinks(
  call: Call,
  items: readonly Item[],
  { limit, backwards, key }: { limit: number; backwards: boolean; key: string },
): Json[] {
  const [first, last] = [items.at(0), items.at(-1)];
  if (!first || !last) return [];
  const search = new URLSearchParams(call.search);
  search.delete("page_reverse");
  const href = (set: Record<string, string>) => `${call.origin}${call.path}?${queryWith(search, set)}`;
  const full = items.length >= limit;
  const links: Json[] = [];
  if (full || backwards) links.push({ rel: "next", href: href({ marker: textOf(last[key]) }) });
  if (full || !backwards) {
    links.push({ rel: "previous", href: href({ marker: textOf(first[key]), page_reverse: "True" }) });
  }
  return links;
}

function sortKeys(call: Call, all: readonly Item[]): SortKey[] {
  const keys = call.search.getAll("sort_key");
  const directions = call.search.getAll("sort_dir");
  if (keys.length !== directions.length) {
    throw new Refusal(400, "The number of sort_keys and sort_dirs must be same");
  }
  return keys.map((key, at) => {
    const known = all.length === 0 || all.some((item) => key in item);
    if (!known) throw new Refusal(400, `['${key}'] is invalid attribute for sort_keys`);
    const direction = directions[at] ?? "";
    if (direction !== "asc" && direction !== "desc") {
      throw new Refusal(
        400,
        `['${direction}'] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`,
      );
    }
    return { key, descending: direction === "desc" };
  });
}

// ---- filters -----------------------------------------------------------------------------------

const TAG_FILTERS: Readonly<Record<string, (has: (tag: string) => boolean, tags: string[]) => boolean>> = {
  "tags": (has, tags) => tags.every(has),
  "tags-any": (has, tags) => tags.some(has),
  "not-tags": (has, tags) => !tags.every(has),
  "not-tags-any": (has, tags) => !tags.some(has),
};

/** A key that is repeated means one or the other. */
function filters(call: Call, all: readonly Item[], unasked: readonly string[]): Test[] {
  const keys = new Set([...call.search.keys()].filter((key) => !CONTROL.includes(key)));
  const unknown = [...keys].filter((key) => unasked.includes(key) || !isKnown(key, all));
  if (unknown.length > 0) {
    const names = unknown.map((key) => `'${key}'`).join(", ");
    throw new Refusal(400, `[${names}] is invalid attribute for filtering`);
  }
  return [...keys].map((key) => {
    const values = call.search.getAll(key);
    const tagged = TAG_FILTERS[key];
    if (tagged) {
      const wanted = values.flatMap((value) => value.split(","));
      return (item) => tagged((tag) => textsOf(item["tags"]).includes(tag), wanted);
    }
    checkBooleans(key, values, all);
    return (item) => values.some((value) => matches(item[key], value));
  });
}

function isKnown(key: string, all: readonly Item[]): boolean {
  return key in TAG_FILTERS || key === "tenant_id" || all.length === 0 || all.some((item) => key in item);
}

function checkBooleans(key: string, values: readonly string[], all: readonly Item[]): void {
  if (!all.some((item) => typeof item[key] === "boolean")) return;
  const wrong = values.find((value) => truth(value) === undefined);
  if (wrong === undefined) return;
  const message = `Invalid input for operation: '${wrong}' cannot be converted to boolean.`;
  throw new Refusal(400, message, "InvalidInput");
}

function matches(has: Json | undefined, value: string): boolean {
  if (typeof has === "boolean") return has === truth(value);
  if (Array.isArray(has)) {
    return has.some((one) => typeof one === "string" ? one === value : partOf(one, value));
  }
  if (typeof has === "object" && has !== null) return partOf(has, value);
  return has !== undefined && has !== null && String(has) === value;
}

/** `ip_address=10.0.0.5` within the addresses of a port; `_substr` looks for a part. */
function partOf(has: Json, value: string): boolean {
  const [key = "", wanted = ""] = value.split("=");
  const item = itemOf(has);
  if (key.endsWith("_substr")) return textOf(item[key.slice(0, -7)]).includes(wanted);
  return String(item[key]) === wanted;
}

// ---- what agents serve -------------------------------------------------------------------------

/** Who serves whom: `agents/{id}/l3-routers` and the way back, `routers/{id}/l3-agents`. */
interface Schedule {
  readonly agentType: string;
  /** The collection that is served. */
  readonly served: "routers" | "networks";
  /** Path below the agent, and below what it serves. */
  readonly below: string;
  readonly back: string;
  readonly missing: Kind["missing"];
}

/** The recorded cloud has one agent of each kind: it serves all that such an agent can. */
const SCHEDULES: readonly Schedule[] = [
  {
    agentType: "L3 agent",
    served: "routers",
    below: "l3-routers",
    back: "l3-agents",
    missing: ["RouterNotFound", "Router ID could not be found"],
  },
  {
    agentType: "DHCP agent",
    served: "networks",
    below: "dhcp-networks",
    back: "dhcp-agents",
    missing: ["NetworkNotFound", "Network ID could not be found."],
  },
];

function scheduleRoutes(seed: Item): Route[] {
  const agents = itemsOf(seed["agents"]);
  return SCHEDULES.flatMap(({ agentType, served, below, back, missing }) => {
    const items = itemsOf(seed[served]);
    const admin = (call: Call, rule: string) => {
      if (!isAdmin(call.caller)) throw notAuthorized(`get_${rule}`);
      return call.params["id"] ?? "";
    };
    return [
      get(`${ROOT}/agents/{id}/${below}`, (call) => {
        const id = admin(call, below);
        const agent = agents.find((one) => one["id"] === id);
        if (!agent) throw new Refusal(404, `Agent ${id} could not be found.`, "AgentNotFound");
        const own = agent["agent_type"] === agentType ? items : [];
        return reply({ [served]: own });
      }),
      get(`${ROOT}/${served}/{id}/${back}`, (call) => {
        const id = admin(call, back);
        if (!items.some((one) => one["id"] === id)) {
          throw new Refusal(404, missing[1].replace("ID", id), missing[0]);
        }
        const own = agents.filter((agent) => agent["agent_type"] === agentType);
        const shown = own.map((agent) => ({
          ...omit(agent, ["clock_ahead"]),
          ...(agent["alive"] === true ? { heartbeat_timestamp: heartbeat(agent, call) } : {}),
        }));
        return reply({ agents: shown });
      }),
    ];
  });
}

// ---- what belongs to floating IPs ---------------------------------------------------------------

const PORT_FORWARDINGS: Kind = {
  path: "port_forwardings",
  plural: "port_forwardings",
  singular: "port_forwarding",
  scope: everybody,
  missing: NOT_FOUND,
};

function floatingRoutes(seed: Item): Route[] {
  return [
    get(`${ROOT}/floatingip_pools`, (call) => {
      const external = itemsOf(seed["networks"]).filter((one) => one["router:external"] === true);
      const subnets = itemsOf(seed["subnets"]).filter((one) =>
        one["ip_version"] === 4 && external.some((network) => network["id"] === one["network_id"])
      );
      // Each is said to be the caller's.
      const caller: Item = { project_id: call.caller.projectId, tenant_id: call.caller.projectId };
      const pools = subnets.map((one): Item => ({
        subnet_id: textOf(one["id"]),
        subnet_name: textOf(one["name"]),
        network_id: textOf(one["network_id"]),
        cidr: textOf(one["cidr"]),
        ...caller,
      }));
      return reply({ floatingip_pools: pools });
    }),
    get(`${ROOT}/floatingips/{id}/port_forwardings`, (call) => {
      const id = call.params["id"] ?? "";
      const ip = itemsOf(seed["floatingips"]).find((one) => one["id"] === id);
      if (!ip || !owner(ip, call.caller, seed)) {
        const message = `Floating IP ${id} could not be found`;
        throw new Refusal(404, message, "FloatingIPNotFound");
      }
      const own = itemsOf(ip["port_forwardings"]).map((one) => one["id"] ?? null);
      const all = itemsOf(seed["port_forwardings"]).filter((one) => own.includes(one["id"] ?? null));
      // Under the recorded policies an administrator sees none of another project's.
      const seen = ip["project_id"] === call.caller.projectId ? all : [];
      return list(call, PORT_FORWARDINGS, all, seen);
    }),
  ];
}

// ---- quotas ------------------------------------------------------------------------------------

/** What is used of these is counted, because more than was recorded is there. */
const COUNTED: Readonly<Record<string, string>> = {
  floatingip: "floatingips",
  trunk: "trunks",
  subnetpool: "subnetpools",
  rbac_policy: "rbac_policies",
};

function quotaRoutes(seed: Item): Route[] {
  const quotas = itemOf(seed["quotas"]);
  const usual = itemOf(seed["quota_defaults"]);
  /** A project that does not exist has the defaults and uses nothing. */
  const detail = (call: Call): Item => {
    const id = call.params["id"] ?? "";
    if (id !== call.caller.projectId && !isAdmin(call.caller)) throw notAuthorized("get_quota");
    const unused = Object.entries(usual).map(([key, limit]) => [key, { limit, used: 0, reserved: 0 }]);
    const whole = itemOf(quotas[id] ?? Object.fromEntries(unused));
    return Object.fromEntries(
      Object.entries(whole).map(([key, one]) => {
        const plural = COUNTED[key];
        if (!plural) return [key, one];
        const used = itemsOf(seed[plural]).filter((item) => item["project_id"] === id).length;
        return [key, { ...itemOf(one), used }];
      }),
    );
  };
  return [
    get(`${ROOT}/quotas`, (call) => {
      if (!isAdmin(call.caller)) throw notAuthorized("get_quota");
      // Listed are the projects whose quota was changed, and in the recorded state none was.
      return reply({ quotas: [] });
    }),
    get(`${ROOT}/quotas/{id}`, (call) => {
      const limits = Object.entries(detail(call)).map(([key, one]) => [key, itemOf(one)["limit"] ?? null]);
      return reply({ quota: Object.fromEntries(limits) });
    }),
    get(`${ROOT}/quotas/{id}/default`, (call) => {
      detail(call);
      return reply({ quota: usual });
    }),
    get(`${ROOT}/quotas/{id}/details`, (call) => {
      if (call.params["id"] !== call.caller.projectId && !isAdmin(call.caller)) {
        const message =
          "User does not have admin privileges: Only admin is authorized to access quotas for another project.";
        throw new Refusal(403, message, "AdminRequired");
      }
      return reply({ quota: detail(call) });
    }),
  ];
}

function notAuthorized(rule: string): Refusal {
  return new Refusal(403, `rule:${rule} is disallowed by policy`, "PolicyNotAuthorized");
}
