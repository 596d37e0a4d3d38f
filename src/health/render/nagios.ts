/** The report as a Nagios plug-in prints it: state and counts, performance data, then long output.
 *
 * @module
 */
import type { Measure, Report } from "../report.ts";
import type { Renderer } from "./renderer.ts";
import { inPlace } from "./sections.ts";
import { countWords } from "./words.ts";

/** Monitors cut what is longer. */
const MAX_BYTES = 4096;

/** Half of the room at most goes to performance data, so that findings have the other half. */
const MAX_PERFDATA = 2048;

/** Renders for a monitor. Never longer than 4 kB: what does not fit is counted. */
export function renderNagios(report: Report): string {
  const first = `${headline(report)} | ${perfdata(report)}`;
  return fitted(first, [...findingLines(report), ...unknownLines(report)]);
}

function headline(report: Report): string {
  const { state, coverage, cloud, incomplete } = report;
  const cut = incomplete === undefined ? "" : ", incomplete";
  return plain(
    `${state}: ${cloud}: ${countWords(report)}, ${coverage.ran} of ${coverage.of} checks ran${cut}`,
  );
}

function findingLines({ findings }: Report): string[] {
  return findings.filter(({ severity, muted }) => !muted && severity !== "info")
    .map(({ severity, text, check, place }) =>
      plain(`${severity.toUpperCase()}: ${inPlace(text, place)} [${check}]`)
    );
}

function unknownLines({ checks }: Report): string[] {
  return checks.filter(({ state }) => state === "unknown")
    .map(({ id, reason, place }) => plain(`UNKNOWN: ${inPlace(id, place)}: ${reason ?? "no reason given"}`));
}

/** A bar begins performance data, and a line end the next line, wherever they stand. */
function plain(text: string): string {
  return text.replaceAll("|", "/").replace(/\s+/g, " ");
}

function perfdata(report: Report): string {
  const count = (wanted: string) =>
    report.findings.filter(({ severity, muted }) => !muted && severity === wanted).length;
  const counts = [
    item({ label: "critical", value: count("critical"), unit: "" }),
    item({ label: "warning", value: count("warning"), unit: "" }),
    item({ label: "unknown", value: report.coverage.unknown, unit: "" }),
    item({ label: "time", value: report.duration_ms / 1000, unit: "s" }),
    item({ label: "requests", value: report.requests.total, unit: "" }),
  ];
  const items = [...counts];
  let size = items.join(" ").length;
  const measures = report.checks.flatMap(({ measures = [], place }) =>
    measures.map((measure) => ({ ...measure, label: inPlace(measure.label, place) }))
  );
  for (const measure of measures) {
    const next = item(measure);
    size += 1 + byteLength(next);
    if (size > MAX_PERFDATA) break;
    items.push(next);
  }
  return items.join(" ");
}

function item({ label, value, unit, warning, critical, below = false }: Measure): string {
  // `30:` alerts below 30, `30` above it. Nagios knows no unit for days.
  const range = (limit: number | undefined) => limit === undefined ? "" : below ? `${limit}:` : String(limit);
  const quoted = `'${label.replaceAll(/['=|]/g, "_").replace(/\s+/g, " ")}'`;
  const limits = [range(warning), range(critical)];
  const tail = limits.every((limit) => limit === "") ? "" : `;${limits.join(";")}`;
  return `${quoted}=${value}${unit === "d" ? "" : unit}${tail.replace(/;$/, "")}`;
}

function fitted(first: string, lines: readonly string[]): string {
  const kept = [first];
  // Room for the line that counts the others.
  let size = byteLength(first) + 1 + 32;
  for (const [index, line] of lines.entries()) {
    size += byteLength(line) + 1;
    if (size > MAX_BYTES) {
      kept.push(`and ${lines.length - index} more`);
      break;
    }
    kept.push(line);
  }
  return `${kept.join("\n")}\n`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

/** This format. */
export const nagios: Renderer = { extension: "txt", render: renderNagios };
