/**
 * The volumes of a new server.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, numberOf, textOf } from "../json.ts";
import { type Call, isAdmin, Refusal } from "../service.ts";
import { addItem, changeItem, itemWith } from "../state.ts";
import { stamp } from "../time.ts";
import { count } from "./compute_ports.ts";

/** One volume that a server is to have. */
export interface Disk {
  /** A volume that was there before. */
  readonly volume?: Item;
  /** What a new one is made of. */
  readonly source: { readonly kind: string; readonly id: string };
  readonly size: number;
  readonly type: string;
  readonly boots: boolean;
  readonly device: string;
  readonly ends: boolean;
  readonly tag: Json;
}

function invalid(reason: string): Refusal {
  return new Refusal(400, `Block Device Mapping is Invalid: ${reason}`);
}

function mine(seed: Item, call: Call, plural: string, owner: string, id: string): Item | undefined {
  const found = itemWith(seed, plural, id);
  return found && (found[owner] === call.caller.projectId || isAdmin(call.caller)) ? found : undefined;
}

const OWNER = "os-vol-tenant-attr:tenant_id";

/** The volumes that a request means; disks on the machine itself are not among them. */
export function disksOf(
  seed: Item,
  call: Call,
  mappings: readonly Item[],
  hasImage: (id: string) => boolean,
): Disk[] {
  const remote = mappings.filter((one) =>
    one["destination_type"] === "volume" || one["source_type"] === "volume" ||
    one["source_type"] === "snapshot"
  );
  return remote.map((one, at) => diskOf(seed, call, one, at, hasImage));
}

function diskOf(
  seed: Item,
  call: Call,
  asked: Item,
  at: number,
  hasImage: (id: string) => boolean,
): Disk {
  const kind = textOf(asked["source_type"]);
  const id = textOf(asked["uuid"]);
  const size = Number(asked["volume_size"] ?? 0);
  const common = {
    source: { kind, id },
    type: textOf(asked["volume_type"]),
    boots: Number(asked["boot_index"] ?? -1) === 0,
    device: textOf(asked["device_name"]) || `/dev/sd${"abcdefghijklmnop"[at] ?? "z"}`,
    ends: String(asked["delete_on_termination"]).toLowerCase() === "true",
    tag: asked["tag"] ?? null,
  };
  if (kind === "volume") return { ...common, ...existing(seed, call, id) };
  if (kind === "snapshot") {
    const snapshot = mine(seed, call, "snapshots", "os-extended-snapshot-attributes:project_id", id);
    if (!snapshot) throw invalid(`failed to get snapshot ${id}.`);
    return { ...common, size: size || numberOf(snapshot["size"]) };
  }
  if (kind === "image" && !hasImage(id)) throw invalid(`failed to get image ${id}.`);
  if (kind === "image" && size === 0) {
    throw new Refusal(400, "Images with destination_type 'volume' need to have a non-zero size specified");
  }
  if (size === 0) {
    throw new Refusal(400, "Blank volumes (source: 'blank', dest: 'volume') need to have non-zero size");
  }
  return { ...common, size };
}

function existing(seed: Item, call: Call, id: string): { volume: Item; size: number } {
  const volume = mine(seed, call, "volumes", OWNER, id);
  if (!volume) throw invalid(`failed to get volume ${id}.`);
  const status = textOf(volume["status"]);
  if (status !== "available") {
    const message = `Invalid volume: volume '${id}' status must be 'available'. Currently in '${status}'`;
    throw new Refusal(400, message);
  }
  return { volume, size: numberOf(volume["size"]) };
}

// ---- making them -------------------------------------------------------------------------------

/** Counts volumes in what Cinder tells of a project. */
export function countVolumes(seed: Item, projectId: string, volumes: number, size: number): void {
  const quota = itemOf(seed["quotas"])[projectId];
  count(quota, "volumes", "in_use", volumes);
  count(quota, "gigabytes", "in_use", size);
  const limits = itemOf(itemOf(seed["limits"])[projectId]);
  count(limits, "absolute", "totalVolumesUsed", volumes);
  count(limits, "absolute", "totalGigabytesUsed", size);
}

function newVolume(seed: Item, disk: Disk, server: Item, at: number): Item {
  const model = itemsOf(seed["volumes"])[0] ?? {};
  const types = itemsOf(seed["types"]);
  const type = types.find((one) => one["name"] === disk.type || one["id"] === disk.type) ??
    types.find((one) => one["name"] === model["volume_type"]) ?? {};
  const { kind, id } = disk.source;
  return {
    ...model,
    id: crypto.randomUUID(),
    size: disk.size,
    availability_zone: "nova",
    created_at: `${stamp(at)}.000000`,
    name: "",
    description: "",
    metadata: {},
    volume_type: type["name"] ?? null,
    volume_type_id: type["id"] ?? null,
    snapshot_id: kind === "snapshot" ? id : null,
    source_volid: null,
    user_id: server["user_id"] ?? null,
    bootable: kind === "blank" ? "false" : "true",
    multiattach: false,
    encrypted: false,
    group_id: null,
    [OWNER]: server["tenant_id"] ?? null,
    ...(kind === "image" ? { volume_image_metadata: { image_id: id } } : {}),
  };
}

/** Gives a server its volumes; the rows in which Nova lists them. */
export function attach(seed: Item, disks: readonly Disk[], server: Item, at: number): Item[] {
  return disks.map((disk) => {
    const volume = disk.volume ?? newVolume(seed, disk, server, at);
    if (!disk.volume) {
      addItem(seed, "volumes", volume);
      countVolumes(seed, textOf(server["tenant_id"]), 1, disk.size);
    }
    return attachOne(seed, volume, disk, server, at);
  });
}

function attachOne(seed: Item, volume: Item, disk: Disk, server: Item, at: number): Item {
  const attachment = crypto.randomUUID();
  const volumeId = volume["id"] ?? null;
  const serverId = server["id"] ?? null;
  const time = `${stamp(at)}.000000`;
  changeItem(seed, "volumes", volumeId, {
    status: "in-use",
    updated_at: time,
    attachments: [{
      id: volumeId,
      attachment_id: attachment,
      volume_id: volumeId,
      server_id: serverId,
      host_name: server["OS-EXT-SRV-ATTR:host"] ?? null,
      device: disk.device,
      attached_at: time,
    }],
  });
  addItem(seed, "attachments", {
    id: attachment,
    status: "attached",
    instance: serverId,
    volume_id: volumeId,
    attached_at: time,
    detached_at: "",
    attach_mode: "rw",
    connection_info: { driver_volume_type: "local", access_mode: "rw", attachment_id: attachment },
  });
  return {
    volumeId,
    serverId,
    device: disk.device,
    tag: disk.tag,
    delete_on_termination: disk.ends,
    attachment_id: attachment,
    bdm_uuid: crypto.randomUUID(),
  };
}
