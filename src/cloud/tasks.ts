/** The work that terminal commands have done on the cloud's side.
 *
 * @module
 */
import type { RunMessage } from "../wire/messages.ts";
import { accessRulesTask } from "./access_rules_task.ts";
import { doctorTask } from "./doctor_task.ts";
import { reportTask } from "./report_task.ts";
import type { Task } from "./thread.ts";

/** By the name that a message gives. */
export const TASKS: Readonly<Record<RunMessage["task"], Task>> = {
  "report": reportTask,
  "doctor": doctorTask,
  "access rules": accessRulesTask,
};
