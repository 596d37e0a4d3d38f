/** From the arguments of a list call to a plan: which columns, what the service is asked, what is checked here.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import type { QueryValue } from "../openstack/request.ts";
import { stringifyJson } from "../text/json.ts";
import { suggest } from "../text/suggest.ts";
import type { ListArguments } from "./list_arguments.ts";
import type { Column, Level, ListSpec, Part } from "./list_spec.ts";
import type { ToolContext } from "./tool.ts";

/** The fields that a list is filtered or sorted by. */
export function conditionsOf(args: ListArguments): string[] {
  return [...Object.keys(args.filters ?? {}), ...args.sort ? [args.sort.replace(/^-/, "")] : []];
}

export interface Plan<Item, Joined> {
  readonly columns: readonly Column<Item, Joined>[];
  /** Columns that were asked for by name and that this login may not read. */
  readonly denied: readonly string[];
  /** Whether several named items are shown as objects. */
  readonly asObjects: boolean;
  /** Sent to the service. */
  readonly query: Readonly<Record<string, QueryValue>>;
  /** Checked here, on every item. */
  readonly tests: readonly ((item: Item) => boolean)[];
  /** Whether the whole list is needed to answer. */
  readonly readAll: boolean;
  readonly compare?: (a: Item, b: Item) => number;
}

const LEVELS: Readonly<Record<Level, number>> = { basic: 0, detailed: 1, full: 2, extra: 3 };

export async function planList<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  args: ListArguments,
  context: ToolContext,
): Promise<Plan<Item, Joined>> {
  const level = args.detail ?? (args.names ? "full" : "detailed");
  const { roles } = await context.cloud.session();
  const readable = (column: Column<Item, Joined>) =>
    column.needs === undefined || roles.includes(column.needs);
  const filters = await Promise.all(
    Object.entries(args.filters ?? {}).map(([field, value]) => filterOn(spec, field, value, context)),
  );
  const search = await searchOf(spec, args, readable, context);
  const sort = args.sort === undefined ? undefined : sortOf(spec, args.sort);
  const chosen = chosenColumns(spec, args.fields, level, context);
  for (const field of conditionsOf(args)) {
    if (!readable(columnOf(spec, field, "field"))) throw deniedColumn(spec, field);
  }
  const ownWork = [...filters, ...search].some((part) => part.query === undefined) ||
    (sort !== undefined && sort.query === undefined) || args._offset !== undefined;
  const paging = spec.list.page?.by;
  const isPlainApart = spec.apart !== undefined && conditionsOf(args).length === 0;
  return {
    asObjects: args.detail === "full",
    columns: chosen.filter(readable),
    denied: args.fields ? chosen.filter((column) => !readable(column)).map((column) => column.name) : [],
    query: Object.assign(
      {},
      ...[...filters, ...search].map((part) => part.query ?? {}),
      ownWork ? {} : sort?.query,
    ),
    tests: [...filters, ...search].map((part) => part.test),
    // A cursor goes on where the service does: what it does not page is read as a whole.
    readAll: ownWork || args.count === true || paging === undefined || paging === "none" ||
      search.length > 0 || (spec.gather !== undefined && !isPlainApart) || spec.gaps === true,
    ...(sort && (ownWork || sort.query === undefined) ? { compare: sort.compare } : {}),
  };
}

/** The rows that an answer may have: what was asked for, and not more than its columns can be read for. */
export function rowLimit<Item, Joined>(
  { costly, usualRows }: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  limit: number | undefined,
): number | undefined {
  const asked = limit ?? usualRows;
  if (!costly || !plan.columns.some((column) => costly.columns.includes(column.name))) return asked;
  return Math.min(asked ?? costly.rows, costly.rows);
}

function deniedColumn<Item, Joined>(spec: ListSpec<Item, Joined>, field: string): OpenStackError {
  return new OpenStackError({
    what: `list ${spec.noun[1]} by ${field}`,
    service: spec.list.service,
    reason: "not permitted",
    detail: `only an administrator is told the ${field} of ${
      spec.noun[1]
    }; the service would ignore the condition`,
    next: "Leave it out, or log in with the admin role.",
  });
}

function chosenColumns<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  fields: readonly string[] | undefined,
  level: Level,
  { allProjects }: ToolContext,
): readonly Column<Item, Joined>[] {
  // Among rows of all projects, whose each is belongs to what people look for.
  const owner = allProjects && level !== "basic" ? "project" : undefined;
  if (!fields) {
    return spec.columns.filter((column) => LEVELS[column.level] <= LEVELS[level] || column.name === owner);
  }
  const wanted = new Set(fields.map((field) => columnOf(spec, field, "field").name));
  const always = spec.columns.filter((column) => column.name === "name" || column.name === "id");
  const named = spec.columns.filter((column) => wanted.has(column.name) && !always.includes(column));
  return [
    ...always.filter((column) => column.name === "name"),
    ...named,
    ...always.filter((column) => column.name === "id"),
  ];
}

function columnOf<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  field: string,
  use: string,
): Column<Item, Joined> {
  const column = spec.columns.find((candidate) => candidate.name === field);
  if (column) return column;
  const names = spec.columns.map((candidate) => candidate.name);
  const near = suggest(field, names);
  throw new OpenStackError({
    what: `list ${spec.noun[1]}`,
    reason: "invalid argument",
    detail: `${spec.noun[1]} have no ${use} "${field.slice(0, 60)}"${
      near ? ` (did you mean ${near}?)` : ""
    }; there are: ${names.join(", ")}`,
  });
}

/** A column that can be judged before the join: another would match nothing, and the list would look empty. */
function comparable<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  field: string,
  use: string,
): Column<Item, Joined> {
  const column = columnOf(spec, field, use);
  if (!column.joined) return column;
  const others = spec.columns.filter((candidate) => !candidate.joined).map((candidate) => candidate.name);
  throw new OpenStackError({
    what: `list ${spec.noun[1]}`,
    service: spec.list.service,
    reason: "invalid argument",
    detail: `${field} is read for the rows shown and cannot be a ${use}; these can: ${others.join(", ")}`,
  });
}

async function filterOn<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  field: string,
  value: unknown,
  context: ToolContext,
): Promise<Part<Item>> {
  const column = comparable(spec, field, "filter");
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => scalar(spec, field, one, column.fold));
  const only = wanted.length === 1 ? wanted[0] : undefined;
  if (column.resolve) {
    const { resolve } = column;
    const parts = await Promise.all(wanted.map((one) => resolve(one, context)));
    const test = (item: Item) => parts.some((part) => part.test(item));
    return only !== undefined && parts[0]?.query ? { query: parts[0].query, test } : { test };
  }
  const test = (item: Item) => {
    const present = plainValues(column.value(item, undefined));
    return wanted.some((one) => present.includes(one) || (one === "" && present.length === 0));
  };
  return column.filter && only !== undefined && only !== ""
    ? { query: { [column.filter]: only }, test }
    : { test };
}

function scalar<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  field: string,
  value: unknown,
  fold: "upper" | "lower" | undefined,
): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    throw new OpenStackError({
      what: `list ${spec.noun[1]}`,
      reason: "invalid argument",
      detail:
        `filter ${field} takes a text, number or boolean, or a list of these; key=value for an entry of a map`,
    });
  }
  const text = String(value);
  return fold === "upper" ? text.toUpperCase() : fold === "lower" ? text.toLowerCase() : text;
}

/** The texts that a value may be asked for by: of a map, also each of its entries as `key=value`. */
export function plainValues(value: unknown): string[] {
  if (value === undefined || value === null) return [""];
  if (Array.isArray(value)) return value.flatMap(plainValues);
  if (typeof value !== "object") return [String(value)];
  const entries = Object.entries(value).flatMap(([key, one]) =>
    plainValues(one).map((text) => `${key}=${text}`)
  );
  return [stringifyJson(value), ...entries];
}

/** `name_contains`, and the older `search_term` in fields of choice. */
async function searchOf<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  args: ListArguments,
  readable: (column: Column<Item, Joined>) => boolean,
  context: ToolContext,
): Promise<Part<Item>[]> {
  if (args.name_contains === undefined) return [];
  const fold = (text: string) => args._case_sensitive ? text : text.toLowerCase();
  const part = fold(args.name_contains);
  const matches = (text: string) => fold(text).includes(part);
  const where = (args._search_in ?? "name").split(",").map((field) => field.trim());
  if (where.length === 1 && where[0] === "name") {
    const test = (item: Item) => [spec.name(item) ?? "", ...spec.alsoKnownAs?.(item) ?? []].some(matches);
    return [spec.byPart ? { query: spec.byPart(args.name_contains), test } : { test }];
  }
  const columns = where.includes("all")
    ? spec.columns.filter((column) => readable(column) && (!column.joined || column.search))
    : where.map((field) => searchable(spec, field, readable));
  const tests = await Promise.all(columns.map((column) =>
    column.search?.(matches, context) ??
      ((item: Item) => plainValues(column.value(item, undefined)).some(matches))
  ));
  return [{ test: (item) => tests.some((test) => test(item)) }];
}

/** A column that was named to search in: where it says nothing to this login, nothing would be found. */
function searchable<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  field: string,
  readable: (column: Column<Item, Joined>) => boolean,
): Column<Item, Joined> {
  const column = columnOf(spec, field, "search field");
  if (!readable(column)) throw deniedColumn(spec, field);
  return column.search ? column : comparable(spec, field, "search field");
}

function sortPair(key: string, direction: "asc" | "desc"): Readonly<Record<string, QueryValue>> {
  return { sort_key: key, sort_dir: direction };
}

function sortOf<Item, Joined>(spec: ListSpec<Item, Joined>, sort: string) {
  const descending = sort.startsWith("-");
  const column = comparable(spec, sort.replace(/^-/, ""), "sort key");
  const sign = descending ? -1 : 1;
  const compare = (a: Item, b: Item) =>
    sign * compareValues(column.value(a, undefined), column.value(b, undefined));
  const asked = spec.sortQuery ?? sortPair;
  const query = column.sort ? asked(column.sort, descending ? "desc" : "asc") : undefined;
  return query ? { query, compare } : { compare };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [textA = ""] = plainValues(a);
  const [textB = ""] = plainValues(b);
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
