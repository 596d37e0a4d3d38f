/** Numbers over time in the HTML report, certificates, and everything that was measured.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { median } from "../memory/series.ts";
import type { Measure, Report, Trend } from "../report.ts";
import {
  folded,
  labelledCell,
  measureWords,
  numberCell,
  numberWords,
  placeMarkup,
  rowMarkup,
  type Section,
  stateMarkup,
  tableMarkup,
  timeWords,
} from "./html_parts.ts";
import { type Markup, markup } from "./markup.ts";

/** A line for each number that earlier runs noted too; undefined without a memory. */
export function trendsSection({ trends = [] }: Report): Section | undefined {
  const drawn = trends.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const moving = drawn.toSorted((a, b) => Number(isFlat(a)) - Number(isFlat(b)));
  return {
    id: "trends",
    title: "Trends",
    body: folded(moving.map(trendFigure), SHOWN, (some) =>
      markup`<div class="trends">
${some}</div>`),
  };
}

/** So many lines are shown at once; those that never moved come last. */
const SHOWN = 18;

function isFlat({ points }: Trend): boolean {
  return points.every(([, value]) => value === points[0]?.[1]);
}

function trendFigure({ label, unit, points, place }: Trend): Markup {
  const values = points.map(([, value]) => value);
  const words = (value: number | undefined) => value === undefined ? "" : measureWords(value, unit);
  const [low, high] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const summary = `min ${words(low)}, median ${words(median(values))}, max ${words(high)}`;
  return markup`<figure>
<figcaption><span>${label}${placeMarkup(place)}</span><strong>${words(values.at(-1))}</strong></figcaption>
${lineMarkup(points, `${label}: last ${words(values.at(-1))}, ${summary}`)}
<p>${summary}; ${plural(points.length, "run")} since ${timeWords(points[0]?.[0] ?? "")}</p>
</figure>
`;
}

const WIDTH = 300;
const HEIGHT = 56;
const MARGIN = 5;

function lineMarkup(points: Trend["points"], label: string): Markup {
  const samples = points.map(([time, value]) => ({ at: Date.parse(time), value }));
  const x = scale(samples.map(({ at }) => at), WIDTH - 2 * MARGIN);
  const y = scale(samples.map(({ value }) => value), HEIGHT - 2 * MARGIN);
  const spots = samples.map(({ at, value }) =>
    `${(MARGIN + x(at)).toFixed(1)} ${(HEIGHT - MARGIN - y(value)).toFixed(1)}`
  );
  const frame = markup`viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"`;
  const line = markup`<path d="M${spots.join("L")}"/>`;
  const last = markup`<path class="last" d="M${spots.at(-1) ?? ""}h.01"/>`;
  return markup`<svg class="line" ${frame} aria-label="${label}">${line}${last}</svg>`;
}

/** From the range of some values to 0 ... size; a range of one point lies in the middle. */
function scale(values: readonly number[], size: number): (value: number) => number {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return (value) => high > low ? size * (value - low) / (high - low) : size / 2;
}

interface Measured extends Measure {
  readonly place?: string;
}

function measured({ checks }: Report): Measured[] {
  return checks.flatMap(({ place, measures = [] }) =>
    measures.map((measure) => ({ ...measure, ...(place === undefined ? {} : { place }) }))
  );
}

const DAY_MS = 86_400_000;

/** How long certificates, and what else ends on a day, still last; undefined if none was looked at. */
export function certificatesSection(report: Report): Section | undefined {
  const ends = measured(report).filter(isDaysLeft).toSorted((a, b) => a.value - b.value);
  if (ends.length === 0) return undefined;
  return {
    id: "certificates",
    title: "Certificates and what else expires",
    body: tableMarkup({
      columns: ["What", "State", { numbers: "Days left" }, "Ends on"],
      rows: ends.map((measure) => endRow(measure, report.generated_at)),
    }),
  };
}

function endRow(measure: Measured, now: string): Markup {
  return rowMarkup([measure.label, placeMarkup(measure.place)], [
    markup`<td>${stateMarkup(measureState(measure))}</td>`,
    numberCell("Days left", numberWords(measure.value)),
    labelledCell("Ends on", dayAfter(now, measure.value)),
  ]);
}

/** The date so many days later; undefined if no calendar has it. */
function dayAfter(now: string, days: number): string | undefined {
  const ms = Date.parse(now) + days * DAY_MS;
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().replace(/T.*/, "") : undefined;
}

/** Days of which few are bad run out; of others nobody knows when they end. */
function isDaysLeft({ unit, below = false }: Measure): boolean {
  return unit === "d" && below;
}

function measureState({ value, warning, critical, below = false }: Measure): "ok" | "warning" | "critical" {
  const beyond = (limit: number | undefined) =>
    limit !== undefined && (below ? value < limit : value > limit);
  return beyond(critical) ? "critical" : beyond(warning) ? "warning" : "ok";
}

/** Every other number that a check noted; undefined if there is none. */
export function measuresSection(report: Report): Section | undefined {
  const numbers = measured(report).filter((measure) => !isDaysLeft(measure));
  if (numbers.length === 0) return undefined;
  return {
    id: "measures",
    title: "Measured",
    count: numbers.length,
    body: markup`<details><summary>All numbers</summary>${
      tableMarkup({
        kind: "numbers",
        columns: ["What", ...["Value", "Warning", "Critical"].map((numbers) => ({ numbers }))],
        rows: numbers.map(measureRow),
      })
    }</details>`,
  };
}

function measureRow({ label, place, value, unit, warning, critical }: Measured): Markup {
  const words = (number: number | undefined) => number === undefined ? "" : measureWords(number, unit);
  return rowMarkup([label, placeMarkup(place)], [
    numberCell("Value", words(value)),
    numberCell("Warning", words(warning)),
    numberCell("Critical", words(critical)),
  ]);
}
