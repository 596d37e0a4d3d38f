/** The report as JUnit XML, for pipelines: a suite is an area (of a place), a case is a check.
 *
 * Checks share what they read, so the time of a run cannot be told apart by check: it stands at the top, and
 * the cases, which only judge, take none.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { CheckResult, CheckState, Finding, Report } from "../report.ts";
import { type Markup, markup } from "./markup.ts";
import type { Renderer } from "./renderer.ts";

/** How a case ends; what is not here, passes. */
const ENDS: Readonly<Partial<Record<CheckState, "failure" | "error" | "skipped">>> = {
  "warning": "failure",
  "critical": "failure",
  "unknown": "error",
  "not permitted": "skipped",
  "not applicable": "skipped",
};

const NO_TIME = "0.000";

/** Renders for pipelines. Muted findings fail nothing; what is only told stands in a case's output. */
export function renderJunit(report: Report): string {
  const { tool, checks, duration_ms } = report;
  const found = Map.groupBy(report.findings.filter(({ muted }) => !muted), caseKey);
  const suites = Map.groupBy(checks, ({ place, area }) => place === undefined ? area : `${place} ${area}`);
  const document = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${tool.name} report: ${report.cloud}" ${tallies(checks)} time="${seconds(duration_ms)}">
${[...suites].map(([name, cases], id) => suite({ name, cases, id, report, found }))}</testsuites>
`;
  return String(document);
}

interface Suite {
  readonly name: string;
  readonly cases: readonly CheckResult[];
  readonly id: number;
  readonly report: Report;
  readonly found: ReadonlyMap<string, readonly Finding[]>;
}

function suite({ name, cases, id, report, found }: Suite): Markup {
  const timestamp = report.generated_at.replace("Z", "");
  return markup`  <testsuite name="${name}" id="${id}" ${tallies(cases)} skipped="${
    ended(cases, "skipped")
  }" time="${NO_TIME}" timestamp="${timestamp}">
${cases.map((one) => testCase(one, name, found.get(caseKey({ ...one, check: one.id })) ?? []))}  </testsuite>
`;
}

function tallies(cases: readonly CheckResult[]): Markup {
  return markup`tests="${cases.length}" failures="${ended(cases, "failure")}" errors="${
    ended(cases, "error")
  }"`;
}

function ended(cases: readonly CheckResult[], end: "failure" | "error" | "skipped"): number {
  return cases.filter(({ state }) => ENDS[state] === end).length;
}

function testCase(check: CheckResult, suite: string, findings: readonly Finding[]): Markup {
  return markup`    <testcase name="${check.id}: ${check.title}" classname="${suite}" time="${NO_TIME}">
${outcome(check, findings)}    </testcase>
`;
}

function outcome(check: CheckResult, findings: readonly Finding[]): Markup | undefined {
  const text = findings.map(findingText).join("\n\n");
  const reason = [
    check.reason ?? "no reason given",
    ...check.request_id === undefined ? [] : [`(${check.request_id})`],
  ].join(" ");
  switch (ENDS[check.state]) {
    case "failure":
      return markup`      <failure message="${
        failureMessage(findings)
      }" type="${check.state}">${text}</failure>
`;
    case "error":
      return markup`      <error message="${reason}" type="unknown">${
        [reason, text].join("\n\n").trim()
      }</error>
`;
    case "skipped":
      return markup`      <skipped message="${check.state}: ${reason}"/>
`;
    default:
      return text === "" ? undefined : markup`      <system-out>${text}</system-out>
`;
  }
}

function failureMessage(findings: readonly Finding[]): string {
  const [first] = findings;
  const others = findings.length - 1;
  return `${first?.text ?? "no finding"}${others > 0 ? ` and ${plural(others, "more finding")}` : ""}`;
}

function findingText({ severity, text, resource, since, remedy, next }: Finding): string {
  return [
    `${severity.toUpperCase()}: ${text}`,
    `${resource.kind} ${resource.id}`,
    ...since === undefined ? [] : [`since ${since}`],
    remedy,
    ...next === undefined ? [] : [`$ ${next}`],
  ].join("\n");
}

function caseKey({ check, place }: Pick<Finding, "check" | "place">): string {
  return JSON.stringify([check, place]);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** This format. */
export const junit: Renderer = { extension: "xml", render: renderJunit };
