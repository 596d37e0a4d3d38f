/** Finds what a change is about: exactly what was named, or everything that fits every filter.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import type { ListArguments } from "./list_arguments.ts";
import { findNamed } from "./list_find.ts";
import { scopedSpec } from "./list_scope.ts";
import { planList } from "./list_plan.ts";
import { scan } from "./list_read.ts";
import type { ListSpec } from "./list_spec.ts";
import type { ToolContext } from "./tool.ts";

/** How targets are chosen. */
export type TargetArguments = Pick<ListArguments, "names" | "name_contains" | "filters">;

/** The items that were named and fit every filter; each is checked here, whatever the service filtered by.
 *
 * @throws {OpenStackError} If nothing was named, a name does not exist or is ambiguous, or the list cannot be read.
 */
export async function findTargets<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  args: TargetArguments,
  context: ToolContext,
): Promise<readonly Item[]> {
  const { names, name_contains, filters } = args;
  const isFiltered = name_contains !== undefined || Object.keys(filters ?? {}).length > 0;
  if (!names && !isFiltered) throw nothingNamed(declared);
  const spec = await scopedSpec(declared, context);
  const chosen: ListArguments = {
    ...(name_contains === undefined ? {} : { name_contains }),
    ...(filters ? { filters } : {}),
  };
  const plan = await planList(spec, { ...chosen, detail: "full" }, context);
  if (!names) {
    const { items, unread } = await scan(spec, plan, {}, 0, context);
    if (unread) throw notAllRead(declared);
    return items;
  }
  const { items, missing } = await findNamed(spec, names, context);
  const [first] = missing;
  // To change some of what was asked for would be something else than what was asked for.
  if (first) throw absent(spec, missing);
  return items.filter((item) => plan.tests.every((test) => test(item)));
}

function nothingNamed<Item, Joined>(spec: ListSpec<Item, Joined>): OpenStackError {
  return new OpenStackError({
    what: `choose ${spec.noun[1]}`,
    reason: "invalid argument",
    detail: `names, name_contains or filters must say which ${spec.noun[1]}`,
  });
}

/** What was not read may fit too. */
function notAllRead<Item, Joined>(spec: ListSpec<Item, Joined>): OpenStackError {
  return new OpenStackError({
    what: `choose ${spec.noun[1]}`,
    service: spec.list.service,
    reason: "unavailable",
    detail: `a part of the ${spec.noun[1]} could not be read`,
    next: "Nothing was sent. Name them by id, or try again.",
  });
}

function absent<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  missing: readonly Readonly<Record<string, unknown>>[],
): OpenStackError {
  return new OpenStackError({
    what: `choose ${spec.noun[1]}`,
    service: spec.list.service,
    reason: "not found",
    detail: missing.map(({ what }) => String(what)).join(", "),
    next: "Nothing was sent. Leave them out, or correct them.",
  });
}
