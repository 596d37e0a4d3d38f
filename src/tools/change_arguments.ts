/** The arguments that every changing tool has.
 *
 * @module
 */
import * as z from "zod";
import { flagArgument, numeric, optional } from "./list_arguments.ts";

/** For the input of a changing tool; see INTERFACE "A change". */
export const CHANGE_ARGUMENTS = {
  dry_run: flagArgument,
  confirm: optional(z.string().max(2000)),
  wait: flagArgument,
  wait_seconds: numeric(z.number().min(0).max(600)),
} as const;
