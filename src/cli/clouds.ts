/** The `clouds` command: the configured clouds and where each setting came from.
 *
 * @module
 */

import type { CloudList, CloudSettingSummary, CloudSummary } from "../config/list_clouds.ts";
import { describeOrigin } from "../config/origin.ts";
import { sanitizeText } from "../text/sanitize.ts";

/** Renders the list of clouds for people.
 *
 * @param list The clouds.
 * @returns Text that ends with a line break, never with a secret in it.
 */
export function cloudsText({ clouds, notes, problems }: CloudList): string {
  const blocks = clouds.map(cloudBlock);
  const noClouds = "No cloud is configured. Write ~/.config/openstack/clouds.yaml or set the OS_* variables.";
  const broken = problems.map((problem) => `Cannot be used: ${sanitizeText(problem)}`);
  const body = blocks.length + broken.length === 0 ? [noClouds] : [...blocks, ...broken];
  return `${[...body, ...notes.map((note) => `Note: ${sanitizeText(note)}`)].join("\n\n")}\n`;
}

/** Renders the list of clouds for programs.
 *
 * @param list The clouds.
 * @returns One JSON object that ends with a line break, never with a secret in it.
 */
export function cloudsJson({ clouds, notes, problems }: CloudList): string {
  return `${JSON.stringify({ clouds, notes, problems }, null, 2)}\n`;
}

function cloudBlock({ name, chosen, settings, problem, notes }: CloudSummary): string {
  const title = `${sanitizeText(name)}${chosen ? " (chosen)" : ""}`;
  const problems = problem === undefined ? [] : [`  cannot be used: ${sanitizeText(problem)}`];
  return [title, ...problems, ...table(settings), ...notes.map((note) => `  note: ${sanitizeText(note)}`)]
    .join(
      "\n",
    );
}

function table(settings: readonly CloudSettingSummary[]): string[] {
  const rows = settings.map((
    { key, value, origin },
  ) => [key, sanitizeText(value ?? "(set)"), describeOrigin(origin)]);
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), Math.min(MAX_VALUE, width(1))];
  return rows.map((row) =>
    `  ${row.map((cell, column) => sanitizeText(cell).padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd()
  );
}

const MAX_VALUE = 48;
