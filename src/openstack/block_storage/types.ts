/** Resources of the Block Storage API v3, read out of the wire forms of all its microversions.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import { count, flag, isWire, list, member, text, texts, wire } from "../read.ts";

/** Where a volume is attached, as the volume names it. */
export interface VolumeUse {
  readonly attachmentId: string | undefined;
  readonly serverId: string | undefined;
  readonly device: string | undefined;
  /** For administrators. */
  readonly host: string | undefined;
  readonly attachedAt: string | undefined;
}

/** A volume. */
export interface Volume {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly sizeGb: number | undefined;
  /** Name of its type. */
  readonly type: string | undefined;
  /** From 3.63 on. */
  readonly typeId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly bootable: boolean | undefined;
  readonly encrypted: boolean | undefined;
  readonly multiattach: boolean | undefined;
  readonly attachments: readonly VolumeUse[] | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly snapshotId: string | undefined;
  readonly sourceVolumeId: string | undefined;
  /** The image that it was made from. */
  readonly imageId: string | undefined;
  readonly imageName: string | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly groupId: string | undefined;
  readonly replicationStatus: string | undefined;
  /** For administrators. */
  readonly migrationStatus: string | undefined;
  /** For administrators: `host@backend#pool`. */
  readonly host: string | undefined;
  /** From 3.65 on; false for volumes of the service's own. */
  readonly consumesQuota: boolean | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A snapshot of a volume. */
export interface Snapshot {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly sizeGb: number | undefined;
  readonly volumeId: string | undefined;
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  readonly progress: string | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly groupSnapshotId: string | undefined;
  /** From 3.65 on; false for snapshots of the service's own. */
  readonly consumesQuota: boolean | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A backup of a volume. */
export interface Backup {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  readonly failReason: string | undefined;
  readonly sizeGb: number | undefined;
  readonly volumeId: string | undefined;
  readonly snapshotId: string | undefined;
  readonly container: string | undefined;
  readonly incremental: boolean | undefined;
  readonly hasDependents: boolean | undefined;
  readonly objectCount: number | undefined;
  /** From 3.43 on. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly availabilityZone: string | undefined;
  /** For administrators, from 3.18 on. */
  readonly projectId: string | undefined;
  /** Administrators see it, from 3.56 on. */
  readonly userId: string | undefined;
  /** When the data was taken, which may be before the backup was. */
  readonly dataTimestamp: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A service of Cinder on a host. It has no id. */
export interface VolumeService {
  readonly binary: string;
  /** `host@backend` for a volume service. */
  readonly host: string;
  readonly zone: string | undefined;
  /** `enabled` or `disabled`. */
  readonly status: string | undefined;
  /** `up` or `down`. */
  readonly state: string | undefined;
  /** Of the storage behind it; for volume services from 3.49 on. */
  readonly backendState: string | undefined;
  readonly disabledReason: string | undefined;
  readonly cluster: string | undefined;
  readonly replicationStatus: string | undefined;
  readonly activeBackendId: string | undefined;
  readonly frozen: boolean | undefined;
  readonly updatedAt: string | undefined;
}

/** Volume services that stand in for each other, with one backend. */
export interface VolumeCluster {
  /** `cluster@backend`; unique among those of a binary. */
  readonly name: string;
  readonly binary: string | undefined;
  /** `up` or `down`. */
  readonly state: string | undefined;
  /** `enabled` or `disabled`. */
  readonly status: string | undefined;
  readonly hosts: number | undefined;
  readonly downHosts: number | undefined;
  /** From 3.26 on. */
  readonly replicationStatus: string | undefined;
  /** From 3.26 on: where it failed over to. */
  readonly activeBackendId: string | undefined;
  /** From 3.26 on. */
  readonly frozen: boolean | undefined;
  readonly updatedAt: string | undefined;
}

/** A capacity, which a driver may not know or not limit. */
export type PoolCapacity = number | "infinite" | "unknown";

/** A pool of storage. */
export interface VolumePool {
  /** `host@backend#pool`; serves as its id. */
  readonly name: string;
  readonly backendName: string | undefined;
  readonly totalGb: PoolCapacity | undefined;
  readonly freeGb: PoolCapacity | undefined;
  /** What the volumes in it would need if they were full. */
  readonly provisionedGb: number | undefined;
  readonly allocatedGb: number | undefined;
  readonly reservedPercent: number | undefined;
  readonly thin: boolean | undefined;
  readonly maxOverSubscription: number | undefined;
  readonly storageProtocol: string | undefined;
  readonly vendor: string | undefined;
  readonly updatedAt: string | undefined;
}

/** An availability zone. */
export interface VolumeAvailabilityZone {
  readonly name: string;
  readonly available: boolean | undefined;
}

/** A volume type. */
export interface VolumeType {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly isPublic: boolean | undefined;
  readonly qosId: string | undefined;
  /** Others than administrators see a chosen few. */
  readonly extraSpecs: Readonly<Record<string, string>> | undefined;
}

/** How the volumes of a type are encrypted. */
export interface VolumeTypeEncryption {
  /** The provider's name, `luks` for instance; undefined if they are not encrypted. */
  readonly provider: string | undefined;
  readonly cipher: string | undefined;
  readonly keySizeBits: number | undefined;
  /** Which service encrypts: `front-end` is Nova. */
  readonly controlLocation: string | undefined;
}

/** A specification of service quality. */
export interface VolumeQos {
  readonly id: string;
  readonly name: string | undefined;
  /** Which service keeps to it: `front-end` (the hypervisor), `back-end` or `both`. */
  readonly consumer: string | undefined;
  readonly specs: Readonly<Record<string, string>> | undefined;
}

/** A group of volumes. */
export interface VolumeGroup {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly status: string | undefined;
  /** Id of its group type. */
  readonly groupTypeId: string | undefined;
  /** Ids of the volume types that its volumes may have. */
  readonly volumeTypeIds: readonly string[] | undefined;
  /** Ids of its volumes, where they were asked for. */
  readonly volumeIds: readonly string[] | undefined;
  readonly availabilityZone: string | undefined;
  readonly groupSnapshotId: string | undefined;
  readonly sourceGroupId: string | undefined;
  readonly replicationStatus: string | undefined;
  /** For administrators. */
  readonly projectId: string | undefined;
  readonly createdAt: string | undefined;
}

/** An offer of a volume to another project. The key that takes it is told once, at its making. */
export interface VolumeTransfer {
  readonly id: string;
  readonly name: string | undefined;
  readonly volumeId: string | undefined;
  readonly sourceProjectId: string | undefined;
  readonly destinationProjectId: string | undefined;
  readonly accepted: boolean | undefined;
  readonly withoutSnapshots: boolean | undefined;
  readonly createdAt: string | undefined;
}

/** A message to the user. */
export interface VolumeMessage {
  readonly id: string;
  readonly text: string | undefined;
  readonly eventId: string | undefined;
  readonly level: string | undefined;
  readonly resourceType: string | undefined;
  readonly resourceId: string | undefined;
  readonly requestId: string | undefined;
  readonly createdAt: string | undefined;
}

/** An attachment as Cinder keeps it. */
export interface StorageAttachment {
  readonly id: string;
  readonly status: string | undefined;
  readonly volumeId: string | undefined;
  readonly serverId: string | undefined;
}

/** Reads a volume; undefined without an id. */
export function readVolume(value: unknown): Volume | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const image = member(value, "volume_image_metadata");
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    sizeGb: count(value, "size"),
    type: text(value, "volume_type"),
    typeId: text(value, "volume_type_id"),
    availabilityZone: text(value, "availability_zone"),
    bootable: flag(value, "bootable"),
    encrypted: flag(value, "encrypted"),
    multiattach: flag(value, "multiattach"),
    attachments: list(value, "attachments")?.map((attachment) => ({
      attachmentId: text(attachment, "attachment_id"),
      serverId: text(attachment, "server_id"),
      device: text(attachment, "device"),
      host: text(attachment, "host_name"),
      attachedAt: text(attachment, "attached_at"),
    })),
    projectId: text(value, "os-vol-tenant-attr:tenant_id"),
    userId: text(value, "user_id"),
    snapshotId: text(value, "snapshot_id"),
    sourceVolumeId: text(value, "source_volid"),
    imageId: text(image, "image_id"),
    imageName: text(image, "image_name"),
    metadata: readTextMap(value, "metadata"),
    groupId: text(value, "group_id"),
    replicationStatus: text(value, "replication_status"),
    migrationStatus: text(value, "os-vol-mig-status-attr:migstat") ?? text(value, "migration_status"),
    host: text(value, "os-vol-host-attr:host"),
    consumesQuota: flag(value, "consumes_quota"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a snapshot; undefined without an id. */
export function readSnapshot(value: unknown): Snapshot | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    sizeGb: count(value, "size"),
    volumeId: text(value, "volume_id"),
    projectId: text(value, "os-extended-snapshot-attributes:project_id"),
    userId: text(value, "user_id"),
    progress: text(value, "os-extended-snapshot-attributes:progress"),
    metadata: readTextMap(value, "metadata"),
    groupSnapshotId: text(value, "group_snapshot_id"),
    consumesQuota: flag(value, "consumes_quota"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a backup; undefined without an id. */
export function readBackup(value: unknown): Backup | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    failReason: text(value, "fail_reason"),
    sizeGb: count(value, "size"),
    volumeId: text(value, "volume_id"),
    snapshotId: text(value, "snapshot_id"),
    container: text(value, "container"),
    incremental: flag(value, "is_incremental"),
    hasDependents: flag(value, "has_dependent_backups"),
    objectCount: count(value, "object_count"),
    metadata: readTextMap(value, "metadata"),
    availabilityZone: text(value, "availability_zone"),
    projectId: text(value, "os-backup-project-attr:project_id"),
    userId: text(value, "user_id"),
    dataTimestamp: text(value, "data_timestamp"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a service; undefined without host or binary. */
export function readVolumeService(value: unknown): VolumeService | undefined {
  const host = text(value, "host");
  const binary = text(value, "binary");
  if (host === undefined || binary === undefined) return undefined;
  return {
    binary,
    host,
    zone: text(value, "zone"),
    status: text(value, "status"),
    state: text(value, "state"),
    backendState: text(value, "backend_state"),
    disabledReason: text(value, "disabled_reason"),
    cluster: text(value, "cluster"),
    replicationStatus: text(value, "replication_status"),
    activeBackendId: text(value, "active_backend_id"),
    frozen: flag(value, "frozen"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a cluster; undefined without a name. */
export function readVolumeCluster(value: unknown): VolumeCluster | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  return {
    name,
    binary: text(value, "binary"),
    state: text(value, "state"),
    status: text(value, "status"),
    hosts: count(value, "num_hosts"),
    downHosts: count(value, "num_down_hosts"),
    replicationStatus: text(value, "replication_status"),
    activeBackendId: text(value, "active_backend_id"),
    frozen: flag(value, "frozen"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads a pool; undefined without a name. */
export function readVolumePool(value: unknown): VolumePool | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  const capabilities = member(value, "capabilities");
  return {
    name,
    backendName: text(capabilities, "volume_backend_name"),
    totalGb: readCapacity(capabilities, "total_capacity_gb"),
    freeGb: readCapacity(capabilities, "free_capacity_gb"),
    provisionedGb: count(capabilities, "provisioned_capacity_gb"),
    allocatedGb: count(capabilities, "allocated_capacity_gb"),
    reservedPercent: count(capabilities, "reserved_percentage"),
    thin: flag(capabilities, "thin_provisioning_support"),
    // Cinder's "auto" stands for a ratio that the scheduler works out.
    maxOverSubscription: count(capabilities, "max_over_subscription_ratio"),
    storageProtocol: readProtocol(capabilities),
    vendor: text(capabilities, "vendor_name"),
    updatedAt: text(capabilities, "timestamp"),
  };
}

/** Reads an availability zone; undefined without a name. */
export function readVolumeAvailabilityZone(value: unknown): VolumeAvailabilityZone | undefined {
  const name = text(value, "zoneName");
  if (name === undefined) return undefined;
  return { name, available: flag(member(value, "zoneState"), "available") };
}

/** Reads a volume type; undefined without an id. */
export function readVolumeType(value: unknown): VolumeType | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    isPublic: flag(value, "is_public") ?? flag(value, "os-volume-type-access:is_public"),
    qosId: text(value, "qos_specs_id"),
    extraSpecs: readTextMap(value, "extra_specs"),
  };
}

/** Reads how volumes of a type are encrypted; undefined if the body is no object. */
export function readVolumeTypeEncryption(body: unknown): VolumeTypeEncryption | undefined {
  if (!isWire(body)) return undefined;
  return {
    provider: text(body, "provider"),
    cipher: text(body, "cipher"),
    keySizeBits: count(body, "key_size"),
    controlLocation: text(body, "control_location"),
  };
}

/** Reads a specification of service quality; undefined without an id. */
export function readVolumeQos(value: unknown): VolumeQos | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    consumer: text(value, "consumer"),
    specs: readTextMap(value, "specs"),
  };
}

/** Reads a group; undefined without an id. */
export function readVolumeGroup(value: unknown): VolumeGroup | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    status: text(value, "status"),
    groupTypeId: text(value, "group_type"),
    volumeTypeIds: texts(value, "volume_types"),
    volumeIds: texts(value, "volumes"),
    availabilityZone: text(value, "availability_zone"),
    groupSnapshotId: text(value, "group_snapshot_id"),
    sourceGroupId: text(value, "source_group_id"),
    replicationStatus: text(value, "replication_status"),
    projectId: text(value, "project_id"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads a transfer; undefined without an id. */
export function readVolumeTransfer(value: unknown): VolumeTransfer | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    volumeId: text(value, "volume_id"),
    sourceProjectId: text(value, "source_project_id"),
    destinationProjectId: text(value, "destination_project_id"),
    accepted: flag(value, "accepted"),
    withoutSnapshots: flag(value, "no_snapshots"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads a message; undefined without an id. */
export function readVolumeMessage(value: unknown): VolumeMessage | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    text: text(value, "user_message"),
    eventId: text(value, "event_id"),
    level: text(value, "message_level"),
    resourceType: text(value, "resource_type"),
    resourceId: text(value, "resource_uuid"),
    requestId: text(value, "request_id"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads an attachment; undefined without an id. */
export function readStorageAttachment(value: unknown): StorageAttachment | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    status: text(value, "status"),
    volumeId: text(value, "volume_id"),
    serverId: text(value, "instance"),
  };
}

function readCapacity(capabilities: unknown, key: string): PoolCapacity | undefined {
  const word = text(capabilities, key);
  if (word === "infinite" || word === "unknown") return word;
  return count(capabilities, key);
}

/** Newer drivers list the spellings that their protocol ever had; the first is today's. */
function readProtocol(capabilities: unknown): string | undefined {
  const first = list(capabilities, "storage_protocol")?.[0];
  return typeof first === "string" ? first : text(capabilities, "storage_protocol");
}

function readTextMap(value: unknown, key: string): Readonly<Record<string, string>> | undefined {
  const map = wire(value)[key];
  if (!isWire(map)) return undefined;
  const entries = Object.entries(map).map(([name, found]) =>
    typeof found === "string" ? [name, found] as const : undefined
  );
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}
