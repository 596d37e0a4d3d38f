/**
 * Nova, compute API v2.1.
 *
 * @module
 */

import { select, type Test, truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, numberOf, pick } from "../json.ts";
import { type Range, visible, type Windows } from "../microversion.ts";
import {
  type Call,
  type Exchange,
  get,
  type Handler,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";
import { actionRoutes } from "./compute_actions.ts";
import { createRoutes } from "./compute_create.ts";
import { hostRoutes } from "./compute_hosts.ts";
import { keypairRoutes } from "./compute_keypairs.ts";
import type { Lifecycle } from "./compute_lifecycle.ts";
import type { Neighbours } from "./compute_neighbours.ts";
import { groupRoutes, serverPartRoutes } from "./compute_parts.ts";
import { Hosts } from "./compute_placing.ts";
import type { Records } from "./compute_records.ts";
import type { Servers } from "./compute_servers.ts";
import { usageRoutes } from "./compute_usage.ts";
import {
  askedOf,
  forbidden,
  negotiateNova,
  notFound,
  novaFault,
  novaPage,
  novaPageOfTexts,
  ROOT,
  strictQuery,
  webobMissing,
} from "./nova.ts";

/** What Nova stands on. */
export interface ComputeOptions {
  seed: Item;
  origin: string;
  /** The newest minor version it speaks. */
  maxVersion: number;
  servers: Servers;
  /** The project that got more or fewer servers than were recorded. */
  projectId: string;
  lifecycle: Lifecycle;
  records: Records;
  neighbours: Neighbours;
}

/** Nova. */
export function compute(options: ComputeOptions): Service {
  const range: Range = { major: 2, min: 1, max: options.maxVersion };
  const { seed, servers, records } = options;
  const shop = { ...options, hosts: new Hosts(seed, servers) };
  const routes = [
    ...serverRoutes(servers),
    ...serverPartRoutes(seed, servers, records),
    ...createRoutes(shop),
    ...actionRoutes(shop),
    ...keypairRoutes(seed),
    ...groupRoutes(seed),
    ...flavorRoutes(options),
    ...hostRoutes(seed),
    ...usageRoutes(options),
    ...extensionRoutes(itemsOf(seed["extensions"])),
  ];
  return {
    type: "compute",
    routes: [
      ...versionRoutes(options.origin, range),
      ...routes.map(notForSystem).map((route) => ({ ...route, path: ROOT + route.path })),
    ],
    open: ({ path }) => ["", "/", ROOT, `${ROOT}/`].includes(path),
    negotiate: (arrival) => negotiateNova(arrival, range),
    fault: novaFault,
    missing: webobMissing,
    headers: (exchange) => headersOf(exchange, range),
  };
}

/** The policy that each path stands under; flavors stand under none. */
const RULES: Readonly<Record<string, string>> = {
  "/servers": "servers:index",
  "/servers/detail": "servers:detail",
  "/servers/{id}": "servers:show",
  "/servers/{id}/os-instance-actions": "os-instance-actions:list",
  "/servers/{id}/os-instance-actions/{request}": "os-instance-actions:show",
  "/servers/{id}/os-volume_attachments": "os-volumes-attachments:index",
  "/servers/{id}/os-volume_attachments/{volume}": "os-volumes-attachments:show",
  "/servers/{id}/os-interface": "os-attach-interfaces:list",
  "/servers/{id}/os-interface/{port}": "os-attach-interfaces:show",
  "/servers/{id}/migrations": "servers:migrations:index",
  "/servers/{id}/migrations/{migration}": "servers:migrations:show",
  "/servers/{id}/ips": "ips:index",
  "/servers/{id}/metadata": "server-metadata:index",
  "/servers/{id}/tags": "os-server-tags:index",
  "DELETE /servers/{id}": "servers:delete",
  "POST /servers": "servers:create",
  "POST /os-keypairs": "os-keypairs:create",
  "DELETE /os-keypairs/{name}": "os-keypairs:delete",
  "/os-migrations": "os-migrations:index",
  "/os-keypairs": "os-keypairs:index",
  "/os-keypairs/{name}": "os-keypairs:show",
  "/os-server-groups": "os-server-groups:index",
  "/os-server-groups/{id}": "os-server-groups:show",
  "/os-services": "os-services:list",
  "/os-hypervisors": "os-hypervisors:list",
  "/os-hypervisors/detail": "os-hypervisors:list-detail",
  "/os-hypervisors/statistics": "os-hypervisors:statistics",
  "/os-hypervisors/{id}": "os-hypervisors:show",
  "/os-aggregates": "os-aggregates:index",
  "/os-aggregates/{id}": "os-aggregates:show",
  "/os-availability-zone": "os-availability-zone:list",
  "/os-availability-zone/detail": "os-availability-zone:detail",
  "/os-quota-sets/{id}": "os-quota-sets:show",
  "/os-quota-sets/{id}/detail": "os-quota-sets:detail",
  "/os-simple-tenant-usage": "os-simple-tenant-usage:list",
  "/os-simple-tenant-usage/{id}": "os-simple-tenant-usage:show",
  "/limits": "limits",
  "/extensions": "extensions",
  "/extensions/{alias}": "extensions",
};

/** Nova's policies are about projects: a token for the system is refused, an administrator's too. */
function notForSystem(route: Route): Route {
  const rule = RULES[`${route.method} ${route.path}`] ?? RULES[route.path];
  if (rule === undefined) return route;
  return {
    ...route,
    handle: (call) => {
      if (call.caller.system) throw forbidden(`os_compute_api:${rule}`);
      return route.handle(call);
    },
  };
}

function headersOf({ arrival, requestId, routed }: Exchange, range: Range): Record<string, string> {
  if (arrival.path === "/" || arrival.path === "") return {};
  const ids = { "X-Openstack-Request-Id": requestId, "X-Compute-Request-Id": requestId };
  if (!routed) return ids;
  const asked = askedOf(arrival, "compute", "x-openstack-nova-api-version") ?? `2.${range.min}`;
  const version = asked === "latest" ? `2.${range.max}` : asked;
  if (!/^\d+\.\d+$/.test(version)) return ids;
  return {
    "OpenStack-API-Version": `compute ${version}`,
    "X-OpenStack-Nova-API-Version": version,
    "Vary": "OpenStack-API-Version, X-OpenStack-Nova-API-Version",
    ...ids,
  };
}

function versionRoutes(origin: string, range: Range): Route[] {
  const old = {
    id: "v2.0",
    status: "SUPPORTED",
    version: "",
    min_version: "",
    updated: "2011-01-21T11:33:21Z",
    links: [{ rel: "self", href: `${origin}/v2/` }],
  };
  const current = {
    id: "v2.1",
    status: "CURRENT",
    version: `2.${range.max}`,
    min_version: `2.${range.min}`,
    updated: "2013-07-23T11:33:21Z",
    links: [{ rel: "self", href: `${origin}${ROOT}/` }],
  };
  const described = { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" };
  const one: Handler = () =>
    reply({
      version: {
        ...current,
        links: [...current.links, described],
        "media-types": [
          { base: "application/json", type: "application/vnd.openstack.compute+json;version=2.1" },
        ],
      },
    });
  return [get("/", () => reply({ versions: [old, current] })), get(ROOT, one), get(`${ROOT}/`, one)];
}

// ---- servers -----------------------------------------------------------------------------------

function serverRoutes(servers: Servers): Route[] {
  const paging = () => ({ plural: "servers", within: servers.all });
  return [
    get("/servers", (call) => novaPage(call, servers.list(call, false), paging(), servers.brief)),
    get("/servers/detail", (call) => {
      const found = servers.list(call, true);
      return novaPageOfTexts(call, found, paging(), (one) => servers.text(one, call));
    }),
    get("/servers/{id}", (call) => {
      const server = servers.find(call, call.params["id"] ?? "");
      return reply({ server: servers.view(server, call, true) });
    }),
  ];
}

// ---- flavors -----------------------------------------------------------------------------------

const FLAVOR_WINDOWS: Windows = {
  "description": { since: 55 },
  "extra_specs": { since: 61 },
  "rxtx_factor": { until: 102 },
  "OS-FLV-DISABLED:disabled": { until: 102 },
};

function flavorView(flavor: Item, call: Call): Item {
  const shown = visible(flavor, FLAVOR_WINDOWS, call.version, isAdmin(call.caller));
  // Until 2.75 "no swap" was an empty text.
  if (call.version < 75 && flavor["swap"] === 0) shown["swap"] = "";
  return shown;
}

function flavorRoutes({ seed }: ComputeOptions): Route[] {
  const flavors = itemsOf(seed["flavors"]);
  const mayUse = (call: Call, flavor: Item) =>
    flavor["os-flavor-access:is_public"] === true || isAdmin(call.caller);
  const find = (call: Call): Item => {
    const id = call.params["id"] ?? "";
    const flavor = flavors.find((one) => one["id"] === id && mayUse(call, one));
    if (!flavor) throw notFound(`Flavor ${id} could not be found.`);
    return flavor;
  };
  const list = (view: (flavor: Item, call: Call) => Item): Handler => (call) => {
    strictQuery(call, 75, ["limit", "marker", "is_public", "minRam", "minDisk", "sort_key", "sort_dir"]);
    const found = select(flavors, flavorTests(call));
    return novaPage(call, found, { plural: "flavors" }, (flavor) => view(flavor, call));
  };
  return [
    get(
      "/flavors",
      list((flavor, call) => pick(flavor, call.version < 55 ? BRIEF : [...BRIEF, "description"])),
    ),
    get("/flavors/detail", list(flavorView)),
    get("/flavors/{id}", (call) => reply({ flavor: flavorView(find(call), call) })),
    get("/flavors/{id}/os-extra_specs", (call) => reply({ extra_specs: itemOf(find(call)["extra_specs"]) })),
  ];
}

const BRIEF = ["id", "name", "links"];

function flavorTests(call: Call): Test[] {
  const tests: Test[] = [flavorVisibility(call)];
  for (const [key, field] of [["minRam", "ram"], ["minDisk", "disk"]] as const) {
    const text = call.search.get(key);
    if (text === null) continue;
    const least = Number(text);
    if (!Number.isInteger(least)) throw new Refusal(400, `Invalid ${key} filter [${text}]`);
    tests.push((flavor) => numberOf(flavor[field]) >= least);
  }
  return tests;
}

/** Administrators may ask for the others; everybody else gets the public ones whatever they ask. */
function flavorVisibility(call: Call): Test {
  const text = call.search.get("is_public");
  if (!isAdmin(call.caller)) return (flavor) => flavor["os-flavor-access:is_public"] === true;
  const wanted = text === null ? true : truth(text);
  if (text !== null && wanted === undefined && text.toLowerCase() !== "none") {
    throw new Refusal(400, `Invalid is_public filter [${text}]`);
  }
  return (flavor) => wanted === undefined || flavor["os-flavor-access:is_public"] === wanted;
}

// ---- extensions --------------------------------------------------------------------------------

function extensionRoutes(extensions: readonly Item[]): Route[] {
  return [
    get("/extensions", () => reply({ extensions: [...extensions] })),
    get("/extensions/{alias}", (call) => {
      const found = extensions.find((one) => one["alias"] === call.params["alias"]);
      if (!found) throw notFound("The resource could not be found.");
      return reply({ extension: found });
    }),
  ];
}
