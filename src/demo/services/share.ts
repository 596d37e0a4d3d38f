/**
 * Manila, shared file systems API v2.
 *
 * @module
 */

import { truth } from "../collection.ts";
import { type Item, itemOf, itemsOf, type Json, numberOf, omit, pick, textOf } from "../json.ts";
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
  // Where a scenario says how the instance differs from the share.
  "instance": { until: 0 },
};

const SNAPSHOT_WINDOWS: Windows = {
  "user_id": { since: 17 },
  "project_id": { since: 17 },
  "metadata": { since: 73 },
};

/** The recording has neither snapshots nor share networks: the first share gets one of each beside it. */
function withNeighbours(seed: Item): Item {
  const [share] = itemsOf(seed["shares"]);
  if (!share) return seed;
  const { created_at, project_id, user_id } = pick(share, ["created_at", "project_id", "user_id"]);
  const owned: Item = { created_at: created_at ?? null, project_id: project_id ?? null };
  return {
    ...seed,
    snapshots: [{
      ...owned,
      id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a01",
      name: `${textOf(share["name"])}-monday`,
      description: null,
      status: "available",
      share_id: share["id"] ?? null,
      share_size: share["size"] ?? null,
      size: share["size"] ?? null,
      share_proto: share["share_proto"] ?? null,
      user_id: user_id ?? null,
      links: [],
      metadata: {},
    }],
    share_networks: [{
      ...owned,
      id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a02",
      name: "storage",
      updated_at: null,
      description: null,
      status: "active",
      security_service_update_support: true,
      network_allocation_update_support: true,
      share_network_subnets: [SHARE_NETWORK_SUBNET],
    }],
    quotas: countedQuotas(itemOf(seed["quotas"]), textOf(project_id), numberOf(share["size"])),
  };
}

/** It lies in a network that was deleted since: Manila does not notice. */
const SHARE_NETWORK_SUBNET: Item = {
  id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a03",
  availability_zone: null,
  created_at: null,
  updated_at: null,
  segmentation_id: null,
  neutron_net_id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a04",
  neutron_subnet_id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a05",
  ip_version: null,
  cidr: null,
  network_type: null,
  mtu: null,
  gateway: null,
};

function countedQuotas(quotas: Item, projectId: string, gigabytes: number): Item {
  const used = (quota: Item, name: string, in_use: number): Item => ({
    [name]: { ...itemOf(quota[name]), in_use },
  });
  const own = itemOf(quotas[projectId]);
  const counted = {
    ...own,
    ...used(own, "snapshots", 1),
    ...used(own, "snapshot_gigabytes", gigabytes),
    ...used(own, "share_networks", 1),
  };
  return { ...quotas, [projectId]: counted };
}

function routesOf(seed: Item, origin: string): Route[] {
  return [...versionRoutes(origin), ...shareRoutes(seed), ...partRoutes(seed), ...otherRoutes(seed)];
}

/** Manila. */
export function manila({ seed, origin }: ShareOptions): Service {
  return {
    type: "sharev2",
    routes: routesOf(withNeighbours(seed), origin),
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
  {
    path: "snapshots",
    plural: "snapshots",
    singular: "snapshot",
    seed: "snapshots",
    windows: SNAPSHOT_WINDOWS,
  },
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
      if (call.version < 9 && plural === "shares") shown["export_locations"] = exportsOf(item).map(pathOf);
      if (call.version < 51 && plural === "share_networks") return flatNetwork(shown);
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

/** Until 2.50 a share network had one subnet, which was the network itself. */
function flatNetwork(network: Item): Item {
  const [subnet] = itemsOf(network["share_network_subnets"]);
  const part = pick(subnet ?? {}, [
    "neutron_net_id",
    "neutron_subnet_id",
    "network_type",
    "segmentation_id",
    "cidr",
    "ip_version",
  ]);
  return { ...omit(network, ["share_network_subnets", "status"]), ...part, nova_net_id: null };
}

function exportsOf(share: Item): Item[] {
  const name = `share_${textOf(share["id"]).replaceAll("-", "_")}`;
  return [["10.0.0.10", "b1"], ["10.0.0.20", "b2"], ["11.0.0.11", "b3"]].map(([address, tail], at) => ({
    id: `0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a${tail}`,
    path: `${address}:/path/to/fake/share/${name}`,
    preferred: at === 0,
    is_admin_only: at === 2,
    share_instance_id: share["id"] ?? null,
  }));
}

function pathOf(location: Item): Json {
  return location["path"] ?? null;
}

/** What belongs to a share: where it is mounted from, and who may. */
function partRoutes(seed: Item): Route[] {
  const shareOf = (call: Call, id: string): Item => {
    const share = itemsOf(seed["shares"]).find((one) => one["id"] === id);
    const isSeen = share?.["project_id"] === call.caller.projectId || isAdmin(call.caller);
    if (!share || !isSeen) throw notFound(`Share ${id} could not be found.`);
    return share;
  };
  return [
    get(`${ROOT}/shares/{id}/export_locations`, (call) => {
      fromVersion(call, 9);
      const all = exportsOf(shareOf(call, call.params["id"] ?? ""));
      const shown = isAdmin(call.caller) ? all : all.filter((one) => one["is_admin_only"] !== true)
        .map((one) => omit(one, ["is_admin_only", "share_instance_id"]));
      return reply({
        export_locations: shown.map((one) => call.version < 14 ? omit(one, ["preferred"]) : one),
      });
    }),
    get(`${ROOT}/share-access-rules`, (call) => {
      fromVersion(call, 45);
      const id = call.search.get("share_id");
      if (id === null) throw new Refusal(400, "Missing mandatory parameter(s): share_id.");
      shareOf(call, id);
      return reply({ access_list: [ACCESS_RULE] });
    }),
  ];
}

const ACCESS_RULE: Item = {
  id: "0f6e3c7a-5d0b-4a55-9c53-6e2b7d3f1a06",
  access_level: "rw",
  access_to: "10.10.0.0/24",
  access_type: "ip",
  state: "active",
  access_key: null,
  created_at: "2026-03-02T09:12:44.000000",
  updated_at: null,
  metadata: {},
};

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
    // Replicas are listed whosever they are; there is none unless a share is replicated.
    get(`${ROOT}/share-replicas/detail`, (call) => {
      fromVersion(call, 56);
      const offset = Number(call.search.get("offset") ?? 0);
      const limit = Number(call.search.get("limit") ?? 1000);
      const replicas = itemsOf(seed["replicas"]).slice(offset, offset + limit);
      return reply({
        share_replicas: replicas.map((one) => isAdmin(call.caller) ? one : omit(one, ["host"])),
      });
    }),
    get(`${ROOT}/share_instances`, (call) => {
      fromVersion(call, 7);
      needsAdmin(call);
      return reply({ share_instances: itemsOf(seed["shares"]).map(instanceOf) });
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

/** A share that is not replicated has one instance. */
function instanceOf(share: Item): Item {
  return {
    ...pick(share, ["availability_zone", "created_at", "host", "status", "share_network_id", "progress"]),
    id: textOf(share["id"]).replace(/^.{8}/, "0f6e3c7a"),
    share_id: share["id"] ?? null,
    share_server_id: share["share_server_id"] ?? null,
    access_rules_status: share["access_rules_status"] ?? null,
    replica_state: null,
    share_type_id: share["share_type"] ?? null,
    cast_rules_to_readonly: false,
    updated_at: share["created_at"] ?? null,
    ...itemOf(share["instance"]),
  };
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
