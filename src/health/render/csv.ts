/** The findings of a report as CSV (RFC 4180), for spreadsheets.
 *
 * @module
 */
import { sanitizeText } from "../../text/sanitize.ts";
import type { EvidenceValue, Finding, Report } from "../report.ts";
import type { Renderer } from "./renderer.ts";

/** The columns, in order, with what stands in them. */
const COLUMNS: Readonly<Record<string, (finding: Finding) => string | undefined>> = {
  severity: ({ severity }) => severity,
  check: ({ check }) => check,
  area: ({ area }) => area,
  topic: ({ topic }) => topic,
  place: ({ place }) => place,
  kind: ({ resource }) => resource.kind,
  name: ({ resource }) => resource.name,
  id: ({ resource }) => resource.id,
  project: ({ resource }) => resource.project,
  project_name: ({ resource }) => resource.project_name,
  zone: ({ resource }) => resource.zone,
  host: ({ resource }) => resource.host,
  since: ({ since }) => since,
  first_seen: ({ first_seen }) => first_seen,
  change: ({ change }) => change,
  muted: ({ muted }) => muted && [muted.why, muted.reason, ...muted.until ? [muted.until] : []].join(": "),
  text: ({ text }) => text,
  evidence: ({ evidence }) => Object.entries(evidence).map(evidenceText).join("; "),
  remedy: ({ remedy }) => remedy,
  next: ({ next }) => next,
  key: ({ key }) => key,
};

function evidenceText([field, value]: readonly [string, EvidenceValue]): string {
  return `${field}=${typeof value === "object" ? value.join(",") : value}`;
}

/** Renders the findings, one a record, muted ones too. */
export function renderCsv({ findings }: Report): string {
  const rows = [
    Object.keys(COLUMNS),
    ...findings.map((finding) => Object.values(COLUMNS).map((column) => column(finding) ?? "")),
  ];
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** With one of these at its beginning a spreadsheet takes a cell for a formula. */
const FORMULA = /^[=+\-@\t]/;

function cell(value: string): string {
  const text = sanitizeText(value, { multiline: true });
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** This format. */
export const csv: Renderer = { extension: "csv", render: renderCsv };
