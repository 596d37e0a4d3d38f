/** Resources of the Compute API v2.1, read out of the wire forms of all its microversions.
 *
 * A member that the answer does not have is undefined: also when the microversion, the role or a cell that is
 * down keeps it back. Times are the service's own text.
 *
 * @module
 */
import { count, flag, isWire, list, member, text, texts, wire } from "../read.ts";

/** The flavor that a server was made with. Until 2.46 only its id is known, from 2.47 on everything but its id. */
export interface ServerFlavor {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly vcpus: number | undefined;
  readonly ramMb: number | undefined;
  readonly diskGb: number | undefined;
  readonly ephemeralGb: number | undefined;
  readonly swapMb: number | undefined;
  readonly extraSpecs: Readonly<Record<string, string>> | undefined;
}

/** The image that a server was made from. */
export interface ServerImage {
  readonly id: string;
  /** From 2.98 on, when one server is shown. */
  readonly properties: Readonly<Record<string, string>> | undefined;
}

/** An address of a server. */
export interface ServerAddress {
  /** Name of the network. */
  readonly network: string;
  readonly address: string;
  readonly version: number | undefined;
  /** `fixed` or `floating`. */
  readonly type: string | undefined;
  readonly mac: string | undefined;
}

/** Why a server failed. */
export interface ServerFault {
  readonly code: number | undefined;
  readonly message: string | undefined;
  /** A stack trace, mostly for administrators. */
  readonly details: string | undefined;
  readonly created: string | undefined;
}

/** A volume of a server, as the server names it. */
export interface ServerVolume {
  readonly id: string;
  readonly deleteOnTermination: boolean | undefined;
}

/** A server. */
export interface Server {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  /** Absent if nothing is being done with it. */
  readonly taskState: string | undefined;
  readonly vmState: string | undefined;
  /** In words: `running`, `shutdown`; a number that has no word stays a number. */
  readonly powerState: string | undefined;
  readonly progress: number | undefined;
  /** A list may leave it out, that of a server that was never scheduled above all: the cell that it stands in is
   * not asked. The server itself, shown, has it. */
  readonly fault: ServerFault | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly created: string | undefined;
  readonly updated: string | undefined;
  readonly launchedAt: string | undefined;
  readonly terminatedAt: string | undefined;
  readonly flavor: ServerFlavor | undefined;
  /** Absent if it boots from a volume. */
  readonly image: ServerImage | undefined;
  readonly bootsFromVolume: boolean | undefined;
  readonly addresses: readonly ServerAddress[] | undefined;
  readonly accessIpv4: string | undefined;
  readonly accessIpv6: string | undefined;
  readonly volumes: readonly ServerVolume[] | undefined;
  /** Names, each once. Absent while it has no port. */
  readonly securityGroups: readonly string[] | undefined;
  readonly keyName: string | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  /** From 2.26 on. */
  readonly tags: readonly string[] | undefined;
  readonly locked: boolean | undefined;
  /** From 2.73 on. */
  readonly lockedReason: string | undefined;
  readonly configDrive: boolean | undefined;
  readonly diskConfig: string | undefined;
  readonly trustedImageCertificates: readonly string[] | undefined;
  readonly availabilityZone: string | undefined;
  /** The zone that its owner asked for; from 2.96 on. */
  readonly pinnedAvailabilityZone: string | undefined;
  /** Ids; from 2.71 on, when one server is shown. */
  readonly serverGroups: readonly string[] | undefined;
  /** From 2.100 on, when one server is shown. */
  readonly schedulerHints: Readonly<Record<string, unknown>> | undefined;
  /** Equal for servers of one project that share a host; says nothing else. */
  readonly hostId: string | undefined;
  /** Name inside the guest; for everybody from 2.90 on. */
  readonly hostname: string | undefined;
  /** For administrators. */
  readonly host: string | undefined;
  /** For administrators. */
  readonly hypervisorHostname: string | undefined;
  /** For administrators. */
  readonly instanceName: string | undefined;
  /** For administrators, from 2.16 on: `UP`, `DOWN`, `MAINTENANCE`, `UNKNOWN`, or absent without a host. */
  readonly hostStatus: string | undefined;
  readonly rootDeviceName: string | undefined;
  /** Whether user data was given; for administrators. The data itself may hold secrets and is left out. */
  readonly hasUserData: boolean | undefined;
  /** Its cell is down: hardly more than its id and owner are known, and its status is `UNKNOWN`. */
  readonly partial: boolean;
}

/** A server in the list of names. */
export interface ServerRef {
  readonly id: string;
  /** Absent while its cell is down. */
  readonly name: string | undefined;
}

/** A flavor. */
export interface Flavor {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly vcpus: number | undefined;
  readonly ramMb: number | undefined;
  readonly diskGb: number | undefined;
  readonly ephemeralGb: number | undefined;
  readonly swapMb: number | undefined;
  readonly isPublic: boolean | undefined;
  /** Until 2.101. */
  readonly disabled: boolean | undefined;
  /** Until 2.101. */
  readonly rxtxFactor: number | undefined;
  /** From 2.61 on. */
  readonly extraSpecs: Readonly<Record<string, string>> | undefined;
}

/** One step of a {@linkcode ServerAction}. */
export interface ServerActionEvent {
  readonly event: string | undefined;
  readonly startTime: string | undefined;
  /** Absent while it runs. */
  readonly finishTime: string | undefined;
  /** `Success` or `Error`; absent while it runs. */
  readonly result: string | undefined;
  /** For administrators. */
  readonly host: string | undefined;
  readonly hostId: string | undefined;
  /** Why it failed; from 2.84 on. */
  readonly details: string | undefined;
  /** For administrators. */
  readonly traceback: string | undefined;
}

/** What was done with a server. */
export interface ServerAction {
  /** Serves as its id. */
  readonly requestId: string;
  readonly action: string | undefined;
  readonly serverId: string | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly startTime: string | undefined;
  readonly updatedAt: string | undefined;
  /** `Error` if it failed. */
  readonly message: string | undefined;
  /** Only when one action is shown. */
  readonly events: readonly ServerActionEvent[] | undefined;
}

/** A volume that is attached to a server. */
export interface VolumeAttachment {
  readonly volumeId: string;
  readonly serverId: string | undefined;
  readonly device: string | undefined;
  readonly tag: string | undefined;
  readonly deleteOnTermination: boolean | undefined;
  /** Cinder's id of it; from 2.89 on. */
  readonly attachmentId: string | undefined;
}

/** A port that is attached to a server. */
export interface InterfaceAttachment {
  readonly portId: string;
  readonly networkId: string | undefined;
  readonly mac: string | undefined;
  readonly portState: string | undefined;
  readonly fixedIps:
    | readonly { readonly subnetId: string | undefined; readonly address: string }[]
    | undefined;
  readonly tag: string | undefined;
}

/** A migration of any kind, past or present. */
export interface Migration {
  /** The number; the UUID is there from 2.59 on. */
  readonly id: string;
  readonly uuid: string | undefined;
  readonly serverId: string | undefined;
  readonly status: string | undefined;
  /** `migration`, `resize`, `live-migration` or `evacuation`; from 2.23 on. */
  readonly type: string | undefined;
  readonly sourceCompute: string | undefined;
  readonly sourceNode: string | undefined;
  readonly destCompute: string | undefined;
  readonly destNode: string | undefined;
  readonly destHost: string | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  /** For a live migration in progress. */
  readonly memory: MigrationProgress | undefined;
  /** For a live migration in progress. */
  readonly disk: MigrationProgress | undefined;
}

/** How much of a live migration is done. */
export interface MigrationProgress {
  readonly totalBytes: number | undefined;
  readonly processedBytes: number | undefined;
  readonly remainingBytes: number | undefined;
}

/** A server group. */
export interface ServerGroup {
  readonly id: string;
  readonly name: string | undefined;
  /** `affinity`, `anti-affinity`, `soft-affinity` or `soft-anti-affinity`. */
  readonly policy: string | undefined;
  readonly maxServersPerHost: number | undefined;
  readonly members: readonly string[] | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
}

/** A keypair; its private half is not known to the service. */
export interface Keypair {
  readonly name: string;
  /** `ssh` or `x509`. */
  readonly type: string | undefined;
  readonly fingerprint: string | undefined;
  readonly publicKey: string | undefined;
  /** Only when one keypair is shown. */
  readonly userId: string | undefined;
  /** Only when one keypair is shown. */
  readonly createdAt: string | undefined;
}

/** A service on a host of a zone. */
export interface ZoneService {
  readonly host: string;
  readonly binary: string;
  readonly active: boolean | undefined;
  readonly available: boolean | undefined;
  readonly updatedAt: string | undefined;
}

/** An availability zone. */
export interface AvailabilityZone {
  /** Serves as its id. */
  readonly name: string;
  readonly available: boolean | undefined;
  /** For administrators, in the detailed list. */
  readonly services: readonly ZoneService[] | undefined;
}

/** What a hypervisor's driver says of its capacity; until 2.87. */
export interface HypervisorCapacity {
  readonly vcpus: number | undefined;
  readonly vcpusUsed: number | undefined;
  readonly memoryMb: number | undefined;
  readonly memoryMbUsed: number | undefined;
  readonly diskGb: number | undefined;
  readonly diskGbUsed: number | undefined;
  readonly diskGbLeast: number | undefined;
  readonly runningVms: number | undefined;
}

/** A hypervisor. */
export interface Hypervisor {
  /** A UUID from 2.53 on; it is also the id of its resource provider. */
  readonly id: string;
  readonly hostname: string | undefined;
  readonly state: string | undefined;
  readonly status: string | undefined;
  readonly type: string | undefined;
  readonly version: number | undefined;
  readonly hostIp: string | undefined;
  readonly serviceId: string | undefined;
  readonly serviceHost: string | undefined;
  readonly disabledReason: string | undefined;
  /** From 2.88 on, where the driver knows it. */
  readonly uptime: string | undefined;
  /** Only if the list was asked for them. */
  readonly servers: readonly { readonly id: string; readonly name: string | undefined }[] | undefined;
  readonly capacity: HypervisorCapacity | undefined;
}

/** A host aggregate. */
export interface Aggregate {
  readonly id: string;
  readonly uuid: string | undefined;
  readonly name: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly hosts: readonly string[] | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A service of Nova on a host. */
export interface ComputeService {
  /** Absent for a service of a cell that is down. */
  readonly id: string | undefined;
  readonly binary: string;
  readonly host: string;
  readonly zone: string | undefined;
  /** `enabled` or `disabled`, `UNKNOWN` for a cell that is down. */
  readonly status: string | undefined;
  /** `up` or `down`. */
  readonly state: string | undefined;
  readonly disabledReason: string | undefined;
  readonly forcedDown: boolean | undefined;
  readonly updatedAt: string | undefined;
  /** Its cell is down: only host, binary and an unknown status are there. */
  readonly partial: boolean;
}

/** What one server used of a period. */
export interface ServerUsage {
  readonly serverId: string;
  readonly name: string | undefined;
  readonly flavor: string | undefined;
  readonly state: string | undefined;
  readonly vcpus: number | undefined;
  readonly memoryMb: number | undefined;
  readonly diskGb: number | undefined;
  readonly hours: number | undefined;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly uptimeSeconds: number | undefined;
}

/** What a project used of a period: allocated time of the present flavor, whether the server ran or not. */
export interface Usage {
  readonly projectId: string;
  readonly start: string | undefined;
  readonly stop: string | undefined;
  readonly serverHours: number | undefined;
  readonly vcpuHours: number | undefined;
  readonly memoryMbHours: number | undefined;
  readonly diskGbHours: number | undefined;
  readonly servers: readonly ServerUsage[] | undefined;
}

const POWER_STATES: ReadonlyMap<string, string> = new Map([
  ["0", "no state"],
  ["1", "running"],
  ["3", "paused"],
  ["4", "shutdown"],
  ["6", "crashed"],
  ["7", "suspended"],
]);

/** Reads a server; undefined without an id. */
export function readServer(value: unknown): Server | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const server = wire(value);
  const image = readServerImage(server["image"]);
  const power = text(server, "OS-EXT-STS:power_state");
  return {
    id,
    name: text(server, "name"),
    description: text(server, "description"),
    status: text(server, "status"),
    taskState: text(server, "OS-EXT-STS:task_state"),
    vmState: text(server, "OS-EXT-STS:vm_state"),
    powerState: power === undefined ? undefined : POWER_STATES.get(power) ?? power,
    progress: count(server, "progress"),
    fault: readFault(server["fault"]),
    projectId: text(server, "tenant_id"),
    userId: text(server, "user_id"),
    created: text(server, "created"),
    updated: text(server, "updated"),
    launchedAt: text(server, "OS-SRV-USG:launched_at"),
    terminatedAt: text(server, "OS-SRV-USG:terminated_at"),
    flavor: readServerFlavor(server["flavor"]),
    image,
    // Nova says an empty text for a server without an image.
    bootsFromVolume: image ? false : server["image"] === "" ? true : undefined,
    addresses: readAddresses(server["addresses"]),
    accessIpv4: text(server, "accessIPv4"),
    accessIpv6: text(server, "accessIPv6"),
    volumes: list(server, "os-extended-volumes:volumes_attached")?.map(readServerVolume).filter(isKnown),
    securityGroups: readSecurityGroups(server),
    keyName: text(server, "key_name"),
    metadata: readTextMap(server["metadata"]),
    tags: texts(server, "tags"),
    locked: flag(server, "locked"),
    lockedReason: text(server, "locked_reason"),
    // It is "True" or an empty text.
    configDrive: server["config_drive"] === "" ? false : flag(server, "config_drive"),
    diskConfig: text(server, "OS-DCF:diskConfig"),
    trustedImageCertificates: texts(server, "trusted_image_certificates"),
    availabilityZone: text(server, "OS-EXT-AZ:availability_zone"),
    pinnedAvailabilityZone: text(server, "pinned_availability_zone"),
    serverGroups: texts(server, "server_groups"),
    schedulerHints: isWire(server["scheduler_hints"]) ? server["scheduler_hints"] : undefined,
    hostId: text(server, "hostId"),
    hostname: text(server, "OS-EXT-SRV-ATTR:hostname"),
    host: text(server, "OS-EXT-SRV-ATTR:host"),
    hypervisorHostname: text(server, "OS-EXT-SRV-ATTR:hypervisor_hostname"),
    instanceName: text(server, "OS-EXT-SRV-ATTR:instance_name"),
    hostStatus: text(server, "host_status"),
    rootDeviceName: text(server, "OS-EXT-SRV-ATTR:root_device_name"),
    hasUserData: hasUserData(server),
    // A status may be unknown in a healthy cell too, but then the rest is there.
    partial: server["status"] === "UNKNOWN" && !("name" in server),
  };
}

/** Reads a server of the list of names; undefined without an id. */
export function readServerRef(value: unknown): ServerRef | undefined {
  const id = text(value, "id");
  return id === undefined ? undefined : { id, name: text(value, "name") };
}

/** Reads a flavor; undefined without an id. */
export function readFlavor(value: unknown): Flavor | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    ...readSizes(value),
    ephemeralGb: count(value, "OS-FLV-EXT-DATA:ephemeral"),
    isPublic: flag(value, "os-flavor-access:is_public"),
    disabled: flag(value, "OS-FLV-DISABLED:disabled"),
    rxtxFactor: count(value, "rxtx_factor"),
  };
}

/** Reads an action, with its events if they are there; undefined without a request id. */
export function readServerAction(value: unknown): ServerAction | undefined {
  const requestId = text(value, "request_id");
  if (requestId === undefined) return undefined;
  return {
    requestId,
    action: text(value, "action"),
    serverId: text(value, "instance_uuid"),
    projectId: text(value, "project_id"),
    userId: text(value, "user_id"),
    startTime: text(value, "start_time"),
    updatedAt: text(value, "updated_at"),
    message: text(value, "message"),
    events: list(value, "events")?.map((event) => ({
      event: text(event, "event"),
      startTime: text(event, "start_time"),
      finishTime: text(event, "finish_time"),
      result: text(event, "result"),
      host: text(event, "host"),
      hostId: text(event, "hostId"),
      details: text(event, "details"),
      traceback: text(event, "traceback"),
    })),
  };
}

/** Reads an attachment of a volume; undefined without a volume. */
export function readVolumeAttachment(value: unknown): VolumeAttachment | undefined {
  const volumeId = text(value, "volumeId");
  if (volumeId === undefined) return undefined;
  return {
    volumeId,
    serverId: text(value, "serverId"),
    device: text(value, "device"),
    tag: text(value, "tag"),
    deleteOnTermination: flag(value, "delete_on_termination"),
    attachmentId: text(value, "attachment_id"),
  };
}

/** Reads an attachment of a port; undefined without a port. */
export function readInterfaceAttachment(value: unknown): InterfaceAttachment | undefined {
  const portId = text(value, "port_id");
  if (portId === undefined) return undefined;
  return {
    portId,
    networkId: text(value, "net_id"),
    mac: text(value, "mac_addr"),
    portState: text(value, "port_state"),
    fixedIps: list(value, "fixed_ips")?.map((ip) => {
      const address = text(ip, "ip_address");
      return address === undefined ? undefined : { subnetId: text(ip, "subnet_id"), address };
    }).filter(isKnown),
    tag: text(value, "tag"),
  };
}

/** Reads a migration, out of the history or in progress; undefined without an id. */
export function readMigration(value: unknown): Migration | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    uuid: text(value, "uuid"),
    serverId: text(value, "instance_uuid") ?? text(value, "server_uuid"),
    status: text(value, "status"),
    type: text(value, "migration_type"),
    sourceCompute: text(value, "source_compute"),
    sourceNode: text(value, "source_node"),
    destCompute: text(value, "dest_compute"),
    destNode: text(value, "dest_node"),
    destHost: text(value, "dest_host"),
    projectId: text(value, "project_id"),
    userId: text(value, "user_id"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
    memory: readProgress(value, "memory"),
    disk: readProgress(value, "disk"),
  };
}

/** Reads a server group in the form before 2.64 (`policies`) or after (`policy`, `rules`); undefined without an id. */
export function readServerGroup(value: unknown): ServerGroup | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    policy: text(value, "policy") ?? texts(value, "policies")?.[0],
    maxServersPerHost: count(member(value, "rules"), "max_server_per_host"),
    members: texts(value, "members"),
    projectId: text(value, "project_id"),
    userId: text(value, "user_id"),
  };
}

/** Reads a keypair, bare or wrapped as lists have it; undefined without a name. */
export function readKeypair(value: unknown): Keypair | undefined {
  const inner = wire(value)["keypair"];
  const keypair = isWire(inner) ? inner : value;
  const name = text(keypair, "name");
  if (name === undefined) return undefined;
  return {
    name,
    type: text(keypair, "type"),
    fingerprint: text(keypair, "fingerprint"),
    publicKey: text(keypair, "public_key"),
    userId: text(keypair, "user_id"),
    createdAt: text(keypair, "created_at"),
  };
}

/** Reads an availability zone; undefined without a name. */
export function readAvailabilityZone(value: unknown): AvailabilityZone | undefined {
  const name = text(value, "zoneName");
  if (name === undefined) return undefined;
  return {
    name,
    available: flag(member(value, "zoneState"), "available"),
    services: readZoneServices(wire(value)["hosts"]),
  };
}

/** Reads a hypervisor, with its capacity where the microversion has it; undefined without an id. */
export function readHypervisor(value: unknown): Hypervisor | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const service = member(value, "service");
  return {
    id,
    hostname: text(value, "hypervisor_hostname"),
    state: text(value, "state"),
    status: text(value, "status"),
    type: text(value, "hypervisor_type"),
    version: count(value, "hypervisor_version"),
    hostIp: text(value, "host_ip"),
    serviceId: text(service, "id"),
    serviceHost: text(service, "host"),
    disabledReason: text(service, "disabled_reason"),
    uptime: text(value, "uptime"),
    servers: list(value, "servers")?.map((server) => {
      const uuid = text(server, "uuid");
      return uuid === undefined ? undefined : { id: uuid, name: text(server, "name") };
    }).filter(isKnown),
    capacity: readCapacity(value),
  };
}

/** Reads an aggregate; undefined without an id. */
export function readAggregate(value: unknown): Aggregate | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    uuid: text(value, "uuid"),
    name: text(value, "name"),
    availabilityZone: text(value, "availability_zone"),
    hosts: texts(value, "hosts"),
    metadata: readTextMap(wire(value)["metadata"]),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a service. It is named by host and binary, because one of a cell that is down has no id. */
export function readComputeService(value: unknown): ComputeService | undefined {
  const host = text(value, "host");
  const binary = text(value, "binary");
  if (host === undefined || binary === undefined) return undefined;
  const state = text(value, "state");
  const status = text(value, "status");
  return {
    id: text(value, "id"),
    binary,
    host,
    zone: text(value, "zone"),
    status,
    state,
    disabledReason: text(value, "disabled_reason"),
    forcedDown: flag(value, "forced_down"),
    updatedAt: text(value, "updated_at"),
    partial: status === "UNKNOWN" && state === undefined,
  };
}

/** Reads the usage of a project; undefined without a project. */
export function readUsage(value: unknown): Usage | undefined {
  const projectId = text(value, "tenant_id");
  if (projectId === undefined) return undefined;
  return {
    projectId,
    start: text(value, "start"),
    stop: text(value, "stop"),
    serverHours: count(value, "total_hours"),
    vcpuHours: count(value, "total_vcpus_usage"),
    memoryMbHours: count(value, "total_memory_mb_usage"),
    diskGbHours: count(value, "total_local_gb_usage"),
    servers: list(value, "server_usages")?.map(readServerUsage).filter(isKnown),
  };
}

/** Reads the usage of a server; undefined without its id. */
export function readServerUsage(value: unknown): ServerUsage | undefined {
  const serverId = text(value, "instance_id");
  if (serverId === undefined) return undefined;
  return {
    serverId,
    name: text(value, "name"),
    flavor: text(value, "flavor"),
    state: text(value, "state"),
    vcpus: count(value, "vcpus"),
    memoryMb: count(value, "memory_mb"),
    diskGb: count(value, "local_gb"),
    hours: count(value, "hours"),
    startedAt: text(value, "started_at"),
    endedAt: text(value, "ended_at"),
    uptimeSeconds: count(value, "uptime"),
  };
}

/** Reads the output out of the answer to `os-getConsoleOutput`; undefined if there is none. A console may be empty. */
export function readConsoleLog(body: unknown): string | undefined {
  const output = wire(body)["output"];
  return typeof output === "string" ? output : undefined;
}

/** Reads extra specs, metadata and the like: what is not text is left out; undefined if it is no object. */
export function readTextMap(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isWire(value)) return undefined;
  const entries = Object.entries(value).map(([key, found]) =>
    typeof found === "string" ? [key, found] as const : undefined
  );
  return Object.fromEntries(entries.filter(isKnown));
}

function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function readServerFlavor(value: unknown): ServerFlavor | undefined {
  if (!isWire(value)) return undefined;
  return {
    id: text(value, "id"),
    name: text(value, "original_name"),
    ...readSizes(value),
    ephemeralGb: count(value, "ephemeral"),
  };
}

function readSizes(value: unknown): Pick<Flavor, "vcpus" | "ramMb" | "diskGb" | "swapMb" | "extraSpecs"> {
  return {
    vcpus: count(value, "vcpus"),
    ramMb: count(value, "ram"),
    diskGb: count(value, "disk"),
    // Before 2.75 a flavor without swap says an empty text.
    swapMb: wire(value)["swap"] === "" ? 0 : count(value, "swap"),
    extraSpecs: readTextMap(wire(value)["extra_specs"]),
  };
}

function readServerImage(value: unknown): ServerImage | undefined {
  const id = text(value, "id");
  return id === undefined ? undefined : { id, properties: readTextMap(wire(value)["properties"]) };
}

function readAddresses(value: unknown): readonly ServerAddress[] | undefined {
  if (!isWire(value)) return undefined;
  return Object.keys(value).flatMap((network) =>
    (list(value, network) ?? []).map((item) => {
      const address = text(item, "addr");
      if (address === undefined) return undefined;
      return {
        network,
        address,
        version: count(item, "version"),
        type: text(item, "OS-EXT-IPS:type"),
        mac: text(item, "OS-EXT-IPS-MAC:mac_addr"),
      };
    }).filter(isKnown)
  );
}

function readFault(value: unknown): ServerFault | undefined {
  if (!isWire(value)) return undefined;
  return {
    code: count(value, "code"),
    message: text(value, "message"),
    details: text(value, "details"),
    created: text(value, "created"),
  };
}

function readServerVolume(value: unknown): ServerVolume | undefined {
  const id = text(value, "id");
  return id === undefined ? undefined : { id, deleteOnTermination: flag(value, "delete_on_termination") };
}

/** A group stands once for each port that has it. */
function readSecurityGroups(server: unknown): readonly string[] | undefined {
  const names = list(server, "security_groups")?.map((group) => text(group, "name")).filter(isKnown);
  return names && [...new Set(names)];
}

/** The user data of a server, decoded: its text, or the number of its bytes where it is none. Undefined if the
 * service does not tell it to this login; empty if there is none.
 */
export function readUserData(
  server: unknown,
): { readonly text: string } | { readonly bytes: number } | undefined {
  const found = wire(server)["OS-EXT-SRV-ATTR:user_data"];
  if (found === undefined) return undefined;
  if (typeof found !== "string" || found === "") return { text: "" };
  const bytes = bytesOf(found);
  if (bytes === undefined) return { text: found };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { bytes: bytes.length };
  }
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(base64);
  } catch {
    return undefined;
  }
}

function hasUserData(server: unknown): boolean | undefined {
  const found = wire(server)["OS-EXT-SRV-ATTR:user_data"];
  return found === undefined ? undefined : typeof found === "string" && found !== "";
}

function readZoneServices(hosts: unknown): readonly ZoneService[] | undefined {
  if (!isWire(hosts)) return undefined;
  return Object.keys(hosts).flatMap((host) => {
    const services = member(hosts, host);
    return Object.keys(services).map((binary) => {
      const service = member(services, binary);
      return {
        host,
        binary,
        active: flag(service, "active"),
        available: flag(service, "available"),
        updatedAt: text(service, "updated_at"),
      };
    });
  });
}

function readCapacity(value: unknown): HypervisorCapacity | undefined {
  if (count(value, "vcpus") === undefined && count(value, "memory_mb") === undefined) return undefined;
  return {
    vcpus: count(value, "vcpus"),
    vcpusUsed: count(value, "vcpus_used"),
    memoryMb: count(value, "memory_mb"),
    memoryMbUsed: count(value, "memory_mb_used"),
    diskGb: count(value, "local_gb"),
    diskGbUsed: count(value, "local_gb_used"),
    diskGbLeast: count(value, "disk_available_least"),
    runningVms: count(value, "running_vms"),
  };
}

function readProgress(value: unknown, of: "memory" | "disk"): MigrationProgress | undefined {
  const totalBytes = count(value, `${of}_total_bytes`);
  const processedBytes = count(value, `${of}_processed_bytes`);
  const remainingBytes = count(value, `${of}_remaining_bytes`);
  if (totalBytes === undefined && processedBytes === undefined && remainingBytes === undefined) {
    return undefined;
  }
  return { totalBytes, processedBytes, remainingBytes };
}
