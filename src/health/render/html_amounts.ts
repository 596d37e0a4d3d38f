/** Amounts in the HTML report: capacity and quota with their bars, what lies about unused, and the score.
 *
 * @module
 */
import type { Forecast, Holding, Report, Score, Stock } from "../report.ts";
import {
  ageAt,
  folded,
  labelledCell,
  numberCell,
  numberWords,
  placeMarkup,
  rowMarkup,
  type Section,
  stateMarkup,
  tableMarkup,
  timeMarkup,
  titleOf,
} from "./html_parts.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";

const QUOTA = "quota";

/** What comes first. */
const GROUPS = ["compute", "addresses", "storage"];

/** What the cloud has and how much of it is in use; undefined if nothing tells. */
export function capacitySection({ stocks }: Report): Section | undefined {
  const rank = ({ group }: Stock) => GROUPS.includes(group) ? GROUPS.indexOf(group) : GROUPS.length;
  const capacity = stocks.filter(({ group }) => group !== QUOTA).toSorted((a, b) => rank(a) - rank(b));
  const groups = Map.groupBy(capacity, ({ group }) => group);
  if (groups.size === 0) return undefined;
  return {
    id: "capacity",
    title: "Capacity",
    body: [...groups].map(([group, some]) => [markup`<h3>${titleOf(group)}</h3>`, stockTable(some)]),
  };
}

/** The limits of projects; undefined if nothing tells. */
export function quotaSection({ stocks }: Report): Section | undefined {
  const quotas = stocks.filter(({ group }) => group === QUOTA);
  return quotas.length > 0 ? { id: "quota", title: "Quota", body: stockTable(quotas) } : undefined;
}

/** So many bars are shown at once, the fullest first. */
const SHOWN = 15;

/** More would bury the page. */
const MAX_ROWS = 200;

function stockTable(stocks: readonly Stock[]): MarkupValue {
  const sorted = stocks.toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
  const columns = ["Name", "Use", { numbers: "Used" }, { numbers: "Share" }, "Forecast"];
  return [
    folded(
      sorted.slice(0, MAX_ROWS).map(stockRow),
      SHOWN,
      (rows) => tableMarkup({ kind: "stocks cards", columns, rows }),
    ),
    sorted.length > MAX_ROWS &&
    markup`<p class="soft">${sorted.length - MAX_ROWS} that are less full are not shown.</p>`,
  ];
}

function stockRow(stock: Stock): Markup {
  const { name, place, percent, forecast } = stock;
  const state = stockState(stock);
  const cells = [
    markup`<td class="chart">${percent !== undefined && bar(stock, percent)}</td>`,
    numberCell("Used", usedWords(stock)),
    numberCell("Share", [
      state !== "ok" && markup`${stateMarkup(state)} `,
      markup`<span class="nowrap">${percent === undefined ? "no limit" : `${percent} %`}</span>`,
    ]),
    labelledCell("Forecast", forecast && forecastLines(forecast)),
  ];
  return markup`<tr class="${state}"><th scope="row">${name}${placeMarkup(place)}</th>${cells}</tr>
`;
}

function forecastLines({ full_on, basis }: Forecast): Markup {
  const day = markup`<time datetime="${full_on}" class="nowrap">${full_on}</time>`;
  return markup`<div>full on ${day}</div><div class="soft">${basis}</div>`;
}

function stockState(
  { percent = 0, warning_percent, critical_percent }: Stock,
): "ok" | "warning" | "critical" {
  if (critical_percent !== undefined && percent >= critical_percent) return "critical";
  return warning_percent !== undefined && percent >= warning_percent ? "warning" : "ok";
}

function bar({ name, warning_percent, critical_percent }: Stock, percent: number): Markup {
  const mark = (at: number | undefined, kind: string) =>
    at !== undefined && at <= 100 && markup`<path class="mark ${kind}" d="M${at} -1V9"/>`;
  const shapes = [
    markup`<rect class="track" width="100" height="8"/>`,
    markup`<rect class="fill" width="${Math.max(0, Math.min(percent, 100))}" height="8"/>`,
    mark(warning_percent, "first"),
    mark(critical_percent, "second"),
  ];
  const frame = markup`viewBox="0 0 100 8" preserveAspectRatio="none" role="img"`;
  return markup`<svg class="bar" ${frame} aria-label="${name}: ${percent} % used">${shapes}</svg>`;
}

function usedWords({ used, total, unit }: Stock): string {
  if (total === undefined) return amountWords(used, unit);
  const [now, most] = [scaled(used, unit), scaled(total, unit)];
  const tail = most.unit === "" ? "" : ` ${most.unit}`;
  if (now.unit === most.unit) return `${numberWords(now.value)} of ${numberWords(most.value)}${tail}`;
  return `${amountWords(used, unit)} of ${amountWords(total, unit)}`;
}

function amountWords(amount: number, of: string): string {
  const { value, unit } = scaled(amount, of);
  return unit === "" ? numberWords(value) : `${numberWords(value)} ${unit}`;
}

/** The next larger unit, and from what number on it reads better. */
const LARGER: Readonly<Record<string, { readonly unit: string; readonly from: number }>> = {
  MiB: { unit: "GiB", from: 1024 },
  GiB: { unit: "TiB", from: 10_240 },
  TiB: { unit: "PiB", from: 10_240 },
};

function scaled(value: number, unit: string): { readonly value: number; readonly unit: string } {
  const larger = LARGER[unit];
  return larger && value >= larger.from ? scaled(value / 1024, larger.unit) : { value, unit };
}

/** What lies about unused; undefined if nothing does. */
export function holdingsSection({ holdings, generated_at }: Report): Section | undefined {
  const some = holdings.filter(({ count }) => count > 0);
  if (some.length === 0) return undefined;
  return {
    id: "leaks",
    title: "Unused resources",
    body: tableMarkup({
      columns: ["What", { numbers: "Count" }, "They hold", "The oldest since"],
      rows: some.map((holding) => holdingRow(holding, generated_at)),
    }),
  };
}

function holdingRow({ what, count, oldest, holds, place }: Holding, now: string): Markup {
  return rowMarkup([titleOf(what), placeMarkup(place)], [
    numberCell("Count", numberWords(count)),
    labelledCell("They hold", Object.entries(holds).map(heldWords).join(", ")),
    labelledCell(
      "The oldest since",
      oldest !== undefined && markup`${timeMarkup(oldest)} <span class="soft">${ageAt(now, oldest)}</span>`,
    ),
  ]);
}

/** Units at the end of a name. */
const UNITS: Readonly<Record<string, string>> = { mib: "MiB", gib: "GiB", tib: "TiB" };

/** `size_gib` with its value as `size 20 GiB`. */
function heldWords([name, value]: readonly [string, number]): string {
  const words = name.split("_");
  const unit = UNITS[words.at(-1) ?? ""];
  return `${(unit === undefined ? words : words.slice(0, -1)).join(" ")} ${amountWords(value, unit ?? "")}`;
}

/** Points, part by part, with the rule that they follow; undefined if nothing could be scored. */
export function scoreSection({ scores = [] }: Report): Section | undefined {
  return scores.length > 0 ? { id: "score", title: "Score", body: scores.map(scoreMarkup) } : undefined;
}

function scoreMarkup({ points, of, parts, not_scored, rule, place }: Score): Markup {
  const rows = [
    ...parts.map((part) =>
      rowMarkup(titleOf(part.part), [
        numberCell("Points", `${numberWords(part.points)} of ${numberWords(part.of)}`),
        markup`<td>${part.why}</td>`,
      ])
    ),
    ...not_scored.map(({ part, why }) =>
      rowMarkup(titleOf(part), [numberCell("Points", "not scored"), markup`<td>${why}</td>`])
    ),
  ];
  return markup`<h3>${numberWords(points)} of ${numberWords(of)} points${placeMarkup(place)}</h3>
${tableMarkup({ columns: ["Part", { numbers: "Points" }, "Why"], rows })}<p class="soft">${rule}</p>
`;
}
