/** The part of a report that differs from the run before.
 *
 * @module
 */
import type { Finding, Report } from "./report.ts";

/** Whether a run differs from the one before: something appeared, got worse, got well, or cannot be told any more. */
export function hasChanges({ changes }: Pick<Report, "changes">): boolean {
  if (!changes) return true;
  return changes.new + changes.worse + changes.resolved.length + changes.newly_unknown.length > 0;
}

/** The same report with the findings that are new or worse alone. State and counts stay those of the whole. */
export function changesOnly(report: Report): Report {
  const isNews = ({ change, muted }: Finding) => !muted && (change === "new" || change === "worse");
  return { ...report, only_changes: true, findings: report.findings.filter(isNews) };
}
