/** What holds for everything that can be done to a server, on every cloud.
 *
 * @module
 */
import * as operations from "../../../src/openstack/compute/operations.ts";
import type { Operation } from "../../../src/openstack/operation.ts";
import type { Ingredients } from "./ingredients.ts";

/** Everything that can be done. */
export const VERBS = [
  "start",
  "stop",
  "reboot",
  "hard_reboot",
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

/** One of {@linkcode VERBS}. */
export type Verb = typeof VERBS[number];

/** One thing that can be done to a server. */
export interface ServerAction {
  readonly operation: Operation;
  readonly body?: (ingredients: Ingredients, name: string) => unknown;
  /** How Nova answers that it will. */
  readonly status: number;
  /** What Nova's record calls it. */
  readonly record: string;
  /** The statuses that allow it; every one unless said. */
  readonly from?: readonly string[];
  /** The statuses that are seen on the way, besides the one before. */
  readonly meanwhile?: readonly string[];
  /** Whether a lock is no reason against it. */
  readonly mindsNoLock?: true;
  /** Bodies that Nova does not understand. */
  readonly invalid?: readonly unknown[];
}

const RUNNING_OR_NOT = ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED"];
const NO_SUCH = "00000000-0000-4000-8000-000000000000";

/** By verb. */
export const SERVER_ACTIONS: Readonly<Record<Verb, ServerAction>> = {
  start: {
    operation: operations.startServer,
    body: () => ({ "os-start": null }),
    status: 202,
    record: "start",
    from: ["SHUTOFF"],
    invalid: [{ "no-such-action": null }, {}, { "os-start": null, "os-stop": null }],
  },
  stop: {
    operation: operations.stopServer,
    body: () => ({ "os-stop": null }),
    status: 202,
    record: "stop",
    from: ["ACTIVE", "ERROR"],
  },
  reboot: {
    operation: operations.rebootServer,
    body: () => ({ reboot: { type: "SOFT" } }),
    status: 202,
    record: "reboot",
    from: ["ACTIVE"],
    meanwhile: ["REBOOT"],
    invalid: [{ reboot: null }, { reboot: {} }, { reboot: { type: "MEDIUM" } }],
  },
  hard_reboot: {
    operation: operations.rebootServer,
    body: () => ({ reboot: { type: "HARD" } }),
    status: 202,
    record: "reboot",
    from: [...RUNNING_OR_NOT, "ERROR"],
    meanwhile: ["HARD_REBOOT"],
  },
  pause: {
    operation: operations.pauseServer,
    body: () => ({ pause: null }),
    status: 202,
    record: "pause",
    from: ["ACTIVE"],
  },
  unpause: {
    operation: operations.unpauseServer,
    body: () => ({ unpause: null }),
    status: 202,
    record: "unpause",
    from: ["PAUSED"],
  },
  suspend: {
    operation: operations.suspendServer,
    body: () => ({ suspend: null }),
    status: 202,
    record: "suspend",
    from: ["ACTIVE"],
  },
  resume: {
    operation: operations.resumeServer,
    body: () => ({ resume: null }),
    status: 202,
    record: "resume",
    from: ["SUSPENDED"],
  },
  lock: {
    operation: operations.lockServer,
    body: () => ({ lock: { locked_reason: "the contract's" } }),
    status: 202,
    record: "lock",
    mindsNoLock: true,
    invalid: [
      { lock: { locked_reason: "" } },
      { lock: { locked_reason: 5 } },
      { lock: { locked_reason: "x".repeat(256) } },
      { lock: { reason: "x" } },
    ],
  },
  unlock: {
    operation: operations.unlockServer,
    body: () => ({ unlock: null }),
    status: 202,
    record: "unlock",
    mindsNoLock: true,
  },
  shelve: {
    operation: operations.shelveServer,
    body: () => ({ shelve: null }),
    status: 202,
    record: "shelve",
    from: RUNNING_OR_NOT,
    meanwhile: ["SHELVED"],
  },
  shelve_offload: {
    operation: operations.offloadServer,
    body: () => ({ shelveOffload: null }),
    status: 202,
    record: "shelveOffload",
    from: ["SHELVED"],
  },
  unshelve: {
    operation: operations.unshelveServer,
    body: () => ({ unshelve: null }),
    status: 202,
    record: "unshelve",
    from: ["SHELVED", "SHELVED_OFFLOADED"],
    invalid: [
      { unshelve: { availability_zone: 5 } },
      { unshelve: { zone: "nova" } },
    ],
  },
  rescue: {
    operation: operations.rescueServer,
    body: () => ({ rescue: null }),
    status: 200,
    record: "rescue",
    from: ["ACTIVE", "SHUTOFF", "ERROR"],
    invalid: [{ rescue: { rescue_image_ref: "no id" } }, { rescue: { rescue_image_ref: NO_SUCH } }],
  },
  unrescue: {
    operation: operations.unrescueServer,
    body: () => ({ unrescue: null }),
    status: 202,
    record: "unrescue",
    from: ["RESCUE"],
  },
  rebuild: {
    operation: operations.rebuildServer,
    body: ({ imageId }) => ({ rebuild: { imageRef: imageId } }),
    status: 202,
    record: "rebuild",
    from: ["ACTIVE", "SHUTOFF", "ERROR"],
    // A stopped server is started first, and stopped again in the end.
    meanwhile: ["REBUILD", "ACTIVE"],
    invalid: [{ rebuild: {} }, { rebuild: { imageRef: "no id" } }, { rebuild: { imageRef: NO_SUCH } }],
  },
  resize: {
    operation: operations.resizeServer,
    body: ({ larger }) => ({ resize: { flavorRef: larger.id } }),
    status: 202,
    record: "resize",
    from: ["ACTIVE", "SHUTOFF"],
    meanwhile: ["RESIZE"],
    invalid: [{ resize: {} }, { resize: { flavorRef: "" } }, { resize: { flavorRef: NO_SUCH } }],
  },
  confirm_resize: {
    operation: operations.confirmServerResize,
    body: () => ({ confirmResize: null }),
    status: 204,
    record: "confirmResize",
    from: ["VERIFY_RESIZE"],
  },
  revert_resize: {
    operation: operations.revertServerResize,
    body: () => ({ revertResize: null }),
    status: 202,
    record: "revertResize",
    from: ["VERIFY_RESIZE"],
    meanwhile: ["REVERT_RESIZE", "ACTIVE"],
  },
  snapshot: {
    operation: operations.snapshotServer,
    body: (_ingredients, name) => ({ createImage: { name } }),
    status: 202,
    record: "createImage",
    from: RUNNING_OR_NOT,
    mindsNoLock: true,
    invalid: [{ createImage: {} }, { createImage: { name: "" } }, {
      createImage: { name: "x", metadata: 5 },
    }],
  },
  delete: {
    operation: operations.deleteServer,
    status: 204,
    record: "delete",
    meanwhile: ["DELETED"],
  },
  force_delete: {
    operation: operations.forceDeleteServer,
    body: () => ({ forceDelete: null }),
    status: 202,
    record: "delete",
    meanwhile: ["DELETED"],
  },
};

/** The operations of verbs. */
export function operationsOf(...verbs: readonly Verb[]): readonly Operation[] {
  return [...new Set(verbs.map((verb) => SERVER_ACTIONS[verb].operation))];
}
