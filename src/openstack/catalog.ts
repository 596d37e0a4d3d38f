/** Reads Keystone's service catalog and picks the endpoint of a service.
 *
 * @module
 */
import { isWire, list, text } from "./read.ts";
import { knownServices, serviceInfo } from "./services.ts";
import type { CloudSettings, Interface } from "./settings.ts";

/** One URL of a service. */
export interface CatalogEndpoint {
  readonly interface: Interface;
  readonly url: string;
  readonly region?: string;
  readonly id?: string;
}

/** One service of the catalog, as Keystone names it. */
export interface CatalogEntry {
  readonly type: string;
  readonly name?: string;
  readonly id?: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

const INTERFACES: ReadonlyMap<string, Interface> = new Map([
  ["public", "public"],
  ["publicURL", "public"],
  ["internal", "internal"],
  ["internalURL", "internal"],
  ["admin", "admin"],
  ["adminURL", "admin"],
]);

/** Reads the `catalog` member of a token. Endpoints without a URL, or of an unknown interface, are left out. */
export function readCatalog(value: unknown): CatalogEntry[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isWire).flatMap((entry) => {
    const type = text(entry, "type");
    return type === undefined ? [] : [{
      type,
      ...defined({ name: text(entry, "name"), id: text(entry, "id") }),
      endpoints: (list(entry, "endpoints") ?? []).flatMap(readEndpoint),
    }];
  });
}

function readEndpoint(value: unknown): CatalogEndpoint[] {
  const url = text(value, "url");
  const kind = INTERFACES.get(text(value, "interface") ?? "");
  if (url === undefined || kind === undefined) return [];
  const region = text(value, "region_id") ?? text(value, "region");
  return [{ interface: kind, url, ...defined({ region, id: text(value, "id") }) }];
}

/** The members that have a value, typed as such. */
function defined<T extends Record<string, string | undefined>>(members: T): { [K in keyof T]?: string } {
  const result: { [K in keyof T]?: string } = {};
  for (const key in members) if (members[key] !== undefined) result[key] = members[key];
  return result;
}

/** What {@linkcode findEndpoint} found. */
export type FoundEndpoint =
  | {
    readonly kind: "found";
    /** Official service type. */
    readonly service: string;
    /** Type as the catalog spells it. */
    readonly alias: string;
    readonly url: string;
    readonly region?: string;
    readonly interface?: Interface;
    readonly overridden: boolean;
  }
  | { readonly kind: "not deployed"; readonly service: string }
  | { readonly kind: "no endpoint"; readonly service: string; readonly detail: string };

/** Picks the endpoint of a service: an override first, else the first type that has a fitting endpoint, and of its
 * endpoints the first preferred interface.
 *
 * @param service Type or alias.
 */
export function findEndpoint(
  catalog: readonly CatalogEntry[],
  service: string,
  settings: Pick<CloudSettings, "interfaces" | "region" | "services">,
): FoundEndpoint {
  const info = serviceInfo(service);
  const own = settings.services[info.type] ?? {};
  if (own.endpointOverride) {
    return {
      kind: "found",
      service: info.type,
      alias: info.type,
      url: own.endpointOverride,
      overridden: true,
    };
  }
  const types = [info.type, ...info.aliases].filter((type) => catalog.some((entry) => entry.type === type));
  if (types.length === 0) return { kind: "not deployed", service: info.type };
  const region = own.region ?? settings.region;
  const wanted = own.interfaces ?? settings.interfaces;
  for (const type of types) {
    const fitting = endpointsOf(catalog, type).filter((endpoint) =>
      wanted.includes(endpoint.interface) && (region === undefined || endpoint.region === region) &&
      !conflictingVersion(endpoint.url, info.versionPath)
    );
    const regions = new Set(fitting.map((endpoint) => endpoint.region ?? "no region"));
    if (regions.size > 1) {
      return {
        kind: "no endpoint",
        service: info.type,
        detail: `several regions (${[...regions].join(", ")}): name one`,
      };
    }
    const first = wanted.flatMap((kind) => fitting.filter((endpoint) => endpoint.interface === kind))[0];
    if (first) {
      return {
        kind: "found",
        service: info.type,
        alias: type,
        url: first.url,
        interface: first.interface,
        ...(first.region === undefined ? {} : { region: first.region }),
        overridden: false,
      };
    }
  }
  const all = types.flatMap((type) => endpointsOf(catalog, type));
  return { kind: "no endpoint", service: info.type, detail: missingDetail(all, wanted, region) };
}

/** All endpoints of a type: the catalog may have several services of it, one for each region for instance. */
function endpointsOf(catalog: readonly CatalogEntry[], type: string): CatalogEndpoint[] {
  return catalog.filter((entry) => entry.type === type).flatMap((entry) => entry.endpoints);
}

function missingDetail(
  all: readonly CatalogEndpoint[],
  wanted: readonly Interface[],
  region: string | undefined,
): string {
  if (all.length === 0) return "no endpoint for this scope";
  const offered = [
    ...new Set(all.map((endpoint) => {
      const version = majorVersion(endpoint.url);
      return `${endpoint.interface} in ${endpoint.region ?? "no region"}${version ? ` (v${version})` : ""}`;
    })),
  ];
  return `no ${wanted.join(" or ")} endpoint${region ? ` in region ${region}` : ""} fits; offered: ${
    offered.join(", ")
  }`;
}

/** A catalog may still list `volume` at /v1 or /v2 beside v3: another major version is another API. */
function conflictingVersion(url: string, versionPath: string | undefined): boolean {
  const major = majorVersion(url);
  const wanted = /^\/v(\d+)/.exec(versionPath ?? "")?.[1];
  return major !== undefined && wanted !== undefined && major !== wanted;
}

/** The major version that a URL names. What is no URL at all conflicts with nothing: it is refused later, with a reason. */
function majorVersion(url: string): string | undefined {
  const path = URL.parse(url)?.pathname.split("/") ?? [];
  return path.map((part) => VERSION_SEGMENT.exec(part)?.[1]).find((major) => major !== undefined);
}

const VERSION_SEGMENT = /^v(\d+)(?:\.\d+)?$/;

/** Every service type to look up: those the client knows, then the catalog's others as they stand. */
export function catalogServices(catalog: readonly CatalogEntry[]): string[] {
  const known = knownServices().map((info) => info.type);
  return [...new Set([...known, ...catalog.map((entry) => serviceInfo(entry.type).type)])];
}

/** The unversioned root of an endpoint, and the base below which the operations' paths stand. */
export interface ServiceBase {
  readonly root: URL;
  readonly base: URL;
}

/** Splits an endpoint URL into root and versioned base, adding what the service needs and the URL lacks.
 *
 * @throws {TypeError} If the URL cannot be parsed.
 */
export function serviceBase(url: string, service: string, projectId: string | undefined): ServiceBase {
  const info = serviceInfo(service);
  const parsed = new URL(expandMarkers(url, projectId) ?? url);
  parsed.search = "";
  parsed.hash = "";
  const segments = parsed.pathname.split("/").filter((part) => part !== "");
  const at = segments.findIndex((part) => VERSION_SEGMENT.test(part));
  const head = at < 0 ? segments : segments.slice(0, at);
  const own = info.versionPath?.slice(1) ?? "";
  const named = at < 0 ? own : segments[at] ?? "";
  // Nova's v2 is the API from before the microversions, Neutron's v2 is none: the minor that we speak is meant.
  const version = own.startsWith(`${named}.`) ? own : named;
  const tail = at < 0 ? [] : segments.slice(at + 1);
  if (info.projectInPath && tail.length === 0 && projectId) tail.push(encodeURIComponent(projectId));
  const root = new URL(parsed);
  root.pathname = head.length === 0 ? "/" : `/${head.join("/")}/`;
  const base = new URL(parsed);
  base.pathname = `/${[...head, version, ...tail].filter((part) => part !== "").join("/")}`;
  return { root, base };
}

/** Puts the project id where an endpoint has a marker for it (`%(project_id)s`, `$(tenant_id)s`).
 *
 * @returns undefined if a marker remains: there is no project, or it stands for something else.
 */
export function expandMarkers(url: string, projectId: string | undefined): string | undefined {
  const expanded = projectId === undefined
    ? url
    : url.replace(/[%$]\((?:project|tenant)_id\)s/g, () => encodeURIComponent(projectId));
  return /[%$]\(\w+\)s/.test(expanded) ? undefined : expanded;
}
