/** The command `report`: from its settings to a request, and from the finished report to text, files and exit code.
 *
 * @module
 */
import type { ReportSettings, Settings } from "../config/mod.ts";
import { changesOnly, hasChanges } from "../health/changes_only.ts";
import type { Acknowledgement, Memory } from "../health/memory/memory.ts";
import { isReportFormat, RENDERERS, type ReportFormat } from "../health/render/mod.ts";
import type { Plan } from "../health/planned.ts";
import { renderPlan } from "../health/render/plan.ts";
import { exitCode, type Report, REPORT_FORMAT } from "../health/report.ts";
import { suggest } from "../text/suggest.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./options.ts";

/** Exit code of a report that could not be made. */
export const UNKNOWN = 3;

/** Writes a whole file or nothing. */
export type WriteFile = (path: string, text: string) => Promise<void>;

/** Where a report goes. */
export interface ReportTargets {
  readonly stdout: ReportFormat | undefined;
  readonly files: readonly { readonly format: ReportFormat; readonly file: string }[];
}

/** The formats that are asked for: on standard output, and in files.
 *
 * @throws {UsageError} If there is no such format.
 */
export function reportTargets(settings: ReportSettings): ReportTargets {
  const files = settings.output.value.map(({ format, file }) => ({
    format: known(format ?? formatOfEnding(file) ?? settings.format.value),
    file,
  }));
  const wanted = settings.format.origin.kind !== "default" || files.length === 0;
  return { stdout: wanted ? known(settings.format.value) : undefined, files };
}

/** The format that a file's ending stands for; undefined if it may be any, as `.txt` may. */
function formatOfEnding(file: string): string | undefined {
  const [, ending] = /\.([a-z]+)$/.exec(file) ?? [];
  const formats = Object.entries(RENDERERS).filter(([, { extension }]) => extension === ending);
  return formats.length === 1 ? formats[0]?.[0] : undefined;
}

function known(format: string): ReportFormat {
  if (isReportFormat(format)) return format;
  throw new UsageError(`There is no format ${format}; there are: ${Object.keys(RENDERERS).join(", ")}`);
}

/** What the cloud's side is asked for.
 *
 * @param thresholds The limits of the file that `--thresholds` names.
 * @param now Milliseconds; an acknowledgement may have ended.
 */
export function reportOptions(
  { report, profile }: Pick<Settings, "report" | "profile">,
  { thresholds, memory, now }: {
    readonly thresholds?: unknown;
    readonly memory?: Memory | undefined;
    readonly now: number;
  },
): Record<string, unknown> {
  const limits = thresholds === undefined ? profile.thresholds : thresholds;
  return {
    checks: report.checks.value,
    exclude: report.exclude.value,
    ...(limits === undefined ? {} : { thresholds: limits }),
    requireAll: report.requireAll.value,
    allProjects: report.allProjects.value,
    allowSensitive: report.allowSensitive.value,
    ...(report.maxHosts.value === undefined ? {} : { maxHosts: report.maxHosts.value }),
    ...(report.dryRun.value ? { dryRun: true } : {}),
    confirmRuns: profile.confirmRuns,
    mutes: [
      ...profile.ignore.map((ignored) => ({ ...ignored, why: "ignored" })),
      ...(memory?.acknowledgements ?? []).map(muteOf).filter(({ until }) => now < until),
    ],
  };
}

function muteOf({ key, reason, until }: Acknowledgement) {
  return { key, reason, until: Date.parse(until), why: "acknowledged" };
}

/** Whether a value that crossed the wire is a report of this version. */
export function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === REPORT_FORMAT;
}

/** How a report is written. */
export interface WriteOptions {
  readonly targets: ReportTargets;
  readonly writeFile: WriteFile;
  readonly terminal: Terminal;
  /** When a report was last printed in full, in milliseconds. */
  readonly lastFull: number | undefined;
  /** Milliseconds. */
  readonly now: number;
}

/** What came of writing a report. */
export interface Written {
  readonly exitCode: number;
  /** Whether all of it was printed, or would have been had it been worth it. */
  readonly full: boolean;
}

/** Formats that machines count with: of a part they would make a whole. */
const NEVER_CUT: ReadonlySet<string> = new Set(["nagios", "prometheus", "junit"]);

const DAY_MS = 86_400_000;

/** Writes a report where it is wanted. Files always get all of it. */
export async function writeReport(
  report: Report,
  { report: own, profile }: Pick<Settings, "report" | "profile">,
  { targets, writeFile, terminal, lastFull, now }: WriteOptions,
): Promise<Written> {
  const style = { color: false, width: 78, mail: profile.mail };
  for (const { format, file } of targets.files) {
    await writeFile(file, RENDERERS[format].render(report, style));
  }
  const due = lastFull === undefined || now - lastFull >= profile.fullEveryDays * DAY_MS;
  const full = !own.onlyChanges.value || due;
  const silent = (own.quiet.value && report.state === "OK" && !hasNews(report, own)) ||
    (!full && !hasChanges(report));
  const { stdout } = targets;
  if (stdout && !silent) {
    const shown = full || NEVER_CUT.has(stdout) ? report : changesOnly(report);
    const { color, width } = terminal;
    terminal.write(RENDERERS[stdout].render(shown, { ...style, color, width }));
  }
  return { exitCode: exitCode(report, own.failOn.value === "critical" ? "critical" : "warning"), full };
}

/** Who asks for changes wants to hear that something got well, too. */
function hasNews(report: Report, own: ReportSettings): boolean {
  return own.onlyChanges.value && (report.changes?.resolved.length ?? 0) > 0;
}

/** A memory in which a finding is acknowledged; its older acknowledgement, and those that have ended, are gone.
 *
 * @throws {UsageError} If the memory has no such finding, or if the date has passed.
 */
export function acknowledged(memory: Memory, wanted: Acknowledgement, now: number): Memory {
  const keys = Object.values(memory.places).flatMap((scopes) =>
    Object.values(scopes).flatMap(({ findings }) => Object.keys(findings))
  );
  if (!keys.includes(wanted.key)) {
    const near = keys.find((key) => key.startsWith(wanted.key)) ?? suggest(wanted.key, keys);
    const meant = near === undefined ? "" : `, did you mean "${near}"?`;
    throw new UsageError(`--ack: the last runs have no finding "${wanted.key}"${meant}`);
  }
  if (Date.parse(wanted.until) <= now) throw new UsageError(`--until: ${wanted.until} has passed`);
  const others = memory.acknowledgements.filter(({ key, until }) =>
    key !== wanted.key && now < Date.parse(until)
  );
  return { ...memory, acknowledgements: [...others, wanted] };
}

/** What `--dry-run` prints: JSON if that is the format, else text. */
export function plansText(plans: readonly Plan[], format: string, width: number): string {
  if (format === "json") return `${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`;
  return plans.map((plan) => renderPlan(plan, { width })).join("\n");
}

/** The first line of a report that could not be made: cron and monitors read it. */
export function unknownLine(error: Readonly<Record<string, unknown>>): string {
  const parts = [error["what"], error["reason"], error["detail"]].filter((part) => typeof part === "string");
  return `UNKNOWN: ${parts.join(": ").replace(/\s+/g, " ")}`;
}
