/** The report for a terminal and for mail: grouped by area, one line a finding, the worst first.
 *
 * @module
 */
import type { AreaResult, CheckResult, Finding, Report } from "../report.ts";
import type { Renderer, RenderOptions } from "./renderer.ts";
import { countWords, plural, wrap } from "./words.ts";

const WIDTH = 78;

/** The escape sequences of the states. */
const COLORS: Readonly<Record<string, string>> = {
  OK: "32",
  WARNING: "33",
  CRITICAL: "31",
  UNKNOWN: "35",
};

/** Renders for people. Lines keep to the width where a word does not exceed it. */
export function renderText(report: Report, options: RenderOptions = {}): string {
  const { color = false, width = WIDTH } = options;
  const paint = (word: string) => {
    const code = color ? COLORS[word.trim()] : undefined;
    return code === undefined ? word : `\x1b[1;${code}m${word}\x1b[0m`;
  };
  const style = { paint, width };
  return [
    ...head(report, style),
    ...report.areas.flatMap((area) => areaLines(report, area, style)),
    ...skippedLines(report, style),
    ...foot(report, style),
  ].map((line) => line.trimEnd()).join("\n") + "\n";
}

interface Style {
  readonly paint: (word: string) => string;
  readonly width: number;
}

function head(report: Report, { paint, width }: Style): string[] {
  return [
    `${paint(report.state)}: ${countWords(report)}`,
    ...wrap(`${report.cloud}, ${report.scope.text}, ${report.generated_at}`, { width }),
    ...(report.incomplete ? wrap(`INCOMPLETE: ${report.incomplete}`, { width, hang: 2 }) : []),
  ];
}

function areaLines(report: Report, area: AreaResult, style: Style): string[] {
  const title = area.area.replaceAll("_", " ").toUpperCase();
  const state = area.state === "NOT CHECKED" ? "not checked" : style.paint(area.state);
  const ran = area.ran === area.of ? plural(area.of, "check") : `${area.ran} of ${plural(area.of, "check")}`;
  const findings = report.findings.filter((finding) => finding.area === area.area);
  const unknown = report.checks.filter((check) => check.area === area.area && check.state === "unknown");
  return [
    "",
    `${title}  ${state}  ${ran}`,
    ...findingLines(findings, style),
    ...unknownLines(unknown, style),
  ];
}

const MARGIN = 11;

/** A check that finds the same everywhere would bury the others. */
const MAX_OF_CHECK = 20;

function findingLines(findings: readonly Finding[], style: Style): string[] {
  const seen = new Map<string, number>();
  const shown = findings.filter(({ check }) => {
    const count = (seen.get(check) ?? 0) + 1;
    seen.set(check, count);
    return count <= MAX_OF_CHECK;
  });
  return [
    ...shown.flatMap(({ severity, text, check }) =>
      labelled(severity.toUpperCase(), `${text} [${check}]`, style)
    ),
    ...[...seen].filter(([, count]) => count > MAX_OF_CHECK)
      .map(([check, count]) => `${" ".repeat(MARGIN)}and ${count - MAX_OF_CHECK} more [${check}]`),
  ];
}

/** Checks that lack the same data have one reason. */
function unknownLines(checks: readonly CheckResult[], style: Style): string[] {
  const groups = Map.groupBy(
    checks,
    ({ reason, request_id }) =>
      `${reason ?? "no reason given"}${request_id === undefined ? "" : ` (${request_id})`}`,
  );
  return [...groups].flatMap(([reason, checks]) =>
    labelled("UNKNOWN", `${reason} [${checks.map(({ id }) => id).join(", ")}]`, style)
  );
}

function labelled(label: string, text: string, { paint, width }: Style): string[] {
  const [first = "", ...rest] = wrap(text, { width: width - MARGIN });
  return [
    `  ${paint(label)}${" ".repeat(MARGIN - 2 - label.length)}${first}`,
    ...rest.map((line) => " ".repeat(MARGIN) + line),
  ];
}

/** Why checks were left out, each reason once: a member is refused the same list by many checks. */
function skippedLines(report: Report, { width }: Style): string[] {
  const skipped = report.checks.filter(({ state }) =>
    state === "not permitted" || state === "not applicable"
  );
  if (skipped.length === 0) return [];
  const groups = Map.groupBy(skipped, ({ state, reason }) => `${state}: ${reasonHead(reason)}`);
  const lines = [...groups].flatMap(([why, checks]) => [
    ...wrap(why, { width: width - 2, hang: 2 }),
    ...wrap(checks.map(({ id }) => id).join(", "), { width: width - 4 }).map((line) => `  ${line}`),
  ]);
  return ["", `SKIPPED  ${plural(skipped.length, "check")}`, ...lines.map((line) => `  ${line}`)];
}

/** The service's own sentence about a refusal adds nothing to what was refused. */
function reasonHead(reason: string | undefined): string {
  return (reason ?? "no reason given").replace(/: not permitted\b.*$/s, "");
}

function foot(report: Report, { width }: Style): string[] {
  const { coverage, requests } = report;
  const faults = requests.faults > 0 ? `, ${requests.faults} failed` : "";
  const retries = requests.retries > 0 ? `, ${requests.retries} repeated` : "";
  const [slowest] = requests.slowest;
  return [
    "",
    `${coverage.ran} of ${coverage.of} checks ran in ${(report.duration_ms / 1000).toFixed(1)} s`,
    ...wrap(
      `${plural(requests.total, "request")}${faults}${retries}: ${
        Object.entries(requests.by_service).map(([service, count]) => `${service} ${count}`).join(", ")
      }`,
      { width, hang: 2 },
    ),
    ...(slowest ? [`slowest read: ${slowest.what}, ${(slowest.ms / 1000).toFixed(1)} s`] : []),
  ];
}

/** This format. */
export const text: Renderer = { extension: "txt", render: renderText };
