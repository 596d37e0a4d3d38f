/**
 * Manila, shared file systems API v2.
 *
 * @module
 */

import { truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, omit, pick, textOf } from "../json.ts";
import { askedVersion, type Range, visible, type Windows } from "../microversion.ts";
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
import { fromVersion, notFound, novaFault, webobMissing } from "./nova.ts";

/** What Manila stands on. */
export interface ShareOptions {
  seed: Item;
  origin: string;
}

const ROOT = "/v2";
const RANGE: Range = { major: 2, min: 0, max: 73 };
const VERSION_HEADER = "x-openstack-manila-api-version";

const SHARE_WINDOWS: Windows = {
  "snapshot_support": { since: 2 },
  "task_state": { since: 5 },
  "share_type_name": { since: 6 },
  "access_rules_status": { since: 10 },
  "replication_type": { since: 11 },
  "has_replicas": { since: 11 },
  "user_id": { since: 16 },
  "create_share_from_snapshot_support": { since: 24 },
  "revert_to_snapshot_support": { since: 27 },
  "share_group_id": { since: 31 },
  "source_share_group_snapshot_member_id": { since: 31 },
  "mount_snapshot_support": { since: 32 },
  "progress": { since: 54 },
  "is_soft_deleted": { since: 69 },
  "scheduled_to_be_deleted_at": { since: 69 },
  "host": { admin: true },
  "share_server_id": { admin: true },
};

/** Manila. */
export function manila({ seed, origin }: ShareOptions): Service {
  return {
    type: "sharev2",
    routes: [...versionRoutes(origin), ...shareRoutes(seed), ...otherRoutes(seed)],
    open: ({ path }) => path === "/" || path === "",
    negotiate,
    fault: novaFault,
    missing: webobMissing,
    headers,
  };
}

function negotiate(arrival: Arrival): number {
  if (arrival.path === "/" || arrival.path === ROOT) return RANGE.min;
  const text = arrival.headers[VERSION_HEADER];
  if (text === undefined) return RANGE.min;
  const asked = askedVersion(text, RANGE);
  if ("minor" in asked) return asked.minor;
  if ("garbled" in asked) {
    const message =
      "API Version String %(version)s is of invalid format. Must be of format MajorNum.MinorNum.";
    throw new Refusal(400, message);
  }
  // The product forgets to fill in its message.
  const message =
    "Version %(req_ver)s is not supported by the API. Minimum is %(min_ver)s and maximum is %(max_ver)s.";
  throw new Refusal(406, message);
}

function headers({ arrival, requestId, routed }: Exchange): Record<string, string> {
  if (arrival.path === "/" || arrival.path === ROOT || !routed) return {};
  const id = { "X-Compute-Request-Id": requestId };
  const version = arrival.headers[VERSION_HEADER] ?? "2.0";
  return {
    "X-Openstack-Manila-Api-Version": version === "latest" ? `2.${RANGE.max}` : version,
    "Vary": "X-OpenStack-Manila-API-Version",
    ...id,
  };
}

function versionRoutes(origin: string): Route[] {
  const version = (id: string, status: string, path: string, max: string, min: string): Item => ({
    id,
    status,
    version: max,
    min_version: min,
    updated: "2015-08-27T11:33:21Z",
    links: [
      { rel: "describedby", type: "text/html", href: "http://docs.openstack.org/" },
      { rel: "self", href: `${origin}${path}` },
    ],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.share+json;version=1" }],
  });
  const current = version("v2.0", "CURRENT", "/v2/", `2.${RANGE.max}`, "2.0");
  return [
    get("/", () => reply({ versions: [version("v1.0", "DEPRECATED", "/v1/", "", ""), current] }, 300)),
    get(ROOT, () => ({
      status: 302,
      headers: { "Content-Type": "text/plain; charset=utf8", "Location": `${origin}${ROOT}/` },
      text: "",
    })),
    get(`${ROOT}/`, () => reply({ versions: [current] })),
  ];
}

/** Collections that projects own: path, key in the answer, key in the seed, fields by version. */
const OWNED = [
  { path: "shares", plural: "shares", singular: "share", seed: "shares", windows: SHARE_WINDOWS },
  { path: "snapshots", plural: "snapshots", singular: "snapshot", seed: "snapshots", windows: {} },
  {
    path: "share-networks",
    plural: "share_networks",
    singular: "share_network",
    seed: "share_networks",
    windows: {},
  },
] as const;

const BRIEF = ["id", "name", "links"];
const CONTROL = ["limit", "offset", "sort_key", "sort_dir", "all_tenants", "with_count", "is_public"];

function shareRoutes(seed: Item): Route[] {
  return OWNED.flatMap(({ path, plural, singular, seed: key, windows }) => {
    const items = itemsOf(seed[key]);
    const view = (item: Item, call: Call): Item => {
      const shown = visible(item, windows, call.version, isAdmin(call.caller));
      // Until 2.6 a type was told by its name.
      if (call.version < 6 && "share_type" in item) shown["share_type"] = item["share_type_name"] ?? null;
      return shown;
    };
    const list = (detail: boolean): Handler => (call) => {
      const found = listed(call, items);
      const limit = Number(call.search.get("limit") ?? 1000);
      const offset = Number(call.search.get("offset") ?? 0);
      const shown = found.slice(offset, offset + limit).map((item) => view(item, call));
      const counted: Item = call.version >= 42 && truth(call.search.get("with_count") ?? "")
        ? { count: found.length }
        : {};
      return reply({ [plural]: detail ? shown : shown.map((item) => pick(item, BRIEF)), ...counted });
    };
    return [
      get(`${ROOT}/${path}`, list(false)),
      get(`${ROOT}/${path}/detail`, list(true)),
      get(`${ROOT}/${path}/{id}`, (call) => {
        const id = call.params["id"] ?? "";
        const item = items.find((one) => one["id"] === id);
        const own = item?.["project_id"] === call.caller.projectId || item?.["is_public"] === true;
        if (!item || !(own || isAdmin(call.caller))) throw notFound("The resource could not be found.");
        return reply({ [singular]: view(item, call) });
      }),
    ];
  });
}

/** An unknown filter of an administrator fits nothing; everybody else's is dropped. */
function listed(call: Call, items: readonly Item[]): Item[] {
  const everywhere = isAdmin(call.caller) && truth(call.search.get("all_tenants") ?? "") === true;
  const tests = [...call.search].filter(([key]) =>
    !CONTROL.includes(key) && (isAdmin(call.caller) || items.some((item) => key in item))
  );
  return items.filter((item) =>
    (everywhere || item["project_id"] === call.caller.projectId) &&
    tests.every(([key, value]) => String(item[key]) === value)
  );
}

function needsAdmin(call: Call): void {
  if (!isAdmin(call.caller)) throw new Refusal(403, "Access was denied to this resource.");
}

function otherRoutes(seed: Item): Route[] {
  const service = (one: Item, now: number): Item =>
    one["state"] === "up" ? { ...one, updated_at: `${fresh(now, textOf(one["host"]))}.000000` } : one;
  const quota = (call: Call, view: (detail: Item) => Json): Answer => {
    fromVersion(call, 7);
    const id = call.params["id"] ?? "";
    if (id !== call.caller.projectId) needsAdmin(call);
    const quotas = itemOf(seed["quotas"]);
    const found = itemOf(quotas[id] ?? Object.values(quotas)[0]);
    return reply({ quota_set: view(visible({ ...found, id }, QUOTA_WINDOWS, call.version, true)) });
  };
  return [
    get(`${ROOT}/services`, (call) => {
      fromVersion(call, 7);
      needsAdmin(call);
      return reply({ services: itemsOf(seed["services"]).map((one) => service(one, call.now)) });
    }),
    get(`${ROOT}/scheduler-stats/pools/detail`, (call) => {
      needsAdmin(call);
      return reply({ pools: seed["pools"] ?? [] });
    }),
    get(`${ROOT}/scheduler-stats/pools`, (call) => {
      needsAdmin(call);
      return reply({ pools: itemsOf(seed["pools"]).map((pool) => omit(pool, ["capabilities"])) });
    }),
    get(`${ROOT}/availability-zones`, (call) => {
      fromVersion(call, 7);
      return reply({ availability_zones: seed["availability_zones"] ?? [] });
    }),
    get(`${ROOT}/types`, (call) => reply(types(call, seed))),
    get(`${ROOT}/quota-sets/{id}/detail`, (call) => {
      fromVersion(call, 25);
      return quota(call, (detail) => detail);
    }),
    get(`${ROOT}/quota-sets/{id}`, (call) =>
      quota(call, (detail) =>
        Object.fromEntries(
          Object.entries(detail).map((
            [key, one],
          ) => [key, key === "id" ? one : itemOf(one)["limit"] ?? null]),
        ))),
  ];
}

const QUOTA_WINDOWS: Windows = {
  "share_groups": { since: 40 },
  "share_group_snapshots": { since: 40 },
  "share_replicas": { since: 53 },
  "replica_gigabytes": { since: 53 },
  "per_share_gigabytes": { since: 62 },
};
const TYPE_WINDOWS: Windows = {
  "share_type_access:is_public": { since: 7 },
  "description": { since: 41 },
  "is_default": { since: 46 },
};

/** Types are listed twice, under an older name as well. */
function types(call: Call, seed: Item): Item {
  const found = itemsOf(seed["share_types"])
    .filter((type) => isAdmin(call.caller) || (type["share_type_access:is_public"] ?? true) === true)
    .map((type): Item => {
      const shown = visible(type, TYPE_WINDOWS, call.version, true);
      const open = type["share_type_access:is_public"] ?? null;
      return call.version < 7 ? { ...shown, "os-share-type-access:is_public": open } : shown;
    });
  return { volume_types: found, share_types: found };
}
