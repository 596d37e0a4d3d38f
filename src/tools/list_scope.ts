/** Whose items a list shows: what a declared kind of resource becomes for one login.
 *
 * @module
 */
import { nextStep, OpenStackError, unavailablePart } from "../openstack/errors.ts";
import type { QueryValue, SendOptions } from "../openstack/request.ts";
import type { Gathered, ListSpec } from "./list_spec.ts";
import { seesAllProjects } from "./scope.ts";
import type { ToolContext } from "./tool.ts";

/** Readies a kind of resource for one call: its items are gathered once, and only those are shown that the scope holds. */
export async function scopedSpec<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  context: ToolContext,
): Promise<ListSpec<Item, Joined>> {
  return gatheringOnce(declared.sharing ? await withSharing(declared, declared.sharing, context) : declared);
}

/** A call may need what was gathered more than once: for names, for rows, for what is missing. */
function gatheringOnce<Item, Joined>(spec: ListSpec<Item, Joined>): ListSpec<Item, Joined> {
  const { gather } = spec;
  if (!gather) return spec;
  let gathered: Promise<Gathered<Item>> | undefined;
  return { ...spec, gather: (context) => gathered ??= gather(context) };
}

/** What every request of a list carries: its path, its query, its headers.
 *
 * @param narrowed Query that this one adds.
 */
export async function requestOf<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  narrowed: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<SendOptions & { readonly query: Readonly<Record<string, QueryValue>> }> {
  return { ...await addressOf(spec, context), query: { ...await spec.query?.(context), ...narrowed } };
}

/** The same without a query: what showing one carries. */
export async function addressOf<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  context: ToolContext,
): Promise<SendOptions> {
  const headers = await spec.headers?.(context);
  return { ...(spec.path ? { path: spec.path } : {}), ...(headers ? { headers } : {}) };
}

/** The service knows what is shared with a member. To an administrator it shows everybody's: it is asked for less. */
async function withSharing<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  queriesFor: (projectId: string) => readonly Readonly<Record<string, QueryValue>>[],
  context: ToolContext,
): Promise<ListSpec<Item, Joined>> {
  const session = await context.cloud.session();
  if (!session.roles.includes("admin")) {
    const { owner: _owner, ...shown } = spec;
    return shown;
  }
  const { project } = session;
  if (context.allProjects || !project) return spec;
  const queries = queriesFor(project.id);
  const [own = {}, ...others] = queries;
  return {
    ...spec,
    gather: (of) => gatherShared(spec, queries, of),
    ...(spec.gaps ? {} : { apart: { own, shared: (of) => readShared(spec, others, of) } }),
  };
}

async function gatherShared<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  queries: readonly Readonly<Record<string, QueryValue>>[],
  context: ToolContext,
): Promise<Gathered<Item>> {
  const [own = {}, ...others] = queries;
  const [first, shared] = await Promise.allSettled([
    requestOf(spec, own, context).then((request) => context.cloud.list(spec.list, request)),
    readShared(spec, others, context),
  ]);
  if (first.status === "rejected") throw first.reason;
  if (shared.status === "rejected") throw shared.reason;
  const items = first.value.flatMap((value) => spec.read(value) ?? []);
  return { ...shared.value, items: once(spec, [...items, ...shared.value.items]) };
}

/** What others share with the project. */
async function readShared<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  queries: readonly Readonly<Record<string, QueryValue>>[],
  context: ToolContext,
): Promise<Gathered<Item>> {
  const lists = await Promise.allSettled(
    queries.map(async (query) => context.cloud.list(spec.list, await requestOf(spec, query, context))),
  );
  const unread = lists.flatMap((list): unknown[] => list.status === "rejected" ? [list.reason] : []);
  const fatal = unread.find((error) => !isUnknownFilter(error));
  if (fatal !== undefined) throw fatal;
  const values = lists.flatMap((list) => list.status === "fulfilled" ? list.value : []);
  const items = once(spec, values.flatMap((value) => spec.read(value) ?? []));
  const unavailable = unread.map((error) => unavailablePart(`${spec.noun[1]} that others share`, error));
  return { items, ...(unavailable.length > 0 ? { unavailable } : {}) };
}

/** Each item once: what is the project's own may be shared as well. */
function once<Item, Joined>({ id }: ListSpec<Item, Joined>, items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [id(item), item])).values()];
}

/** An older release may not filter by what is shared: it then shows no more than the project's own. */
function isUnknownFilter(error: unknown): boolean {
  return error instanceof OpenStackError && error.status === 400;
}

/** Some services answer with an empty list where another would refuse.
 *
 * @throws {OpenStackError} `not permitted` if an administrator's list came back empty to somebody else.
 */
export async function refuseHidden<Item, Joined>(
  { list, noun }: ListSpec<Item, Joined>,
  found: number,
  context: ToolContext,
): Promise<void> {
  if (found > 0 || list.needs !== "admin") return;
  const session = await context.cloud.session();
  if (seesAllProjects(session)) return;
  const next = nextStep("not permitted", undefined);
  throw new OpenStackError({
    what: `list ${noun[1]}`,
    service: list.service,
    operation: list.id,
    reason: "not permitted",
    detail: `the service shows ${noun[1]} to administrators, and an empty list to this login`,
    ...(next ? { next } : {}),
  });
}
