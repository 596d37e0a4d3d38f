/** A result as tables for people.
 *
 * @module
 */
import { type BenchResult, type Figure, type Section, type Unit, verdictOf } from "../result.ts";

/** Writes a result as tables. */
export function renderText(result: BenchResult): string {
  const { version, deno, platform, cores, at, realCloud } = result;
  const heading = [
    `openstack-mcp ${version}, Deno ${deno}, ${platform}, ${cores} cores, ${at}`,
    realCloud ? "with a real cloud" : "without a real cloud: --cloud FILE names one",
    "Times are medians; compare within a table.",
  ];
  return `${[heading.join("\n"), ...result.sections.map(sectionText)].join("\n\n")}\n`;
}

function sectionText({ name, title, figures, skipped, failure }: Section): string {
  const rows = [
    ...figures.map(cells),
    ...skipped.map(({ subject, skipped }) => [subject, "skipped", "", "", skipped]),
    ...(failure === undefined ? [] : [["", "failed", "", "", failure]]),
  ];
  return [`${name}: ${title}`, ...aligned([["", "figure", "target", "", ""], ...rows])].join("\n");
}

function cells(figure: Figure): string[] {
  const { subject, value, unit, beside = [], note } = figure;
  const rest = [...beside.map((one) => quantity(one.value, one.unit)), ...note === undefined ? [] : [note]];
  return [
    subject,
    quantity(value, unit),
    targetText(figure),
    verdictOf(figure) ?? "",
    rest.join(", "),
  ];
}

function targetText({ target, least, unit }: Figure): string {
  if (target !== undefined) return `≤ ${quantity(target, unit)}`;
  return least === undefined ? "" : `≥ ${quantity(least, unit)}`;
}

const DIGITS: Readonly<Record<Unit, number>> = {
  "ms": 1,
  "×": 2,
  "requests": 1,
  "tokens": 0,
  "bytes": 0,
  "MB": 0,
  "/s": 0,
};

/** A number with its unit, rounded to what it can say. */
export function quantity(value: number, unit: Unit): string {
  const text = value.toLocaleString("en", { maximumFractionDigits: DIGITS[unit], useGrouping: false });
  return `${text} ${unit}`;
}

/** Numbers stand to the right, words to the left. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${padded.join("  ")}`.trimEnd();
  });
}
