/**
 * What Nova checks before it does something to a server.
 *
 * @module
 */

import { type Item, textOf } from "../json.ts";
import { type Call, isAdmin, Refusal } from "../service.ts";
import { TASK_STATE, VM_STATE } from "./compute_states.ts";

/** In which states something can be done. */
export interface Allowed {
  /** The name of the action in the refusal. */
  readonly name: string;
  /** The states; any if not given. */
  readonly from?: readonly string[];
  /** The tasks besides none; `any` does not look. */
  readonly during?: readonly string[] | "any";
  /** Whether the server must have run once and stand on a machine. */
  readonly placed?: boolean;
}

function conflict(message: string): Refusal {
  return new Refusal(409, message);
}

/** A locked server is left alone by everybody but administrators. */
export function checkLock(call: Call, server: Item): void {
  if (server["locked"] === true && !isAdmin(call.caller)) {
    throw conflict(`Instance ${textOf(server["id"])} is locked`);
  }
}

/** Refuses what cannot be done to a server in the state it is in. */
export function checkState(server: Item, { name, from, during = [], placed = false }: Allowed): void {
  const id = textOf(server["id"]);
  if (placed && !server["OS-EXT-SRV-ATTR:host"]) throw conflict(`Instance ${id} is not ready`);
  const state = textOf(server[VM_STATE]);
  if (from && !from.includes(state)) throw wrongState(name, id, "vm_state", state);
  const task = server[TASK_STATE];
  if (during !== "any" && typeof task === "string" && !during.includes(task)) {
    throw wrongState(name, id, "task_state", task);
  }
  if (from && !server["OS-SRV-USG:launched_at"]) {
    throw conflict(`Instance ${id} is in an invalid state for '${name}'`);
  }
}

function wrongState(name: string, id: string, attribute: string, state: string): Refusal {
  return conflict(`Cannot '${name}' instance ${id} while it is in ${attribute} ${state}`);
}
