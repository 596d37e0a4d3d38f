/** Servers as the tools show them.
 *
 * @module
 */
import { listFlavors, listServerRefs, listServers, showServer } from "../../openstack/compute/operations.ts";
import { readFlavor, readServer, type Server, type ServerAddress } from "../../openstack/compute/types.ts";
import { listVolumes } from "../../openstack/block_storage/operations.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listImages } from "../../openstack/image/operations.ts";
import { readImage } from "../../openstack/image/types.ts";
import { fence, truncateText } from "../../text/sanitize.ts";
import { text, wire } from "../../openstack/read.ts";
import { toUtc } from "../../text/time.ts";
import { imageNames } from "../image_names.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, volumeNames } from "../names.ts";
import { ofPart, type Parts, readParts } from "../parts.ts";
import { ownedBy } from "../project_filter.ts";
import type { ToolContext } from "../tool.ts";

/** What is read beside a list of servers. */
export interface ServerJoin {
  /** Names of images by id. */
  readonly images: ReadonlyMap<string, string>;
  /** Failed servers as they are shown one by one: a list leaves their faults out. */
  readonly faults: ReadonlyMap<Server, Server>;
  /** Names of `volumes` and `projects`. */
  readonly names: NamesOf;
}

/** The operations that reading servers may need. */
export const SERVER_OPERATIONS = [
  listServers,
  listServerRefs,
  showServer,
  listFlavors,
  listImages,
  listVolumes,
  listProjects,
];

/** What stands in the place of an image. */
const BOOTS_FROM_VOLUME = "(boots from volume)";
/** Characters of a fault; the whole stands in Nova. */
const LONGEST_FAULT = 400;
/** Faults that one list asks for. */
const MOST_FAULTS = 20;

const COLUMNS: readonly Column<Server, ServerJoin>[] = [
  { name: "name", level: "basic", value: (server) => server.name, sort: "display_name" },
  { name: "status", level: "basic", value: (server) => server.status, filter: "status", fold: "upper" },
  {
    name: "task_state",
    level: "detailed",
    value: (server) => server.taskState,
    sort: "task_state",
    fold: "lower",
  },
  { name: "flavor", level: "detailed", value: flavorOf, resolve: flavorFilter },
  { name: "vcpus", level: "full", value: (server) => server.flavor?.vcpus, objectOnly: true },
  { name: "ram_mib", level: "full", value: (server) => server.flavor?.ramMb, objectOnly: true },
  { name: "disk_gib", level: "full", value: (server) => server.flavor?.diskGb, objectOnly: true },
  { name: "image", level: "detailed", value: imageOf, resolve: imageFilter, search: imageSearch },
  {
    name: "addresses",
    level: "detailed",
    value: (server) => addressText(server.addresses),
    resolve: (wanted) => Promise.resolve(hasAddress(wanted)),
  },
  {
    name: "fault",
    level: "full",
    value: (server, joined) =>
      hasUnlistedFault(server) ? ofPart(joined?.faults, server, faultOf) : faultOf(server),
  },
  { name: "power_state", level: "full", value: (server) => server.powerState, fold: "lower" },
  {
    name: "availability_zone",
    level: "full",
    value: (server) => server.availabilityZone,
    filter: "availability_zone",
    sort: "availability_zone",
  },
  { name: "pinned_availability_zone", level: "extra", value: (server) => server.pinnedAvailabilityZone },
  {
    name: "host",
    level: "full",
    value: (server) => server.host,
    needs: "admin",
    filter: "host",
    sort: "host",
  },
  {
    name: "hypervisor_hostname",
    level: "extra",
    value: (server) => server.hypervisorHostname,
    needs: "admin",
  },
  { name: "instance_name", level: "extra", value: (server) => server.instanceName, needs: "admin" },
  { name: "host_status", level: "full", value: (server) => server.hostStatus, needs: "admin", fold: "upper" },
  { name: "host_id", level: "extra", value: (server) => server.hostId },
  { name: "hostname", level: "extra", value: (server) => server.hostname },
  { name: "description", level: "full", value: (server) => server.description },
  {
    name: "key_name",
    level: "full",
    value: (server) => server.keyName,
    filter: "key_name",
    sort: "key_name",
  },
  { name: "security_groups", level: "full", value: (server) => server.securityGroups },
  {
    name: "volumes",
    level: "full",
    value: (server, joined) => server.volumes?.map(({ id }) => nameOf(joined?.names["volumes"], id)),
    resolve: volumeFilter,
  },
  { name: "tags", level: "full", value: (server) => server.tags },
  { name: "metadata", level: "full", value: (server) => nonEmpty(server.metadata) },
  { name: "locked", level: "full", value: (server) => server.locked, filter: "locked", fold: "lower" },
  { name: "locked_reason", level: "full", value: (server) => server.lockedReason },
  { name: "server_groups", level: "full", value: (server) => server.serverGroups },
  { name: "boots_from_volume", level: "extra", value: (server) => server.bootsFromVolume },
  { name: "access_ipv4", level: "full", value: (server) => server.accessIpv4 },
  { name: "access_ipv6", level: "full", value: (server) => server.accessIpv6 },
  { name: "config_drive", level: "extra", value: (server) => server.configDrive, filter: "config_drive" },
  { name: "root_device_name", level: "extra", value: (server) => server.rootDeviceName, needs: "admin" },
  {
    name: "project",
    level: "full",
    value: (server, joined) => nameOf(joined?.names["projects"], server.projectId),
    resolve: ownedBy((server) => server.projectId, (id) => ({ project_id: id })),
  },
  { name: "created", level: "full", value: (server) => toUtc(server.created), sort: "created_at" },
  { name: "updated", level: "full", value: (server) => toUtc(server.updated), sort: "updated_at" },
  { name: "launched_at", level: "extra", value: (server) => toUtc(server.launchedAt), sort: "launched_at" },
  { name: "terminated_at", level: "extra", value: (server) => toUtc(server.terminatedAt) },
  { name: "user_id", level: "extra", value: (server) => server.userId, filter: "user_id" },
  { name: "project_id", level: "extra", value: (server) => server.projectId },
  { name: "progress", level: "extra", value: (server) => server.progress },
  { name: "partial", level: "detailed", value: (server) => server.partial ? true : undefined },
  { name: "id", level: "basic", value: (server) => server.id, filter: "uuid" },
];

/** Servers: Compute API "List Servers Detailed" and "Show Server Details". */
export const SERVERS: ListSpec<Server, ServerJoin> = {
  noun: ["server", "servers"],
  list: listServers,
  show: { operation: showServer, parameter: "server_id", key: "server" },
  references: listServerRefs,
  read: readServer,
  id: (server) => server.id,
  name: (server) => server.name,
  owner: (server) => server.projectId,
  query: (context) => Promise.resolve(context.allProjects ? { all_tenants: true } : {}),
  // Nova takes the name for a regular expression of its database: any character stands where one could mean something.
  byName: (name) => ({ name: `^${asPattern(name)}$` }),
  byPart: (part) => ({ name: asPattern(part).replace(/\p{L}/gu, eitherCase) }),
  columns: COLUMNS,
  join: async (servers, wants, context) => {
    const ids = servers.flatMap((server) => server.image?.id ?? []);
    const [images, faults, names] = await Promise.all([
      imageNames(wants("image") ? ids : [], context),
      readFaults(wants("fault") ? servers.filter(hasUnlistedFault) : [], context),
      joinAll({
        volumes: volumeNames(wants("volumes") ? servers.flatMap(volumeIds) : [], context),
        projects: projectNames(wants("project") ? servers.map((server) => server.projectId) : [], context),
      }),
    ]);
    return {
      joined: { images: images.joined, faults: faults.values, names: names.joined },
      unavailable: [...images.unavailable ?? [], ...faults.unavailable, ...names.unavailable ?? []],
    };
  },
};

/** PostgreSQL's regular expressions mind the case, MariaDB's do not: a part of a name is looked for in either. */
function eitherCase(letter: string): string {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  return lower === upper ? letter : lower.length === 1 && upper.length === 1 ? `[${lower}${upper}]` : ".";
}

/** A pattern that matches at least what the text is. */
function asPattern(text: string): string {
  return text.replace(/[^\p{L}\p{N}_ -]/gu, ".");
}

function flavorOf(server: Server): string | undefined {
  return server.flavor?.name ?? server.flavor?.id;
}

function imageOf(server: Server, joined: ServerJoin | undefined): string | undefined {
  if (server.image) return joined?.images.get(server.image.id) ?? server.image.id;
  return server.bootsFromVolume ? BOOTS_FROM_VOLUME : undefined;
}

function volumeIds({ volumes }: Server): readonly string[] {
  return volumes?.map(({ id }) => id) ?? [];
}

/** Any address of a server finds it, or the name of a network; Nova's own filter knows no floating addresses. */
function hasAddress(wanted: string): Part<Server> {
  const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  return {
    test: ({ addresses }) =>
      wanted === ""
        ? addresses?.length === 0
        : addresses?.some(({ address, network }) => isWanted(address) || isWanted(network)) ?? false,
  };
}

/** Nova knows volumes by their ids; several may bear one name. */
async function volumeFilter(wanted: string, context: ToolContext): Promise<Part<Server>> {
  if (wanted === "") return { test: ({ volumes }) => volumes?.length === 0 };
  const query = { name: wanted, ...(context.allProjects ? { all_tenants: true } : {}) };
  const named = await context.cloud.list(listVolumes, { query });
  const ids = new Set([wanted, ...named.flatMap((value) => text(value, "id") ?? [])]);
  return { test: (server) => volumeIds(server).some((id) => ids.has(id)) };
}

/** Why a server failed, marked as text that a tenant may have had a hand in. */
function faultOf(server: Server): unknown {
  const message = server.fault?.message;
  return message === undefined ? undefined : fence(truncateText(message, LONGEST_FAULT));
}

/** Only a server that is shown has its fault. */
function hasUnlistedFault(server: Server): boolean {
  return server.status === "ERROR" && server.fault === undefined;
}

/** Asks for failed servers one by one, up to a bound. */
async function readFaults(failed: readonly Server[], context: ToolContext): Promise<Parts<Server, Server>> {
  const { values, unavailable } = await readParts(failed.slice(0, MOST_FAULTS), {
    what: "fault",
    name: (server) => server.name ?? server.id,
    read: async ({ id }) => {
      const answer = await context.cloud.send(showServer, { path: { server_id: id } });
      return readServer(wire(answer.body)["server"]);
    },
  });
  return { values, unavailable: [...unavailable, ...leftOut(failed.length - MOST_FAULTS)] };
}

function leftOut(servers: number): Record<string, unknown>[] {
  if (servers <= 0) return [];
  return [{
    what: `faults of ${servers} more servers`,
    service: showServer.service,
    reason: "refused by policy",
    detail: `one answer asks for ${MOST_FAULTS} faults at most`,
    next: "Name the servers, or use limit and cursor.",
  }];
}

/** `net-a=10.0.0.5, 203.0.113.7; net-b=…`: an address of each network, floating ones among them. */
export function addressText(addresses: readonly ServerAddress[] | undefined): string | undefined {
  if (!addresses || addresses.length === 0) return undefined;
  const networks = Map.groupBy(addresses, (address) => address.network);
  return [...networks].map(([network, own]) => `${network}=${own.map((one) => one.address).join(", ")}`).join(
    "; ",
  );
}

function nonEmpty(map: Readonly<Record<string, string>> | undefined) {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

const TEN_MINUTES_MS = 600_000;

/** Nova filters by a flavor's id, and names the flavor of a server since 2.47: both are brought together. */
async function flavorFilter(wanted: string, context: ToolContext): Promise<Part<Server>> {
  const flavors = await context.cloud.cached("flavors", isFlavorMap, TEN_MINUTES_MS, async () => {
    const values = await context.cloud.list(listFlavors, { query: { is_public: "None" } });
    return new Map(values.flatMap((value) => {
      const flavor = readFlavor(value);
      return flavor ? [[flavor.id, flavor.name ?? flavor.id] as const] : [];
    }));
  });
  const found = [...flavors].find(([id, name]) => id === wanted || name === wanted);
  const names = new Set(found ?? [wanted]);
  const test = (server: Server) =>
    [server.flavor?.name, server.flavor?.id].some((one) => one !== undefined && names.has(one));
  return found ? { query: { flavor: found[0] }, test } : { test };
}

function isFlavorMap(value: unknown): value is Map<string, string> {
  return value instanceof Map;
}

/** An image is filtered by its id; several images may bear one name. */
async function imageFilter(wanted: string, context: ToolContext): Promise<Part<Server>> {
  if (wanted === BOOTS_FROM_VOLUME) return { test: (server) => server.bootsFromVolume === true };
  const values = await context.cloud.list(listImages, { query: { name: wanted } });
  const ids = new Set([wanted, ...values.flatMap((value) => readImage(value)?.id ?? [])]);
  const test = (server: Server) => server.image !== undefined && ids.has(server.image.id);
  const only = ids.size <= 2 ? [...ids].at(-1) : undefined;
  return only === undefined ? { test } : { query: { image: only }, test };
}

/** A server has the id of its image alone: the images that bear a name are read first. */
async function imageSearch(
  matches: (text: string) => boolean,
  context: ToolContext,
): Promise<(server: Server) => boolean> {
  const values = await context.cloud.list(listImages);
  const ids = new Set(values.flatMap((value) => {
    const image = readImage(value);
    return image && matches(image.name ?? "") ? [image.id] : [];
  }));
  return ({ image }) => image !== undefined && (ids.has(image.id) || matches(image.id));
}
