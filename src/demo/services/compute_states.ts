/**
 * The states of Nova's servers and the status that the API makes of them.
 *
 * @module
 */

import { type Item, omit, textOf } from "../json.ts";

/** Where a server's states stand. */
export const VM_STATE = "OS-EXT-STS:vm_state";
export const TASK_STATE = "OS-EXT-STS:task_state";
export const POWER_STATE = "OS-EXT-STS:power_state";

/** The power states as numbers. */
export const POWER = { none: 0, running: 1, paused: 3, shutdown: 4, suspended: 7 };

const RESIZING: Readonly<Record<string, string>> = {
  "resize_prep": "RESIZE",
  "resize_migrating": "RESIZE",
  "resize_migrated": "RESIZE",
  "resize_finish": "RESIZE",
};
const REBUILDING: Readonly<Record<string, string>> = {
  "rebuilding": "REBUILD",
  "rebuild_block_device_mapping": "REBUILD",
  "rebuild_spawning": "REBUILD",
};

/** Of each state the status without a task, and with those tasks that are told. */
const STATUSES: Readonly<Record<string, readonly [usual: string, tasks?: Readonly<Record<string, string>>]>> =
  {
    "active": ["ACTIVE", {
      "rebooting": "REBOOT",
      "reboot_pending": "REBOOT",
      "reboot_started": "REBOOT",
      "rebooting_hard": "HARD_REBOOT",
      "reboot_pending_hard": "HARD_REBOOT",
      "reboot_started_hard": "HARD_REBOOT",
      "updating_password": "PASSWORD",
      "migrating": "MIGRATING",
      ...RESIZING,
      ...REBUILDING,
    }],
    "building": ["BUILD"],
    "stopped": ["SHUTOFF", { ...RESIZING, ...REBUILDING }],
    "resized": ["VERIFY_RESIZE", { "resize_reverting": "REVERT_RESIZE" }],
    "paused": ["PAUSED", { "migrating": "MIGRATING" }],
    "suspended": ["SUSPENDED"],
    "rescued": ["RESCUE"],
    "error": ["ERROR", REBUILDING],
    "deleted": ["DELETED"],
    "soft-delete": ["SOFT_DELETED"],
    "shelved": ["SHELVED"],
    "shelved_offloaded": ["SHELVED_OFFLOADED"],
  };

/** The power that goes with a state, where one does. */
const POWER_OF: Readonly<Record<string, number>> = {
  "active": POWER.running,
  "building": POWER.none,
  "stopped": POWER.shutdown,
  "resized": POWER.running,
  "paused": POWER.paused,
  "suspended": POWER.suspended,
  "rescued": POWER.running,
  "shelved": POWER.shutdown,
  "shelved_offloaded": POWER.shutdown,
};

/** The statuses in which a server has a progress. */
const PROGRESSING = [
  "ACTIVE",
  "BUILD",
  "REBUILD",
  "RESIZE",
  "VERIFY_RESIZE",
  "REVERT_RESIZE",
  "MIGRATING",
];

/** A server whose status agrees with its states. */
export function withStatus(server: Item): Item {
  const [usual, tasks] = STATUSES[textOf(server[VM_STATE])] ?? ["UNKNOWN"];
  const status = tasks?.[textOf(server[TASK_STATE])] ?? usual;
  const shown: Item = { ...omit(server, ["progress"]), status };
  if (PROGRESSING.includes(status)) shown["progress"] = server["progress"] ?? 0;
  return shown;
}

/** The states behind a status that somebody asks for; none for one that is not known. */
export function statesOf(status: string): Item | undefined {
  for (const [state, [usual, tasks]] of Object.entries(STATUSES)) {
    const power = { [POWER_STATE]: POWER_OF[state] ?? POWER.none };
    if (usual === status) return { [VM_STATE]: state, [TASK_STATE]: null, ...power };
    const task = Object.entries(tasks ?? {}).find(([, one]) => one === status)?.[0];
    if (task !== undefined) return { [VM_STATE]: state, [TASK_STATE]: task, ...power };
  }
  return undefined;
}

/** The fields of a server that rests in a state. */
export function resting(state: string): Item {
  const power = POWER_OF[state];
  return {
    [VM_STATE]: state,
    [TASK_STATE]: null,
    ...(power === undefined ? {} : { [POWER_STATE]: power }),
  };
}
