/** A report of every check, on the demo cloud as it was recorded.
 *
 * @module
 */
import type { Report } from "../../src/health/report.ts";
import { reportOf } from "./scenario.ts";

/** Makes the report, with a memory that is new. */
export function fullReport(as: "admin" | "alice"): Promise<Report> {
  return reportOf({ check: "all", outcome: "critical", as, run: { checks: [], memory: null } });
}
