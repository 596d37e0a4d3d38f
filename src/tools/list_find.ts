/** Finds resources by id or exact name.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import type { Operation } from "../openstack/operation.ts";
import { text, wire } from "../openstack/read.ts";
import type { QueryValue } from "../openstack/request.ts";
import { ownOnly } from "./list_read.ts";
import { addressOf, refuseHidden, requestOf, scopedSpec } from "./list_scope.ts";
import type { ListSpec } from "./list_spec.ts";
import { mayShow } from "./scope.ts";
import type { ToolContext } from "./tool.ts";

/** Finds the one item that an id or an exact name means.
 *
 * @throws {OpenStackError} `not found`, `ambiguous` with the candidates, or `refused by policy` for another project's.
 */
export async function findOne<Item, Joined>(
  declared: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<Item> {
  const spec = await scopedSpec(declared, context);
  const found = await findByReference(spec, reference, context);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) throw ambiguous(spec, reference, found);
  throw await notFound(
    spec,
    reference,
    context,
    `List ${spec.noun[1]} with name_contains for a part of a name.`,
  );
}

export async function findNamed<Item, Joined>(
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
  if (spec.references) return await findByReferenceList(spec, spec.references, reference, context);
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
  const request = await requestOf(spec, narrowed, context);
  const readings = READINGS.getOrInsertComputed(context, () => new Map());
  const values = await readings.getOrInsertComputed(
    JSON.stringify([spec.list.id, request.path, request.query]),
    () => context.cloud.list(spec.list, request),
  );
  await refuseHidden(spec, values.length, context);
  return values.flatMap((value) => spec.read(value) ?? []);
}

async function findByReferenceList<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  references: Operation,
  reference: string,
  context: ToolContext,
): Promise<Item[]> {
  const request = await requestOf(spec, spec.byName?.(reference) ?? {}, context);
  const listed = await context.cloud.list(references, request);
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
    const address = await addressOf(spec, context);
    const { body } = await context.cloud.send(operation, {
      ...address,
      path: { ...address.path, [parameter]: id },
    });
    const item = spec.read(key === "" ? body : wire(body)[key]);
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
  next = "name_contains searches for a part of a name.",
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
    next: [next, ...await unsearched(spec, context)].join(" "),
  });
}

/** What an administrator may miss: without leave, other projects are not searched. */
async function unsearched<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  context: ToolContext,
): Promise<string[]> {
  const { project, roles } = await context.cloud.session();
  if (!spec.owner || context.allProjects || !project || !roles.includes("admin")) return [];
  return [`Other projects than ${project.name} are searched if the server is started with --all-projects.`];
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

/** The first of several reasons, in words. */
export function because(unavailable: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = unavailable;
  return first ? `: ${text(first, "reason")}, ${text(first, "detail")}` : "";
}
