/** Rows, objects and the size budget of an answer.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import type { Column } from "./list_spec.ts";

const CHARACTERS_PER_TOKEN = 4;

/** Room for scope, columns, cursor and notes beside the rows. */
const FRAME_CHARACTERS = 600;

/** A row's cell is empty text where an object would leave the member out. */
export function rowOf<Item, Joined>(
  columns: readonly Column<Item, Joined>[],
  item: Item,
  joined: Joined | undefined,
): unknown[] {
  return columns.map((column) => column.value(item, joined) ?? "");
}

export function objectOf<Item, Joined>(
  columns: readonly Column<Item, Joined>[],
  item: Item,
  joined: Joined | undefined,
): Record<string, unknown> {
  const members = columns.map((column) => [column.name, column.value(item, joined)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** The rows that fit the budget; one always does, or the caller would never get on. */
export function fit(rows: readonly unknown[][], tokens: number): unknown[][] {
  const budget = tokens * CHARACTERS_PER_TOKEN - FRAME_CHARACTERS;
  const kept: unknown[][] = [];
  let used = 0;
  for (const row of rows) {
    used += stringifyJson(row).length + 1;
    if (used > budget && kept.length > 0) break;
    kept.push(row);
  }
  return kept;
}

/** Columns that no row has an unusual value for say nothing and cost tokens. */
export function table(
  columns: readonly { readonly name: string; readonly usual?: unknown }[],
  rows: readonly unknown[][],
): { columns: string[]; rows: readonly unknown[][] } {
  if (rows.length === 0) return { columns: columns.map((column) => column.name), rows };
  const used = columns.map(({ usual }, index) =>
    rows.some((row) => row[index] !== "" && (usual === undefined || row[index] !== usual))
  );
  return {
    columns: columns.filter((_, index) => used[index]).map((column) => column.name),
    rows: rows.map((row) => row.filter((_, index) => used[index])),
  };
}
