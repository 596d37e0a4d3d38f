/** Whose items a list shows: what a declared kind of resource becomes for one login.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import { nextStep, OpenStackError } from "../openstack/errors.ts";
import type { QueryValue } from "../openstack/request.ts";
import type { Gathered, ListSpec } from "./list_spec.ts";
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

/** The service knows what is shared with a member. To an administrator it shows everybody's: it is asked for less. */
async function withSharing<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  queriesFor: (projectId: string) => readonly Readonly<Record<string, QueryValue>>[],
  context: ToolContext,
): Promise<ListSpec<Item, Joined>> {
  const session = await context.cloud.session();
  if (!isAdmin(session)) {
    const { owner: _owner, ...shown } = spec;
    return shown;
  }
  const { project } = session;
  if (context.allProjects || !project) return spec;
  return { ...spec, gather: (of) => gatherShared(spec, queriesFor(project.id), of) };
}

async function gatherShared<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  queries: readonly Readonly<Record<string, QueryValue>>[],
  context: ToolContext,
): Promise<Gathered<Item>> {
  const common = await spec.query?.(context);
  const lists = await Promise.all(
    queries.map((query) => context.cloud.list(spec.list, { query: { ...common, ...query } })),
  );
  const items = lists.flat().flatMap((value) => spec.read(value) ?? []);
  return { items: [...new Map(items.map((item) => [spec.id(item), item])).values()] };
}

function isAdmin({ roles }: Session): boolean {
  return roles.includes("admin");
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
  if (isAdmin(session) || session.system) return;
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
