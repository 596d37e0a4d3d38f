/** The settings that one service has of its own: `compute_endpoint_override`, `OS_VOLUME_API_VERSION`...
 *
 * @module
 */

/** Official service types by every spelling that occurs in keys and variables, with underscores. */
const SERVICE_TYPES: Readonly<Record<string, string>> = {
  accelerator: "accelerator",
  alarm: "alarm",
  alarming: "alarm",
  baremetal: "baremetal",
  bare_metal: "baremetal",
  block_storage: "block-storage",
  block_store: "block-storage",
  volume: "block-storage",
  volumev2: "block-storage",
  volumev3: "block-storage",
  compute: "compute",
  container_infrastructure_management: "container-infrastructure-management",
  container_infrastructure: "container-infrastructure-management",
  container_infra: "container-infrastructure-management",
  database: "database",
  dns: "dns",
  identity: "identity",
  image: "image",
  instance_ha: "instance-ha",
  ha: "instance-ha",
  key_manager: "key-manager",
  load_balancer: "load-balancer",
  loadbalancer: "load-balancer",
  message: "message",
  messaging: "message",
  metric: "metric",
  network: "network",
  object_store: "object-store",
  orchestration: "orchestration",
  placement: "placement",
  rating: "rating",
  reservation: "reservation",
  resource_optimization: "resource-optimization",
  infra_optim: "resource-optimization",
  shared_file_system: "shared-file-system",
  share: "shared-file-system",
  sharev2: "shared-file-system",
  workflow: "workflow",
  workflowv2: "workflow",
};

/** Services that negotiate a microversion; elsewhere a version such as 2.0 says nothing about one. */
const WITH_MICROVERSIONS: ReadonlySet<string> = new Set([
  "compute",
  "block-storage",
  "placement",
  "shared-file-system",
  "baremetal",
  "container-infrastructure-management",
  "instance-ha",
  "key-manager",
]);

/** What can be set for a service; of two that say the same the first wins. */
const SUFFIXES = [
  "endpoint_override",
  "default_microversion",
  "region_name",
  "interface",
  "endpoint",
  "api_version",
] as const;

/** What can be set for a service. */
export type ServiceKeySuffix = (typeof SUFFIXES)[number];

/** A key such as `compute_endpoint_override`, taken apart. */
export interface ServiceKey {
  /** The official service type, `block-storage` for instance. */
  readonly type: string;
  readonly suffix: ServiceKeySuffix;
  /** Whether the key names the service by its official type. */
  readonly official: boolean;
}

/** Takes the key of a service apart.
 *
 * @param key A canonical key.
 * @returns Its parts, or `undefined` when it is no service's key.
 */
export function parseServiceKey(key: string): ServiceKey | undefined {
  const suffix = SUFFIXES.find((each) => key.endsWith(`_${each}`));
  if (suffix === undefined) return undefined;
  const service = key.slice(0, -suffix.length - 1);
  const type = Object.hasOwn(SERVICE_TYPES, service) ? SERVICE_TYPES[service] : undefined;
  return type === undefined ? undefined : { type, suffix, official: type === service.replaceAll("_", "-") };
}

/** Orders two keys of the same service so that the one to believe comes first.
 *
 * @param a One key.
 * @param b Another.
 */
export function compareServiceKeys(a: ServiceKey, b: ServiceKey): number {
  return SUFFIXES.indexOf(a.suffix) - SUFFIXES.indexOf(b.suffix) || Number(b.official) - Number(a.official);
}

/** The keys of services that there can be, for finding misspelt ones. */
export function serviceKeys(): string[] {
  return Object.keys(SERVICE_TYPES).flatMap((service) => SUFFIXES.map((suffix) => `${service}_${suffix}`));
}

/** Whether a service negotiates microversions.
 *
 * @param type An official service type.
 */
export function hasMicroversions(type: string): boolean {
  return WITH_MICROVERSIONS.has(type);
}

/** The microversion that an API version asks for: `2.88` asks for itself, a bare major version and `2.0` for none.
 *
 * @param version The version as it was written, with or without a leading `v`.
 * @returns The microversion, or `undefined` when none is asked for.
 */
export function impliedMicroversion(version: string): string | undefined {
  const match = /^v?(\d+)\.(\d+)$/.exec(version.trim());
  return match === null || Number(match[2]) === 0 ? undefined : `${match[1]}.${match[2]}`;
}
