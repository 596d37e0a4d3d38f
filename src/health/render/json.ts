/** The report as JSON: the model itself.
 *
 * @module
 */
import type { Report } from "../report.ts";
import type { Renderer } from "./renderer.ts";

/** Renders the model, indented so that a person and a diff can read it too. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** This format. */
export const json: Renderer = { extension: "json", render: renderJson };
