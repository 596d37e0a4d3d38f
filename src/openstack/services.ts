/** The services that the client knows: their types, aliases, version paths and microversion headers.
 *
 * Aliases follow the service-types authority; the first that a catalog has is taken.
 *
 * @module
 */

/** What is fixed about a service. */
export interface ServiceInfo {
  /** Official type. */
  readonly type: string;
  /** Historical types, in the authority's order. */
  readonly aliases: readonly string[];
  /** Appended when an endpoint carries no version. */
  readonly versionPath?: string;
  /** Whether the project id follows the version in every path. */
  readonly projectInPath?: boolean;
  /** Word that the `OpenStack-API-Version` header uses; absent when the service has no microversions. */
  readonly microversionType?: string;
  /** Older header, which releases before the common one need. */
  readonly legacyVersionHeader?: string;
}

const SERVICES: readonly ServiceInfo[] = [
  { type: "identity", aliases: [], versionPath: "/v3" },
  {
    type: "compute",
    aliases: [],
    versionPath: "/v2.1",
    microversionType: "compute",
    legacyVersionHeader: "X-OpenStack-Nova-API-Version",
  },
  { type: "placement", aliases: [], microversionType: "placement" },
  { type: "network", aliases: [], versionPath: "/v2.0" },
  {
    type: "block-storage",
    aliases: ["volumev3", "volume", "block-store"],
    versionPath: "/v3",
    projectInPath: true,
    microversionType: "volume",
  },
  { type: "image", aliases: [], versionPath: "/v2" },
  { type: "orchestration", aliases: [], versionPath: "/v1", projectInPath: true },
  { type: "load-balancer", aliases: [], versionPath: "/v2" },
  { type: "dns", aliases: [], versionPath: "/v2" },
  { type: "key-manager", aliases: [], versionPath: "/v1", microversionType: "key-manager" },
  {
    type: "shared-file-system",
    aliases: ["sharev2", "share"],
    versionPath: "/v2",
    microversionType: "shared-file-system",
    legacyVersionHeader: "X-OpenStack-Manila-API-Version",
  },
  { type: "object-store", aliases: [] },
  {
    type: "container-infrastructure-management",
    aliases: ["container-infra", "container-infrastructure"],
    versionPath: "/v1",
    microversionType: "container-infra",
  },
  {
    type: "baremetal",
    aliases: ["bare-metal"],
    versionPath: "/v1",
    microversionType: "baremetal",
    legacyVersionHeader: "X-OpenStack-Ironic-API-Version",
  },
  {
    type: "instance-ha",
    aliases: ["ha"],
    versionPath: "/v1",
    projectInPath: true,
    microversionType: "instance-ha",
  },
  { type: "alarm", aliases: ["alarming"], versionPath: "/v2" },
  { type: "metric", aliases: [], versionPath: "/v1" },
  { type: "database", aliases: [], versionPath: "/v1.0", projectInPath: true },
  { type: "reservation", aliases: [], versionPath: "/v1" },
];

const BY_NAME = new Map(
  SERVICES.flatMap((info) => [info.type, ...info.aliases].map((name) => [name, info] as const)),
);

/** The service that a type or an alias means; an unknown type stands for itself, without version or microversions. */
export function serviceInfo(type: string): ServiceInfo {
  return BY_NAME.get(type) ?? { type, aliases: [] };
}

/** The official type of a type or an alias. */
export function officialType(type: string): string {
  return serviceInfo(type).type;
}

/** Every service that the client knows by name. */
export function knownServices(): readonly ServiceInfo[] {
  return SERVICES;
}
