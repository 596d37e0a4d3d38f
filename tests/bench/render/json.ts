/** A result as JSON for machines.
 *
 * @module
 */
import { type BenchResult, verdictOf } from "../result.ts";

/** Writes a result as JSON, each figure with its verdict. */
export function renderJson(result: BenchResult): string {
  const sections = result.sections.map((section) => ({
    ...section,
    figures: section.figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) })),
  }));
  return `${JSON.stringify({ ...result, sections }, undefined, 2)}\n`;
}
