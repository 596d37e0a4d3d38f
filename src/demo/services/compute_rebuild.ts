/**
 * Nova's actions that put another image under a server: rebuild and rescue.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, type Json, pick, textOf } from "../json.ts";
import type { Schema } from "../schema.ts";
import { type Call, Refusal, reply } from "../service.ts";
import { stamp } from "../time.ts";
import { checkLock, checkState } from "./compute_checks.ts";
import { tooSmall } from "./compute_neighbours.ts";
import type { Action, Order, Workshop } from "./compute_order.ts";
import { POWER, POWER_STATE, resting, TASK_STATE, VM_STATE } from "./compute_states.ts";
import { BOOLEAN, madePassword, METADATA, NAME, since } from "./nova.ts";

/** A host name as RFC 1123 has it. */
export const HOSTNAME: Schema = {
  type: "string",
  minLength: 2,
  maxLength: 63,
  pattern: "^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$",
};

/** Free text, or none. */
export const DESCRIPTION: Schema = { type: ["string", "null"], maxLength: 255 };

/** How the disk is divided. */
export const DISK_CONFIG: Schema = { type: "string", enum: ["AUTO", "MANUAL"] };

/** Data for the machine itself. */
export const USER_DATA: Schema = { type: "string", format: "base64", maxLength: 65535 };

const HOSTNAME_FIELD = "OS-EXT-SRV-ATTR:hostname";
const USER_DATA_FIELD = "OS-EXT-SRV-ATTR:user_data";

function rebuildSchema(version: number): Schema {
  return {
    type: "object",
    properties: {
      name: NAME,
      imageRef: { type: "string", format: "uuid" },
      adminPass: { type: "string" },
      metadata: METADATA,
      preserve_ephemeral: BOOLEAN,
      "OS-DCF:diskConfig": DISK_CONFIG,
      accessIPv4: { type: "string" },
      accessIPv6: { type: "string" },
      ...(version < 57 ? { personality: { type: "array" } } : {}),
      ...since(version, 19, { description: DESCRIPTION }),
      ...since(version, 54, { key_name: { type: ["string", "null"], maxLength: 255 } }),
      ...since(version, 57, { user_data: { ...USER_DATA, type: ["string", "null"] } }),
      ...since(version, 63, { trusted_image_certificates: { type: ["array", "null"] } }),
      ...since(version, 90, { hostname: HOSTNAME }),
    },
    required: ["imageRef"],
    additionalProperties: false,
  };
}

/** What the answer to a rebuild shows before 2.75. */
const OLD_REBUILD = [
  "id",
  "name",
  "status",
  "tenant_id",
  "user_id",
  "metadata",
  "hostId",
  "image",
  "flavor",
  "created",
  "updated",
  "addresses",
  "accessIPv4",
  "accessIPv6",
  "links",
  "OS-DCF:diskConfig",
  "progress",
  "locked",
  "locked_reason",
  "description",
  "tags",
  "trusted_image_certificates",
  "server_groups",
];

/** An image as a server names it. */
export function imageRef(call: Call, id: string): Item {
  return { id, links: [{ rel: "bookmark", href: `${call.origin}/images/${id}` }] };
}

/** Whether somebody has a keypair of a name. */
export function hasKeypair(shop: Workshop, userId: string, name: string): boolean {
  return itemsOf(itemOf(shop.seed["keypairs"])[userId]).some((one) => one["name"] === name);
}

function rebuiltFields({ call, server, wish, shop }: Order): Item {
  const asked = itemOf(wish);
  const { key_name, metadata, user_data, hostname } = asked;
  const owner = textOf(server["user_id"]);
  if (typeof key_name === "string" && !hasKeypair(shop, owner, key_name)) {
    throw new Refusal(400, "Invalid key_name provided.");
  }
  return {
    ...pick(asked, ["name", "description", "accessIPv4", "accessIPv6", "OS-DCF:diskConfig", "key_name"]),
    ...(metadata === undefined ? {} : { metadata }),
    ...(user_data === undefined ? {} : { [USER_DATA_FIELD]: user_data }),
    ...(hostname === undefined ? {} : { [HOSTNAME_FIELD]: hostname }),
    image: imageRef(call, textOf(asked["imageRef"])),
  };
}

function checkImage({ call, server, wish, shop }: Order): void {
  const id = textOf(itemOf(wish)["imageRef"]);
  const image = shop.neighbours.image(call, id);
  if (!image) throw new Refusal(400, "Cannot find image for rebuild");
  if (image["status"] !== "active") throw new Refusal(400, `Image ${id} is not active.`);
  const reason = tooSmall(image, itemOf(server["flavor"]), server["image"] !== "");
  if (reason !== undefined) throw new Refusal(400, reason);
  if (server["image"] === "" && call.version < 93) {
    throw new Refusal(400, "Unable to rebuild with a different image for a volume-backed server.");
  }
}

function rebuiltView({ call, shop }: Order, server: Item, password: Json): Item {
  const full = shop.servers.view(server, call, true);
  const shown = call.version >= 75 ? full : pick(full, OLD_REBUILD);
  return {
    ...shown,
    ...(call.version >= 54 ? { key_name: server["key_name"] ?? null } : {}),
    adminPass: password,
    ...(call.version >= 57 ? { user_data: server[USER_DATA_FIELD] ?? null } : {}),
  };
}

/** Puts an image in the place of a server's disk. */
export const rebuild: Action = {
  rule: "servers:rebuild",
  schema: rebuildSchema,
  act: (order) => {
    const { call, server, wish, shop } = order;
    checkLock(call, server);
    checkState(server, { name: "rebuild", from: ["active", "stopped", "error"] });
    checkImage(order);
    const state = server[VM_STATE] === "stopped" ? "stopped" : "active";
    const fields = rebuiltFields(order);
    const volumeBacked = server["image"] === "";
    const changed = shop.lifecycle.begin(call, server, {
      action: "rebuild",
      event: "compute_rebuild_instance",
      task: "rebuilding",
      finish: (_server, at) => ({ ...resting(state), "OS-SRV-USG:launched_at": `${stamp(at)}.000000` }),
    }, volumeBacked ? { ...fields, image: "" } : fields);
    const password = itemOf(wish)["adminPass"] ?? madePassword();
    const self = itemsOf(server["links"]).find((link) => link["rel"] === "self");
    return reply({ server: rebuiltView(order, changed, password) }, 202, {
      Location: textOf(self?.["href"]),
    });
  },
};

/** Boots a server from another disk. */
export const rescue: Action = {
  rule: "os-rescue",
  schema: () => ({
    type: ["object", "null"],
    properties: { adminPass: { type: "string" }, rescue_image_ref: { type: "string", format: "uuid" } },
    additionalProperties: false,
  }),
  act: ({ call, server, wish, shop }) => {
    const id = textOf(server["id"]);
    checkLock(call, server);
    checkState(server, { name: "rescue", from: ["active", "stopped", "error"] });
    const image = itemOf(wish)["rescue_image_ref"];
    if (typeof image === "string" && !shop.neighbours.image(call, image)) {
      throw new Refusal(400, `Requested rescue image '${image}' is not supported`);
    }
    if (server["image"] === "" && call.version < 87) {
      const reason = "Cannot rescue a volume-backed instance";
      throw new Refusal(400, `Instance ${id} cannot be rescued: ${reason}`);
    }
    shop.lifecycle.begin(call, server, {
      action: "rescue",
      event: "compute_rescue_instance",
      task: "rescuing",
      finish: () => ({ [VM_STATE]: "rescued", [TASK_STATE]: null, [POWER_STATE]: POWER.running }),
    });
    return reply({ adminPass: itemOf(wish)["adminPass"] ?? madePassword() });
  },
};
