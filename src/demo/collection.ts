/**
 * What lists have in common: order, filters, pages.
 *
 * @module
 */

import type { Item, Json } from "./json.ts";

/** Whether an item passes. */
export type Test = (item: Item) => boolean;

/** A page of a list. */
export interface Page {
  readonly items: Item[];
  /** Whether there is more behind it. */
  readonly more: boolean;
}

/** The items that pass every test. */
export function select(items: readonly Item[], tests: readonly Test[]): Item[] {
  if (tests.length === 0) return [...items];
  return items.filter((item) => tests.every((test) => test(item)));
}

/** What {@linkcode pageOf} cuts. */
export interface Cut {
  limit: number;
  /** The key value of the last item of the page before. */
  marker?: string | null;
  /** The field that markers name. */
  key?: string;
  offset?: number;
}

/** One page; undefined when the marker is not in the list. */
export function pageOf(items: readonly Item[], cut: Cut): Page | undefined {
  const key = cut.key ?? "id";
  let from = cut.offset ?? 0;
  if (cut.marker !== undefined && cut.marker !== null && cut.marker !== "") {
    const at = items.findIndex((item) => String(item[key]) === cut.marker);
    if (at < 0) return undefined;
    from += at + 1;
  }
  const until = Math.min(items.length, from + cut.limit);
  return { items: items.slice(from, until), more: until < items.length };
}

/**
 * The page behind a marker that filters left out: it still says where in the whole to go on. Undefined when
 * the marker is not in the whole either.
 */
export function pageBehind(items: readonly Item[], whole: readonly Item[], cut: Cut): Page | undefined {
  const key = cut.key ?? "id";
  const at = whole.findIndex((item) => String(item[key]) === cut.marker);
  if (at < 0) return undefined;
  const behind = new Set(whole.slice(at + 1));
  return pageOf(items.filter((item) => behind.has(item)), { ...cut, marker: null });
}

/** One key of an order. */
export interface SortKey {
  readonly key: string;
  readonly descending: boolean;
}

function compare(a: Json | undefined, b: Json | undefined): number {
  // SQL sorts nothing before something.
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A sorted copy; equal items keep their order. */
export function sorted(items: readonly Item[], keys: readonly SortKey[]): Item[] {
  return [...items].sort((a, b) => {
    for (const { key, descending } of keys) {
      const order = compare(a[key], b[key]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Items by a field, for look-ups. */
export function indexBy(items: readonly Item[], key = "id"): Map<string, Item> {
  return new Map(items.map((item) => [String(item[key]), item]));
}

/** A query without some of its keys, with others set, in the order it was sent. */
export function queryWith(search: URLSearchParams, set: Record<string, string>): string {
  const copy = new URLSearchParams(search);
  for (const [key, value] of Object.entries(set)) {
    copy.delete(key);
    copy.append(key, value);
  }
  return copy.toString();
}

/** A regular expression, or one that fits nothing if a caller sent nonsense. */
export function pattern(source: string, flags = ""): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return /(?!)/;
  }
}

/** What OpenStack takes for true in a query; undefined if it is neither true nor false. */
export function truth(text: string): boolean | undefined {
  if (/^(1|t|true|on|y|yes)$/i.test(text)) return true;
  return /^(0|f|false|off|n|no)$/i.test(text) ? false : undefined;
}
