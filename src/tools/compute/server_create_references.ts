/** Finds what a new server is made of: what is the project's own, or what it may share.
 *
 * @module
 */
import { listVolumes, listVolumeTypes, showVolume } from "../../openstack/block_storage/operations.ts";
import {
  readVolume,
  readVolumeType,
  type Volume,
  type VolumeType,
} from "../../openstack/block_storage/types.ts";
import { listAvailabilityZones } from "../../openstack/compute/operations.ts";
import { type AvailabilityZone, readAvailabilityZone } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listImages, showImage } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import {
  listNetworks,
  listPorts,
  listSecurityGroups,
  showNetwork,
  showPort,
  showSecurityGroup,
} from "../../openstack/network/operations.ts";
import {
  type Network,
  type Port,
  readNetwork,
  readPort,
  readSecurityGroup,
  type SecurityGroup,
} from "../../openstack/network/types.ts";
import { suggest } from "../../text/suggest.ts";
import { findOne } from "../list_find.ts";
import { ownOnly } from "../list_read.ts";
import type { ListSpec } from "../list_spec.ts";
import type { ToolContext } from "../tool.ts";
import type { Problems } from "./server_create_problems.ts";

/** Networks. A member is shown its own, those shared with it and external ones; an administrator everybody's.
 *
 * @param isAdmin Whether the service leaves it to us to drop those of others.
 */
export function networksFor(isAdmin: boolean): ListSpec<Network> {
  return {
    noun: ["network", "networks"],
    list: listNetworks,
    show: { operation: showNetwork, parameter: "network_id", key: "network" },
    read: readNetwork,
    id: (network) => network.id,
    name: (network) => network.name,
    owner: ({ shared, external, projectId }) => shared || external || !isAdmin ? undefined : projectId,
    byName: (name) => ({ name }),
    columns: [],
  };
}

/** Ports of the project. */
export const PORTS: ListSpec<Port> = {
  noun: ["port", "ports"],
  list: listPorts,
  show: { operation: showPort, parameter: "port_id", key: "port" },
  read: readPort,
  id: (port) => port.id,
  name: (port) => port.name,
  owner: (port) => port.projectId,
  byName: (name) => ({ name }),
  columns: [],
};

/** Security groups of the project: Nova takes no others. */
export const SECURITY_GROUPS: ListSpec<SecurityGroup> = {
  noun: ["security group", "security groups"],
  list: listSecurityGroups,
  show: { operation: showSecurityGroup, parameter: "security_group_id", key: "security_group" },
  read: readSecurityGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  owner: (group) => group.projectId,
  byName: (name) => ({ name }),
  columns: [],
};

/** Volumes of the project. */
export const VOLUMES: ListSpec<Volume> = {
  noun: ["volume", "volumes"],
  list: listVolumes,
  show: { operation: showVolume, parameter: "volume_id", key: "volume" },
  read: readVolume,
  id: (volume) => volume.id,
  name: (volume) => volume.name,
  owner: (volume) => volume.projectId,
  byName: (name) => ({ name }),
  columns: [],
};

/** Volume types that the project may use: Cinder lists no others. */
export const VOLUME_TYPES: ListSpec<VolumeType> = {
  noun: ["volume type", "volume types"],
  list: listVolumeTypes,
  read: readVolumeType,
  id: (type) => type.id,
  name: (type) => type.name,
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

/** Images: public ones, the project's own, and those of others that the service shows to it. An administrator is
 * shown everybody's, and nothing tells which of them are shared with the project.
 */
function imagesFor(isAdmin: boolean): ListSpec<Image> {
  return {
    noun: ["image", "images"],
    list: listImages,
    read: readImage,
    id: (image) => image.id,
    name: (image) => image.name,
    owner: ({ visibility, owner }) =>
      visibility === "public" || visibility === "community" || !isAdmin ? undefined : owner,
    byName: (name) => ({ name }),
    columns: [],
  };
}

const LOOKS_LIKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the services show the login what belongs to others. */
export async function seesOthers(context: ToolContext): Promise<boolean> {
  return (await context.cloud.session()).roles.includes("admin");
}

/** Finds an image. Glance shows some by id alone: hidden ones, and those of the community.
 *
 * @throws As {@linkcode find}.
 */
export async function findImage(reference: string, context: ToolContext): Promise<Image> {
  const spec = imagesFor(await seesOthers(context));
  const byId = LOOKS_LIKE_ID.test(reference) ? await shownImage(reference, context) : undefined;
  if (!byId) return await find(spec, reference, context);
  const [own] = await ownOnly(spec, [byId], context);
  if (own) return own;
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
  spec: ListSpec<Item, Joined>,
  reference: string,
  context: ToolContext,
): Promise<OpenStackError> {
  const { items } = await context.cloud.page(spec.list, { query: { ...await spec.query?.(context) } });
  const own = await ownOnly(spec, items.flatMap((value) => spec.read(value) ?? []), context);
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
