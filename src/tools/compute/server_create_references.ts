/** Finds what a new server is made of: what is the project's own, or what it may share.
 *
 * @module
 */
import { listAvailabilityZones } from "../../openstack/compute/operations.ts";
import { type AvailabilityZone, readAvailabilityZone } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { showImage } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import { showSecurityGroup } from "../../openstack/network/operations.ts";
import type { SecurityGroup } from "../../openstack/network/types.ts";
import { suggest } from "../../text/suggest.ts";
import { IMAGES } from "../image/images.ts";
import { findOne } from "../list_find.ts";
import { ownOnly } from "../list_read.ts";
import { requestOf, scopedSpec } from "../list_scope.ts";
import type { ListSpec } from "../list_spec.ts";
import { SECURITY_GROUPS } from "../network/security_groups.ts";
import { mayShow } from "../scope.ts";
import type { ToolContext } from "../tool.ts";
import type { Problems } from "./server_create_problems.ts";

/** Security groups of the project: Nova takes no others. */
export const OWN_SECURITY_GROUPS: ListSpec<SecurityGroup> = {
  noun: SECURITY_GROUPS.noun,
  list: SECURITY_GROUPS.list,
  show: { operation: showSecurityGroup, parameter: "security_group_id", key: "security_group" },
  read: SECURITY_GROUPS.read,
  id: SECURITY_GROUPS.id,
  name: SECURITY_GROUPS.name,
  owner: (group) => group.projectId,
  byName: (name) => ({ name }),
  columns: [],
};

/** Availability zones of Nova. */
export const COMPUTE_ZONES: ListSpec<AvailabilityZone> = {
  noun: ["availability zone", "availability zones"],
  list: listAvailabilityZones,
  read: readAvailabilityZone,
  id: (zone) => zone.name,
  name: (zone) => zone.name,
  columns: [],
};

const LOOKS_LIKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds an image. Glance shows some by id alone: hidden ones, and those of the community.
 *
 * @throws As {@linkcode find}.
 */
export async function findImage(reference: string, context: ToolContext): Promise<Image> {
  const byId = LOOKS_LIKE_ID.test(reference) ? await shownImage(reference, context) : undefined;
  if (!byId) return await find(IMAGES, reference, context);
  const { roles } = await context.cloud.session();
  // What Glance shows a member, it may use.
  if (!roles.includes("admin") || await mayShow(context, IMAGES.owner?.(byId))) return byId;
  throw new OpenStackError({
    what: `find image ${reference}`,
    service: showImage.service,
    reason: "refused by policy",
    detail: "it belongs to another project, and nothing says that it is shared with this one",
    next: "A login without the admin role sees what is shared with it.",
  });
}

async function shownImage(id: string, context: ToolContext): Promise<Image | undefined> {
  try {
    const answer = await context.cloud.send(showImage, { path: { image_id: id } });
    return readImage(answer.body);
  } catch (error) {
    if (error instanceof OpenStackError && error.status === 404 && error.reason === "not found") {
      return undefined;
    }
    throw error;
  }
}

/** Candidates that an error names. */
const MOST_NAMED = 20;

/** Finds what an id or an exact name means; what does not exist is told with what does.
 *
 * @throws As `findOne`.
 */
export async function find<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<Item> {
  try {
    return await findOne(spec, reference, context);
  } catch (error) {
    if (!(error instanceof OpenStackError) || error.reason !== "not found") throw error;
    throw await withCandidates(error, spec, reference, context);
  }
}

async function withCandidates<Item, Joined>(
  { what, service, detail }: OpenStackError,
  declared: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<OpenStackError> {
  const spec = await scopedSpec(declared, context);
  const own = await ownOnly(spec, await firstOf(spec, context), context);
  const named = own.flatMap((item) => {
    const name = spec.name(item);
    return name === undefined ? [] : [{ name, id: spec.id(item) }];
  });
  const near = suggest(reference, named.map(({ name }) => name));
  const candidates = named.slice(0, MOST_NAMED);
  return new OpenStackError({
    what,
    reason: "not found",
    ...(service === undefined ? {} : { service }),
    detail: near === undefined ? detail ?? "" : `${detail} (did you mean ${near}?)`,
    ...(candidates.length > 0 ? { candidates } : {}),
  });
}

async function firstOf<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  context: ToolContext,
): Promise<readonly Item[]> {
  if (spec.gather) return (await spec.gather(context)).items;
  const { items } = await context.cloud.page(spec.list, await requestOf(spec, {}, context));
  return items.flatMap((value) => spec.read(value) ?? []);
}

/** Finds everything that is named; what cannot be found is a problem. */
export async function findAll<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  given: readonly string[],
  context: ToolContext,
  problems: Problems,
): Promise<readonly Item[]> {
  const references = await meant(spec, given, context);
  const found = await Promise.all(
    references.map((reference) => problems.of(find(spec, reference, context))),
  );
  const items = new Map(found.flatMap((item) => item === undefined ? [] : [[spec.id(item), item] as const]));
  return [...items.values()];
}

/** A comma may belong to a name: only when nothing bears the whole text is it a list. */
async function meant<Item, Joined>(
  spec: ListSpec<Item, Joined>,
  given: readonly string[],
  context: ToolContext,
): Promise<readonly string[]> {
  const [only] = given;
  if (given.length !== 1 || !only?.includes(",")) return given;
  try {
    await findOne(spec, only, context);
    return given;
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    if (error.reason !== "not found") return given;
    return only.split(",").map((part) => part.trim()).filter((part) => part !== "");
  }
}
