/**
 * What can be done to one of Nova's servers.
 *
 * @module
 */

import { type Item, itemOf, textOf } from "../json.ts";
import { type Answer, type Call, post, Refusal, remove, reply, type Route } from "../service.ts";
import { checkLock, checkState } from "./compute_checks.ts";
import type { Step } from "./compute_lifecycle.ts";
import { ACCEPTED, type Action, type Order, plain, type Workshop } from "./compute_order.ts";
import { rebuild, rescue } from "./compute_rebuild.ts";
import { confirmResize, resize, revertResize } from "./compute_resize.ts";
import { createImage, shelve, shelveOffload, unshelve } from "./compute_shelve.ts";
import { resting, TASK_STATE } from "./compute_states.ts";
import { checkBody, forbidden, needsAdmin, needsMember, novaBody } from "./nova.ts";

/** The tasks that do not keep a server from being rebooted the hard way. */
const REBOOTABLE = [
  "rebooting",
  "reboot_pending",
  "reboot_started",
  "resuming",
  "rebooting_hard",
  "unpausing",
  "pausing",
  "suspending",
];

const HARD_REBOOT = ["active", "stopped", "paused", "suspended", "error"];

const reboot: Action = {
  rule: "servers:reboot",
  schema: () => ({
    type: "object",
    properties: { type: { type: "string", enum: ["HARD", "Hard", "hard", "SOFT", "Soft", "soft"] } },
    required: ["type"],
    additionalProperties: false,
  }),
  act: ({ call, server, wish, shop }) => {
    const hard = textOf(itemOf(wish)["type"]).toUpperCase() === "HARD";
    checkLock(call, server);
    checkState(server, {
      name: "reboot",
      from: hard ? HARD_REBOOT : ["active"],
      during: hard ? REBOOTABLE : [],
    });
    shop.lifecycle.begin(call, server, {
      action: "reboot",
      event: "compute_reboot_instance",
      task: hard ? "rebooting_hard" : "rebooting",
      finish: () => resting("active"),
    });
    return ACCEPTED;
  },
};

// ---- locks -------------------------------------------------------------------------------------

/** Who locked what; in the recorded state everybody locked their own. */
const LOCKED_BY = "demo:locked_by";

function ownerOrAdmin(call: Call, server: Item): string {
  return server["tenant_id"] === call.caller.projectId ? "owner" : "admin";
}

const lock: Action = {
  rule: "os-lock-server:lock",
  schema: (version) =>
    version < 73 ? undefined : {
      type: ["object", "null"],
      properties: { locked_reason: { type: "string", minLength: 1, maxLength: 255 } },
      additionalProperties: false,
    },
  act: ({ call, server, wish, shop }) => {
    const by = ownerOrAdmin(call, server);
    // What an administrator locked stays locked by an administrator.
    if (server["locked"] === true && by === "owner") return ACCEPTED;
    const reason = call.version >= 73 ? itemOf(wish)["locked_reason"] ?? null : null;
    shop.lifecycle.record(call, server, { action: "lock", event: "api_lock" }, {
      locked: true,
      locked_reason: reason,
      [LOCKED_BY]: by,
    });
    return ACCEPTED;
  },
};

const unlock: Action = {
  rule: "os-lock-server:unlock",
  act: ({ call, server, shop }) => {
    const by = server[LOCKED_BY] ?? "owner";
    if (server["locked"] === true && by !== ownerOrAdmin(call, server)) {
      needsAdmin(call, "os_compute_api:os-lock-server:unlock:unlock_override");
    }
    shop.lifecycle.record(call, server, { action: "unlock", event: "api_unlock" }, {
      locked: false,
      locked_reason: null,
      [LOCKED_BY]: null,
    });
    return ACCEPTED;
  },
};

// ---- console and deletion ----------------------------------------------------------------------

const consoleOutput: Action = {
  rule: "os-console-output",
  schema: () => ({
    type: "object",
    properties: { length: { type: ["integer", "string", "null"], pattern: "^-?[0-9]+$" } },
    additionalProperties: false,
  }),
  act: ({ server, wish, shop }) => {
    const id = textOf(server["id"]);
    const output = itemOf(shop.seed["console"])[shop.servers.modelOf(id)];
    if (typeof output !== "string") throw new Refusal(409, `Instance ${id} is not ready`);
    const length = Number(itemOf(wish)["length"] ?? 0);
    return reply({ output: length > 0 ? output.split("\n").slice(-length).join("\n") : output });
  },
};

const DELETION: Step = {
  action: "delete",
  event: "compute_terminate_instance",
  task: "deleting",
  removes: true,
  finish: () => ({}),
};

/** Ends a server. Nova's API does it by itself where no host has to be asked, and keeps no record of that. */
function end({ call, server, shop }: Pick<Order, "call" | "server" | "shop">): void {
  checkLock(call, server);
  if (server[TASK_STATE] === DELETION.task) return;
  if (server["OS-EXT-SRV-ATTR:host"]) shop.lifecycle.begin(call, server, DELETION);
  else shop.lifecycle.remove(server, call.now);
}

const forceDelete: Action = {
  rule: "os-deferred-delete:force",
  act: (order) => {
    end(order);
    return ACCEPTED;
  },
};

const restore: Action = {
  rule: "os-deferred-delete:restore",
  act: ({ server }) => {
    // Without a reclaim interval nothing is ever softly deleted.
    checkState(server, { name: "restore", from: ["soft-delete"] });
    throw new Refusal(409, `Instance ${textOf(server["id"])} is not ready`);
  },
};

// ---- the table ---------------------------------------------------------------------------------

const ACTIONS: Readonly<Record<string, Action>> = {
  "os-start": plain({
    rule: "servers:start",
    name: "start",
    event: "compute_start_instance",
    task: "powering-on",
    from: ["stopped"],
    to: "active",
    placed: true,
  }),
  "os-stop": plain({
    rule: "servers:stop",
    name: "stop",
    event: "compute_stop_instance",
    task: "powering-off",
    from: ["active", "error"],
    to: "stopped",
    placed: true,
  }),
  "pause": plain({
    rule: "os-pause-server:pause",
    name: "pause",
    event: "compute_pause_instance",
    task: "pausing",
    from: ["active"],
    to: "paused",
  }),
  "unpause": plain({
    rule: "os-pause-server:unpause",
    name: "unpause",
    event: "compute_unpause_instance",
    task: "unpausing",
    from: ["paused"],
    to: "active",
  }),
  "suspend": plain({
    rule: "os-suspend-server:suspend",
    name: "suspend",
    event: "compute_suspend_instance",
    task: "suspending",
    from: ["active"],
    to: "suspended",
  }),
  "resume": plain({
    rule: "os-suspend-server:resume",
    name: "resume",
    event: "compute_resume_instance",
    task: "resuming",
    from: ["suspended"],
    to: "active",
  }),
  "unrescue": plain({
    rule: "os-unrescue",
    name: "unrescue",
    event: "compute_unrescue_instance",
    task: "unrescuing",
    from: ["rescued"],
    to: "active",
  }),
  "reboot": reboot,
  "rescue": rescue,
  "rebuild": rebuild,
  "resize": resize,
  "confirmResize": confirmResize,
  "revertResize": revertResize,
  "shelve": shelve,
  "shelveOffload": shelveOffload,
  "unshelve": unshelve,
  "createImage": createImage,
  "lock": lock,
  "unlock": unlock,
  "forceDelete": forceDelete,
  "restore": restore,
  "os-getConsoleOutput": consoleOutput,
};

/** The routes that change a server. */
export function actionRoutes(shop: Workshop): Route[] {
  return [
    post("/servers/{id}/action", (call) => act(call, shop)),
    remove("/servers/{id}", (call) => {
      const server = shop.servers.find(call, call.params["id"] ?? "");
      needsMember(call, "os_compute_api:servers:delete");
      end({ call, server, shop });
      return { status: 204 };
    }),
  ];
}

function act(call: Call, shop: Workshop): Answer {
  const body = novaBody(call);
  const names = Object.keys(itemOf(body));
  const [name = ""] = names;
  if (names.length !== 1) throw new Refusal(400, "Malformed request body");
  const action = ACTIONS[name];
  if (!action) throw new Refusal(400, `There is no such action: ${name}`);
  const wish = itemOf(body)[name] ?? null;
  const schema = action.schema?.(call.version);
  if (schema) {
    checkBody(itemOf(body), {
      type: "object",
      properties: { [name]: schema },
      required: [name],
      additionalProperties: false,
    });
  }
  const rule = `os_compute_api:${action.rule}`;
  if (call.caller.system) throw forbidden(rule);
  const server = shop.servers.find(call, call.params["id"] ?? "");
  if (action.admin) needsAdmin(call, rule);
  else needsMember(call, rule);
  return action.act({ call, server, wish, shop });
}
