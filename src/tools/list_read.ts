/** Reads a list as far as a plan needs it.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import type { QueryValue } from "../openstack/request.ts";
import type { Place } from "./cursor.ts";
import type { ListArguments } from "./list_arguments.ts";
import type { Plan } from "./list_plan.ts";
import { refuseHidden, requestOf } from "./list_scope.ts";
import type { Gathered, ListSpec } from "./list_spec.ts";
import type { ToolContext } from "./tool.ts";

/** Rows that a service cannot filter or sort are read in full, up to this number. */
const MAX_SCANNED = 5000;

/** First page of a list whose length nobody gave: more rows than a budget usually holds. */
const FIRST_PAGE = 200;

const FULL_PAGE = 1000;

export interface Found<Item> {
  readonly items: readonly Item[];
  /** Whether the service has more after these. */
  readonly more: boolean;
  /** Where the list goes on after so many of the items; undefined where nothing says it. */
  readonly placeAfter: (shown: number) => Place | undefined;
  readonly total?: number;
  readonly scanned: number;
  readonly foreign: number;
  /** Whether a part of the list could not be read. */
  readonly unread: boolean;
  /** What could not be read, unless that is known otherwise. */
  readonly unavailable?: Gathered<Item>["unavailable"];
}

/** Reads one page: all that a plain list needs. */
export async function onePage<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  plan: Plan<Item, Joined>,
  args: ListArguments,
  place: Place,
  context: ToolContext,
): Promise<Found<Item>> {
  const { marker, offset = 0 } = place;
  const begun = marker !== undefined || offset > 0;
  const page = await context.cloud.page(spec.list, {
    ...await requestOf(spec, plan.query, context),
    limit: args.limit ?? FIRST_PAGE,
    ...(begun ? { marker: marker ?? String(offset) } : {}),
  });
  const read = page.items.map((value) => spec.read(value));
  const all = after(marker, read.flatMap((item) => item ?? []), spec);
  if (!begun) await refuseHidden(spec, all.length, context);
  const own = await ownOnly(spec, all, context);
  const items = own.filter((item) => plan.tests.every((test) => test(item)));
  const complete = page.next === undefined && !begun;
  // A count of the service's holds for what nobody else than the service chose.
  const chosen = plan.tests.length > 0 || own.length < all.length;
  const total = complete ? items.length : chosen ? undefined : spec.counted?.(page.body);
  // A service without paging ignores the limit; the promise to the caller holds all the same.
  const kept = items.slice(0, args.limit ?? items.length);
  return {
    items: kept,
    more: page.next !== undefined || kept.length < items.length,
    placeAfter: (shown) => {
      const last = kept[shown - 1];
      if (spec.list.page?.by === "offset") {
        return { offset: last === undefined ? Number(page.next) : offset + read.indexOf(last) + 1 };
      }
      const id = last === undefined ? page.next : spec.id(last);
      return id === undefined ? undefined : { marker: id };
    },
    ...(total === undefined ? {} : { total }),
    scanned: all.length,
    foreign: all.length - own.length,
    unread: false,
  };
}

/** Reads one page where an administrator's project has some and others share some with it: what is shared comes
 * first, for it is read as a whole to be told once.
 */
export async function pageApart<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  { own, shared }: NonNullable<ListSpec<Item, Joined>["apart"]>,
  args: ListArguments,
  { marker, offset = 0 }: Place,
  context: ToolContext,
): Promise<Found<Item>> {
  const limit = args.limit ?? FIRST_PAGE;
  // Neither is left under way when the other fails.
  const [ownPage, rest] = await Promise.allSettled([
    requestOf(spec, own, context).then((request) =>
      context.cloud.page(spec.list, { ...request, limit, ...(marker === undefined ? {} : { marker }) })
    ),
    shared(context),
  ]);
  if (ownPage.status === "rejected") throw ownPage.reason;
  if (rest.status === "rejected") throw rest.reason;
  const page = ownPage.value;
  const { items: others, unavailable = [] } = rest.value;
  const ids = new Set(others.map(spec.id));
  const ofPage = page.items.flatMap((value) => spec.read(value) ?? []);
  const first = marker === undefined ? others.slice(offset) : [];
  const all = [...first, ...ofPage.filter((item) => !ids.has(spec.id(item)))];
  const items = all.slice(0, limit);
  const complete = page.next === undefined && marker === undefined;
  return {
    items,
    more: page.next !== undefined || items.length < all.length,
    placeAfter: (shown) => {
      if (shown > 0 && shown <= first.length) return { offset: offset + shown };
      const last = items[shown - 1];
      const id = last === undefined ? page.next : spec.id(last);
      return id === undefined ? undefined : { marker: id };
    },
    ...(complete ? { total: others.length + all.length - first.length } : {}),
    scanned: others.length + ofPage.length,
    foreign: 0,
    unread: unavailable.length > 0,
    unavailable,
  };
}

/** A service without paging ignores the marker too, and begins anew: what was told already is left out. */
function after<Item, Joined>(
  marker: string | undefined,
  items: readonly Item[],
  spec: ListSpec<Item, Joined>,
): readonly Item[] {
  if (marker === undefined) return items;
  return items.slice(items.findIndex((item) => spec.id(item) === marker) + 1);
}

/** Reads the whole list, because the service cannot filter, sort, page or count it. */
export async function scan<Item, Joined>(
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
  if (!spec.gather) await refuseHidden(spec, scanned, context);
  if (plan.compare) matching.sort(plan.compare);
  const items = matching.slice(offset, args.limit === undefined ? undefined : offset + args.limit);
  return {
    items,
    more: offset + items.length < matching.length,
    placeAfter: (shown) => ({ offset: offset + shown }),
    total: matching.length,
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
  const request = await requestOf(spec, narrowed, context);
  for await (const page of context.cloud.pages(spec.list, { ...request, limit: FULL_PAGE })) {
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

export async function ownOnly<Item, Joined>(
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
