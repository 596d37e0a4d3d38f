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
export function octavia({ seed }: LoadBalancerOptions): Service {
  const pools = itemsOf(seed["pools"]);
  const memberKind: Kind = { path: "", plural: "members", singular: "member", title: "Member" };
  const membersOf = (call: Call): Item[] => {
    const pool = call.params["pool"] ?? "";
    const found = pools.find((one) => one["id"] === pool);
    if (!found) throw new Refusal(404, `Pool ${pool} not found.`, "path");
    if (!maySee(found, call.caller)) throw new Refusal(403, FORBIDDEN);
    return itemsOf(itemOf(seed["members"])[pool]);
  };
  const routes = [
    ...balancerRoutes(seed),
    ...quotaRoutes(seed),
    ...KINDS.flatMap((kind) => kindRoutes(kind, kind.path, () => itemsOf(seed[kind.plural]))),
    ...kindRoutes(memberKind, "lbaas/pools/{pool}/members", membersOf),
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
    body[`${kind.singular === "flavorprofile" ? "flavorprofile" : kind.plural}_links`] = links(
      call,
      page.items,
      limit,
    );
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
    if (all.length > 0 && !all.some((item) => key in item)) {
      throw new Refusal(400, "One or more arguments are either duplicate or invalid");
    }
    return (item: Item) =>
      typeof item[key] === "boolean" ? item[key] === truth(value) : String(item[key]) === value;
  });
}

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
  ];
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
