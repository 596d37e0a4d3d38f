import * as z from "zod";
import {
  type CheckResult,
  CHECKS,
  type Finding,
  operationsOf,
  type Report,
  runReport,
  type Unread,
} from "../../health/mod.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { peerCertificateReader } from "../../openstack/peer_certificate.ts";
import { flagArgument, renamed, wordsArgument } from "../list_arguments.ts";
import { fit, table } from "../list_table.ts";
import { type Place, readCursor, writeCursor } from "../cursor.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { CallCloud } from "./report_cloud.ts";

/** A run ends with what it knows before the usual end of a call. */
const DEADLINE_MS = 50_000;

/** The checks of the `report` command, for an assistant. */
export const getHealthReport = tool({
  name: "get_health_report",
  toolset: "health",
  title: "Health report",
  description:
    "Runs health checks: state, findings with evidence and remedy, what could not be checked. checks, exclude: areas (compute, quota...), capacity, leaks, exposure, or check ids.",
  input: z.strictObject({
    checks: wordsArgument,
    exclude: wordsArgument,
    severity: z.enum(["critical", "warning", "info"]).optional(),
    only_problems: flagArgument,
    cursor: z.string().max(2000).optional(),
  }),
  // What lies among secrets is for the command alone.
  operations: operationsOf(CHECKS).filter(({ effect }) => effect !== "sensitive"),
  // What a login may not read is told, and the rest is checked.
  essential: [],
  asksEveryService: true,
  compat: { areas: renamed("checks") },
  run: async (args, context) => {
    const { cursor, ...query } = args;
    const place = cursor === undefined ? undefined : await readCursor(query, cursor);
    const report = await reportOf(args, context);
    const all = wanted(report.findings, args.severity);
    const page = pageOf(all, startOf(all, place), context, report.scope.all_projects);
    const next = page.next === undefined ? {} : { next: await writeCursor(query, page.next) };
    const found = page.findings.length === 0
      ? {}
      : { findings: { ...page.table, ...next }, remedies: remediesOf(page) };
    if (place) return { scope: report.scope.text, state: report.state, ...found };
    return answerOf(report, args.only_problems ?? true, found);
  },
});

interface Choice {
  readonly checks?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** @throws {OpenStackError} `invalid argument` if there is no such check or area. */
async function reportOf({ checks, exclude }: Choice, context: ToolContext): Promise<Report> {
  const { cloud, progress, signal } = context;
  const counted = new CallCloud(cloud);
  const issueToken = cloud.tryLogin;
  try {
    return await runReport({
      cloud: counted,
      tool: { name: "openstack-mcp", version: "" },
      scope: await scopeText(context),
      ...(checks ? { checks } : {}),
      ...(exclude ? { exclude } : {}),
      allProjects: context.allProjects,
      deadlineMs: DEADLINE_MS,
      now: context.now,
      signal,
      progress: ({ done, total, text }) => progress(done, total, text),
      peerCertificate: peerCertificateReader({ settings: cloud.settings }),
      ...(issueToken ? { issueToken } : {}),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OpenStackError({
      what: "report on the cloud's health",
      reason: "invalid argument",
      detail: error.message,
    });
  } finally {
    counted.settle();
  }
}

const SEVERITIES = ["critical", "warning", "info"] as const;

/** The findings that are at least so severe. */
function wanted(
  findings: readonly Finding[],
  least: (typeof SEVERITIES)[number] | undefined,
): readonly Finding[] {
  const last = SEVERITIES.indexOf(least ?? "info");
  return findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= last);
}

/** Where a page begins: behind the finding that the cursor names, or where that one stood if it is gone. */
function startOf(findings: readonly Finding[], place: Place | undefined): number {
  const behind = findings.findIndex(({ key }) => key === place?.marker) + 1;
  return behind > 0 ? behind : place?.offset ?? 0;
}

function answerOf(report: Report, onlyProblems: boolean, found: ToolAnswer): ToolAnswer {
  const { coverage, areas, findings, scores = [] } = report;
  const count = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  const unavailable = unreadOf(report.checks);
  const without = report.checks.filter(({ state }) => state === "not applicable");
  const [score] = scores;
  return {
    scope: report.scope.text,
    state: report.state,
    checked: `${coverage.ran} of ${coverage.of} checks`,
    critical: count("critical"),
    warning: count("warning"),
    ...(count("info") > 0 ? { info: count("info") } : {}),
    ...(score ? { score: `${score.points} of ${score.of}` } : {}),
    ...(report.incomplete === undefined ? {} : { incomplete: report.incomplete }),
    areas: Object.fromEntries(areas.map(({ area, state }) => [area, state])),
    ...found,
    ...(without.length === 0 ? {} : { not_applicable: idsByReason(without) }),
    ...(onlyProblems ? {} : { checks: checkTable(report.checks) }),
    ...(unavailable.length === 0 ? {} : { unavailable }),
  };
}

/** Findings get most of the room; what else there is to say is short. */
const FINDINGS_SHARE = 0.6;

/** The findings of one answer. */
interface Page {
  readonly findings: readonly Finding[];
  readonly table: ToolAnswer;
  /** Where the next page begins; absent if this is the last. */
  readonly next?: Place;
}

function pageOf(all: readonly Finding[], start: number, context: ToolContext, allProjects: boolean): Page {
  const columns = ["severity", "check", "text", "since", "evidence", ...allProjects ? ["project"] : [], "id"];
  const left = all.slice(start);
  const rows = fit(
    left.map((finding) => [
      finding.severity,
      finding.check,
      finding.text,
      finding.since ?? "",
      evidenceOf(finding),
      ...allProjects ? [finding.resource.project ?? ""] : [],
      finding.resource.id,
    ]),
    context.answerTokens * FINDINGS_SHARE,
  );
  const findings = left.slice(0, rows.length);
  const last = findings.at(-1);
  const more = rows.length < left.length && last;
  return {
    findings,
    table: { total: all.length, shown: rows.length, ...table(columns.map((name) => ({ name })), rows) },
    ...(more ? { next: { marker: last.key, offset: start + rows.length } } : {}),
  };
}

function remediesOf({ findings }: Page): Record<string, string> {
  return Object.fromEntries(findings.map(({ check, remedy }) => [check, remedy]));
}

/** Longer evidence that the text quotes is not said twice. */
const SHORT = 20;

function evidenceOf({ text, since, evidence }: Finding): Finding["evidence"] {
  const said = (value: unknown) =>
    typeof value === "string" && (value === since || (value.length > SHORT && text.includes(value)));
  return Object.fromEntries(Object.entries(evidence).filter(([, value]) => !said(value)));
}

/** Every check, with what it measured. */
function checkTable(checks: readonly CheckResult[]): ToolAnswer {
  return table(
    ["id", "state", "findings", "measures", "reason"].map((name) => ({
      name,
      ...(name === "findings" ? { usual: 0 } : {}),
    })),
    checks.map(({ id, state, findings, measures = [], reason }) => [
      id,
      state,
      findings,
      measures.map(({ label, value, unit }) => `${label} ${value} ${unit}`.trim()).join(", "),
      reason ?? "",
    ]),
  );
}

/** Why questions do not arise, with the checks that ask them. */
function idsByReason(checks: readonly CheckResult[]): Record<string, string[]> {
  const reasons = Map.groupBy(checks, ({ reason }) => reason ?? "no reason given");
  return Object.fromEntries([...reasons].map(([reason, own]) => [reason, own.map(({ id }) => id)]));
}

/** What could not be read, each kind of failure once, with the checks that lack it. */
function unreadOf(checks: readonly CheckResult[]): ToolAnswer[] {
  const gaps = checks.flatMap((check) => gapsOf(check).map((gap) => ({ gap, id: check.id })));
  const kinds = Map.groupBy(gaps, ({ gap }) => kindOf(gap));
  return [...kinds.values()].flatMap((kind) =>
    kind.slice(0, 1).map(({ gap: { state, what: _what, detail, ...rest } }) => ({
      what: [...new Set(kind.map(({ gap }) => gap.what))].join(", "),
      ...(state === "not permitted"
        ? { reason: rest.reason, ...(rest.next ? { next: rest.next } : {}) }
        : rest),
      ...(detail && rest.reason !== "not permitted" ? { detail } : {}),
      checks: fewOf([...new Set(kind.map(({ id }) => id))]),
    }))
  );
}

/** A member lacks half of all checks, for one reason: their ids are not worth their tokens. */
const FEW = 12;

function fewOf(ids: readonly string[]): readonly string[] | string {
  return ids.length <= FEW ? ids : `${ids.length} checks; only_problems=false names them`;
}

/** What the roles do not cover is one kind; what a service refuses all the same is that service's. */
function kindOf({ state, service, reason, status, detail }: Unread): string {
  if (state === "not permitted") return state;
  return [service, reason, status, ...(reason === "not permitted" ? [] : [detail])].join("\n");
}

/** A check may be without a verdict for a reason of its own. */
function gapsOf({ title, state, reason, unavailable = [], request_id }: CheckResult): Unread[] {
  const read = unavailable.filter((gap) => gap.state !== "not applicable");
  if (read.length > 0) return read;
  if (state !== "unknown" && state !== "not permitted") return [];
  return [{
    what: title,
    state,
    reason: state === "unknown" ? "unexpected answer" : state,
    ...(reason ? { detail: reason } : {}),
    ...(request_id ? { request_id } : {}),
  }];
}
