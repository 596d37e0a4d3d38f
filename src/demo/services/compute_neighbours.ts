/**
 * What Nova does in other services for its servers: ports, volumes, images.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, numberOf, textOf, textsOf } from "../json.ts";
import { type Call, isAdmin } from "../service.ts";
import { addItem, changeItem, itemWith, removeItem } from "../state.ts";
import { stamp } from "../time.ts";
import { count, GIVEN } from "./compute_ports.ts";
import { VM_STATE } from "./compute_states.ts";
import { countVolumes } from "./compute_volumes.ts";

/** The state of the services beside Nova. */
export interface NeighbourOptions {
  network: Item;
  image: Item;
  blockStorage: Item;
  /** Where Glance listens. */
  imageOrigin: string;
}

/** What a port is like that no server has. */
const UNBOUND: Item = {
  device_id: "",
  device_owner: "",
  status: "DOWN",
  "binding:host_id": "",
  "binding:vif_type": "unbound",
  "binding:vif_details": {},
};

/** The services beside Nova, as it uses them. */
export class Neighbours {
  readonly network: Item;
  readonly blockStorage: Item;
  readonly imageOrigin: string;
  readonly #image: Item;

  constructor({ network, image, blockStorage, imageOrigin }: NeighbourOptions) {
    this.network = network;
    this.blockStorage = blockStorage;
    this.imageOrigin = imageOrigin;
    this.#image = image;
  }

  // ---- images ----------------------------------------------------------------------------------

  /** An image that the caller may use. */
  image(call: Call, id: string): Item | undefined {
    const found = itemWith(this.#image, "images", id);
    const project = call.caller.projectId;
    const rows = itemsOf(itemOf(this.#image["members"])[id]);
    const open = ["public", "community"].includes(textOf(found?.["visibility"])) || isAdmin(call.caller) ||
      found?.["owner"] === project || rows.some((row) => row["member_id"] === project);
    return open ? found : undefined;
  }

  /** A picture of a server, still without content. */
  addSnapshot(call: Call, server: Item, name: string, properties: Item, at: number): string {
    const id = crypto.randomUUID();
    const source = textOf(itemOf(server["image"])["id"]);
    const model = itemWith(this.#image, "images", source) ?? {};
    const time = `${stamp(at)}Z`;
    addItem(this.#image, "images", {
      base_image_ref: source,
      instance_uuid: server["id"] ?? null,
      user_id: call.caller.userId,
      image_type: "snapshot",
      ...properties,
      name,
      disk_format: model["disk_format"] ?? "raw",
      container_format: model["container_format"] ?? "bare",
      visibility: "private",
      size: null,
      virtual_size: null,
      status: "queued",
      checksum: null,
      protected: false,
      min_ram: model["min_ram"] ?? 0,
      min_disk: itemOf(server["flavor"])["disk"] ?? 0,
      owner: server["tenant_id"] ?? null,
      os_hidden: false,
      os_hash_algo: null,
      os_hash_value: null,
      id,
      created_at: time,
      updated_at: time,
      tags: [],
      self: `/v2/images/${id}`,
      file: `/v2/images/${id}/file`,
      schema: "/v2/schemas/image",
    });
    return id;
  }

  /** Gives a picture its content. */
  finishSnapshot(id: string, server: Item, at: number): void {
    const size = server["image"] === "" ? 0 : 65_536;
    const hash = id.replaceAll("-", "");
    changeItem(this.#image, "images", id, {
      size,
      virtual_size: size === 0 ? null : size,
      status: "active",
      checksum: hash,
      os_hash_algo: "sha512",
      os_hash_value: hash.repeat(4),
      stores: "file",
      image_state: "available",
      image_location: "snapshot",
      updated_at: `${stamp(at)}Z`,
    });
  }

  /** Tells that a picture is being taken. */
  saveSnapshot(id: string, at: number): void {
    changeItem(this.#image, "images", id, { status: "saving", updated_at: `${stamp(at)}Z` });
  }

  removeImage(id: string): void {
    removeItem(this.#image, "images", id);
  }

  /** The picture that a shelved server was left in. */
  shelvedImage(server: Item): string | undefined {
    const found = itemsOf(this.#image["images"]).find((image) =>
      image["instance_uuid"] === server["id"] && image["name"] === `${textOf(server["name"])}-shelved`
    );
    return found && textOf(found["id"]);
  }

  // ---- what a server leaves behind -------------------------------------------------------------

  /** Frees what a server had: its own ports go, its picture on the shelf, its volumes too if they were to. */
  leave(server: Item, at: number): void {
    const id = server["id"];
    const shelved = textOf(server[VM_STATE]).startsWith("shelved") ? this.shelvedImage(server) : undefined;
    if (shelved !== undefined) this.removeImage(shelved);
    const volumes = itemsOf(server["os-extended-volumes:volumes_attached"]);
    for (const port of itemsOf(this.network["ports"]).filter((one) => one["device_id"] === id)) {
      this.#freePort(port, at);
    }
    const doomed = new Set(
      volumes.filter((one) => one["delete_on_termination"] === true).map((one) => textOf(one["id"])),
    );
    for (const volume of itemsOf(this.blockStorage["volumes"])) {
      const attachments = itemsOf(volume["attachments"]);
      if (!attachments.some((one) => one["server_id"] === id)) continue;
      this.#freeVolume(volume, attachments.filter((one) => one["server_id"] !== id), doomed, at);
    }
    for (const one of itemsOf(this.blockStorage["attachments"]).filter((row) => row["instance"] === id)) {
      removeItem(this.blockStorage, "attachments", one["id"]);
    }
  }

  #freePort(port: Item, at: number): void {
    const outlives = textsOf(this.network[GIVEN]);
    const given = outlives.includes(textOf(port["id"]));
    if (given) {
      this.network[GIVEN] = outlives.filter((id) => id !== port["id"]);
      changeItem(this.network, "ports", port["id"], { ...UNBOUND, updated_at: `${stamp(at)}Z` });
    } else {
      removeItem(this.network, "ports", port["id"]);
      count(itemOf(this.network["quotas"])[textOf(port["project_id"])], "port", "used", -1);
    }
    for (const ip of itemsOf(this.network["floatingips"])) {
      if (given || ip["port_id"] !== port["id"]) continue;
      changeItem(this.network, "floatingips", ip["id"], {
        port_id: null,
        port_details: null,
        fixed_ip_address: null,
        router_id: null,
        status: "DOWN",
        updated_at: `${stamp(at)}Z`,
      });
    }
  }

  #freeVolume(volume: Item, left: Json[], doomed: ReadonlySet<string>, at: number): void {
    const id = textOf(volume["id"]);
    if (doomed.has(id)) {
      removeItem(this.blockStorage, "volumes", id);
      const project = textOf(volume["os-vol-tenant-attr:tenant_id"]);
      countVolumes(this.blockStorage, project, -1, -numberOf(volume["size"]));
    } else {
      const status = left.length > 0 ? "in-use" : "available";
      const updated_at = `${stamp(at)}.000000`;
      changeItem(this.blockStorage, "volumes", id, { status, attachments: left, updated_at });
    }
  }
}

/** The disk and the memory that an image needs, against a flavor; the message of the refusal if it is too small. */
export function tooSmall(image: Item, flavor: Item, withDisk: boolean): string | undefined {
  if (numberOf(image["min_ram"]) > numberOf(flavor["ram"])) {
    return "Flavor's memory is too small for requested image.";
  }
  const disk = numberOf(flavor["disk"]) * 2 ** 30;
  if (!withDisk || disk === 0) return undefined;
  const size = numberOf(image["size"]);
  if (size > disk) {
    return `Flavor's disk is too small for requested image. Flavor disk is ${disk} bytes, image is ${size} bytes.`;
  }
  const least = numberOf(image["min_disk"]) * 2 ** 30;
  if (least <= disk) return undefined;
  return "Flavor's disk is smaller than the minimum size specified in image metadata. " +
    `Flavor disk is ${disk} bytes, minimum size is ${least} bytes.`;
}
