/** The top of the HTML report: state, what changed, places and areas.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { Change, Changes, Finding, PlaceResult, Report } from "../report.ts";
import {
  folded,
  numberCell,
  placeMarkup,
  rowMarkup,
  type Section,
  stateClass,
  stateMarkup,
  tableMarkup,
  timeMarkup,
  titleOf,
} from "./html_parts.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";
import { countWords } from "./words.ts";

/** State, cloud, scope and time. */
export function headMarkup(report: Report): Markup {
  const { state, cloud, scope, generated_at, incomplete } = report;
  return markup`<header>
<h1>${stateMarkup(state)} <span class="counts">${countWords(report)}</span></h1>
<p><strong>${cloud}</strong>, ${scope.text}, ${timeMarkup(generated_at)}</p>
${
    incomplete !== undefined &&
    markup`<p class="notice unknown"><strong>Incomplete:</strong> ${incomplete}</p>`
  }
</header>
`;
}

const SHOWN = 10;

const MOVES: readonly (readonly [change: Change, title: string])[] = [
  ["new", "New"],
  ["worse", "Worse"],
  ["better", "Better"],
];

/** What is different from the run before; undefined without a memory. */
export function changesSection({ changes, findings }: Report): Section | undefined {
  if (!changes) return undefined;
  const moved = MOVES.map(([change, title]) =>
    block(
      title,
      findings.flatMap((finding, index) =>
        finding.change === change && !finding.muted ? [linkTo(finding, index)] : []
      ),
    )
  );
  return {
    id: "changes",
    title: "What changed",
    body: changes.since === undefined
      ? markup`<p>This is the first run with a memory: everything counts as new.</p>`
      : [
        markup`<p>Compared with the run of ${timeMarkup(changes.since)}: ${changeWords(changes)}.</p>
<div class="columns">`,
        moved,
        block("Resolved", changes.resolved.map(resolvedMarkup)),
        block("Unknown now", changes.newly_unknown.map((check) => markup`<li><code>${check}</code></li>`)),
        markup`</div>`,
      ],
  };
}

function changeWords({ resolved, ...counts }: Changes): string {
  return `${counts.new} new, ${counts.worse} worse, ${counts.better} better, ` +
    `${resolved.length} resolved, ${counts.unchanged} unchanged`;
}

function block(title: string, items: readonly Markup[]): MarkupValue {
  return items.length > 0 && markup`<div><h3>${title}</h3>
${folded(items, SHOWN, (some) => markup`<ul class="plain">${some}</ul>`)}</div>
`;
}

/** A finding in a list, with a link to its row. */
export function linkTo({ severity, text, place }: Finding, index: number): Markup {
  return markup`<li>${stateMarkup(severity)} <a href="#f${index}">${text}</a>${placeMarkup(place)}</li>
`;
}

function resolvedMarkup({ text, place, severity, first_seen }: Changes["resolved"][number]): Markup {
  return markup`<li>${text}${placeMarkup(place)} <span class="soft">was ${severity}, first seen ${
    timeMarkup(first_seen)
  }</span></li>
`;
}

/** Clouds and regions; undefined in a report on one. */
export function placesSection({ places }: Report): Section | undefined {
  if (!places) return undefined;
  return {
    id: "places",
    title: "Clouds and regions",
    count: places.length,
    body: tableMarkup({
      columns: [
        ...["Place", "State", "Scope"],
        ...["Checks", "Requests", "Duration"].map((numbers) => ({ numbers })),
      ],
      rows: places.map(placeRow),
    }),
  };
}

function placeRow(result: PlaceResult): Markup {
  const { place, state, scope, coverage, requests, duration_ms, incomplete, error } = result;
  return rowMarkup(markup`<strong>${place}</strong>`, [
    markup`<td>${stateMarkup(state)}</td>`,
    markup`<td>${scope}`,
    error !== undefined && markup`<div>No report: ${error}</div>`,
    incomplete !== undefined && markup`<div>Incomplete: ${incomplete}</div>`,
    markup`</td>`,
    numberCell("Checks", `${coverage.ran} of ${coverage.of}`),
    numberCell("Requests", requests),
    numberCell("Duration", `${(duration_ms / 1000).toFixed(1)} s`),
  ]);
}

/** The state of each area as a tile. */
export function areasSection({ areas }: Report): Section {
  return {
    id: "areas",
    title: "Areas",
    body: markup`<ul class="tiles">
${
      areas.map(({ area, state, ran, of, findings }) =>
        markup`<li class="${stateClass(state)}"><span class="name">${titleOf(area)}</span>${
          stateMarkup(state === "NOT CHECKED" ? "not checked" : state)
        }<span class="soft">${ran === of ? plural(of, "check") : `${ran} of ${plural(of, "check")}`}${
          findings > 0 && `, ${plural(findings, "finding")}`
        }</span></li>
`
      )
    }</ul>`,
  };
}
