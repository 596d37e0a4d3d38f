/** The report for a terminal and for mail: grouped by area, one line a finding, the worst first.
 *
 * @module
 */
import type { AreaResult, CheckResult, Finding, Report } from "../report.ts";
import type { Renderer, RenderOptions } from "./renderer.ts";
import { plural, wrap } from "./words.ts";

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
  const critical = report.findings.filter(({ severity }) => severity === "critical").length;
  const warning = report.findings.length - critical;
  const { unknown } = report.coverage;
  const counts = [
    critical > 0 ? `${critical} critical` : "",
    unknown > 0 ? `${plural(unknown, "check")} unknown` : "",
    warning > 0 ? plural(warning, "warning") : "",
  ].filter((text) => text !== "");
  return [
    `${paint(report.state)}: ${counts.join(", ") || "nothing found"}`,
    ...wrap(`${report.cloud}, ${report.scope.text}, ${report.generated_at}`, { width }),
    ...(report.incomplete ? wrap(`INCOMPLETE: ${report.incomplete}`, { width, hang: 2 }) : []),
  ];
}

function areaLines(report: Report, area: AreaResult, { paint, width }: Style): string[] {
  const title = area.area.replaceAll("_", " ");
  const ran = area.ran === area.of ? plural(area.of, "check") : `${area.ran} of ${plural(area.of, "check")}`;
  return [
    "",
    `${title.toUpperCase()}  ${area.state === "NOT CHECKED" ? "not checked" : paint(area.state)}  ${ran}`,
    ...report.findings.filter((finding) => finding.area === area.area)
      .flatMap((finding) => findingLines(finding, { paint, width })),
    ...report.checks.filter((check) => check.area === area.area && check.state === "unknown")
      .flatMap((check) => unknownLines(check, { paint, width })),
  ];
}

const MARGIN = 11;

function findingLines({ severity, text, check }: Finding, { paint, width }: Style): string[] {
  const label = severity.toUpperCase();
  const [first = "", ...rest] = wrap(`${text} [${check}]`, { width: width - MARGIN });
  return [
    `  ${paint(label)}${" ".repeat(MARGIN - 2 - label.length)}${first}`,
    ...rest.map((line) => " ".repeat(MARGIN) + line),
  ];
}

function unknownLines({ id, reason, request_id }: CheckResult, { paint, width }: Style): string[] {
  const request = request_id === undefined ? "" : ` (${request_id})`;
  const [first = "", ...rest] = wrap(`${id}: ${reason ?? "no reason given"}${request}`, {
    width: width - MARGIN,
  });
  return [
    `  ${paint("UNKNOWN")}${" ".repeat(MARGIN - 9)}${first}`,
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
