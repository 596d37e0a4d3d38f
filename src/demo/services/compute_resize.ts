/**
 * Nova's actions that change the size of a server: resize, then its confirmation or its reversal.
 *
 * @module
 */

import { type Item, itemOf, itemsOf, numberOf, pick, textOf } from "../json.ts";
import { type Answer, type Call, isAdmin, Refusal } from "../service.ts";
import { addItem, changeItem } from "../state.ts";
import { stamp } from "../time.ts";
import { checkLock, checkState } from "./compute_checks.ts";
import { ACCEPTED, type Action, type Order, type Workshop } from "./compute_order.ts";
import { checkQuota } from "./compute_quota.ts";
import { POWER, POWER_STATE, resting, VM_STATE } from "./compute_states.ts";

/** What a server was before it was resized. */
const FORMER = "demo:former";

/** Where a server stands. */
const PLACE = [
  "OS-EXT-SRV-ATTR:host",
  "OS-EXT-SRV-ATTR:hypervisor_hostname",
  "OS-EXT-AZ:availability_zone",
  "hostId",
  "host_status",
];

/** A flavor that the caller may use, by its id. */
export function flavorFor(shop: Workshop, call: Call, id: string): Item {
  const found = itemsOf(shop.seed["flavors"]).find((one) => one["id"] === id);
  const open = found?.["os-flavor-access:is_public"] === true || isAdmin(call.caller);
  if (!found || !open) throw new Refusal(400, `Flavor ${id} could not be found.`);
  return found;
}

/** A flavor as a server carries it. */
export function embedded(flavor: Item): Item {
  return {
    ...pick(flavor, ["vcpus", "ram", "disk"]),
    ephemeral: flavor["OS-FLV-EXT-DATA:ephemeral"] ?? 0,
    swap: numberOf(flavor["swap"]),
    original_name: flavor["name"] ?? null,
    extra_specs: flavor["extra_specs"] ?? {},
  };
}

/** A flavor as servers name it before 2.47. */
export function linked(flavor: Item): Item {
  return {
    id: flavor["id"] ?? null,
    links: itemsOf(flavor["links"]).filter((one) => one["rel"] === "bookmark"),
  };
}

function migrationOf(shop: Workshop, server: Item): Item | undefined {
  return itemsOf(shop.seed["migrations"]).findLast((one) => one["instance_uuid"] === server["id"]);
}

function addMigration({ call, server, shop }: Order, to: string, flavor: Item): void {
  const flavors = itemsOf(shop.seed["flavors"]);
  const number = (id: string) => flavors.findIndex((one) => one["id"] === id) + 1;
  const from = textOf(server["OS-EXT-SRV-ATTR:host"]);
  const time = `${stamp(call.now)}.000000`;
  addItem(shop.seed, "migrations", {
    id: itemsOf(shop.seed["migrations"]).length + 1,
    uuid: crypto.randomUUID(),
    source_compute: from,
    dest_compute: to,
    source_node: from,
    dest_node: to,
    dest_host: "192.168.0.1",
    old_instance_type_id: number(shop.servers.flavorId(server)),
    new_instance_type_id: number(textOf(flavor["id"])),
    instance_uuid: server["id"] ?? null,
    status: "migrating",
    migration_type: "resize",
    user_id: call.caller.userId,
    project_id: call.caller.projectId,
    created_at: time,
    updated_at: time,
  });
}

function setMigration(shop: Workshop, server: Item, status: string, at: number): void {
  const { id } = migrationOf(shop, server) ?? {};
  changeItem(shop.seed, "migrations", id, { status, updated_at: `${stamp(at)}.000000` });
}

function checkResize({ call, server, wish, shop }: Order): Item {
  checkLock(call, server);
  checkState(server, { name: "resize", from: ["active", "stopped"] });
  const flavor = flavorFor(shop, call, String(itemOf(wish)["flavorRef"]));
  if (flavor["id"] === shop.servers.flavorId(server)) {
    throw new Refusal(400, "When resizing, instances must change flavor!");
  }
  const local = server["image"] !== "";
  if (local && flavor["disk"] === 0 && numberOf(itemOf(server["flavor"])["disk"]) !== 0) {
    throw new Refusal(400, "Resize error: Resize to zero disk flavor is not allowed.");
  }
  const now = itemOf(server["flavor"]);
  const more = (key: string) => Math.max(0, numberOf(flavor[key]) - numberOf(now[key]));
  checkQuota(shop, textOf(server["tenant_id"]), { cores: more("vcpus"), ram: more("ram") });
  return flavor;
}

/** Gives a server another flavor, on another machine if there is one. */
export const resize: Action = {
  rule: "servers:resize",
  schema: () => ({
    type: "object",
    properties: {
      flavorRef: { type: ["string", "integer"], minLength: 1 },
      "OS-DCF:diskConfig": { type: "string", enum: ["AUTO", "MANUAL"] },
    },
    required: ["flavorRef"],
    additionalProperties: false,
  }),
  act: (order): Answer => {
    const { call, server, shop } = order;
    const flavor = checkResize(order);
    const id = textOf(server["id"]);
    const fitting = shop.hosts.pick("", flavor);
    const host = fitting ?? textOf(server["OS-EXT-SRV-ATTR:host"]);
    const former = {
      flavor: server["flavor"] ?? null,
      link: shop.servers.flavorRef(id),
      place: pick(server, PLACE),
      state: server[VM_STATE] ?? null,
    };
    addMigration(order, host, flavor);
    shop.lifecycle.begin(call, server, {
      action: "resize",
      event: fitting === undefined ? "conductor_migrate_server" : "compute_finish_resize",
      task: "resize_prep",
      doomed: fitting === undefined ? "No valid host was found. " : undefined,
      finish: (_server, at) => {
        shop.servers.giveTo(id, { flavor: linked(flavor) });
        setMigration(shop, server, "finished", at);
        return {
          ...shop.hosts.on(host, textOf(server["tenant_id"])),
          flavor: embedded(flavor),
          [VM_STATE]: "resized",
          [FORMER]: former,
        };
      },
      undo: (at) => setMigration(shop, server, "error", at),
    });
    return ACCEPTED;
  },
};

/** The state in which a resized server goes on. */
function onwards(server: Item): string {
  const former = itemOf(server[FORMER])["state"];
  return former === "stopped" || server[POWER_STATE] === POWER.shutdown ? "stopped" : "active";
}

function checkResized({ call, server, shop }: Order, name: string): void {
  checkLock(call, server);
  checkState(server, { name, from: ["resized"] });
  if (migrationOf(shop, server)?.["status"] !== "finished") {
    throw new Refusal(400, "Instance has not been resized.");
  }
}

/** Keeps the new size. */
export const confirmResize: Action = {
  rule: "servers:confirm_resize",
  act: (order): Answer => {
    const { call, server, shop } = order;
    checkResized(order, "confirmResize");
    setMigration(shop, server, "confirming", call.now);
    shop.lifecycle.begin(call, server, {
      action: "confirmResize",
      event: "compute_confirm_resize",
      task: null,
      finish: (current, at) => {
        setMigration(shop, server, "confirmed", at);
        return { ...resting(onwards(current)), [FORMER]: null };
      },
      undo: (at) => setMigration(shop, server, "error", at),
    });
    return { status: 204 };
  },
};

/** What a server goes back to; of a recorded one no more is known than that it was smaller. */
function formerOf(shop: Workshop, server: Item): { fields: Item; link: Item } {
  const former = itemOf(server[FORMER]);
  if (former["flavor"] !== undefined) {
    const fields = { ...itemOf(former["place"]), flavor: former["flavor"] };
    return { fields, link: itemOf(former["link"]) };
  }
  const ram = numberOf(itemOf(server["flavor"])["ram"]);
  const smaller = itemsOf(shop.seed["flavors"]).filter((one) => numberOf(one["ram"]) < ram)
    .sort((a, b) => numberOf(b["ram"]) - numberOf(a["ram"]))[0] ?? {};
  return { fields: { flavor: embedded(smaller) }, link: linked(smaller) };
}

/** Goes back to the old size. */
export const revertResize: Action = {
  rule: "servers:revert_resize",
  act: (order): Answer => {
    const { call, server, shop } = order;
    checkResized(order, "revertResize");
    setMigration(shop, server, "reverting", call.now);
    shop.lifecycle.begin(call, server, {
      action: "revertResize",
      event: "compute_finish_revert_resize",
      task: "resize_reverting",
      finish: (current, at) => {
        const { fields, link } = formerOf(shop, current);
        shop.servers.giveTo(textOf(server["id"]), { flavor: link });
        setMigration(shop, server, "reverted", at);
        return { ...fields, ...resting(onwards(current)), [FORMER]: null };
      },
      undo: (at) => setMigration(shop, server, "error", at),
    });
    return ACCEPTED;
  },
};
