/** The machinery of every list tool: names, filters, columns, sorting, cursors and the size budget.
 *
 * A list tool declares its columns and how its service filters (`list_spec.ts`); everything else happens here, once.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import { type Place, readCursor, writeCursor } from "./cursor.ts";
import type { ListArguments } from "./list_arguments.ts";
import { because, findNamed } from "./list_find.ts";
import { scopedSpec } from "./list_scope.ts";
import { conditionsOf, plainValues, type Plan, planList, rowLimit } from "./list_plan.ts";
import { type Found, onePage, pageApart, scan } from "./list_read.ts";
import type { Gathered, ListSpec } from "./list_spec.ts";
import { fit, objectOf, rowOf, table } from "./list_table.ts";
import { cloudScope, scopeText } from "./scope.ts";
import type { ToolAnswer, ToolContext } from "./tool.ts";

/** Answers a list call.
 *
 * @throws {OpenStackError} If an argument does not fit the resource, or the list could not be read.
 */
export async function answerList<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  args: ListArguments,
  context: ToolContext,
): Promise<ToolAnswer> {
  const spec = await scopedSpec(declared, context);
  const plan = await planList(spec, args, context);
  await refuseUnread(spec, args, context);
  if (args.names) return await answerNamed(spec, plan, args.names, context);
  const query = { list: spec.list.id, ...queryOf(args) };
  const place = args.cursor ? await readCursor(query, args.cursor) : afterMarker(spec, plan, args);
  const { limit, _offset: offset = 0 } = args._all ? {} : args;
  const bounded = { ...args, limit: rowLimit(spec, plan, limit) };
  const found = plan.readAll
    ? await scan(
      spec,
      plan,
      { ...bounded, limit: bounded.limit ?? mostRows(context) },
      place.offset ?? offset,
      context,
    )
    : spec.apart
    ? await pageApart(spec, spec.apart, bounded, place, context)
    : await onePage(spec, plan, bounded, place, context);
  const gathered = found.unavailable ? { unavailable: found.unavailable } : await spec.gather?.(context);
  const { joined, unavailable, missing } = await joinFor(spec, found.items, plan, gathered, context);
  const columns = plan.columns.filter((column) => !missing.has(column.name) && !column.objectOnly);
  const rows = fit(found.items.map((item) => rowOf(columns, item, joined)), context.answerTokens);
  const more = rows.length < found.items.length || found.more;
  // Where all of a page was of other projects, the list goes on after it.
  const after = more && (rows.length > 0 || found.items.length === 0)
    ? found.placeAfter(rows.length)
    : undefined;
  const next = after === undefined ? undefined : await writeCursor(query, after);
  return {
    scope: await scopeOf(spec, context),
    // What could not be read cannot have been counted.
    ...(found.total === undefined || found.unread ? {} : { total: found.total }),
    shown: rows.length,
    ...(next === undefined ? {} : { next }),
    ...(plan.readAll && plan.tests.length > 0 ? { scanned: found.scanned } : {}),
    ...table(columns, rows),
    ...(found.items.length === 0
      ? {}
      : spec.summary?.(found.items, joined, !found.more && args.cursor === undefined)),
    // What could not be read may hold what was asked for.
    ...(rows.length === 0 && !found.unread ? { note: emptyNote(spec, args, found) } : {}),
    ...(found.foreign > 0 ? { left_out: `${found.foreign} of other projects` } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
  };
}

/** What has no owner, and only an administrator may list, is the cloud's. */
async function scopeOf<Item, Joined>(
  { list, owner, path }: ListSpec<Item, Joined>,
  context: ToolContext,
): Promise<string> {
  const isCloudWide = list.needs === "admin" && owner === undefined && path === undefined;
  return isCloudWide ? cloudScope(context) : await scopeText(context);
}

/** Older tools had the id of the last item for a cursor, which only the service can go on after.
 *
 * @throws {OpenStackError} `invalid argument` if the list is not paged by the service.
 */
function afterMarker<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  { readAll }: Plan<Item, Joined>,
  { _marker: marker }: ListArguments,
): Place {
  if (marker === undefined) return {};
  if (!readAll && spec.list.page?.by === "marker" && !spec.apart) return { marker };
  throw new OpenStackError({
    what: `list ${spec.noun[1]}`,
    reason: "invalid argument",
    detail: "with these arguments a list does not go on after an id",
    next: "Use cursor, with what the answer before gave as next.",
  });
}

/** What a row with an id takes at least. */
const LEAST_ROW_TOKENS = 10;

/** No more rows than this can be shown: nothing needs to be joined to others. */
function mostRows({ answerTokens }: ToolContext): number {
  return Math.ceil(answerTokens / LEAST_ROW_TOKENS);
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

/** Answers for names: one is an object, several are a table, or objects if everything about them was asked for. */
async function answerNamed<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  names: readonly string[],
  context: ToolContext,
): Promise<ToolAnswer> {
  const { items, missing } = await findNamed(spec, names, context);
  const kept = items.filter((item) => plan.tests.every((test) => test(item)));
  const { joined, unavailable, missing: columnsMissing } = await joinFor(
    spec,
    kept,
    plan,
    await spec.gather?.(context),
    context,
  );
  const columns = plan.columns.filter((column) => !columnsMissing.has(column.name));
  const parts = [...missing, ...unavailable];
  const scope = await scopeOf(spec, context);
  const rest = parts.length > 0 ? { unavailable: parts } : {};
  const [only] = kept;
  if (kept.length === 1 && only !== undefined && items.length === 1 && missing.length === 0) {
    return {
      scope,
      [spec.noun[0].replaceAll(" ", "_").toLowerCase()]: objectOf(columns, only, joined),
      ...rest,
    };
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

async function joinFor<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  items: readonly Item[],
  plan: Plan<Item, Joined>,
  gathered: Omit<Gathered<Item>, "items"> | undefined,
  context: ToolContext,
) {
  const wanted = new Set(plan.columns.map((column) => column.name));
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

function queryOf(args: ListArguments): Record<string, unknown> {
  const { cursor: _cursor, limit: _limit, fields: _fields, detail: _detail, _marker, ...query } = args;
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
