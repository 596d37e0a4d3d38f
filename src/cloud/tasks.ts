/** The work that terminal commands have done on the cloud's side.
 *
 * @module
 */
import type { RunMessage } from "../wire/messages.ts";
import type { Task } from "./thread.ts";
import { errorAnswer } from "../wire/cloud_port.ts";

/** By the name that a message gives. */
export const TASKS: Readonly<Record<RunMessage["task"], Task>> = {
  report: () => Promise.resolve(errorAnswer({ what: "report", reason: "not deployed" })),
  doctor: () => Promise.resolve(errorAnswer({ what: "doctor", reason: "not deployed" })),
};
