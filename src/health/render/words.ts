/** Small helpers of the renderers.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { Changes, Report } from "../report.ts";

/** What a report found, in numbers: `1 critical, 2 checks unknown`. */
export function countWords({ findings, coverage }: Report): string {
  const count = (wanted: string) =>
    findings.filter(({ severity, muted }) => !muted && severity === wanted).length;
  const [critical, warning, info] = [count("critical"), count("warning"), count("info")];
  const words = [
    critical > 0 ? `${critical} critical` : "",
    coverage.unknown > 0 ? `${plural(coverage.unknown, "check")} unknown` : "",
    warning > 0 ? plural(warning, "warning") : "",
    info > 0 ? plural(info, "note") : "",
  ].filter((text) => text !== "").join(", ");
  return words || (coverage.ran === 0 ? "no check could run" : "nothing found");
}

/** How a run compares with the one before, in numbers. */
export function changeWords({ since, resolved, newly_unknown, ...counts }: Changes): string {
  if (since === undefined) return "First run with this state file: nothing to compare with";
  const words = [
    ...(["new", "worse", "better"] as const).map((change) => [counts[change], change] as const),
    [resolved.length, "resolved"] as const,
    [newly_unknown.length, "newly unknown"] as const,
    [counts.unchanged, "unchanged"] as const,
  ].filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(", ");
  return `Since ${since}: ${words || "nothing changed"}`;
}

/** Options of {@linkcode wrap}. */
export interface WrapOptions {
  readonly width: number;
  /** Columns that the lines after the first stand in by. @default {0} */
  readonly hang?: number;
}

/** Breaks a text at blanks; a word that is longer than a line keeps its own. */
export function wrap(text: string, { width, hang = 0 }: WrapOptions): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const indent = lines.length === 0 ? 0 : hang;
    if (line !== "" && line.length + 1 + word.length > width - indent) {
      lines.push(" ".repeat(indent) + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(" ".repeat(lines.length === 0 ? 0 : hang) + line);
  return lines;
}
