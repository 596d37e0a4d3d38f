/** Cinder, as far as checks look.
 *
 * @module
 */
import {
  listBackups,
  listSnapshots,
  listVolumeAttachments,
  listVolumeClusters,
  listVolumeMessages,
  listVolumePools,
  listVolumes,
  listVolumeServices,
  listVolumeTransfers,
  listVolumeTypes,
  showVolumeTypeEncryption,
} from "../../openstack/block_storage/operations.ts";
import {
  type Backup,
  readBackup,
  readSnapshot,
  readStorageAttachment,
  readVolume,
  readVolumeCluster,
  readVolumeMessage,
  readVolumePool,
  readVolumeService,
  readVolumeTransfer,
  readVolumeType,
  readVolumeTypeEncryption,
  type Snapshot,
  type StorageAttachment,
  type Volume,
  type VolumeCluster,
  type VolumePool,
  type VolumeService,
  type VolumeTransfer,
} from "../../openstack/block_storage/types.ts";
import { showServer } from "../../openstack/compute/operations.ts";
import { showProject } from "../../openstack/identity/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { list, wire } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";
import { pick, picking } from "../pick.ts";

/** Where a volume is attached. */
export interface HealthVolumeUse {
  /** Absent if no server has it but a host, which copies an image for instance. */
  readonly serverId: string | undefined;
  readonly device: string | undefined;
}

const VOLUME = [
  "id",
  "name",
  "projectId",
  "status",
  "sizeGb",
  "type",
  "availabilityZone",
  "bootable",
  "encrypted",
  "host",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of a volume. */
export interface HealthVolume extends Pick<Volume, typeof VOLUME[number]> {
  readonly uses: readonly HealthVolumeUse[];
  /** `none` while it is not migrated; undefined where Cinder does not tell this login. */
  readonly migration: string | undefined;
  /** Whether Cinder keeps it for its own work. */
  readonly internal: boolean;
  /** Whether its metadata call it a template. */
  readonly template: boolean;
}

/** Volumes of the project, or of all. */
export const volumes: Collection<HealthVolume> = listed({
  title: "volumes",
  operation: listVolumes,
  scope: "all_tenants",
  read: readHealthVolume,
});

function readHealthVolume(raw: unknown): HealthVolume | undefined {
  const volume = readVolume(raw);
  if (!volume) return undefined;
  return {
    ...pick(volume, VOLUME),
    uses: volume.attachments?.map(({ serverId, device }) => ({ serverId, device })) ?? [],
    migration: volume.migrationStatus ??
      (MIGRATION_MEMBERS.some((key) => key in wire(raw)) ? "none" : undefined),
    internal: volume.consumesQuota === false,
    template: isTemplate(volume.metadata ?? {}),
  };
}

const MIGRATION_MEMBERS = ["os-vol-mig-status-attr:migstat", "migration_status"];

/** The words are those that people write: there is no convention of Cinder's. */
function isTemplate(metadata: Readonly<Record<string, string>>): boolean {
  return Object.entries(metadata).some(([key, value]) =>
    /template|golden/i.test(value) || (/template|golden/i.test(key) && !/^(false|no|0)$/i.test(value))
  );
}

const SNAPSHOT = [
  "id",
  "name",
  "projectId",
  "status",
  "sizeGb",
  "volumeId",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of a snapshot. */
export type HealthSnapshot = Pick<Snapshot, typeof SNAPSHOT[number]>;

/** Snapshots of the project, or of all. */
export const snapshots: Collection<HealthSnapshot> = listed({
  title: "snapshots",
  operation: listSnapshots,
  scope: "all_tenants",
  read: picking(readSnapshot, SNAPSHOT),
});

const BACKUP = [
  "id",
  "name",
  "projectId",
  "status",
  "failReason",
  "sizeGb",
  "volumeId",
  "incremental",
  "dataTimestamp",
  "createdAt",
  "updatedAt",
] as const;

/** What checks keep of a backup. */
export type HealthBackup = Pick<Backup, typeof BACKUP[number]>;

/** Backups of the project, or of all. */
export const backups: Collection<HealthBackup> = listed({
  title: "backups",
  operation: listBackups,
  scope: "all_tenants",
  read: picking(readBackup, BACKUP),
});

/** Attachments as Cinder keeps them: a volume itself shows those alone that are complete. */
export const volumeAttachments: Collection<StorageAttachment> = listed({
  title: "volume attachments",
  operation: listVolumeAttachments,
  scope: "all_tenants",
  read: readStorageAttachment,
});

/** A server that a volume names and the list of servers does not have. */
export interface UnlistedServer {
  readonly id: string;
  /** Whether Nova has none of this id for this login; a list leaves those out that were deleted softly. */
  readonly gone: boolean;
}

/** So many servers and projects are asked for one by one. */
const MAX_ASKED = 50;

/** The servers that volumes are attached to and Nova does not list. */
export const unlistedServers: Collection<UnlistedServer> = {
  title: "servers that volumes name",
  operations: [showServer],
  async load(reader) {
    const [servers, volumes, attachments] = await Promise.all([
      reader.collected("servers"),
      reader.collected("volumes"),
      orNone(reader.collected("volumeAttachments")),
    ]);
    const listed = new Set(servers.map(({ id }) => id));
    const own = new Set(volumes.map(({ id }) => id));
    const named = [
      ...volumes.flatMap(({ uses }) => uses),
      ...attachments.filter(({ volumeId }) => own.has(volumeId ?? "")),
    ].flatMap(({ serverId }) => serverId === undefined || listed.has(serverId) ? [] : [serverId]);
    return await asked([...new Set(named)], "servers", async (id) => {
      return { id, gone: await isGone(() => reader.send(showServer, { path: { server_id: id } })) };
    });
  },
};

/** A project that owns something and that Keystone does not list. */
export interface UnlistedProject {
  readonly id: string;
  /** A login that sees the projects of one domain alone is not shown the others. */
  readonly gone: boolean;
}

/** The owners of resources that Keystone does not list. */
export const unlistedProjects: Collection<UnlistedProject> = {
  title: "projects that own something",
  operations: [showProject],
  async load(reader) {
    if (!reader.allProjects) return { items: [] };
    const [projects, ...owned] = await Promise.all([
      reader.collected("projects"),
      reader.collected("volumes"),
      reader.collected("servers"),
      orNone(reader.collected("ports")),
      orNone(reader.collected("images")),
    ]);
    const listed = new Set(projects.map(({ id }) => id));
    const owners = new Set(owned.flatMap((items) => items.map(({ projectId }) => projectId)));
    const unlisted = [...owners].flatMap((id) => id === undefined || listed.has(id) ? [] : [id]);
    return await asked(unlisted, "projects", async (id) => {
      return { id, gone: await isGone(() => reader.send(showProject, { path: { project_id: id } })) };
    });
  },
};

/** Asks for some one by one, and says how many were not asked for. */
async function asked<T>(ids: readonly string[], what: string, ask: (id: string) => Promise<T>) {
  const items = await Promise.all(ids.slice(0, MAX_ASKED).map(ask));
  if (ids.length <= MAX_ASKED) return { items };
  return { items, incomplete: `${MAX_ASKED} of ${ids.length} unlisted ${what} were asked for` };
}

/** What only adds to a verdict may be missing: the check says so itself. */
async function orNone<T>(items: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof OpenStackError) return [];
    throw error;
  }
}

async function isGone(show: () => Promise<unknown>): Promise<boolean> {
  try {
    await show();
    return false;
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return true;
    throw error;
  }
}

/** The last message about a volume. */
export interface MessageOf {
  readonly volumeId: string;
  readonly text: string;
}

/** So many failed volumes are asked why; with more of them the reason is hardly each volume's own. */
const MAX_EXPLAINED = 20;

/** Why volumes failed, as Cinder tells its users. It explains a finding and decides nothing. */
export const volumeMessages: Collection<MessageOf> = {
  title: "messages about volumes",
  operations: [listVolumeMessages],
  async load(reader) {
    const volumes = await reader.collected("volumes");
    const failed = volumes.filter(({ status }) => status?.startsWith("error")).slice(0, MAX_EXPLAINED);
    const found = await Promise.allSettled(failed.map(({ id }) => lastMessage(reader, id)));
    return { items: found.flatMap((result) => result.status === "fulfilled" ? result.value : []) };
  },
};

async function lastMessage(reader: Reader, volumeId: string): Promise<MessageOf[]> {
  const { body } = await reader.send(listVolumeMessages, {
    query: { resource_uuid: volumeId, sort_key: "created_at", sort_dir: "desc", limit: 1 },
  });
  const text = readVolumeMessage(list(body, "messages")?.[0])?.text;
  return text === undefined ? [] : [{ volumeId, text }];
}

/** A volume type, and whether it encrypts; undefined where only administrators are told. */
export interface HealthVolumeType {
  readonly id: string;
  readonly name: string;
  readonly encrypted: boolean | undefined;
}

/** Volume types, each with its encryption, which Cinder shows one by one. */
export const volumeTypes: Collection<HealthVolumeType> = {
  title: "volume types",
  operations: [listVolumeTypes, showVolumeTypeEncryption],
  async load(reader) {
    const types = await reader.list(listVolumeTypes, {
      query: reader.allProjects ? { is_public: "None" } : {},
      read: readVolumeType,
    });
    const [first, ...others] = types;
    if (!first) return { items: [] };
    // The first goes alone: who is refused is refused once.
    const told = await typeEncryption(reader, first.id);
    const asked = told === undefined ? [] : others.slice(0, MAX_ASKED - 1);
    const encryption = new Map([
      [first.id, told],
      ...await Promise.all(asked.map(async ({ id }) => [id, await typeEncryption(reader, id)] as const)),
    ]);
    const items = types.map(({ id, name = id }) => ({ id, name, encrypted: encryption.get(id) }));
    if (types.length <= MAX_ASKED || told === undefined) return { items };
    return { items, incomplete: `${MAX_ASKED} of ${types.length} types were asked for their encryption` };
  },
};

async function typeEncryption(reader: Reader, id: string): Promise<boolean | undefined> {
  try {
    const { body } = await reader.send(showVolumeTypeEncryption, { path: { volume_type_id: id } });
    return readVolumeTypeEncryption(body)?.provider !== undefined;
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not permitted") return undefined;
    throw error;
  }
}

/** Offers of volumes to other projects. */
export const volumeTransfers: Collection<VolumeTransfer> = listed({
  title: "volume transfers",
  operation: listVolumeTransfers,
  scope: "all_tenants",
  read: readVolumeTransfer,
});

/** Cinder's services on all hosts. */
export const volumeServices: Collection<VolumeService> = listed({
  title: "volume services",
  operation: listVolumeServices,
  read: readVolumeService,
});

/** Cinder's clusters of volume services; none where each works alone. */
export const volumeClusters: Collection<VolumeCluster> = listed({
  title: "volume clusters",
  operation: listVolumeClusters,
  read: readVolumeCluster,
});

/** Storage pools, with their capacities. */
export const pools: Collection<VolumePool> = listed({
  title: "storage pools",
  operation: listVolumePools,
  query: { detail: true },
  read: readVolumePool,
});

/** What the items of this file's collections are. */
export interface StorageItems {
  readonly volumes: HealthVolume;
  readonly snapshots: HealthSnapshot;
  readonly backups: HealthBackup;
  readonly volumeAttachments: StorageAttachment;
  readonly unlistedServers: UnlistedServer;
  readonly unlistedProjects: UnlistedProject;
  readonly volumeMessages: MessageOf;
  readonly volumeTypes: HealthVolumeType;
  readonly volumeTransfers: VolumeTransfer;
  readonly volumeServices: VolumeService;
  readonly volumeClusters: VolumeCluster;
  readonly pools: VolumePool;
}

/** The collections of this service, by the name that checks use. */
export const storageCollections: CollectionsOf<StorageItems> = {
  volumes,
  snapshots,
  backups,
  volumeAttachments,
  unlistedServers,
  unlistedProjects,
  volumeMessages,
  volumeTypes,
  volumeTransfers,
  volumeServices,
  volumeClusters,
  pools,
};
