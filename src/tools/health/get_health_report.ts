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
    "Runs health checks: state, findings with evidence and remedy, what could not be checked. checks, exclude: areas (compute, network, quota...) or check ids.",
  input: z.strictObject({
    checks: wordsArgument,
    exclude: wordsArgument,
    only_problems: flagArgument,
  }),
  operations: operationsOf(CHECKS),
  // What a login may not read is told, and the rest is checked.
  essential: [],
  asksEveryService: true,
  compat: { areas: renamed("checks") },
  run: async (args, context) => {
    const report = await reportOf(args, context);
    return answerOf(report, args.only_problems ?? true, context);
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

function answerOf(report: Report, onlyProblems: boolean, context: ToolContext): ToolAnswer {
  const { coverage, areas, findings } = report;
  const count = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  const unavailable = unreadOf(report.checks);
  const without = report.checks.filter(({ state }) => state === "not applicable");
  return {
    scope: report.scope.text,
    state: report.state,
    checked: `${coverage.ran} of ${coverage.of} checks`,
    critical: count("critical"),
    warning: count("warning"),
    ...(report.incomplete === undefined ? {} : { incomplete: report.incomplete }),
    areas: Object.fromEntries(areas.map(({ area, state }) => [area, state])),
    ...(findings.length === 0 ? {} : findingTable(findings, report.scope.all_projects, context)),
    ...(without.length === 0 ? {} : { not_applicable: idsByReason(without) }),
    ...(onlyProblems ? {} : { checks: checkTable(report.checks) }),
    ...(unavailable.length === 0 ? {} : { unavailable }),
  };
}

/** Findings get most of the room; what else there is to say is short. */
const FINDINGS_SHARE = 0.7;

function findingTable(
  findings: readonly Finding[],
  allProjects: boolean,
  context: ToolContext,
): ToolAnswer {
  const columns = ["severity", "check", "text", "since", "evidence", ...allProjects ? ["project"] : [], "id"];
  const all = findings.map((finding) => [
    finding.severity,
    finding.check,
    finding.text,
    finding.since ?? "",
    evidenceOf(finding),
    ...allProjects ? [finding.resource.project ?? ""] : [],
    finding.resource.id,
  ]);
  const rows = fit(all, context.answerTokens * FINDINGS_SHARE);
  const shown = findings.slice(0, rows.length);
  return {
    findings: {
      total: findings.length,
      shown: rows.length,
      ...table(columns.map((name) => ({ name })), rows),
      ...(rows.length < all.length
        ? {
          left_out: `${
            all.length - rows.length
          } findings, as the answer has no room for more (checks, exclude)`,
        }
        : {}),
    },
    remedies: Object.fromEntries(shown.map(({ check, remedy }) => [check, remedy])),
  };
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
      checks: [...new Set(kind.map(({ id }) => id))],
    }))
  );
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
