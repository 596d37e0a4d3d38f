/** The findings of the HTML report: the table that filters and sorts, those that are muted, and exposure.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { CheckResult, EvidenceValue, Finding, FoundResource, Report } from "../report.ts";
import { linkTo } from "./html_overview.ts";
import {
  ageAt,
  folded,
  labelledCell,
  placeMarkup,
  type Section,
  stateClass,
  stateMarkup,
  tableMarkup,
  timeMarkup,
  titleOf,
} from "./html_parts.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";

/** So many findings are shown with all they tell; of more, that is behind a line to unfold. */
const MAX_UNFOLDED = 20;

/** The findings that count. */
export function findingsSection(report: Report): Section {
  const counted = numbered(report).filter(({ finding }) => !finding.muted);
  return {
    id: "findings",
    title: "Findings",
    count: counted.length,
    body: counted.length === 0
      ? markup`<p>Nothing was found in what could be read.</p>`
      : [filters(counted), table(counted, report)],
  };
}

/** A finding with its number in the report, to which links lead. */
interface Numbered {
  readonly finding: Finding;
  readonly index: number;
}

function numbered({ findings }: Report): Numbered[] {
  return findings.map((finding, index) => ({ finding, index }));
}

/** Hidden until a script runs, for without one they could do nothing. */
function filters(rows: readonly Numbered[]): Markup {
  const choices = (
    of: (finding: Finding) => string | undefined,
  ) => [...new Set(rows.flatMap(({ finding }) => of(finding) ?? []))];
  return markup`<div class="filters" role="search" aria-label="Findings" hidden>
<label class="wide">Text <input type="search" name="text" autocomplete="off"></label>
${select("severity", "Severity", choices(({ severity }) => severity))}
${select("area", "Area", choices(({ area }) => area))}
${select("place", "Place", choices(({ place }) => place))}
${select("change", "Change", choices(({ change }) => change))}
<button type="button" aria-pressed="${rows.length <= MAX_UNFOLDED ? "true" : "false"}">All details</button>
<output></output>
</div>
`;
}

function select(name: string, label: string, values: readonly string[]): MarkupValue {
  return values.length > 0 &&
    markup`<label>${label} <select name="${name}"><option value="">all</option>${
      values.map((value) =>
        markup`<option value="${value}">${name === "area" ? titleOf(value) : value}</option>`
      )
    }</select></label>`;
}

function table(rows: readonly Numbered[], report: Report): Markup {
  const compared = report.changes !== undefined;
  const open = rows.length <= MAX_UNFOLDED;
  const heads = [
    "Severity",
    "Finding",
    "Resource",
    "Project",
    "Where",
    "Since",
    ...compared ? ["Change"] : [],
  ];
  return tableMarkup({
    kind: "findings",
    columns: heads,
    rows: rows.map(({ finding, index }) => row({ finding, index, open, compared, now: report.generated_at })),
  });
}

interface Row extends Numbered {
  readonly open: boolean;
  readonly compared: boolean;
  readonly now: string;
}

const RANKS: Readonly<Record<Finding["severity"], number>> = { critical: 0, warning: 1, info: 2 };

function row({ finding, index, open, compared, now }: Row): Markup {
  const { severity, area, place, change, text, resource, check } = finding;
  const data = [
    markup` data-severity="${severity}" data-area="${area}"`,
    place !== undefined && markup` data-place="${place}"`,
    change !== undefined && markup` data-change="${change}"`,
  ];
  const cells = [
    markup`<td data-sort="${RANKS[severity]}">${stateMarkup(severity)}</td>`,
    markup`<td><div class="text">${text}</div>`,
    markup`<div class="meta">${titleOf(area)} <code>${check}</code></div>`,
    markup`${details(finding, open)}</td>`,
    labelledCell("Resource", markup`<div>${resource.name}</div><div class="id">${resource.id}</div>`),
    labelledCell("Project", projectLines(resource)),
    labelledCell("Where", whereLines(finding)),
    sinceCell(finding, now),
    compared && labelledCell("Change", change),
  ];
  return markup`<tr id="f${index}" class="${stateClass(severity)}"${data}>${cells}</tr>
`;
}

function projectLines({ project, project_name }: FoundResource): MarkupValue {
  return project !== undefined && [
    project_name !== undefined && markup`<div>${project_name}</div>`,
    markup`<div class="id">${project}</div>`,
  ];
}

function whereLines({ place, resource: { zone, host } }: Finding): MarkupValue {
  const lines = [place, zone && `zone ${zone}`, host && `host ${host}`].filter((line) => line !== undefined);
  return lines.length > 0 && lines.map((line) => markup`<div>${line}</div>`);
}

function sinceCell({ since, since_first_seen }: Finding, now: string): Markup {
  if (since === undefined) return markup`<td></td>`;
  const words = [ageAt(now, since) ?? "", ...since_first_seen ? ["first seen"] : []].join(", ");
  const lines = markup`<div>${timeMarkup(since)}</div><div class="soft">${words}</div>`;
  return markup`<td data-label="Since" data-sort="${since}">${lines}</td>`;
}

function details({ evidence, remedy, next }: Finding, open: boolean): Markup {
  const fields = Object.entries(evidence);
  return markup`<details${open && markup` open`}><summary>Evidence and remedy</summary><div class="body">${
    fields.length > 0 &&
    markup`<dl class="evidence">${
      fields.map(([field, value]) =>
        markup`<dt><code>${field}</code></dt><dd><code>${evidenceWords(value)}</code></dd>`
      )
    }</dl>`
  }<p>${remedy}</p>${next !== undefined && markup`<code class="command">${next}</code>`}</div></details>`;
}

function evidenceWords(value: EvidenceValue): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}

/** What is acknowledged, ignored or not yet seen often enough; undefined if there is nothing. */
export function mutedSection(report: Report): Section | undefined {
  const rows = numbered(report).flatMap(({ finding, index }) =>
    finding.muted ? [mutedRow(finding, finding.muted, index)] : []
  );
  if (rows.length === 0) return undefined;
  return {
    id: "muted",
    title: "Muted findings",
    count: rows.length,
    body: [
      markup`<p class="soft">They are told, and count for nothing.</p>`,
      folded(
        rows,
        MAX_UNFOLDED,
        (some) => tableMarkup({ columns: ["Severity", "Finding", "Why", "Until"], rows: some }),
      ),
    ],
  };
}

function mutedRow(finding: Finding, muted: NonNullable<Finding["muted"]>, index: number): Markup {
  const { severity, text, place, resource, check } = finding;
  const cells = [
    markup`<td>${stateMarkup(severity)}</td>`,
    markup`<td>${text} <span class="id">${resource.id}</span> <code>${check}</code>${
      placeMarkup(place)
    }</td>`,
    labelledCell("Why", `${muted.why}: ${muted.reason}`),
    labelledCell("Until", muted.until !== undefined && timeMarkup(muted.until)),
  ];
  return markup`<tr id="f${index}">${cells}</tr>
`;
}

/** What can be reached that should not be; undefined if no check looked. */
export function exposureSection(report: Report): Section | undefined {
  const checks = report.checks.filter(({ topic }) => topic === "exposure");
  if (checks.length === 0) return undefined;
  const found = Map.groupBy(
    numbered(report).filter(({ finding }) => finding.topic === "exposure" && !finding.muted),
    ({ finding }) => finding.check,
  );
  const titles = new Map(checks.map(({ id, title }) => [id, title]));
  const quiet = checks.filter(({ id, state }) => state === "ok" && !found.has(id));
  const open = checks.filter(({ state }) => state === "unknown" || state === "not permitted");
  const total = [...found.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    id: "exposure",
    title: "Exposure",
    count: total,
    body: [
      [...found].map(([check, rows]) =>
        markup`<h3>${titles.get(check) ?? check} <span class="soft">${rows.length}</span></h3>
${
          folded(
            rows.map(({ finding, index }) => linkTo(finding, index)),
            10,
            (some) => markup`<ul class="plain">${some}</ul>`,
          )
        }`
      ),
      noteMarkup("found nothing", quiet),
      noteMarkup("came to no verdict", open),
    ],
  };
}

function noteMarkup(what: string, checks: readonly CheckResult[]): MarkupValue {
  const titles = new Set(checks.map(({ title }) => title));
  return checks.length > 0 &&
    markup`<p class="soft">${plural(checks.length, "check")} ${what}: ${[...titles].join("; ")}.</p>
`;
}
