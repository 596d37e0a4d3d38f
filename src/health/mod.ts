/** The health report: checks, the run that feeds them, and the result.
 *
 * @module
 */
import { CHECKS } from "./checks/mod.ts";
import { readThresholds, type Thresholds } from "./selection.ts";

export type { Check, Draft, Limits } from "./check.ts";
export { check, notApplicable, notPermitted } from "./check.ts";
export { CHECKS } from "./checks/mod.ts";
export type { IssueToken, PeerCertificateReader } from "./collection.ts";
export type { ReportCall, ReportCloud } from "./collector.ts";
export * from "./report.ts";
export { REPORT_SCHEMA } from "./report_schema.ts";
export type { Mute } from "./mute.ts";
export { type PlanOptions, planReport } from "./plan.ts";
export type { Plan, PlannedCall, PlannedCheck } from "./planned.ts";
export {
  operationsOf,
  type Progress,
  type RememberingReport,
  type RunOptions,
  runRemembering,
  runReport,
} from "./run.ts";
export type { Thresholds } from "./selection.ts";

/** Reads limits from outside, an object by check id with an object of limits each.
 *
 * @throws {RangeError} If a check or a limit does not exist.
 * @throws {TypeError} If a value is of another kind than the limit's default.
 */
export function validateThresholds(value: unknown): Thresholds {
  return readThresholds(CHECKS, value);
}
