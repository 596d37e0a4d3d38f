/** The command `report`: from its settings to a request, and from the finished report to text, files and exit code.
 *
 * @module
 */
import type { ReportSettings } from "../config/mod.ts";
import { isReportFormat, RENDERERS, type ReportFormat } from "../health/render/mod.ts";
import { exitCode, type Report, REPORT_FORMAT } from "../health/report.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./options.ts";

/** Exit code of a report that could not be made. */
export const UNKNOWN = 3;

/** Writes a whole file or nothing. */
export type WriteFile = (path: string, text: string) => Promise<void>;

/** Flags that belong to the report and that this version does not know yet. */
const LATER = [
  "onlyChanges",
  "state",
  "since",
  "ack",
  "reason",
  "until",
  "profile",
  "dryRun",
] as const satisfies readonly (keyof ReportSettings)[];

/** The formats that are asked for: on standard output, and in files.
 *
 * @throws {UsageError} If one of them, or another flag, is not part of this version.
 */
export function reportTargets(settings: ReportSettings): {
  readonly stdout: ReportFormat | undefined;
  readonly files: readonly { readonly format: ReportFormat; readonly file: string }[];
} {
  const later = LATER.find((key) => settings[key].origin.kind !== "default");
  if (later) throw new UsageError(`${settings[later].origin.name} is not part of this version yet`);
  const files = settings.output.value.map(({ format, file }) => ({
    format: known(format ?? settings.format.value),
    file,
  }));
  const wanted = settings.format.origin.kind !== "default" || files.length === 0;
  return { stdout: wanted ? known(settings.format.value) : undefined, files };
}

function known(format: string): ReportFormat {
  if (isReportFormat(format)) return format;
  const formats = Object.keys(RENDERERS).join(", ");
  throw new UsageError(`Format ${format} is not part of this version yet; there are: ${formats}`);
}

/** What the cloud's side is asked for. */
export function reportOptions(
  settings: ReportSettings,
  thresholds: unknown,
): Record<string, unknown> {
  return {
    checks: settings.checks.value,
    exclude: settings.exclude.value,
    ...(thresholds === undefined ? {} : { thresholds }),
    requireAll: settings.requireAll.value,
    allProjects: settings.allProjects.value,
    ...(settings.maxHosts.value === undefined ? {} : { maxHosts: settings.maxHosts.value }),
  };
}

/** Whether a value that crossed the wire is a report of this version. */
export function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === REPORT_FORMAT;
}

/** Writes a report where it is wanted.
 *
 * @returns The exit code.
 */
export async function writeReport(
  report: Report,
  settings: ReportSettings,
  writeFile: WriteFile,
  terminal: Terminal,
): Promise<number> {
  const { stdout, files } = reportTargets(settings);
  for (const { format, file } of files) {
    await writeFile(file, RENDERERS[format].render(report, { color: false, width: 78 }));
  }
  const silent = settings.quiet.value && report.state === "OK";
  if (stdout && !silent) {
    terminal.write(RENDERERS[stdout].render(report, { color: terminal.color, width: terminal.width }));
  }
  return exitCode(report, settings.failOn.value === "critical" ? "critical" : "warning");
}

/** The first line of a report that could not be made: cron and monitors read it. */
export function unknownLine(error: Readonly<Record<string, unknown>>): string {
  const parts = [error["what"], error["reason"], error["detail"]].filter((part) => typeof part === "string");
  return `UNKNOWN: ${parts.join(": ").replace(/\s+/g, " ")}`;
}
