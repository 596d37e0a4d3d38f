/**
 * Cinder, block storage API v3.
 *
 * @module
 */

import {
  pageBehind,
  pageOf,
  queryWith,
  select,
  sorted,
  type SortKey,
  type Test,
  truth,
} from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, numberOf, omit, pick, textOf, textsOf } from "../json.ts";
import { askedVersion, type Range, versionFor, visible, type Windows } from "../microversion.ts";
import {
  type Answer,
  type Arrival,
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
import { fresh } from "../time.ts";
import { withRecords } from "./block_storage_records.ts";
import { forbidden, fromVersion, needsAdmin, notFound, novaFault, webobMissing } from "./nova.ts";

/** What Cinder stands on. */
export interface BlockStorageOptions {
  seed: Item;
  origin: string;
  /** The newest minor version it speaks. */
  maxVersion: number;
}

const ROOT = "/v3";
/** Paths may name the project of the token or leave it out. */
const WITH_PROJECT = /^\/v3\/([0-9a-f]{32})(?=\/|$)/;
const MAX_LIMIT = 1000;

/** Cinder. */
export function cinder(options: BlockStorageOptions): Service {
  const range: Range = { major: 3, min: 0, max: options.maxVersion };
  return {
    type: "block-storage",
    routes: routesOf({ ...options, seed: withRecords(options.seed) }, range),
    open: ({ path }) => path === "/" || path === "",
    rewrite: (path) => path.replace(WITH_PROJECT, ROOT),
    negotiate: (arrival) => negotiate(arrival, range),
    fault: novaFault,
    missing: webobMissing,
    headers: (exchange) => headersOf(exchange, range),
  };
}

function negotiate(arrival: Arrival, range: Range): number {
  if (arrival.path === ROOT) return range.min;
  const text = versionFor(arrival.headers["openstack-api-version"], "volume");
  if (text === undefined) return range.min;
  const asked = askedVersion(text, range);
  if ("minor" in asked) return asked.minor;
  if ("garbled" in asked) {
    const message = `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`;
    throw new Refusal(400, message);
  }
  const message =
    `Version ${text} is not supported by the API. Minimum is 3.${range.min} and maximum is 3.${range.max}.`;
  throw new Refusal(406, message);
}

function headersOf({ arrival, requestId, routed }: Exchange, range: Range): Record<string, string> {
  if (!routed || arrival.path === ROOT) return { "X-Openstack-Request-Id": requestId };
  const asked = versionFor(arrival.headers["openstack-api-version"], "volume") ?? `3.${range.min}`;
  return {
    "OpenStack-API-Version": `volume ${asked === "latest" ? `3.${range.max}` : asked}`,
    "Vary": "OpenStack-API-Version",
    "X-Openstack-Request-Id": requestId,
    "X-Compute-Request-Id": requestId,
  };
}

function routesOf({ seed, origin }: BlockStorageOptions, range: Range): Route[] {
  const versions = {
    versions: [
      {
        id: "v3.0",
        status: "CURRENT",
        version: `3.${range.max}`,
        min_version: "3.0",
        updated: "2022-08-31T00:00:00Z",
        links: [
          { rel: "describedby", type: "text/html", href: "https://docs.openstack.org/" },
          { rel: "self", href: `${origin}/v3/` },
        ],
        "media-types": [
          { base: "application/json", type: "application/vnd.openstack.volume+json;version=3" },
        ],
      },
    ],
  };
  const below = [
    ...volumeRoutes(seed),
    ...COLLECTIONS.flatMap((collection) => collectionRoutes(collection, seed)),
    ...typeRoutes(seed),
    ...quotaRoutes(seed),
    ...operatorRoutes(seed),
    ...plainRoutes(seed),
  ];
  return [
    get("/", () => reply(versions, 300)),
    // The versioned path without its slash leads to the one with it.
    get(ROOT, () => ({
      status: 302,
      headers: { "Content-Type": "text/plain; charset=utf8", "Location": `${origin}${ROOT}/` },
      text: "",
    })),
    get(`${ROOT}/`, () => reply(versions)),
    ...below.map(({ method, path, handle }) => ({ method, path: ROOT + path, handle: inOwnProject(handle) })),
  ];
}

/** Refuses a path that names another project than the token does. */
function inOwnProject(handle: Handler): Handler {
  return (call) => {
    const project = WITH_PROJECT.exec(call.path)?.[1];
    if (project !== undefined && project !== call.caller.projectId) {
      throw new Refusal(400, "Malformed request url");
    }
    return handle(call);
  };
}

// ---- lists -------------------------------------------------------------------------------------

/** A collection of things that projects own. */
interface Collection {
  readonly path: string;
  readonly plural: string;
  readonly singular: string;
  /** The key in the seed. */
  readonly seed: string;
  /** The name under which `resource_filters` lists what may be asked. */
  readonly resource: string;
  /** The field that names the owner. */
  readonly owner: string;
  readonly since?: number;
  /** Whether one is shown to whoever knows its id, as the product does with attachments. */
  readonly unguarded?: boolean;
  readonly windows: Windows;
  /** What the list without details shows; links are made for it. */
  readonly brief: readonly string[];
  /** Message of the 404; `ID` stands for what was asked for. */
  readonly missing: string;
  view?(item: Item, call: Call): Item;
}

const VOLUMES: Collection = {
  path: "volumes",
  plural: "volumes",
  singular: "volume",
  seed: "volumes",
  resource: "volume",
  owner: "os-vol-tenant-attr:tenant_id",
  windows: {
    "group_id": { since: 13 },
    "provider_id": { since: 21, admin: true },
    "shared_targets": { since: 48 },
    "service_uuid": { since: 48 },
    "cluster_name": { since: 61, admin: true },
    "volume_type_id": { since: 63 },
    "encryption_key_id": { since: 64 },
    "consumes_quota": { since: 65 },
    "migration_status": { admin: true },
    "os-vol-mig-status-attr:migstat": { admin: true },
    "os-vol-mig-status-attr:name_id": { admin: true },
    "os-vol-host-attr:host": { admin: true },
  },
  brief: ["id", "name", "links"],
  missing: "Volume ID could not be found.",
  view: (item, call) => {
    if (isAdmin(call.caller)) return item;
    const attachments = itemsOf(item["attachments"]).map((one) => ({ ...one, host_name: null }));
    return { ...item, attachments };
  },
};

/** Everything but volumes; a further collection is a further entry. */
const COLLECTIONS: readonly Collection[] = [
  {
    path: "snapshots",
    plural: "snapshots",
    singular: "snapshot",
    seed: "snapshots",
    resource: "snapshot",
    owner: "os-extended-snapshot-attributes:project_id",
    windows: {
      "group_snapshot_id": { since: 14 },
      "user_id": { since: 41 },
      "consumes_quota": { since: 65 },
    },
    brief: [
      "id",
      "created_at",
      "updated_at",
      "name",
      "description",
      "volume_id",
      "status",
      "size",
      "metadata",
    ],
    missing: "Snapshot ID could not be found.",
  },
  {
    path: "backups",
    plural: "backups",
    singular: "backup",
    seed: "backups",
    resource: "backup",
    owner: "os-backup-project-attr:project_id",
    windows: {
      "os-backup-project-attr:project_id": { since: 18, admin: true },
      "metadata": { since: 43 },
      "user_id": { since: 56, admin: true },
      "encryption_key_id": { since: 64 },
    },
    brief: ["id", "name", "links"],
    missing: "Backup ID could not be found.",
  },
  {
    path: "attachments",
    plural: "attachments",
    singular: "attachment",
    seed: "attachments",
    resource: "attachment",
    owner: "project_id",
    since: 27,
    unguarded: true,
    windows: { "project_id": { until: 0 } },
    brief: ["id", "status", "instance", "volume_id"],
    missing: "Volume attachment could not be found with filter: attachment_id = ID.",
  },
  {
    path: "messages",
    plural: "messages",
    singular: "message",
    seed: "messages",
    resource: "message",
    owner: "project_id",
    since: 3,
    windows: {},
    brief: [],
    missing: "Message ID could not be found.",
  },
  {
    path: "volume-transfers",
    plural: "transfers",
    singular: "transfer",
    seed: "transfers",
    resource: "transfer",
    owner: "source_project_id",
    windows: {},
    brief: ["id", "volume_id", "name", "links"],
    missing: "Transfer ID could not be found.",
  },
  {
    path: "groups",
    plural: "groups",
    singular: "group",
    seed: "groups",
    resource: "group",
    owner: "project_id",
    since: 13,
    windows: { "replication_status": { since: 38 }, "project_id": { since: 58, admin: true } },
    brief: ["id", "name"],
    missing: "Group ID could not be found.",
    view: (item, call) => {
      const listed = call.version >= 25 && truth(call.search.get("list_volume") ?? "") === true;
      return listed ? item : omit(item, ["volumes"]);
    },
  },
];

function collectionRoutes(collection: Collection, seed: Item): Route[] {
  const { path, singular } = collection;
  const list = (detail: boolean): Handler => (call) => {
    fromVersion(call, collection.since ?? 0);
    return page(call, collection, withOwners(collection, seed), seed, detail);
  };
  return [
    get(`/${path}`, list(false)),
    get(`/${path}/detail`, list(true)),
    get(`/${path}/{id}`, (call) => {
      fromVersion(call, collection.since ?? 0);
      const id = call.params["id"] ?? "";
      const mayShow = (one: Item) =>
        collection.unguarded === true || isAdmin(call.caller) || isOwn(one, collection, call);
      const item = withOwners(collection, seed).find((one) => one["id"] === id && mayShow(one));
      if (!item) throw notFound(collection.missing.replace("ID", id));
      return reply({ [singular]: shape(item, collection, call, true) });
    }),
  ];
}

/** An attachment does not tell whose it is: its volume does. */
function withOwners(collection: Collection, seed: Item): Item[] {
  const items = sorted(itemsOf(seed[collection.seed]), [{ key: "created_at", descending: true }]);
  if (collection.path !== "attachments") return items;
  const volumes = itemsOf(seed["volumes"]);
  return items.map((item) => {
    const volume = volumes.find((one) => one["id"] === item["volume_id"]) ?? {};
    return { ...item, project_id: volume[VOLUMES.owner] ?? null };
  });
}

function isOwn(item: Item, collection: Collection, call: Call): boolean {
  return item[collection.owner] === call.caller.projectId;
}

function shape(item: Item, collection: Collection, call: Call, detail: boolean): Item {
  const shown = visible(item, collection.windows, call.version, isAdmin(call.caller));
  const { id = null } = item;
  if (collection.brief.includes("links")) {
    const project = WITH_PROJECT.exec(call.path)?.[1];
    const path = `${project === undefined ? "" : `/${project}`}/${collection.path}/${id}`;
    shown["links"] = [
      { rel: "self", href: `${call.origin}${ROOT}${path}` },
      { rel: "bookmark", href: `${call.origin}${path}` },
    ];
  }
  if (!detail && collection.brief.length > 0) return pick(shown, collection.brief);
  return collection.view ? collection.view(shown, call) : shown;
}

function page(
  call: Call,
  collection: Collection,
  items: readonly Item[],
  seed: Item,
  detail: boolean,
): Answer {
  const everywhere = isAdmin(call.caller) && truth(call.search.get("all_tenants") ?? "") === true;
  const scope: Test[] = everywhere ? [] : [(item) => isOwn(item, collection, call)];
  const found = sorted(select(items, [...scope, ...filters(call, collection, seed)]), sortKeys(call, items));
  const limit = Math.min(countOf(call, "limit") ?? MAX_LIMIT, MAX_LIMIT);
  const marker = call.search.get("marker");
  const request = { limit, marker, offset: countOf(call, "offset") ?? 0 };
  const cut = pageOf(found, request) ?? pageBehind(found, items, request);
  if (!cut) throw notFound(collection.missing.replace("ID", marker ?? ""));
  const body: Item = { [collection.plural]: cut.items.map((item) => shape(item, collection, call, detail)) };
  const last = cut.items.at(-1);
  if (last && cut.items.length === limit) {
    const next = queryWith(call.search, { marker: textOf(last["id"]) });
    body[`${collection.plural}_links`] = [{ rel: "next", href: `${call.origin}${call.path}?${next}` }];
  }
  if (call.version >= 45 && truth(call.search.get("with_count") ?? "")) body["count"] = found.length;
  return reply(body);
}

function countOf(call: Call, key: string): number | undefined {
  const text = call.search.get(key);
  if (text === null) return undefined;
  if (!/^-?\d+$/.test(text)) throw new Refusal(400, `${key} param must be an integer`);
  if (Number(text) < 0) throw new Refusal(400, `${key} param must be positive`);
  return Number(text);
}

const SORTABLE = [
  "id",
  "status",
  "size",
  "availability_zone",
  "name",
  "bootable",
  "created_at",
  "updated_at",
];

function sortKeys(call: Call, items: readonly Item[]): SortKey[] {
  const compact = call.search.get("sort");
  const directions = call.search.getAll("sort_dir");
  const pairs = compact === null
    ? call.search.getAll("sort_key").map((key, at) => [key, directions[at] ?? "desc"])
    : compact.split(",").map((one) => one.split(":"));
  return pairs.map(([key = "", direction = "desc"]) => {
    const known = SORTABLE.includes(key) || items.some((item) => key in item);
    if (!known) throw new Refusal(400, "Invalid input received: Invalid sort key");
    return { key, descending: direction !== "asc" };
  });
}

const CONTROL = ["limit", "marker", "offset", "sort", "sort_key", "sort_dir", "all_tenants", "list_volume"];
const FIELDS: Readonly<Record<string, string>> = {
  "host": "os-vol-host-attr:host",
  "display_name": "name",
  "instance_id": "instance",
};

/** Non-administrators may only use the filters that the operator lists. */
function filters(call: Call, collection: Collection, seed: Item): Test[] {
  const listed = itemsOf(seed["resource_filters"]).find((one) => one["resource"] === collection.resource);
  const allowed = textsOf(listed?.["filters"]);
  const mayUse = (key: string) => isAdmin(call.caller) || allowed.includes(key);
  const control = call.version >= 45 ? [...CONTROL, "with_count"] : CONTROL;
  const keys = [...call.search.keys()].filter((key) => !control.includes(key));
  const wrong = keys.filter((key) => !mayUse(key));
  if (call.version >= 31 && wrong.length > 0) {
    throw new Refusal(400, `Invalid filters ${wrong.join(",")} are found in query options.`);
  }
  return keys.filter(mayUse).map((key) => {
    const value = call.search.get(key) ?? "";
    return (item) => matches(item, key === "project_id" ? collection.owner : FIELDS[key] ?? key, value);
  });
}

function matches(item: Item, key: string, value: string): boolean {
  const has = item[key];
  if (key === "metadata") {
    const wanted = /['"]([^'"]+)['"]\s*:\s*['"]([^'"]*)['"]/.exec(value);
    return wanted !== null && itemOf(has)[wanted[1] ?? ""] === wanted[2];
  }
  if (typeof has === "boolean") return has === truth(value);
  if (key === "bootable") return truth(textOf(has)) === truth(value);
  return String(has) === value;
}

// ---- volumes -----------------------------------------------------------------------------------

function volumeRoutes(seed: Item): Route[] {
  const summary: Handler = (call) => {
    fromVersion(call, 12);
    const volumes = itemsOf(seed["volumes"]);
    const everywhere = isAdmin(call.caller) && truth(call.search.get("all_tenants") ?? "") === true;
    const counted = volumes.filter((one) => everywhere || isOwn(one, VOLUMES, call));
    const body: Item = {
      total_count: counted.length,
      total_size: counted.reduce((sum, one) => sum + numberOf(one["size"]), 0),
    };
    if (call.version >= 36) body["metadata"] = mergedMetadata(counted);
    return reply({ "volume-summary": body });
  };
  return [get("/volumes/summary", summary), ...collectionRoutes(VOLUMES, seed)];
}

function mergedMetadata(volumes: readonly Item[]): Item {
  const values = new Map<string, Set<Json>>();
  for (const volume of volumes) {
    for (const [key, value] of Object.entries(itemOf(volume["metadata"]))) {
      values.set(key, (values.get(key) ?? new Set()).add(value));
    }
  }
  return Object.fromEntries([...values].map(([key, found]) => [key, [...found]]));
}

// ---- types -------------------------------------------------------------------------------------

/** The extra specs that a user needs to know; the others name the operator's machines. */
const OPEN_SPECS = ["multiattach", "RESKEY:availability_zones", "replication_enabled"];

function typeView(recorded: Item, call: Call): Item {
  const type = omit(recorded, ["encryption"]);
  if (isAdmin(call.caller)) return type;
  const specs = pick(itemOf(type["extra_specs"]), OPEN_SPECS);
  const hidden = call.caller.roles.has("member")
    ? ["qos_specs_id"]
    : ["qos_specs_id", "os-volume-type-access:is_public"];
  return { ...omit(type, hidden), extra_specs: specs };
}

function typeRoutes(seed: Item): Route[] {
  const types = itemsOf(seed["types"]);
  const groupTypes = itemsOf(seed["group_types"]);
  const listed = (call: Call): Item[] => {
    const asked = call.search.get("is_public");
    const wanted = !isAdmin(call.caller) || asked === null ? true : truth(asked);
    return types.filter((type) => wanted === undefined || type["is_public"] === wanted);
  };
  return [
    get("/types", (call) => {
      const limit = Math.min(countOf(call, "limit") ?? MAX_LIMIT, MAX_LIMIT);
      const request = { limit, marker: call.search.get("marker"), offset: countOf(call, "offset") ?? 0 };
      const cut = pageOf(listed(call), request);
      if (!cut) throw notFound(`Volume type ${request.marker} could not be found.`);
      return reply({ volume_types: cut.items.map((type) => typeView(type, call)) });
    }),
    get("/types/default", (call) => {
      const found = types.find((type) => type["name"] === DEFAULT_TYPE) ?? types[0] ?? {};
      return reply({ volume_type: omit(typeView(found, call), ["os-volume-type-access:is_public"]) });
    }),
    get("/types/{id}", (call) => {
      const id = call.params["id"] ?? "";
      const found = types.find((type) =>
        type["id"] === id && (type["is_public"] === true || isAdmin(call.caller))
      );
      if (!found) throw notFound(`Volume type ${id} could not be found.`);
      return reply({ volume_type: typeView(found, call) });
    }),
    get("/types/{id}/encryption", (call) => {
      needsAdmin(call, "volume_extension:volume_type_encryption:get");
      const id = call.params["id"] ?? "";
      const found = types.find((type) => type["id"] === id);
      if (!found) throw notFound(`Volume type ${id} could not be found.`);
      // Those that do not encrypt have an empty object.
      return reply(itemOf(found["encryption"]));
    }),
    get("/group_types", (call) => {
      fromVersion(call, 11);
      const hidden = isAdmin(call.caller) ? [] : ["group_specs"];
      return reply({ group_types: groupTypes.map((type) => omit(type, hidden)) });
    }),
  ];
}

const DEFAULT_TYPE = "standard";

// ---- quotas and limits -------------------------------------------------------------------------

function quotaRoutes(seed: Item): Route[] {
  const quotas = itemOf(seed["quotas"]);
  const usual = itemOf(seed["quota_defaults"]);
  const may = (call: Call): string => {
    const id = call.params["id"] ?? "";
    if (id !== call.caller.projectId && !isAdmin(call.caller)) {
      throw forbidden("volume_extension:quotas:show");
    }
    return id;
  };
  return [
    get("/os-quota-sets/{id}", (call) => {
      const id = may(call);
      // Cinder knows no projects: one that does not exist has the defaults and uses nothing.
      const unused = Object.entries(usual).map(([key, limit]) => [key, { limit, in_use: 0, reserved: 0 }]);
      const detail: Item = { ...itemOf(quotas[id] ?? Object.fromEntries(unused)), id };
      if (truth(call.search.get("usage") ?? "")) return reply({ quota_set: detail });
      const limits = Object.entries(detail).map((
        [key, one],
      ) => [key, key === "id" ? id : itemOf(one)["limit"] ?? 0]);
      return reply({ quota_set: Object.fromEntries(limits) });
    }),
    get("/os-quota-sets/{id}/defaults", (call) => reply({ quota_set: { ...usual, id: may(call) } })),
    get("/limits", (call) => {
      const other = isAdmin(call.caller) ? call.search.get("project_id") : null;
      const limits = itemOf(seed["limits"]);
      return reply({ limits: limits[other ?? call.caller.projectId] ?? Object.values(limits)[0] ?? {} });
    }),
  ];
}

// ---- what operators see ------------------------------------------------------------------------

function operatorRoutes(seed: Item): Route[] {
  const services = itemsOf(seed["services"]);
  const windows: Windows = { "cluster": { since: 7 }, "backend_state": { since: 49 } };
  const view = (service: Item, call: Call): Item => {
    const shown = visible(service, windows, call.version, true);
    const name = textOf(service["host"]) + textOf(service["binary"]);
    if (service["state"] === "up") shown["updated_at"] = `${fresh(call.now, name)}.000000`;
    return shown;
  };
  return [
    get("/os-services", (call) => {
      needsAdmin(call, "volume_extension:services:index");
      const found = services.filter((service) =>
        ["host", "binary"].every((key) => !call.search.get(key) || service[key] === call.search.get(key))
      );
      return reply({ services: found.map((service) => view(service, call)) });
    }),
    get("/scheduler-stats/get_pools", (call) => {
      needsAdmin(call, "scheduler_extension:scheduler_stats:get_pools");
      const detail = truth(call.search.get("detail") ?? "") === true;
      return reply({ pools: itemsOf(seed["pools"]).map((pool) => detail ? pool : pick(pool, ["name"])) });
    }),
    get("/clusters/detail", (call) => {
      fromVersion(call, 7);
      needsAdmin(call, "clusters:get_all");
      const clusters = itemsOf(seed["clusters"]);
      return reply({ clusters: clusters.map((one) => visible(one, CLUSTER_WINDOWS, call.version, true)) });
    }),
    get("/qos-specs", (call) => {
      needsAdmin(call, "volume_extension:qos_specs_manage:get_all");
      return reply({ qos_specs: seed["qos_specs"] ?? [] });
    }),
  ];
}

const CLUSTER_WINDOWS: Windows = {
  "replication_status": { since: 26 },
  "frozen": { since: 26 },
  "active_backend_id": { since: 26 },
};

/** Lists that everybody gets as they were recorded: path, key in the answer, key in the seed, since. */
const PLAIN: readonly (readonly [path: string, key: string, seed: string, since: number])[] = [
  ["/os-availability-zone", "availabilityZoneInfo", "availability_zones", 0],
  ["/resource_filters", "resource_filters", "resource_filters", 33],
  ["/extensions", "extensions", "extensions", 0],
];

function plainRoutes(seed: Item): Route[] {
  return PLAIN.map(([path, key, from, since]) =>
    get(path, (call) => {
      fromVersion(call, since);
      return reply({ [key]: seed[from] ?? [] });
    })
  );
}
