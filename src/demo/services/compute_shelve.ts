/**
 * Nova's actions that make images of servers: a picture, and the shelf.
 *
 * @module
 */

import { type Item, itemOf, textOf } from "../json.ts";
import { type Answer, Refusal, reply } from "../service.ts";
import { stamp } from "../time.ts";
import { checkLock, checkState } from "./compute_checks.ts";
import type { Step } from "./compute_lifecycle.ts";
import { ACCEPTED, type Action, type Order } from "./compute_order.ts";
import { NOWHERE } from "./compute_placing.ts";
import { resting, VM_STATE } from "./compute_states.ts";
import { METADATA, NAME, needsAdmin } from "./nova.ts";

/** A step that fills an image and takes it away again if it fails. */
function picturing({ call, server, shop }: Order, step: Step, name: string, metadata: Item): string {
  const { neighbours, lifecycle } = shop;
  const image = neighbours.addSnapshot(call, server, name, metadata, call.now);
  neighbours.saveSnapshot(image, call.now);
  lifecycle.begin(call, server, {
    ...step,
    finish: (current, at) => {
      neighbours.finishSnapshot(image, current, at);
      return step.finish(current, at);
    },
    undo: () => neighbours.removeImage(image),
  });
  return image;
}

/** Takes a picture of a server's disk. */
export const createImage: Action = {
  rule: "servers:create_image",
  schema: () => ({
    type: "object",
    properties: { name: NAME, metadata: METADATA },
    required: ["name"],
    additionalProperties: false,
  }),
  act: (order): Answer => {
    const { call, server, wish, shop } = order;
    checkState(server, { name: "createImage", from: ["active", "stopped", "paused", "suspended"] });
    const step: Step = {
      action: "createImage",
      event: "compute_snapshot_instance",
      task: "image_snapshot",
      finish: () => ({}),
    };
    const { name, metadata } = itemOf(wish);
    const id = picturing(order, step, textOf(name), itemOf(metadata));
    if (call.version >= 45) return reply({ image_id: id }, 202);
    return { status: 202, headers: { Location: `${shop.neighbours.imageOrigin}/images/${id}` } };
  },
};

const ON_THE_SHELF: Item = { ...resting("shelved_offloaded"), ...NOWHERE };

/** Puts a server away. Nova takes it off its machine at once unless it is told to wait. */
export const shelve: Action = {
  rule: "os-shelve:shelve",
  act: (order): Answer => {
    const { call, server, shop } = order;
    checkLock(call, server);
    checkState(server, { name: "shelve", from: ["active", "stopped", "paused", "suspended"] });
    const step: Step = {
      action: "shelve",
      event: "compute_shelve_instance",
      task: "shelving",
      finish: () => ON_THE_SHELF,
    };
    if (server["image"] === "") shop.lifecycle.begin(call, server, step);
    else picturing(order, step, `${textOf(server["name"])}-shelved`, {});
    return ACCEPTED;
  },
};

/** Takes a shelved server off its machine. */
export const shelveOffload: Action = {
  rule: "os-shelve:shelve_offload",
  admin: true,
  act: ({ call, server, shop }): Answer => {
    checkLock(call, server);
    checkState(server, { name: "shelveOffload", from: ["shelved"] });
    shop.lifecycle.begin(call, server, {
      action: "shelveOffload",
      event: "compute_shelve_offload_instance",
      task: "shelving_offloading",
      finish: () => ON_THE_SHELF,
    });
    return ACCEPTED;
  },
};

/** The zone that a shelved server is to come back to. */
function zoneOf({ call, server, wish, shop }: Order): string {
  const zone = call.version >= 77 ? textOf(itemOf(wish)["availability_zone"]) : "";
  if (zone === "") return "";
  if (server[VM_STATE] === "shelved") {
    throw new Refusal(
      409,
      `Specifying an availability zone when unshelving server '${textOf(server["id"])}' with status ` +
        `'shelved' is not supported. The server status must be SHELVED_OFFLOADED.`,
    );
  }
  if (!shop.hosts.zones().includes(zone)) {
    throw new Refusal(400, "The requested availability zone is not available");
  }
  return zone;
}

/** Brings a server back from the shelf. */
export const unshelve: Action = {
  rule: "os-shelve:unshelve",
  schema: (version) => {
    if (version < 77) return undefined;
    const zone = { type: ["string", "null"] } as const;
    if (version >= 91) {
      return {
        type: ["object", "null"],
        properties: { availability_zone: zone, host: { type: "string" } },
        additionalProperties: false,
      };
    }
    return {
      type: ["object", "null"],
      properties: { availability_zone: NAME },
      required: ["availability_zone"],
      additionalProperties: false,
    };
  },
  act: (order): Answer => {
    const { call, server, wish, shop } = order;
    checkLock(call, server);
    checkState(server, { name: "unshelve", from: ["shelved", "shelved_offloaded"] });
    if (call.version >= 91 && itemOf(wish)["host"] !== undefined) {
      needsAdmin(call, "os_compute_api:os-shelve:unshelve_to_host");
    }
    const zone = zoneOf(order);
    const host = textOf(itemOf(wish)["host"]) || textOf(server["OS-EXT-SRV-ATTR:host"]) ||
      shop.hosts.pick(zone);
    shop.lifecycle.begin(call, server, {
      action: "unshelve",
      event: "compute_unshelve_instance",
      task: "unshelving",
      finish: (current, at) => {
        const image = shop.neighbours.shelvedImage(current);
        if (image !== undefined) shop.neighbours.removeImage(image);
        const place = host === undefined ? {} : shop.hosts.on(host, textOf(server["tenant_id"]));
        return { ...resting("active"), ...place, "OS-SRV-USG:launched_at": launched(at) };
      },
    });
    return ACCEPTED;
  },
};

function launched(at: number): string {
  return `${stamp(at)}.000000`;
}
