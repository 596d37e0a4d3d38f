import * as z from "zod";
import { listVolumes, showVolume } from "../../openstack/block_storage/operations.ts";
import { readVolume, type Volume } from "../../openstack/block_storage/types.ts";
import { listServerVolumes } from "../../openstack/compute/operations.ts";
import { readVolumeAttachment, type VolumeAttachment } from "../../openstack/compute/types.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { wire } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { findOne } from "../list_find.ts";
import { filtering, PART_ARGUMENTS } from "../list_arguments.ts";
import { ofPart, readParts } from "../parts.ts";
import { mayShow } from "../scope.ts";
import { tool, type ToolContext } from "../tool.ts";
import { aboutServer, SERVER_ARGUMENT, SERVER_COMPAT } from "./server_argument.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

/** Volumes that Cinder is asked for one by one, where its list did not have them. */
const MOST_SHOWN = 25;
const FULL_PAGE = 1000;

/** Volumes of a server: what Nova attached, and what Cinder knows of it. */
export const getServerVolumes = tool({
  name: "get_server_volumes",
  toolset: "compute",
  title: "Volumes of a server",
  description: "Volumes attached to a server: device, name, size, type, status, bootable.",
  input: z.strictObject({ server: SERVER_ARGUMENT, ...PART_ARGUMENTS }),
  operations: [...SERVER_OPERATIONS, listServerVolumes, listVolumes, showVolume],
  essential: [listServerVolumes],
  compat: SERVER_COMPAT,
  readsOf: {
    set_server_volume: {
      actions: { list: {} },
      compat: { volume_id: filtering("id") },
      ignored: ["volume_name", "device", "attachment_id"],
    },
  },
  run: async ({ server: reference, ...args }, context) => {
    const server = await findOne(SERVERS, reference, context);
    return aboutServer(await answerList(attachmentsOf(server.id), args, context), server);
  },
});

type Volumes = ReadonlyMap<string, Volume>;
type AttachmentColumn = Column<VolumeAttachment, Volumes>;

function attachmentsOf(serverId: string): ListSpec<VolumeAttachment, Volumes> {
  return {
    noun: ["attached volume", "attached volumes"],
    place: "on this server",
    list: listServerVolumes,
    path: { server_id: serverId },
    read: readVolumeAttachment,
    id: (attachment) => attachment.volumeId,
    name: () => undefined,
    columns: COLUMNS,
    join: joinVolumes,
  };
}

/** A column of what Cinder knows. */
function ofVolume(
  name: string,
  level: AttachmentColumn["level"],
  value: (volume: Volume) => unknown,
): AttachmentColumn {
  return {
    name,
    level,
    joined: true,
    value: ({ volumeId }, volumes) => ofPart(volumes, volumeId, value),
  };
}

const VOLUME_COLUMNS: readonly AttachmentColumn[] = [
  ofVolume("name", "basic", (volume) => volume.name),
  ofVolume("size_gib", "basic", (volume) => volume.sizeGb),
  ofVolume("type", "detailed", (volume) => volume.type),
  ofVolume("status", "basic", (volume) => volume.status),
  ofVolume("bootable", "detailed", (volume) => volume.bootable),
  ofVolume("encrypted", "full", (volume) => volume.encrypted),
  ofVolume("multiattach", "full", (volume) => volume.multiattach),
  ofVolume("availability_zone", "full", (volume) => volume.availabilityZone),
];

const COLUMNS: readonly AttachmentColumn[] = [
  ...VOLUME_COLUMNS,
  { name: "device", level: "basic", value: (attachment) => attachment.device },
  { name: "delete_on_termination", level: "detailed", value: (attachment) => attachment.deleteOnTermination },
  { name: "tag", level: "full", value: (attachment) => attachment.tag },
  { name: "attachment_id", level: "full", value: (attachment) => attachment.attachmentId },
  { name: "id", level: "basic", value: (attachment) => attachment.volumeId },
];

async function joinVolumes(
  attachments: readonly VolumeAttachment[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<Volumes>> {
  const columns = VOLUME_COLUMNS.map((column) => column.name);
  if (!columns.some(wants)) return { joined: new Map() };
  const ids = attachments.map((attachment) => attachment.volumeId);
  try {
    const listed = ids.length > 1 ? await listedVolumes(ids, context) : new Map<string, Volume>();
    const missing = ids.filter((id) => !listed.has(id)).slice(0, MOST_SHOWN);
    const { values, unavailable } = await readParts(missing, {
      what: "details",
      name: (id) => `volume ${id}`,
      read: (id) => shownVolume(id, context),
    });
    const joined = new Map([...listed, ...values]);
    return { joined, unavailable, missing: joined.size === 0 ? columns : [] };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("volume details", error)], missing: columns };
  }
}

/** Cinder filters by no list of ids; the volumes in use are mostly one page, whatever the server has of them. */
async function listedVolumes(ids: readonly string[], context: ToolContext): Promise<Map<string, Volume>> {
  const page = await context.cloud.page(listVolumes, { query: { status: "in-use" }, limit: FULL_PAGE });
  const wanted = new Set(ids);
  return new Map(page.items.flatMap((value) => {
    const volume = readVolume(value);
    return volume && wanted.has(volume.id) ? [[volume.id, volume] as const] : [];
  }));
}

async function shownVolume(id: string, context: ToolContext): Promise<Volume | undefined> {
  const answer = await context.cloud.send(showVolume, { path: { volume_id: id } });
  const volume = readVolume(wire(answer.body)["volume"]);
  if (await mayShow(context, volume?.projectId)) return volume;
  throw new OpenStackError({
    what: `show volume ${id}`,
    service: showVolume.service,
    reason: "refused by policy",
    detail: "it belongs to another project than the one this login is scoped to",
  });
}
