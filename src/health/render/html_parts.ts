/** Small pieces that the sections of the HTML report share.
 *
 * @module
 */
import { age } from "../../text/time.ts";
import type { Measure } from "../report.ts";
import { type Markup, markup, type MarkupValue } from "./markup.ts";

/** A part of the page with a heading of its own. */
export interface Section {
  /** What a link leads to. */
  readonly id: string;
  readonly title: string;
  /** How many things it shows, behind the title. */
  readonly count?: number;
  readonly body: MarkupValue;
}

/** A section with its heading. */
export function sectionMarkup({ id, title, count, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${count !== undefined && markup` <span class="count">${count}</span>`}</h2>
${body}
</section>
`;
}

/** The class of a state or severity, whatever its case. */
export function stateClass(state: string): string {
  return STATE_CLASSES[state.toLowerCase()] ?? "neutral";
}

const STATE_CLASSES: Readonly<Record<string, string>> = {
  ok: "ok",
  warning: "warning",
  critical: "critical",
  unknown: "unknown",
  info: "info",
};

/** A state as a word in its colour: the word alone says all. */
export function stateMarkup(state: string): Markup {
  return markup`<span class="state ${stateClass(state)}">${state}</span>`;
}

/** An area, or another name with underscores, as words: `Load balancer`. */
export function titleOf(name: string): string {
  const words = ACRONYMS[name] ?? name.replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const ACRONYMS: Readonly<Record<string, string>> = { dns: "DNS", apis: "APIs" };

/** A time as `2026-11-21 12:00 UTC`. */
export function timeMarkup(time: string): Markup {
  return markup`<time datetime="${time}" class="nowrap">${timeWords(time)}</time>`;
}

/** The same without tags. */
export function timeWords(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

/** How long before a time another one is: `2d 1h`. */
export function ageAt(now: string, time: string): string | undefined {
  const ms = Date.parse(now) - Date.parse(time);
  return Number.isFinite(ms) ? age(ms) : undefined;
}

const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** A number for people: `12,345.6`. Small ones keep two digits that count. */
export function numberWords(value: number): string {
  return Math.abs(value) < 1 ? String(Number(value.toPrecision(2))) : NUMBERS.format(value);
}

/** A measured number with its unit: `241 ms`, `89.6 %`, `40.5 d`. */
export function measureWords(value: number, unit: Measure["unit"]): string {
  if (unit === "s" && Math.abs(value) < 1) return `${numberWords(value * 1000)} ms`;
  return unit === "" ? numberWords(value) : `${numberWords(value)} ${unit}`;
}

/** Where something is, if there are several places. */
export function placeMarkup(place: string | undefined): MarkupValue {
  return place !== undefined && markup` <span class="soft">${place}</span>`;
}

/** A title of a column; numbers stand to the right. */
export type Column = string | { readonly numbers: string };

/** A table. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Markup[];
  /** @default {"cards"} */
  readonly kind?: string;
}

/** A table with its head. */
export function tableMarkup({ columns, rows, kind = "cards" }: Table): Markup {
  const heads = columns.map((column) =>
    typeof column === "string"
      ? markup`<th scope="col">${column}</th>`
      : markup`<th scope="col" class="number">${column.numbers}</th>`
  );
  return markup`<table class="${kind}">
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}

/** A cell that names its column where a narrow page has no head; empty without a value. */
export function labelledCell(label: string, value: MarkupValue): Markup {
  return value === undefined || value === false || value === ""
    ? markup`<td></td>`
    : markup`<td data-label="${label}">${value}</td>`;
}

/** A row, with the name of what it is about at its head. */
export function rowMarkup(name: MarkupValue, cells: MarkupValue): Markup {
  return markup`<tr><th scope="row">${name}</th>${cells}</tr>
`;
}

/** The same as {@linkcode labelledCell} for a number. */
export function numberCell(label: string, value: MarkupValue): Markup {
  return markup`<td class="number" data-label="${label}">${value}</td>`;
}

/** The first of some rows, and the others behind a line to unfold. */
export function folded(
  rows: readonly Markup[],
  shown: number,
  wrap: (rows: readonly Markup[]) => Markup,
): MarkupValue {
  const rest = rows.slice(shown);
  return [
    rows.length > 0 && wrap(rows.slice(0, shown)),
    rest.length > 0 && markup`<details><summary>${rest.length} more</summary>${wrap(rest)}</details>`,
  ];
}
