/** The services of the catalog as the tools show them.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { type CatalogEntry, findEndpoint } from "../../openstack/catalog.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { listEndpoints, listServices } from "../../openstack/identity/operations.ts";
import {
  readRegisteredEndpoint,
  readRegisteredService,
  type RegisteredEndpoint,
  type RegisteredService,
} from "../../openstack/identity/types.ts";
import { officialType } from "../../openstack/services.ts";
import type { Column, Gathered, ListSpec } from "../list_spec.ts";
import type { ToolContext } from "../tool.ts";

/** A service: as the token's catalog has it, as Keystone has it registered, or both. */
interface CatalogService {
  readonly type: string;
  readonly name: string | undefined;
  readonly id: string | undefined;
  /** The address that this login uses. */
  readonly url: string | undefined;
  /** Why there is none. */
  readonly problem: string | undefined;
  readonly endpoints: readonly ShownEndpoint[];
  readonly enabled: boolean | undefined;
  readonly description: string | undefined;
}

interface ShownEndpoint {
  readonly interface?: string | undefined;
  readonly region?: string | undefined;
  readonly url?: string | undefined;
  /** For administrators: the catalog has no disabled ones. */
  readonly enabled?: boolean | undefined;
}

/** What Keystone tells administrators beyond the catalog. */
interface Registry {
  readonly services: readonly RegisteredService[];
  readonly endpoints: readonly RegisteredEndpoint[];
}

/** The columns that only the registry of Keystone fills. */
export const REGISTRY_COLUMNS = ["enabled", "description"];

const COLUMNS: readonly Column<CatalogService>[] = [
  { name: "type", level: "basic", value: (service) => service.type },
  { name: "name", level: "basic", value: (service) => service.name },
  // The type of today, where the catalog has an older one.
  { name: "alias_of", level: "detailed", value: ({ type }) => aliasOf(type) },
  { name: "regions", level: "detailed", value: ({ endpoints }) => distinct(endpoints, "region") },
  { name: "url", level: "detailed", value: (service) => service.url },
  { name: "problem", level: "detailed", value: (service) => service.problem },
  { name: "enabled", level: "full", value: (service) => service.enabled, needs: "admin", fold: "lower" },
  { name: "description", level: "full", value: (service) => service.description, needs: "admin" },
  { name: "interfaces", level: "extra", value: ({ endpoints }) => distinct(endpoints, "interface") },
  { name: "endpoints", level: "full", value: ({ endpoints }) => endpoints.map(endpointText) },
  { name: "id", level: "full", value: (service) => service.id },
];

/** The services of this login.
 *
 * @param registered Whether Keystone's registry is read as well, which administrators alone may do.
 */
export function catalogServices(session: Session, registered: boolean): ListSpec<CatalogService> {
  return {
    noun: ["service", "services"],
    list: listServices,
    gather: (context) => gatherServices(session, registered, context),
    read: () => undefined,
    id: (service) => service.id ?? service.type,
    name: (service) => service.name ?? service.type,
    alsoKnownAs: (service) => [service.type],
    columns: COLUMNS,
  };
}

async function gatherServices(
  session: Session,
  registered: boolean,
  context: ToolContext,
): Promise<Gathered<CatalogService>> {
  const fromCatalog = session.catalog.map((entry) => shown(entry, context));
  const overridden = overrides(session, context);
  if (!registered) return { items: [...fromCatalog, ...overridden] };
  try {
    const registry = await readRegistry(context);
    const listed = new Set(session.catalog.flatMap(({ id }) => id ?? []));
    const others = registry.services.filter(({ id }) => !listed.has(id)).map(unlisted);
    return {
      items: [
        ...[...fromCatalog, ...others].map((service) => withRegistry(service, registry)),
        ...overridden,
      ],
    };
  } catch (error) {
    return {
      items: [...fromCatalog, ...overridden],
      unavailable: [unavailablePart("enabled flags, descriptions and disabled services", error)],
      missing: REGISTRY_COLUMNS,
    };
  }
}

async function readRegistry(context: ToolContext): Promise<Registry> {
  const [services, endpoints] = await Promise.all([
    context.cloud.list(listServices),
    context.cloud.list(listEndpoints),
  ]);
  return {
    services: services.flatMap((value) => readRegisteredService(value) ?? []),
    endpoints: endpoints.flatMap((value) => readRegisteredEndpoint(value) ?? []),
  };
}

function shown(entry: CatalogEntry, context: ToolContext): CatalogService {
  const found = findEndpoint([entry], entry.type, context.cloud.settings);
  const url = found.kind === "found" ? found.url : undefined;
  return {
    type: entry.type,
    name: entry.name,
    id: entry.id,
    url,
    problem: found.kind === "no endpoint" ? found.detail : refusalOf(entry, context),
    endpoints: entry.endpoints,
    enabled: undefined,
    description: undefined,
  };
}

function refusalOf({ type }: CatalogEntry, context: ToolContext): string | undefined {
  const refused = context.cloud.allowlist.refused.find(({ service }) => service === officialType(type));
  return refused && `${refused.reason}: ${refused.detail}`;
}

/** Services that the settings name and the catalog does not. */
function overrides(session: Session, context: ToolContext): CatalogService[] {
  const { settings, allowlist } = context.cloud;
  const listed = new Set(session.catalog.map(({ type }) => officialType(type)));
  return allowlist.entries
    .filter(({ service }) => settings.services[service]?.endpointOverride && !listed.has(service))
    .map(({ service, base }) => ({
      type: service,
      name: undefined,
      id: undefined,
      url: base,
      problem: undefined,
      endpoints: [{ interface: "override", region: undefined, url: base }],
      enabled: undefined,
      description: undefined,
    }));
}

/** A service that the catalog leaves out: it is disabled, or has no endpoint that is enabled. */
function unlisted({ id, type = "", name }: RegisteredService): CatalogService {
  return {
    type,
    name,
    id,
    url: undefined,
    problem: "not in the catalog",
    endpoints: [],
    enabled: undefined,
    description: undefined,
  };
}

function withRegistry(service: CatalogService, { services, endpoints }: Registry): CatalogService {
  const own = services.find(({ id }) => id === service.id);
  if (!own) return service;
  return {
    ...service,
    enabled: own.enabled,
    description: own.description,
    endpoints: endpoints.filter(({ serviceId }) => serviceId === own.id),
  };
}

function aliasOf(type: string): string | undefined {
  const official = officialType(type);
  return official === type ? undefined : official;
}

function distinct(endpoints: readonly ShownEndpoint[], part: "interface" | "region"): string[] {
  return [...new Set(endpoints.flatMap((endpoint) => endpoint[part] ?? []))].sort();
}

/** `public http://cloud:8774/v2.1 (RegionOne)`. */
function endpointText({ interface: kind, url, region, enabled }: ShownEndpoint): string {
  const notes = [region ?? [], enabled === false ? "disabled" : []].flat();
  return [kind ?? [], url ?? [], notes.length > 0 ? `(${notes.join(", ")})` : []].flat().join(" ");
}
