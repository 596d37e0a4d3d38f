/**
 * Designate, DNS API v2.
 *
 * @module
 */

import { pageOf, queryWith, sorted } from "../collection.ts";
import { type Item, itemOf, itemsOf, textOf } from "../json.ts";
import {
  type Answer,
  type Arrival,
  type Call,
  get,
  isAdmin,
  Refusal,
  reply,
  type Route,
  type Service,
} from "../service.ts";
import { fresh } from "../time.ts";

/** What Designate stands on. */
export interface DnsOptions {
  seed: Item;
  origin: string;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function fault({ status, message, type }: Refusal, _arrival: Arrival, requestId: string): Answer {
  if (type === "bare") return { status, headers: { "Content-Type": "text/html; charset=utf-8" }, text: "" };
  const told: Item = message === "" ? {} : { message };
  return reply({ code: status, type, ...told, request_id: requestId }, status);
}

function forbidden(): Refusal {
  return new Refusal(403, "", "forbidden");
}

/** Designate. */
export function designate({ seed, origin }: DnsOptions): Service {
  const links = [
    { href: `${origin}/v2`, rel: "self" },
    { href: "https://docs.openstack.org/api-ref/dns", rel: "help" },
  ];
  const versions = [["v2", "SUPPORTED"], ["v2.0", "CURRENT"]]
    .map(([id = "", status = ""]) => ({ id, links, status, updated: "2022-06-29T00:00:00Z" }));
  return {
    type: "dns",
    routes: [get("/", () => reply({ versions })), ...zoneRoutes(seed), ...otherRoutes(seed)],
    open: ({ path }) => path === "/" || path === "",
    negotiate: () => 0,
    fault,
    missing: (arrival, requestId) =>
      fault(new Refusal(404, "resource not found", "not_found"), arrival, requestId),
    headers: ({ arrival, requestId }): Record<string, string> =>
      arrival.path === "/" ? {} : { "X-Openstack-Request-Id": requestId },
  };
}

/** The projects a request is about: one's own, or all if an administrator asks with a header. */
function inScope(call: Call): (item: Item) => boolean {
  const all = /^true$/i.test(call.headers["x-auth-all-projects"] ?? "");
  if (all && !isAdmin(call.caller)) throw new Refusal(403, "", "bare");
  const project = actingProject(call);
  return (item) => all || item["project_id"] === project;
}

/** The project that a request acts as: one's own, or another if an administrator names it in a header. */
function actingProject({ headers, caller }: Call): string {
  const other = headers["x-auth-sudo-project-id"];
  if (other !== undefined && !isAdmin(caller)) throw new Refusal(403, "", "bare");
  return other ?? caller.projectId;
}

const CONTROL = ["limit", "marker", "sort_key", "sort_dir"];
const ZONE_FILTERS = ["name", "type", "email", "status", "description", "ttl"];
const RECORDSET_FILTERS = ["name", "type", "ttl", "data", "description", "status", "zone_id"];
const ZONE_SORT_KEYS = ["created_at", "id", "updated_at", "name", "tenant_id", "serial", "ttl", "status"];
const RECORDSET_SORT_KEYS = ["created_at", "updated_at", "zone_id", "tenant_id", "name", "type", "ttl"];

interface Collection {
  plural: string;
  filters: readonly string[];
  sortKeys: readonly string[];
}

const ZONES: Collection = { plural: "zones", filters: ZONE_FILTERS, sortKeys: ZONE_SORT_KEYS };
const RECORDSETS: Collection = {
  plural: "recordsets",
  filters: RECORDSET_FILTERS,
  sortKeys: RECORDSET_SORT_KEYS,
};

function page(call: Call, { plural, filters, sortKeys }: Collection, items: readonly Item[]): Answer {
  const wrong = [...call.search.keys()].filter((key) => !CONTROL.includes(key) && !filters.includes(key));
  if (wrong.length > 0) throw new Refusal(400, `Invalid filters ${wrong.join(", ")}`, "bad_request");
  const tests = [...call.search].filter(([key]) => filters.includes(key));
  const found = items.filter((item) =>
    tests.every(([key, value]) => like(item[key === "data" ? "records" : key], value))
  );
  const key = call.search.get("sort_key");
  if (key !== null && !sortKeys.includes(key)) {
    const known = sortKeys.map((one) => `'${one}'`).join(", ");
    throw new Refusal(400, `sort key must be one of [${known}]`, "invalid_sort_key");
  }
  const descending = call.search.get("sort_dir") === "desc";
  const ordered = key === null ? found : sorted(found, [{ key, descending }]);
  const limit = limitOf(call);
  const marker = call.search.get("marker");
  const cut = pageOf(ordered, { limit, marker });
  if (!cut) throw new Refusal(400, "", "invalid_marker");
  const query = call.query === "" ? "" : `?${call.query}`;
  const last = cut.items.at(-1);
  const next: Item = cut.more && last
    ? { next: `${call.origin}${call.path}?${queryWith(call.search, { marker: textOf(last["id"]) })}` }
    : {};
  return reply({
    [plural]: cut.items,
    links: { self: `${call.origin}${call.path}${query}`, ...next },
    metadata: { total_count: found.length },
  });
}

/** An asterisk stands for anything. */
function like(has: Item[string] | undefined, value: string): boolean {
  if (Array.isArray(has)) return has.some((one) => like(one, value));
  const parts = value.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(String(has));
}

function limitOf(call: Call): number {
  const text = call.search.get("limit");
  if (text === null) return DEFAULT_LIMIT;
  if (text.toLowerCase() === "max") return MAX_LIMIT;
  if (/^\d+$/.test(text) && Number(text) >= 1) return Math.min(Number(text), MAX_LIMIT);
  throw new Refusal(400, "limit should be an integer between 1 and 1000", "invalid_limit");
}

function zoneRoutes(seed: Item): Route[] {
  const zones = itemsOf(seed["zones"]);
  const recordsets = itemsOf(seed["recordsets"]);
  const find = (call: Call): Item => {
    const id = call.params["zone"] ?? "";
    if (!UUID.test(id)) throw new Refusal(400, `Invalid UUID zone_id: ${id}`, "invalid_uuid");
    const zone = zones.find((one) => one["id"] === id && inScope(call)(one));
    if (!zone) throw new Refusal(404, "Could not find Zone", "zone_not_found");
    return zone;
  };
  const below = (call: Call) => {
    const { id } = find(call);
    return recordsets.filter((one) => one["zone_id"] === id);
  };
  return [
    get("/v2/zones", (call) => page(call, ZONES, zones.filter(inScope(call)))),
    get("/v2/zones/{zone}", (call) => reply(find(call))),
    get("/v2/zones/{zone}/recordsets", (call) => page(call, RECORDSETS, below(call))),
    get("/v2/zones/{zone}/recordsets/{id}", (call) => {
      const found = below(call).find((one) => one["id"] === call.params["id"]);
      if (!found) throw new Refusal(404, "Could not find RecordSet", "recordset_not_found");
      return reply(found);
    }),
    get(
      "/v2/recordsets",
      (call) => {
        // Designate itself breaks on this filter, which its reference has.
        if (call.search.has("zone_id")) throw new Refusal(500, "", "unknown");
        return page(call, RECORDSETS, recordsets.filter(inScope(call)));
      },
    ),
  ];
}

function otherRoutes(seed: Item): Route[] {
  const needsAdmin = (call: Call) => {
    if (!isAdmin(call.caller)) throw forbidden();
  };
  return [
    get("/v2/limits", () => reply(seed["limits"] ?? {})),
    get("/v2/quotas/{id}", (call) => {
      const id = call.params["id"] ?? "";
      if (!inScope(call)({ project_id: id })) throw forbidden();
      const quotas = itemOf(seed["quotas"]);
      return reply(quotas[id] ?? Object.values(quotas)[0] ?? {});
    }),
    get("/v2/pools", (call) => {
      needsAdmin(call);
      return reply({ pools: itemsOf(seed["pools"]), links: { self: `${call.origin}${call.path}` } });
    }),
    get("/v2/service_statuses", (call) => {
      needsAdmin(call);
      const live = itemsOf(seed["service_statuses"]).map((service) =>
        service["status"] === "UP"
          ? { ...service, heartbeated_at: `${fresh(call.now, textOf(service["id"]))}.000000` }
          : service
      );
      return reply({ service_statuses: live, links: { self: `${call.origin}${call.path}` } });
    }),
  ];
}
