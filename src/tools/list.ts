/** The machinery of every list tool: names, filters, columns, sorting, cursors and the size budget.
 *
 * A list tool declares its columns and how its service filters; everything else happens here, once.
 *
 * @module
 */
import type { Operation } from "../openstack/operation.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { QueryValue } from "../openstack/request.ts";
import { text, wire } from "../openstack/read.ts";
import { stringifyJson } from "../text/json.ts";
import { suggest } from "../text/suggest.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { ListArguments } from "./list_arguments.ts";
import { mayShow, scopeText } from "./scope.ts";
import type { ToolAnswer, ToolContext } from "./tool.ts";

/** How much of a resource is shown; each includes the one before. `extra` columns come only when they are named. */
export type Level = "basic" | "detailed" | "full" | "extra";

/** One column of a list, or member of an object.
 *
 * @typeParam Item What the reader made of one wire object.
 * @typeParam Joined What was read beside the list (names of images, for instance).
 */
export interface Column<Item, Joined = undefined> {
  readonly name: string;
  readonly level: Level;
  /** The value; undefined when the item has none. Filters and sorting see the item alone, without what was joined. */
  readonly value: (item: Item, joined: Joined | undefined) => unknown;
  /** Query parameter by which the service itself filters on equality. The client checks again in any case. */
  readonly filter?: string;
  /** Sort key of the service. */
  readonly sort?: string;
  /** How filter values are spelt: status words are upper case in Nova. */
  readonly fold?: "upper" | "lower";
  /** For filters that mean another resource: finds out what a name stands for before anything is listed. */
  readonly resolve?: (wanted: string, context: ToolContext) => Promise<Part<Item>>;
  /** Shown to this role alone. Asking for it with another is an error, or a part that is unavailable. */
  readonly needs?: "admin";
  /** Its value comes from the join alone: it can be shown, and neither filtered nor sorted by. */
  readonly joined?: boolean;
  /** The value that goes without saying: a table whose rows have no other leaves the column out. */
  readonly usual?: unknown;
  /** Left out of rows, where it would be too wide; shown in objects. */
  readonly objectOnly?: boolean;
}

/** A kind of resource that can be listed. */
export interface ListSpec<Item, Joined = undefined> {
  /** `server` and `servers`: words of answers. */
  readonly noun: readonly [singular: string, plural: string];
  /** Where they are looked for, in words; in the scope of the login unless said. */
  readonly place?: string;
  readonly list: Operation;
  /** Reads one by id; without it, ids are looked for in the list. */
  readonly show?: {
    readonly operation: Operation;
    /** Name of the path's parameter. */
    readonly parameter: string;
    /** Member of the body that holds the object. */
    readonly key: string;
  };
  /** Lists ids and names alone, where that is much cheaper: names are then looked up here and shown by id. */
  readonly references?: Operation;
  /** Fills the parts in braces of the list's path. */
  readonly path?: Readonly<Record<string, string>>;
  /** Collects the items where one list does not have them all. {@linkcode list} then only names the query. */
  readonly gather?: (context: ToolContext) => Promise<Gathered<Item>>;
  readonly read: (value: unknown) => Item | undefined;
  readonly id: (item: Item) => string;
  readonly name: (item: Item) => string | undefined;
  /** What else it answers to, exactly or in part. */
  readonly alsoKnownAs?: (item: Item) => readonly string[];
  readonly owner?: (item: Item) => string | undefined;
  /** Query parameters of every request. */
  readonly query?: (context: ToolContext) => Promise<Readonly<Record<string, QueryValue>>>;
  /** Query that narrows the list to a name, to be checked again: it may find too much, never too little. */
  readonly byName?: (name: string) => Readonly<Record<string, QueryValue>>;
  /** The same for a part of a name. */
  readonly byPart?: (part: string) => Readonly<Record<string, QueryValue>>;
  readonly columns: readonly Column<Item, Joined>[];
  /** Reads what the wanted columns need beside the list. */
  readonly join?: (
    items: readonly Item[],
    wants: (column: string) => boolean,
    context: ToolContext,
  ) => Promise<Join<Joined>>;
  /** Rows of an answer that did not say how many; as many as fit unless said. */
  readonly usualRows?: number;
  /** Columns that cost requests for each row: with one of them an answer has so many rows at most. */
  readonly costly?: { readonly columns: readonly string[]; readonly rows: number };
  /** What a list says beside its rows: sums, for instance. Sees what was joined, so never more than the page. */
  readonly summary?: (items: readonly Item[], joined: Joined | undefined) => ToolAnswer;
}

/** Items from several sources, and which sources could not be read. */
export interface Gathered<Item> {
  readonly items: readonly Item[];
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
  /** Columns that could not be read at all, and so are not in the answer. */
  readonly missing?: readonly string[];
}

/** What a join found, and which parts it could not read. */
export interface Join<Joined> {
  readonly joined: Joined;
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
  /** Columns that could not be read at all, and so are not in the answer. */
  readonly missing?: readonly string[];
}

/** Rows that a service cannot filter or sort are read in full, up to this number. */
const MAX_SCANNED = 5000;
/** First page of a list whose length nobody gave: more rows than a budget usually holds. */
const FIRST_PAGE = 200;
const FULL_PAGE = 1000;
const CHARACTERS_PER_TOKEN = 4;
/** Room for scope, columns, cursor and notes beside the rows. */
const FRAME_CHARACTERS = 600;

/** Answers a list call.
 *
 * @throws {OpenStackError} If an argument does not fit the resource, or the list could not be read.
 */
export async function answerList<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  args: ListArguments,
  context: ToolContext,
): Promise<ToolAnswer> {
  const spec = gatheringOnce(declared);
  const plan = await planList(spec, args, context);
  await refuseUnread(spec, args, context);
  if (args.names) return await answerNamed(spec, plan, args.names, context);
  const query = { list: spec.list.id, ...queryOf(args) };
  const place = args.cursor ? await readCursor(query, args.cursor) : {};
  const bounded = { ...args, limit: rowLimit(spec, plan, args.limit) };
  const found = plan.readAll
    ? await scan(spec, plan, bounded, place.offset ?? args._offset ?? 0, context)
    : await onePage(spec, plan, bounded, place.marker, context);
  const { joined, unavailable, missing } = await joinFor(spec, found.items, plan, context);
  const columns = plan.columns.filter((column) => !missing.has(column.name) && !column.objectOnly);
  const rows = fit(found.items.map((item) => rowOf(columns, item, joined)), context.answerTokens);
  const last = found.items[rows.length - 1];
  const more = rows.length < found.items.length || found.more;
  const next = more && last !== undefined
    ? await writeCursor(
      query,
      plan.readAll ? { offset: found.offset + rows.length } : { marker: spec.id(last) },
    )
    : undefined;
  return {
    scope: await scopeText(context),
    // What could not be read cannot have been counted.
    ...(found.total === undefined || found.unread ? {} : { total: found.total }),
    shown: rows.length,
    ...(next === undefined ? {} : { next }),
    ...(plan.readAll && plan.tests.length > 0 ? { scanned: found.scanned } : {}),
    ...table(columns, rows),
    ...(found.items.length === 0 ? {} : spec.summary?.(found.items, joined)),
    // What could not be read may hold what was asked for.
    ...(rows.length === 0 && !found.unread ? { note: emptyNote(spec, args, found) } : {}),
    ...(found.foreign > 0 ? { left_out: `${found.foreign} of other projects` } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

/** A call may need what was gathered more than once: for names, for rows, for what is missing. */
function gatheringOnce<Item, Joined>(spec: ListSpec<Item, Joined>): ListSpec<Item, Joined> {
  const { gather } = spec;
  if (!gather) return spec;
  let gathered: Promise<Gathered<Item>> | undefined;
  return { ...spec, gather: (context) => gathered ??= gather(context) };
}

/** A condition on what could not be read fits nothing, which must not look like an empty list. */
async function refuseUnread<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  args: ListArguments,
  context: ToolContext,
): Promise<void> {
  const fields = conditionsOf(args);
  if (fields.length === 0) return;
  const { missing = [], unavailable = [] } = await spec.gather?.(context) ?? { items: [] };
  const field = fields.find((one) => missing.includes(one));
  if (field === undefined) return;
  throw new OpenStackError({
    what: `list ${spec.noun[1]} by ${field}`,
    service: spec.list.service,
    reason: "unavailable",
    detail: `the ${field} of ${spec.noun[1]} could not be read${because(unavailable)}`,
  });
}

function because(unavailable: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = unavailable;
  return first ? `: ${text(first, "reason")}, ${text(first, "detail")}` : "";
}

/** The fields that a list is filtered or sorted by. */
function conditionsOf(args: ListArguments): string[] {
  return [...Object.keys(args.filters ?? {}), ...args.sort ? [args.sort.replace(/^-/, "")] : []];
}

/** Finds the one item that an id or an exact name means.
 *
 * @throws {OpenStackError} `not found`, `ambiguous` with the candidates, or `refused by policy` for another project's.
 */
export async function findOne<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<Item> {
  const spec = gatheringOnce(declared);
  const found = await findByReference(spec, reference, context);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) throw ambiguous(spec, reference, found);
  throw await notFound(spec, reference, context);
}

interface Plan<Item, Joined> {
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

async function planList<Item, Joined>(
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
  const search = searchOf(spec, args);
  const sort = args.sort === undefined ? undefined : sortOf(spec, args.sort);
  const chosen = chosenColumns(spec, args.fields, level);
  for (const field of conditionsOf(args)) {
    if (!readable(columnOf(spec, field, "field"))) throw deniedColumn(spec, field);
  }
  const ownWork = [...filters, ...search].some((part) => part.query === undefined) ||
    (sort !== undefined && sort.query === undefined) || args._offset !== undefined;
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
    // A cursor goes on after an item's id: what is paged otherwise is read as a whole.
    readAll: ownWork || args.count === true || spec.list.page?.by !== "marker" || search.length > 0 ||
      spec.gather !== undefined,
    ...(sort && (ownWork || sort.query === undefined) ? { compare: sort.compare } : {}),
  };
}

/** The rows that an answer may have: what was asked for, and not more than its columns can be read for. */
function rowLimit<Item, Joined>(
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
): readonly Column<Item, Joined>[] {
  if (!fields) return spec.columns.filter((column) => LEVELS[column.level] <= LEVELS[level]);
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

/** A part of a query: what the service is asked, if it can do it, and the test that holds in any case. */
export interface Part<Item> {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly test: (item: Item) => boolean;
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
    return wanted.some((one) => present.includes(one));
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
      detail: `filter ${field} takes a text, number or boolean, or a list of these`,
    });
  }
  const text = String(value);
  return fold === "upper" ? text.toUpperCase() : fold === "lower" ? text.toLowerCase() : text;
}

function plainValues(value: unknown): string[] {
  if (value === undefined || value === null) return [""];
  if (Array.isArray(value)) return value.flatMap(plainValues);
  return [typeof value === "object" ? stringifyJson(value) : String(value)];
}

/** `name_contains`, and the older `search_term` in a field of choice. */
function searchOf<Item, Joined>(spec: ListSpec<Item, Joined>, args: ListArguments): Part<Item>[] {
  if (args.name_contains === undefined) return [];
  const fold = (text: string) => args._case_sensitive ? text : text.toLowerCase();
  const part = fold(args.name_contains);
  const where = args._search_in ?? "name";
  const columns = where === "all"
    ? spec.columns
    : where === "name"
    ? undefined
    : where.split(",").map((field) => columnOf(spec, field.trim(), "search field"));
  const texts = (item: Item) =>
    columns
      ? columns.flatMap((column) => plainValues(column.value(item, undefined)))
      : [spec.name(item) ?? "", ...spec.alsoKnownAs?.(item) ?? []];
  const test = (item: Item) => texts(item).some((text) => fold(text).includes(part));
  return [spec.byPart && where === "name" ? { query: spec.byPart(args.name_contains), test } : { test }];
}

function sortOf<Item, Joined>(spec: ListSpec<Item, Joined>, sort: string) {
  const descending = sort.startsWith("-");
  const column = comparable(spec, sort.replace(/^-/, ""), "sort key");
  const sign = descending ? -1 : 1;
  const compare = (a: Item, b: Item) =>
    sign * compareValues(column.value(a, undefined), column.value(b, undefined));
  const query = column.sort ? { sort_key: column.sort, sort_dir: descending ? "desc" : "asc" } : undefined;
  return query ? { query, compare } : { compare };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [textA = ""] = plainValues(a);
  const [textB = ""] = plainValues(b);
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

interface Found<Item> {
  readonly items: readonly Item[];
  /** Whether the service has more after these. */
  readonly more: boolean;
  readonly total?: number;
  readonly offset: number;
  readonly scanned: number;
  readonly foreign: number;
  /** Whether a part of the list could not be read. */
  readonly unread: boolean;
}

/** Reads one page: all that a plain list needs. */
async function onePage<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  args: ListArguments,
  marker: string | undefined,
  context: ToolContext,
): Promise<Found<Item>> {
  const page = await context.cloud.page(spec.list, {
    ...(spec.path ? { path: spec.path } : {}),
    query: { ...await spec.query?.(context), ...plan.query },
    limit: args.limit ?? FIRST_PAGE,
    ...(marker === undefined ? {} : { marker }),
  });
  const all = page.items.flatMap((value) => spec.read(value) ?? []);
  const own = await ownOnly(spec, all, context);
  const items = own.filter((item) => plan.tests.every((test) => test(item)));
  const complete = page.next === undefined && marker === undefined;
  // A service without paging ignores the limit; the promise to the caller holds all the same.
  const kept = items.slice(0, args.limit ?? items.length);
  return {
    items: kept,
    more: page.next !== undefined || kept.length < items.length,
    ...(complete ? { total: items.length } : {}),
    offset: 0,
    scanned: all.length,
    foreign: all.length - own.length,
    unread: false,
  };
}

/** Reads the whole list, because the service cannot filter, sort, page or count it. */
async function scan<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  args: ListArguments,
  offset: number,
  context: ToolContext,
): Promise<Found<Item>> {
  const matching: Item[] = [];
  let scanned = 0;
  let foreign = 0;
  const bounded = plan.tests.length > 0 || plan.compare !== undefined;
  let unread = false;
  for await (const { items: all, unavailable = [] } of batches(spec, plan.query, context)) {
    unread ||= unavailable.length > 0;
    const own = await ownOnly(spec, all, context);
    scanned += all.length;
    foreign += all.length - own.length;
    if (bounded && scanned > MAX_SCANNED) throw tooMany(spec);
    matching.push(...own.filter((item) => plan.tests.every((test) => test(item))));
    context.progress(scanned, undefined, `${scanned} ${spec.noun[1]} read`);
  }
  if (plan.compare) matching.sort(plan.compare);
  const items = matching.slice(offset, args.limit === undefined ? undefined : offset + args.limit);
  return {
    items,
    more: offset + items.length < matching.length,
    total: matching.length,
    offset,
    scanned,
    foreign,
    unread,
  };
}

/** All items, in the portions in which they come. */
async function* batches<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  narrowed: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): AsyncGenerator<Gathered<Item>> {
  if (spec.gather) return yield await spec.gather(context);
  const query = { ...await spec.query?.(context), ...narrowed };
  const path = spec.path ? { path: spec.path } : {};
  for await (const page of context.cloud.pages(spec.list, { ...path, query, limit: FULL_PAGE })) {
    yield { items: page.items.flatMap((value) => spec.read(value) ?? []) };
  }
}

function tooMany<Item, Joined>(spec: ListSpec<Item, Joined>): OpenStackError {
  const own = spec.columns.filter((column) => column.filter).map((column) => column.name);
  return new OpenStackError({
    what: `search ${spec.noun[1]}`,
    service: spec.list.service,
    reason: "invalid argument",
    detail: `more than ${MAX_SCANNED} ${spec.noun[1]} would have to be read for this filter or order`,
    next: own.length > 0 ? `The service itself filters by: ${own.join(", ")}.` : "Name the resource by id.",
  });
}

async function ownOnly<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  items: readonly Item[],
  context: ToolContext,
): Promise<readonly Item[]> {
  const owner = spec.owner;
  if (!owner || context.allProjects) return items;
  const { project } = await context.cloud.session();
  if (!project) return items;
  return items.filter((item) => {
    const id = owner(item);
    return id === undefined || id === project.id;
  });
}

/** Answers for names: one is an object, several are a table, or objects if everything about them was asked for. */
async function answerNamed<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  names: readonly string[],
  context: ToolContext,
): Promise<ToolAnswer> {
  const { items, missing } = await findNamed(spec, names, context);
  const kept = items.filter((item) => plan.tests.every((test) => test(item)));
  const { joined, unavailable, missing: columnsMissing } = await joinFor(spec, kept, plan, context);
  const columns = plan.columns.filter((column) => !columnsMissing.has(column.name));
  const parts = [...missing, ...unavailable];
  const scope = await scopeText(context);
  const rest = parts.length > 0 ? { unavailable: parts } : {};
  const [only] = kept;
  if (kept.length === 1 && only !== undefined && items.length === 1 && missing.length === 0) {
    return { scope, [spec.noun[0].replaceAll(" ", "_")]: objectOf(columns, only, joined), ...rest };
  }
  if (plan.asObjects) {
    return { scope, shown: kept.length, items: kept.map((item) => objectOf(columns, item, joined)), ...rest };
  }
  const rowColumns = columns.filter((column) => !column.objectOnly);
  const rows = fit(kept.map((item) => rowOf(rowColumns, item, joined)), context.answerTokens);
  return {
    scope,
    total: kept.length,
    shown: rows.length,
    ...table(rowColumns, rows),
    ...(kept.length === 0 ? { note: `none of the named ${spec.noun[1]} matches the filters` } : {}),
    ...rest,
  };
}

async function findNamed<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  names: readonly string[],
  context: ToolContext,
): Promise<{ items: Item[]; missing: Readonly<Record<string, unknown>>[] }> {
  const only = names.length === 1 ? names[0] : undefined;
  if (only !== undefined) {
    const whole = await findByReference(spec, only, context);
    const parts = only.split(",").map((part) => part.trim()).filter((part) => part !== "");
    // A comma may belong to a name: only when nothing bears the whole text is it a list.
    if (whole.length === 0 && parts.length > 1) return await findNamed(spec, parts, context);
    if (whole.length === 0) throw await notFound(spec, only, context);
    if (whole.length > 1) throw ambiguous(spec, only, whole);
    return { items: whole, missing: [] };
  }
  const results = await Promise.all(
    [...new Set(names)].map(async (name) => ({ name, found: await findByReference(spec, name, context) })),
  );
  const doubtful = results.find((result) => result.found.length > 1);
  if (doubtful) throw ambiguous(spec, doubtful.name, doubtful.found);
  const absent = results.filter((result) => result.found.length === 0).map((result) => result.name);
  if (absent.length === results.length) throw await notFound(spec, absent.join(", "), context);
  const items = new Map(results.flatMap((result) => result.found).map((item) => [spec.id(item), item]));
  return {
    items: [...items.values()],
    missing: absent.map((name) => ({ what: `${spec.noun[0]} ${name}`, reason: "not found" })),
  };
}

const LOOKS_LIKE_ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

async function findByReference<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<Item[]> {
  if (LOOKS_LIKE_ID.test(reference)) {
    const byId = await findById(spec, reference, context);
    if (byId !== undefined) return [byId];
  }
  const query = { ...await spec.query?.(context), ...spec.byName?.(reference) };
  if (spec.references) return await findByReferenceList(spec, spec.references, reference, query, context);
  const items = await wholeList(spec, spec.byName?.(reference) ?? {}, context);
  const matching = items.filter((item) =>
    [spec.name(item), spec.id(item), ...spec.alsoKnownAs?.(item) ?? []].includes(reference)
  );
  return [...await ownOnly(spec, matching, context)];
}

/** What a call read to find names in: several names are looked for in one reading. */
const READINGS = new WeakMap<ToolContext, Map<string, Promise<readonly unknown[]>>>();

async function wholeList<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  narrowed: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<readonly Item[]> {
  if (spec.gather) return (await spec.gather(context)).items;
  const query = { ...await spec.query?.(context), ...narrowed };
  const path = spec.path ? { path: spec.path } : {};
  const readings = READINGS.getOrInsertComputed(context, () => new Map());
  const values = await readings.getOrInsertComputed(
    JSON.stringify([spec.list.id, spec.path, query]),
    () => context.cloud.list(spec.list, { ...path, query }),
  );
  return values.flatMap((value) => spec.read(value) ?? []);
}

async function findByReferenceList<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  references: Operation,
  reference: string,
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<Item[]> {
  const listed = await context.cloud.list(references, { query });
  const ids = listed.filter((value) => text(value, "name") === reference).flatMap((value) =>
    text(value, "id") ?? []
  );
  // More than a few of one name are ambiguous in any case: their details would only be waited for.
  const shown = await Promise.all(ids.slice(0, 20).map((id) => findById(spec, id, context)));
  return shown.flatMap((item) => item ?? []);
}

/** Nothing with this id is no error yet: the text may be a name. Services hide foreign objects behind 400, 403 or 404. */
async function findById<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  id: string,
  context: ToolContext,
): Promise<Item | undefined> {
  if (!spec.show) return undefined;
  const { operation, parameter, key } = spec.show;
  try {
    const answer = await context.cloud.send(operation, { path: { [parameter]: id } });
    const item = spec.read(wire(answer.body)[key]);
    if (item === undefined) return undefined;
    if (!await mayShow(context, spec.owner?.(item))) throw foreignObject(spec, id);
    return item;
  } catch (error) {
    const absent = error instanceof OpenStackError && error.status !== undefined &&
      [400, 403, 404].includes(error.status);
    if (absent && error.reason !== "unexpected answer") return undefined;
    throw error;
  }
}

function foreignObject<Item, Joined>(spec: ListSpec<Item, Joined>, id: string): OpenStackError {
  return new OpenStackError({
    what: `show ${spec.noun[0]} ${id}`,
    service: spec.list.service,
    reason: "refused by policy",
    detail: "it belongs to another project than the one this login is scoped to",
    next: "Log in to its project, or let the operator start the server with --all-projects.",
  });
}

async function notFound<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<OpenStackError> {
  const shown = reference.length > 80 ? `${reference.slice(0, 80)}…` : reference;
  const { unavailable = [] } = await spec.gather?.(context) ?? { items: [] };
  if (unavailable.length > 0) {
    return new OpenStackError({
      what: `find ${spec.noun[0]} ${shown}`,
      service: spec.list.service,
      reason: "unavailable",
      detail: `not among what could be read, but a part could not be read${because(unavailable)}`,
    });
  }
  return new OpenStackError({
    what: `find ${spec.noun[0]} ${shown}`,
    service: spec.list.service,
    reason: "not found",
    detail: `no ${spec.noun[0]} has exactly this name or id`,
    next: "name_contains searches for a part of a name.",
  });
}

function ambiguous<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  reference: string,
  found: readonly Item[],
): OpenStackError {
  return new OpenStackError({
    what: `find ${spec.noun[0]} ${reference}`,
    service: spec.list.service,
    reason: "ambiguous",
    detail: `${found.length} ${spec.noun[1]} have this name`,
    candidates: found.slice(0, 20).map((item) => ({ name: spec.name(item), id: spec.id(item) })),
    next: "Use an id.",
  });
}

async function joinFor<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  items: readonly Item[],
  plan: Plan<Item, Joined>,
  context: ToolContext,
) {
  const wanted = new Set(plan.columns.map((column) => column.name));
  const gathered = await spec.gather?.(context);
  const join = items.length === 0 ? undefined : await spec.join?.(items, (name) => wanted.has(name), context);
  return {
    joined: join?.joined,
    unavailable: [
      ...plan.denied.map((column) => ({ what: `column ${column}`, reason: "not permitted" })),
      ...gathered?.unavailable ?? [],
      ...join?.unavailable ?? [],
    ],
    missing: new Set([...gathered?.missing ?? [], ...join?.missing ?? []]),
  };
}

/** A row's cell is empty text where an object would leave the member out. */
function rowOf<Item, Joined>(
  columns: readonly Column<Item, Joined>[],
  item: Item,
  joined: Joined | undefined,
): unknown[] {
  return columns.map((column) => column.value(item, joined) ?? "");
}

function objectOf<Item, Joined>(
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

function queryOf(args: ListArguments): Record<string, unknown> {
  const { cursor: _cursor, limit: _limit, fields: _fields, detail: _detail, ...query } = args;
  return query;
}

function emptyNote<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  args: ListArguments,
  { scanned, foreign }: Found<Item>,
): string {
  // A last page that is full leads on to an empty one.
  if (args.cursor !== undefined) return `there are no more ${spec.noun[1]}`;
  if (foreign > 0 && foreign === scanned) {
    return `all ${spec.noun[1]} that were read belong to other projects`;
  }
  const searched = [
    args.name_contains === undefined ? [] : [`name containing "${args.name_contains}"`],
    Object.entries(args.filters ?? {}).map(([field, value]) =>
      `${field} = ${plainValues(value).join(" or ")}`
    ),
  ].flat();
  if (searched.length === 0) return `there are no ${spec.noun[1]} ${spec.place ?? "in this scope"}`;
  return `no ${spec.noun[1]} with ${searched.join(" and ")}${scanned > 0 ? ` (${scanned} read)` : ""}`;
}
