/** What can be done to servers that exist, one declaration an action.
 *
 * @module
 */
import {
  confirmServerResize,
  deleteServer,
  forceDeleteServer,
  lockServer,
  offloadServer,
  pauseServer,
  rebootServer,
  rebuildServer,
  rescueServer,
  resizeServer,
  resumeServer,
  revertServerResize,
  shelveServer,
  snapshotServer,
  startServer,
  stopServer,
  suspendServer,
  unlockServer,
  unpauseServer,
  unrescueServer,
  unshelveServer,
} from "../../openstack/compute/operations.ts";
import type { Operation } from "../../openstack/operation.ts";
import type { ToolContext } from "../tool.ts";
import {
  type ActionArguments,
  prepareLock,
  prepareReboot,
  prepareRebuild,
  prepareRescue,
  prepareResize,
  prepareSnapshot,
  prepareUnshelve,
  type ServerOrder,
} from "./server_orders.ts";

/** One action. */
export interface ServerAction extends ServerOrder {
  readonly operation: Operation;
  /** Arguments of its own. */
  readonly takes?: readonly (keyof ActionArguments)[];
  /** Those of them that it cannot do without. */
  readonly needs?: readonly (keyof ActionArguments)[];
  /** Turns the arguments into what is sent.
   *
   * @throws {OpenStackError} If what an argument names cannot be found, or this cloud cannot do it.
   */
  readonly prepare?: (args: ActionArguments, context: ToolContext) => Promise<Partial<ServerOrder>>;
}

/** Nova deletes whatever is being done, so that a server that hangs can be got rid of. */
const unlessDeleting = (task: string) => !["deleting", "soft-deleting"].includes(task);

/** The names of actions, in the order of the schema. */
export const SERVER_ACTION_NAMES = [
  "start",
  "stop",
  "reboot",
  "pause",
  "unpause",
  "suspend",
  "resume",
  "lock",
  "unlock",
  "shelve",
  "shelve_offload",
  "unshelve",
  "rescue",
  "unrescue",
  "rebuild",
  "resize",
  "confirm_resize",
  "revert_resize",
  "snapshot",
  "delete",
  "force_delete",
] as const;

/** The name of an action. */
export type ServerActionName = typeof SERVER_ACTION_NAMES[number];

/** By the name of the action. */
export const SERVER_ACTIONS: Readonly<Record<ServerActionName, ServerAction>> = {
  start: {
    operation: startServer,
    body: { "os-start": null },
    from: ["SHUTOFF"],
    already: ["ACTIVE"],
    to: ["ACTIVE"],
  },
  stop: {
    operation: stopServer,
    body: { "os-stop": null },
    from: ["ACTIVE", "ERROR"],
    already: ["SHUTOFF"],
    to: ["SHUTOFF"],
    interrupts: true,
  },
  reboot: {
    operation: rebootServer,
    from: ["ACTIVE"],
    to: ["ACTIVE"],
    interrupts: true,
    takes: ["reboot_type"],
    prepare: prepareReboot,
  },
  pause: {
    operation: pauseServer,
    body: { pause: null },
    from: ["ACTIVE"],
    already: ["PAUSED"],
    to: ["PAUSED"],
    interrupts: true,
  },
  unpause: {
    operation: unpauseServer,
    body: { unpause: null },
    from: ["PAUSED"],
    already: ["ACTIVE"],
    to: ["ACTIVE"],
  },
  suspend: {
    operation: suspendServer,
    body: { suspend: null },
    from: ["ACTIVE"],
    already: ["SUSPENDED"],
    to: ["SUSPENDED"],
    interrupts: true,
  },
  resume: {
    operation: resumeServer,
    body: { resume: null },
    from: ["SUSPENDED"],
    already: ["ACTIVE"],
    to: ["ACTIVE"],
  },
  lock: {
    operation: lockServer,
    during: () => true,
    to: [],
    will: "locked",
    mindsNoLock: true,
    takes: ["locked_reason"],
    prepare: prepareLock,
  },
  unlock: {
    operation: unlockServer,
    body: { unlock: null },
    during: () => true,
    to: [],
    will: "unlocked",
    mindsNoLock: true,
    isDone: (server) => server.locked === false,
  },
  shelve: {
    operation: shelveServer,
    body: { shelve: null },
    from: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"],
    already: ["SHELVED", "SHELVED_OFFLOADED"],
    to: ["SHELVED", "SHELVED_OFFLOADED"],
    interrupts: true,
    loses: "ephemeral disks",
  },
  shelve_offload: {
    operation: offloadServer,
    body: { shelveOffload: null },
    from: ["SHELVED"],
    already: ["SHELVED_OFFLOADED"],
    to: ["SHELVED_OFFLOADED"],
    loses: "ephemeral disks",
  },
  unshelve: {
    operation: unshelveServer,
    body: { unshelve: null },
    from: ["SHELVED", "SHELVED_OFFLOADED"],
    already: ["ACTIVE"],
    to: ["ACTIVE"],
    takes: ["availability_zone"],
    prepare: prepareUnshelve,
  },
  rescue: {
    operation: rescueServer,
    from: ["ACTIVE", "SHUTOFF", "ERROR"],
    already: ["RESCUE"],
    to: ["RESCUE"],
    interrupts: true,
    takes: ["image"],
    prepare: prepareRescue,
  },
  unrescue: {
    operation: unrescueServer,
    body: { unrescue: null },
    from: ["RESCUE"],
    already: ["ACTIVE"],
    to: ["ACTIVE"],
    interrupts: true,
  },
  rebuild: {
    operation: rebuildServer,
    from: ["ACTIVE", "SHUTOFF", "ERROR"],
    to: ["ACTIVE", "SHUTOFF"],
    interrupts: true,
    loses: "disks",
    takes: ["image", "metadata", "description", "key_name", "user_data", "hostname"],
    needs: ["image"],
    prepare: prepareRebuild,
  },
  resize: {
    operation: resizeServer,
    from: ["ACTIVE", "SHUTOFF"],
    to: ["VERIFY_RESIZE"],
    interrupts: true,
    takes: ["flavor"],
    needs: ["flavor"],
    prepare: prepareResize,
  },
  confirm_resize: {
    operation: confirmServerResize,
    body: { confirmResize: null },
    from: ["VERIFY_RESIZE"],
    to: ["ACTIVE", "SHUTOFF"],
    warnings: ["the way back to the former flavor is given up"],
  },
  revert_resize: {
    operation: revertServerResize,
    body: { revertResize: null },
    from: ["VERIFY_RESIZE"],
    to: ["ACTIVE", "SHUTOFF"],
    interrupts: true,
    warnings: ["what was written to local disks since the resize is lost"],
  },
  snapshot: {
    operation: snapshotServer,
    from: ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"],
    to: [],
    mindsNoLock: true,
    takes: ["image_name"],
    needs: ["image_name"],
    prepare: prepareSnapshot,
  },
  delete: {
    operation: deleteServer,
    during: unlessDeleting,
    already: ["DELETED", "SOFT_DELETED"],
    to: ["DELETED", "SOFT_DELETED"],
    will: "deleted",
    removes: true,
    interrupts: true,
    loses: "server",
  },
  force_delete: {
    operation: forceDeleteServer,
    body: { forceDelete: null },
    during: unlessDeleting,
    already: ["DELETED"],
    to: ["DELETED"],
    will: "deleted, with no way back",
    removes: true,
    interrupts: true,
    loses: "server",
  },
};

/** Names that people and older tools have for actions. */
export const ACTION_ALIASES: ReadonlyMap<string, string> = new Map([
  ["boot", "start"],
  ["power_on", "start"],
  ["shutdown", "stop"],
  ["power_off", "stop"],
  ["restart", "reboot"],
  ["resume_suspended", "resume"],
  ["create_image", "snapshot"],
  ["terminate", "delete"],
  ["offload", "shelve_offload"],
]);
