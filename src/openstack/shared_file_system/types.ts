/** Resources of the Shared File Systems API v2, read out of the wire forms of all its microversions.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import { readTextMap } from "../compute/types.ts";
import { count, flag, isWire, list, member, text, texts, type Wire, wire } from "../read.ts";

/** A share. */
export interface Share {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly sizeGb: number | undefined;
  /** `NFS`, `CIFS`, `CEPHFS`… */
  readonly protocol: string | undefined;
  /** Name of its type; its id where the service gives no name. */
  readonly type: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly isPublic: boolean | undefined;
  readonly shareNetworkId: string | undefined;
  /** The snapshot that it was made from. */
  readonly snapshotId: string | undefined;
  readonly accessRulesStatus: string | undefined;
  readonly replicationType: string | undefined;
  readonly hasReplicas: boolean | undefined;
  readonly taskState: string | undefined;
  readonly progress: string | undefined;
  readonly isSoftDeleted: boolean | undefined;
  readonly scheduledToBeDeletedAt: string | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  /** Where it is mounted from: told in the share itself until 2.8. */
  readonly exportLocations: readonly string[] | undefined;
  /** For administrators: `host@backend#pool`. */
  readonly host: string | undefined;
  /** For administrators. */
  readonly shareServerId: string | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly createdAt: string | undefined;
}

/** Where a share is mounted from. */
export interface ExportLocation {
  readonly path: string;
  readonly preferred: boolean | undefined;
  /** Administrators are told of paths that are not for clients. */
  readonly isAdminOnly: boolean | undefined;
}

/** Who may mount a share. Its access key is never read. */
export interface ShareAccessRule {
  readonly id: string;
  /** `ip`, `user`, `cert` or `cephx`. */
  readonly type: string | undefined;
  readonly to: string | undefined;
  /** `rw` or `ro`. */
  readonly level: string | undefined;
  readonly state: string | undefined;
  readonly createdAt: string | undefined;
}

/** A snapshot of a share. */
export interface ShareSnapshot {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly sizeGb: number | undefined;
  readonly shareId: string | undefined;
  readonly shareSizeGb: number | undefined;
  readonly shareProtocol: string | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly createdAt: string | undefined;
}

/** Where a share network lies in Neutron. Both ids are absent if it lies in no network of Neutron's. */
export interface ShareNetworkSubnet {
  readonly networkId: string | undefined;
  readonly subnetId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly cidr: string | undefined;
  readonly networkType: string | undefined;
  readonly segmentationId: number | undefined;
}

/** A network that share servers are put in. */
export interface ShareNetwork {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** From 2.63 on. */
  readonly status: string | undefined;
  readonly subnets: readonly ShareNetworkSubnet[];
  readonly projectId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A type of share. */
export interface ShareType {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly isPublic: boolean | undefined;
  readonly isDefault: boolean | undefined;
  /** Members are shown the ones that tenants may see. */
  readonly extraSpecs: Readonly<Record<string, string>> | undefined;
}

/** A service of Manila on a host. */
export interface ShareService {
  readonly id: string;
  readonly binary: string | undefined;
  /** `host@backend` for a share service. */
  readonly host: string | undefined;
  readonly zone: string | undefined;
  /** `enabled` or `disabled`. */
  readonly status: string | undefined;
  /** `up` or `down`. */
  readonly state: string | undefined;
  readonly updatedAt: string | undefined;
}

/** One copy of a share's data, on one backend. A share has several while it is replicated or moved. */
export interface ShareInstance {
  readonly id: string;
  readonly shareId: string | undefined;
  readonly status: string | undefined;
  /** `active`, `in_sync`, `out_of_sync` or `error`; of a replica alone. */
  readonly replicaState: string | undefined;
  readonly availabilityZone: string | undefined;
  /** For administrators: `host@backend#pool`. */
  readonly host: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A capacity, which a driver may not know or not limit. */
export type SharePoolCapacity = number | "infinite" | "unknown";

/** A pool of storage for shares. */
export interface SharePool {
  /** `host@backend#pool`; serves as its id. */
  readonly name: string;
  readonly host: string | undefined;
  readonly backend: string | undefined;
  readonly pool: string | undefined;
  readonly totalGb: SharePoolCapacity | undefined;
  readonly freeGb: SharePoolCapacity | undefined;
  readonly allocatedGb: number | undefined;
  readonly provisionedGb: number | undefined;
  readonly reservedPercent: number | undefined;
  readonly thin: boolean | undefined;
  readonly maxOverSubscription: number | undefined;
  readonly storageProtocol: string | undefined;
  readonly vendor: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Reads a share. */
export function readShare(value: unknown): Share | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    sizeGb: count(value, "size"),
    protocol: text(value, "share_proto"),
    // Until 2.6 `share_type` itself is the name.
    type: text(value, "share_type_name") ?? text(value, "volume_type") ?? text(value, "share_type"),
    availabilityZone: text(value, "availability_zone"),
    isPublic: flag(value, "is_public"),
    shareNetworkId: text(value, "share_network_id"),
    snapshotId: text(value, "snapshot_id"),
    accessRulesStatus: text(value, "access_rules_status"),
    replicationType: text(value, "replication_type"),
    hasReplicas: flag(value, "has_replicas"),
    taskState: text(value, "task_state"),
    progress: text(value, "progress"),
    isSoftDeleted: flag(value, "is_soft_deleted"),
    scheduledToBeDeletedAt: text(value, "scheduled_to_be_deleted_at"),
    metadata: readTextMap(wire(value)["metadata"]),
    exportLocations: texts(value, "export_locations"),
    host: text(value, "host"),
    shareServerId: text(value, "share_server_id"),
    projectId: text(value, "project_id"),
    userId: text(value, "user_id"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads an instance or a replica: both have the same members. */
export function readShareInstance(value: unknown): ShareInstance | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    shareId: text(value, "share_id"),
    status: text(value, "status"),
    replicaState: text(value, "replica_state"),
    availabilityZone: text(value, "availability_zone"),
    host: text(value, "host"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a location that a share is exported at. */
export function readExportLocation(value: unknown): ExportLocation | undefined {
  const path = text(value, "path");
  if (path === undefined) return undefined;
  return { path, preferred: flag(value, "preferred"), isAdminOnly: flag(value, "is_admin_only") };
}

/** Reads an access rule, without its key. */
export function readShareAccessRule(value: unknown): ShareAccessRule | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    type: text(value, "access_type"),
    to: text(value, "access_to"),
    level: text(value, "access_level"),
    state: text(value, "state"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads a snapshot. */
export function readShareSnapshot(value: unknown): ShareSnapshot | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    sizeGb: count(value, "size"),
    shareId: text(value, "share_id"),
    shareSizeGb: count(value, "share_size"),
    shareProtocol: text(value, "share_proto"),
    projectId: text(value, "project_id"),
    userId: text(value, "user_id"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads a share network. Until 2.50 its one subnet is the network itself. */
export function readShareNetwork(value: unknown): ShareNetwork | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    subnets: (list(value, "share_network_subnets") ?? [value]).map(readShareNetworkSubnet),
    projectId: text(value, "project_id"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

function readShareNetworkSubnet(value: unknown): ShareNetworkSubnet {
  return {
    networkId: text(value, "neutron_net_id"),
    subnetId: text(value, "neutron_subnet_id"),
    availabilityZone: text(value, "availability_zone"),
    cidr: text(value, "cidr"),
    networkType: text(value, "network_type"),
    segmentationId: count(value, "segmentation_id"),
  };
}

/** Reads a share type. Whether it is public had another name until 2.6. */
export function readShareType(value: unknown): ShareType | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    isPublic: flag(value, "share_type_access:is_public") ?? flag(value, "os-share-type-access:is_public"),
    isDefault: flag(value, "is_default"),
    extraSpecs: readSpecs(wire(value)["extra_specs"]),
  };
}

/** Members are shown some specs as truth values, where others are text. */
function readSpecs(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isWire(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, found]) =>
    typeof found === "string" || typeof found === "boolean" ? [[key, String(found)] as const] : []
  );
  return Object.fromEntries(entries);
}

/** Reads a service. */
export function readShareService(value: unknown): ShareService | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    binary: text(value, "binary"),
    host: text(value, "host"),
    zone: text(value, "zone"),
    status: text(value, "status"),
    state: text(value, "state"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a pool. */
export function readSharePool(value: unknown): SharePool | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  const capabilities = member(value, "capabilities");
  return {
    name,
    host: text(value, "host"),
    backend: text(value, "backend"),
    pool: text(value, "pool"),
    totalGb: readCapacity(capabilities, "total_capacity_gb"),
    freeGb: readCapacity(capabilities, "free_capacity_gb"),
    allocatedGb: count(capabilities, "allocated_capacity_gb"),
    provisionedGb: count(capabilities, "provisioned_capacity_gb"),
    reservedPercent: count(capabilities, "reserved_percentage"),
    thin: readThin(capabilities),
    maxOverSubscription: count(capabilities, "max_over_subscription_ratio"),
    storageProtocol: text(capabilities, "storage_protocol"),
    vendor: text(capabilities, "vendor_name"),
    updatedAt: text(capabilities, "timestamp"),
  };
}

function readCapacity(capabilities: Wire, key: string): SharePoolCapacity | undefined {
  const word = text(capabilities, key);
  return word === "infinite" || word === "unknown" ? word : count(capabilities, key);
}

/** A driver that can do either lists both. */
function readThin(capabilities: Wire): boolean | undefined {
  return flag(capabilities, "thin_provisioning") ??
    list(capabilities, "thin_provisioning")?.some((one) => one === true);
}
