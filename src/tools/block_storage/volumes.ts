/** Volumes as the tools show them.
 *
 * @module
 */
import {
  listSnapshots,
  listVolumeGroups,
  listVolumeMessages,
  listVolumes,
  showVolume,
} from "../../openstack/block_storage/operations.ts";
import { readVolume, type Volume, type VolumeUse } from "../../openstack/block_storage/types.ts";
import { listServerRefs, listServers, showServer } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import { findServerTrace } from "../compute/server_argument.ts";
import { findOne } from "../list_find.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import {
  joinAll,
  nameOf,
  type NamesOf,
  projectNames,
  type ReadNames,
  searched,
  serverNames,
  volumeNames,
} from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import type { ToolContext } from "../tool.ts";
import { failureMessage, type FailureMessages, failureMessages } from "./failure_messages.ts";

/** What is read beside a list of volumes. */
export interface VolumeJoin {
  readonly names: NamesOf;
  readonly failures: FailureMessages;
}

/** The operations that reading volumes may need. */
export const VOLUME_OPERATIONS = [
  listVolumes,
  showVolume,
  listSnapshots,
  listVolumeGroups,
  listVolumeMessages,
  listServers,
  listServerRefs,
  showServer,
  listProjects,
];

/** Names of snapshots ({@linkcode listSnapshots}). */
export const snapshotNames: ReadNames = (ids, context) =>
  searched("names of snapshots", listSnapshots, ids, context);

/** Names of groups of volumes ({@linkcode listVolumeGroups}). */
const groupNames: ReadNames = (ids, context) =>
  searched("names of volume groups", listVolumeGroups, ids, context);

const COLUMNS: readonly Column<Volume, VolumeJoin>[] = [
  { name: "name", level: "basic", value: (volume) => volume.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (volume) => volume.status,
    filter: "status",
    sort: "status",
    fold: "lower",
  },
  { name: "size_gib", level: "basic", value: (volume) => volume.sizeGb, filter: "size", sort: "size" },
  { name: "type", level: "detailed", value: (volume) => volume.type },
  { name: "attached_to", level: "detailed", value: attachedTo, resolve: attachedToFilter },
  {
    name: "bootable",
    level: "detailed",
    value: (volume) => volume.bootable,
    filter: "bootable",
    sort: "bootable",
    fold: "lower",
    usual: false,
  },
  {
    name: "multiattach",
    level: "detailed",
    value: (volume) => volume.multiattach,
    fold: "lower",
    usual: false,
  },
  { name: "encrypted", level: "detailed", value: (volume) => volume.encrypted, fold: "lower", usual: false },
  {
    name: "error_message",
    level: "detailed",
    joined: true,
    value: (volume, joined) => failureMessage(joined?.failures, volume),
  },
  { name: "description", level: "full", value: (volume) => volume.description },
  {
    name: "availability_zone",
    level: "full",
    value: (volume) => volume.availabilityZone,
    filter: "availability_zone",
    sort: "availability_zone",
  },
  { name: "image", level: "full", value: (volume) => volume.imageName ?? volume.imageId },
  {
    name: "snapshot",
    level: "full",
    joined: true,
    value: (volume, joined) => nameOf(joined?.names["snapshots"], volume.snapshotId),
  },
  {
    name: "source_volume",
    level: "full",
    joined: true,
    value: (volume, joined) => nameOf(joined?.names["volumes"], volume.sourceVolumeId),
  },
  {
    name: "group",
    level: "full",
    joined: true,
    value: (volume, joined) => nameOf(joined?.names["groups"], volume.groupId),
  },
  {
    name: "attachments",
    level: "full",
    objectOnly: true,
    value: ({ attachments }) => attachments && attachments.length > 0 ? attachments.map(useOf) : undefined,
  },
  { name: "metadata", level: "full", value: ({ metadata }) => nonEmpty(metadata) },
  {
    name: "host",
    level: "full",
    value: (volume) => volume.host,
    needs: "admin",
    filter: "host",
    sort: "host",
  },
  { name: "migration_status", level: "full", value: (volume) => volume.migrationStatus, needs: "admin" },
  { name: "replication_status", level: "full", value: (volume) => volume.replicationStatus },
  { name: "created", level: "full", value: (volume) => toUtc(volume.createdAt), sort: "created_at" },
  { name: "updated", level: "full", value: (volume) => toUtc(volume.updatedAt), sort: "updated_at" },
  {
    name: "project",
    level: "full",
    value: (volume, joined) => nameOf(joined?.names["projects"], volume.projectId),
    resolve: ownedBy((volume) => volume.projectId),
  },
  { name: "project_id", level: "extra", value: (volume) => volume.projectId },
  { name: "user_id", level: "extra", value: (volume) => volume.userId },
  { name: "type_id", level: "extra", value: (volume) => volume.typeId },
  { name: "image_id", level: "extra", value: (volume) => volume.imageId },
  { name: "snapshot_id", level: "extra", value: (volume) => volume.snapshotId },
  { name: "source_volume_id", level: "extra", value: (volume) => volume.sourceVolumeId },
  { name: "group_id", level: "extra", value: (volume) => volume.groupId, filter: "group_id" },
  { name: "consumes_quota", level: "extra", value: (volume) => volume.consumesQuota, fold: "lower" },
  { name: "id", level: "basic", value: (volume) => volume.id },
];

/** Volumes: Block Storage API "List accessible volumes with details" and "Show a volume's details".
 *
 * It filters by what an operator left in `resource_filters`: here by what every release has in there.
 */
export const VOLUMES: ListSpec<Volume, VolumeJoin> = {
  noun: ["volume", "volumes"],
  list: listVolumes,
  show: { operation: showVolume, parameter: "volume_id", key: "volume" },
  read: readVolume,
  id: (volume) => volume.id,
  name: (volume) => volume.name,
  owner: (volume) => volume.projectId,
  query: ofAllProjects,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: joinVolumes,
};

/** Cinder shows an administrator the own project, unless it is asked for all. */
export function ofAllProjects(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  return Promise.resolve(context.allProjects ? { all_tenants: true } : {});
}

async function joinVolumes(
  volumes: readonly Volume[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<VolumeJoin>> {
  const ids = (column: string, id: (volume: Volume) => string | undefined) =>
    wants(column) ? volumes.map(id) : [];
  const servers = wants("attached_to")
    ? volumes.flatMap(({ attachments }) => attachments?.map(({ serverId }) => serverId) ?? [])
    : [];
  const [names, failures] = await Promise.all([
    joinAll({
      servers: serverNames(servers, context),
      snapshots: snapshotNames(ids("snapshot", (volume) => volume.snapshotId), context),
      volumes: volumeNames(ids("source_volume", (volume) => volume.sourceVolumeId), context),
      groups: groupNames(ids("group", (volume) => volume.groupId), context),
      projects: projectNames(ids("project", (volume) => volume.projectId), context),
    }),
    failureMessages("VOLUME", wants("error_message") ? volumes : [], context),
  ]);
  return {
    joined: { names: names.joined, failures },
    unavailable: [...names.unavailable ?? [], ...failures.unavailable],
  };
}

function attachedTo({ attachments }: Volume, joined: VolumeJoin | undefined): string | undefined {
  if (!attachments || attachments.length === 0) return undefined;
  return attachments.map((use) => holderOf(use, joined)).join(", ");
}

/** A host may have a volume without any server. */
function holderOf({ serverId, host }: VolumeUse, joined: VolumeJoin | undefined): string {
  return nameOf(joined?.names["servers"], serverId) ?? (host === undefined ? "no server" : `host ${host}`);
}

async function attachedToFilter(wanted: string, context: ToolContext): Promise<Part<Volume>> {
  if (wanted === "") return { test: ({ attachments }) => attachments?.length === 0 };
  const { id } = await findServerTrace(wanted, context);
  return { test: ({ attachments }) => attachments?.some(({ serverId }) => serverId === id) ?? false };
}

function useOf({ attachmentId, serverId, device, host, attachedAt }: VolumeUse) {
  return {
    server_id: serverId,
    device,
    host,
    attached: toUtc(attachedAt),
    attachment_id: attachmentId,
  };
}

/** Undefined for a map without entries. */
export function nonEmpty(map: Readonly<Record<string, string>> | undefined) {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a filter on a volume stands for: an id may be that of a volume that is gone, whose backups are left.
 *
 * @throws As {@linkcode findOne}, for a name.
 */
export async function volumeIdOf(wanted: string, context: ToolContext): Promise<string> {
  try {
    return (await findOne(VOLUMES, wanted, context)).id;
  } catch (error) {
    const absent = error instanceof OpenStackError && error.reason === "not found";
    if (absent && UUID.test(wanted)) return wanted;
    throw error;
  }
}
