/**
 * What Nova counts: quotas, limits, usage over time.
 *
 * @module
 */

import { pageOf, queryWith, sorted } from "../collection.ts";
import { type Item, itemOf, numberOf, textOf } from "../json.ts";
import { visible, type Windows } from "../microversion.ts";
import { type Answer, type Call, get, isAdmin, Refusal, reply, type Route } from "../service.ts";
import type { Servers } from "./compute_servers.ts";
import { countOf, forbidden, needsAdmin, strictQuery } from "./nova.ts";

const QUOTA_WINDOWS: Windows = {
  "fixed_ips": { until: 36 },
  "floating_ips": { until: 36 },
  "networks": { until: 36 },
  "security_groups": { until: 36 },
  "security_group_rules": { until: 36 },
  "injected_file_content_bytes": { until: 57 },
  "injected_file_path_bytes": { until: 57 },
  "injected_files": { until: 57 },
};

const LIMIT_WINDOWS: Windows = {
  "maxTotalFloatingIps": { until: 36 },
  "maxSecurityGroups": { until: 36 },
  "maxSecurityGroupRules": { until: 36 },
  "totalFloatingIpsUsed": { until: 36 },
  "totalSecurityGroupsUsed": { until: 36 },
  "maxImageMeta": { until: 39 },
  "maxPersonality": { until: 57 },
  "maxPersonalitySize": { until: 57 },
};

/** What the routes about counts stand on. */
export interface UsageOptions {
  seed: Item;
  servers: Servers;
  /** The project that got more or fewer servers than were recorded. */
  projectId: string;
}

/** The routes about counts. */
export function usageRoutes(options: UsageOptions): Route[] {
  return [...quotaRoutes(options), ...limitRoutes(options), ...tenantUsageRoutes(options.servers)];
}

/** The recorded state with a quota of every project: of those that have none there, the usual one, unused. */
export function withQuotas(seed: Item, projects: readonly Item[]): Item {
  const { id: _, ...usual } = itemOf(seed["quota_defaults"]);
  const unused = Object.entries(usual).map(([key, limit]) => [key, { limit, in_use: 0, reserved: 0 }]);
  const quotas = projects.map(({ id = null }) => [id, { id, ...Object.fromEntries(unused) }]);
  return { ...seed, quotas: { ...Object.fromEntries(quotas), ...itemOf(seed["quotas"]) } };
}

/** The counts of a project as they are now. What it started with beyond the recorded ones has room of its own. */
export function quotaOf({ seed, servers, projectId }: UsageOptions, id: string): Item {
  const recorded = itemOf(seed["quotas"])[id];
  if (recorded === undefined) return {};
  const quota = itemOf(recorded);
  const grown = servers.grown(id);
  const changed: Item = { ...quota };
  for (const key of ["instances", "cores", "ram"] as const) {
    const { limit = -1, in_use = 0, reserved = 0 } = itemOf(quota[key]);
    const more = id === projectId ? servers.added[key] : 0;
    const room = numberOf(limit) < 0 ? -1 : numberOf(limit) + more;
    changed[key] = { limit: room, in_use: numberOf(in_use) + grown[key], reserved };
  }
  return changed;
}

function quotaRoutes(options: UsageOptions): Route[] {
  const quotas = itemOf(options.seed["quotas"]);
  const find = (call: Call, rule: string): Item => {
    strictQuery(call, 75, ["user_id"]);
    const id = call.params["id"] ?? "";
    if (id !== call.caller.projectId) needsAdmin(call, `os_compute_api:os-quota-sets:${rule}`);
    if (quotas[id] === undefined) throw new Refusal(400, `Project ID ${id} is not a valid project.`);
    return visible(quotaOf(options, id), QUOTA_WINDOWS, call.version, true);
  };
  return [
    get("/os-quota-sets/{id}", (call) => {
      const limits = Object.entries(find(call, "show")).map(([key, value]) => [
        key,
        key === "id" ? value : itemOf(value)["limit"] ?? null,
      ]);
      return reply({ quota_set: Object.fromEntries(limits) });
    }),
    get("/os-quota-sets/{id}/detail", (call) => reply({ quota_set: find(call, "detail") })),
    get("/os-quota-sets/{id}/defaults", (call) => {
      const usual = visible(itemOf(options.seed["quota_defaults"]), QUOTA_WINDOWS, call.version, true);
      return reply({ quota_set: { ...usual, id: call.params["id"] ?? "" } });
    }),
  ];
}

/** Which figures of `/limits` a quota stands behind. */
const LIMITS: Readonly<Record<string, readonly [limit: string, used: string]>> = {
  instances: ["maxTotalInstances", "totalInstancesUsed"],
  cores: ["maxTotalCores", "totalCoresUsed"],
  ram: ["maxTotalRAMSize", "totalRAMUsed"],
};

function limitRoutes(options: UsageOptions): Route[] {
  const limits = itemOf(options.seed["limits"]);
  return [
    get("/limits", (call) => {
      strictQuery(call, 75, ["reserved", "tenant_id"]);
      const other = call.search.get("tenant_id");
      if (other !== null) needsAdmin(call, "os_compute_api:limits:other_project");
      const id = other ?? call.caller.projectId;
      const recorded = itemOf(limits[id] ?? Object.values(limits)[0]);
      const absolute = { ...itemOf(recorded["absolute"]) };
      const quota = quotaOf(options, id);
      for (const [key, [limit, used]] of Object.entries(LIMITS)) {
        absolute[limit] = itemOf(quota[key])["limit"] ?? absolute[limit] ?? -1;
        absolute[used] = itemOf(quota[key])["in_use"] ?? 0;
      }
      return reply({ limits: { rate: [], absolute: visible(absolute, LIMIT_WINDOWS, call.version, true) } });
    }),
  ];
}

// ---- usage over time ---------------------------------------------------------------------------

interface Span {
  readonly start: number;
  readonly stop: number;
}

function spanOf(call: Call): Span {
  const read = (key: string): number => {
    const text = call.search.get(key);
    if (text === null) return call.now;
    const time = Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
    if (Number.isNaN(time)) throw new Refusal(400, "Invalid datetime string: Datetime is in invalid format");
    return time;
  };
  const span = { start: read("start"), stop: read("end") };
  if (span.start > span.stop) {
    throw new Refusal(400, "Invalid start time. The start time cannot occur after the end time.");
  }
  return span;
}

/** The servers that ran in a span. */
function ranIn(servers: Servers, { start, stop }: Span): Item[] {
  return servers.ever.filter((server) => {
    const began = Date.parse(`${textOf(server["OS-SRV-USG:launched_at"])}Z`);
    const ended = Date.parse(`${textOf(server["OS-SRV-USG:terminated_at"])}Z`);
    return began <= stop && !(ended < start);
  });
}

function usageOf(server: Item, span: Span, now: number): Item {
  const flavor = itemOf(server["flavor"]);
  const began = Date.parse(`${textOf(server["OS-SRV-USG:launched_at"])}Z`);
  const end = Date.parse(`${textOf(server["OS-SRV-USG:terminated_at"])}Z`);
  return {
    hours:
      Math.max(0, Math.min(span.stop, Number.isNaN(end) ? Infinity : end) - Math.max(span.start, began)) /
      3_600_000,
    flavor: flavor["original_name"] ?? null,
    instance_id: server["id"] ?? null,
    name: server["name"] ?? null,
    tenant_id: server["tenant_id"] ?? null,
    memory_mb: flavor["ram"] ?? 0,
    local_gb: numberOf(flavor["disk"]) + numberOf(flavor["ephemeral"]),
    vcpus: flavor["vcpus"] ?? 0,
    started_at: server["OS-SRV-USG:launched_at"] ?? null,
    ended_at: server["OS-SRV-USG:terminated_at"] ?? null,
    state: server["OS-EXT-STS:vm_state"] ?? null,
    uptime: Math.floor(((Number.isNaN(end) ? now : end) - began) / 1000),
  };
}

function totalOf(tenant: string, usages: Item[], span: Span, detailed: boolean): Item {
  const sum = (weight: (usage: Item) => number) =>
    usages.reduce((total, usage) => total + numberOf(usage["hours"]) * weight(usage), 0);
  const time = (ms: number) => new Date(ms).toISOString().replace("Z", "000");
  return {
    tenant_id: tenant,
    ...(detailed ? { server_usages: usages } : {}),
    total_local_gb_usage: sum((usage) => numberOf(usage["local_gb"])),
    total_vcpus_usage: sum((usage) => numberOf(usage["vcpus"])),
    total_memory_mb_usage: sum((usage) => numberOf(usage["memory_mb"])),
    total_hours: sum(() => 1),
    start: time(span.start),
    stop: time(span.stop),
  };
}

/** From 2.40 on usage comes in pages of servers, whatever project they are in. */
function usagePage(call: Call, servers: Item[]): { items: Item[]; next: string | undefined } {
  const ordered = sorted(servers, [{ key: "id", descending: false }]);
  if (call.version < 40) return { items: ordered, next: undefined };
  const limit = Math.min(countOf(call, "limit") ?? 1000, 1000);
  const marker = call.search.get("marker");
  const page = pageOf(ordered, { limit, marker });
  if (!page) throw new Refusal(400, `marker [${marker}] not found`);
  const last = page.items.at(-1);
  const full = page.items.length === limit && last;
  return {
    items: page.items,
    next: full ? queryWith(call.search, { marker: textOf(last["id"]) }) : undefined,
  };
}

const USAGE_KEYS = ["start", "end", "detailed", "limit", "marker"];

function tenantUsageRoutes(servers: Servers): Route[] {
  const linked = (body: Item, key: string, call: Call, next: string | undefined): Answer =>
    reply(next ? { ...body, [key]: [{ rel: "next", href: `${call.origin}${call.path}?${next}` }] } : body);
  return [
    get("/os-simple-tenant-usage", (call) => {
      strictQuery(call, 75, USAGE_KEYS);
      needsAdmin(call, "os_compute_api:os-simple-tenant-usage:list");
      const span = spanOf(call);
      const { items, next } = usagePage(call, ranIn(servers, span));
      const detailed = call.search.get("detailed") === "1";
      const tenants = Map.groupBy(items, (server) => textOf(server["tenant_id"]));
      const rows = [...tenants].map(([tenant, own]) =>
        totalOf(tenant, own.map((server) => usageOf(server, span, call.now)), span, detailed)
      );
      return linked({ tenant_usages: rows }, "tenant_usages_links", call, next);
    }),
    get("/os-simple-tenant-usage/{id}", (call) => {
      strictQuery(call, 75, USAGE_KEYS);
      const id = call.params["id"] ?? "";
      if (id !== call.caller.projectId && !isAdmin(call.caller)) {
        throw forbidden("os_compute_api:os-simple-tenant-usage:show");
      }
      const span = spanOf(call);
      const own = ranIn(servers, span).filter((server) => server["tenant_id"] === id);
      const { items, next } = usagePage(call, own);
      if (items.length === 0) return reply({ tenant_usage: {} });
      const usages = items.map((server) => usageOf(server, span, call.now));
      return linked({ tenant_usage: totalOf(id, usages, span, true) }, "tenant_usage_links", call, next);
    }),
  ];
}
