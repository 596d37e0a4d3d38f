/** What new servers are made of, found and checked before anything is sent.
 *
 * @module
 */
import {
  listVolumes,
  listVolumeTypes,
  showVolume,
  showVolumeQuota,
} from "../../openstack/block_storage/operations.ts";
import type { Volume, VolumeType } from "../../openstack/block_storage/types.ts";
import {
  createServer,
  listAvailabilityZones,
  listFlavors,
  listKeypairs,
  listServerGroups,
  listServerRefs,
  showComputeQuota,
  showFlavor,
  showServerGroup,
} from "../../openstack/compute/operations.ts";
import type { Flavor, Keypair, ServerGroup } from "../../openstack/compute/types.ts";
import { readServerRef } from "../../openstack/compute/types.ts";
import { listImages, showImage } from "../../openstack/image/operations.ts";
import type { Image } from "../../openstack/image/types.ts";
import {
  listNetworks,
  listPorts,
  listSecurityGroups,
  listSubnets,
  showNetwork,
  showPort,
  showSecurityGroup,
} from "../../openstack/network/operations.ts";
import type { SecurityGroup } from "../../openstack/network/types.ts";
import { compareVersions, oldest } from "../../openstack/version.ts";
import { VOLUME_TYPES } from "../block_storage/volume_types.ts";
import { VOLUMES } from "../block_storage/volumes.ts";
import type { ToolContext } from "../tool.ts";
import { FLAVORS } from "./get_flavors.ts";
import { KEYPAIRS } from "./get_keypair_list.ts";
import { SERVER_GROUPS } from "./get_server_groups.ts";
import { type CreateArguments, newNames } from "./server_create_arguments.ts";
import { checkConnections, type Connections, isExternal, readConnections } from "./server_create_networks.ts";
import { Problems } from "./server_create_problems.ts";
import { checkQuotas, readQuotas } from "./server_create_quota.ts";
import { COMPUTE_ZONES, find, findAll, findImage, OWN_SECURITY_GROUPS } from "./server_create_references.ts";
import { SERVERS } from "./servers.ts";

/** The reading operations that making servers may need. */
export const INGREDIENT_OPERATIONS = [
  listFlavors,
  showFlavor,
  listImages,
  showImage,
  listVolumes,
  showVolume,
  listVolumeTypes,
  listNetworks,
  showNetwork,
  listSubnets,
  listPorts,
  showPort,
  listSecurityGroups,
  showSecurityGroup,
  listKeypairs,
  listAvailabilityZones,
  listServerGroups,
  showServerGroup,
  showComputeQuota,
  showVolumeQuota,
  listServerRefs,
];

/** What servers are made of: everything that was named, as it was found. */
export interface Ingredients {
  readonly names: readonly string[];
  readonly flavor: Flavor;
  readonly image: Image | undefined;
  readonly volume: Volume | undefined;
  readonly volumeType: VolumeType | undefined;
  readonly connections: Connections;
  readonly securityGroups: readonly SecurityGroup[];
  readonly keypair: Keypair | undefined;
  readonly serverGroup: ServerGroup | undefined;
  readonly warnings: readonly string[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Finds all that is named, and checks that servers can be made of it.
 *
 * @throws {OpenStackError} Everything that is wrong, together.
 */
export async function readIngredients(
  args: CreateArguments,
  projectId: string,
  context: ToolContext,
): Promise<Ingredients> {
  const problems = new Problems("create servers");
  checkArguments(args, problems);
  const names = newNames(args);
  const isAdmin = (await context.cloud.session()).roles.includes("admin");
  const [found, quotas, taken] = await Promise.all([
    findParts(args, context, problems),
    readQuotas(projectId, args.boot_volume_size !== undefined, context),
    takenNames(names, context, problems),
    checkVersion(args, context, problems),
  ]);
  const { flavor, image, volume, connections } = found;
  if (connections) {
    checkConnections(connections, args, { servers: names.length, projectId, isAdmin }, problems);
  }
  if (volume) checkVolume(volume, names.length, problems);
  if (image) checkImage(image, problems);
  if (flavor) {
    checkFlavor(flavor, found, args, isAdmin, problems);
    checkQuotas(quotas, {
      servers: names.length,
      flavor,
      volumeGib: args.boot_volume_size,
      volumeType: found.volumeType?.name,
    }, problems);
  }
  problems.refuse();
  if (!flavor || !connections) throw new TypeError("What is missing was no problem");
  return {
    ...found,
    names,
    flavor,
    connections,
    warnings: warningsOf(args, connections, projectId, taken ?? []),
    unavailable: quotas.unavailable,
  };
}

/** Finds everything at the same time; what cannot be found is a problem. */
async function findParts(args: CreateArguments, context: ToolContext, problems: Problems) {
  const optional = async <T>(given: string | undefined, reading: (reference: string) => Promise<T>) =>
    given === undefined ? undefined : await problems.of(reading(given));
  // `zone:host` names a host besides, which Nova lets administrators do.
  const zone = args.availability_zone?.split(":")[0];
  const [flavor, image, volume, volumeType, connections, securityGroups, keypair, serverGroup] = await Promise
    .all([
      optional(args.flavor, (reference) => find(FLAVORS, reference, context)),
      optional(args.image, (reference) => findImage(reference, context)),
      optional(args.volume, (reference) => find(VOLUMES, reference, context)),
      optional(args.volume_type, (reference) => find(VOLUME_TYPES, reference, context)),
      readConnections(args, context, problems),
      findAll(OWN_SECURITY_GROUPS, args.security_groups ?? [], context, problems),
      optional(args.key_name, (reference) => find(KEYPAIRS, reference, context)),
      optional(args.server_group, (reference) => find(SERVER_GROUPS, reference, context)),
      optional(zone, async (reference) => {
        const { name, available } = await find(COMPUTE_ZONES, reference, context);
        if (available === false) problems.add("conflict", `availability zone ${name} is not available`);
      }),
    ]);
  return { flavor, image, volume, volumeType, connections, securityGroups, keypair, serverGroup };
}

/** Characters of user data as it is sent. */
const LONGEST_USER_DATA = 65_535;

/** What can be told without asking a service. */
function checkArguments(args: CreateArguments, problems: Problems): void {
  const { volume, image, boot_volume_size: size } = args;
  const isUnfit: Readonly<Record<string, boolean>> = {
    "names must name the new server (count needs one name)": newNames(args).length === 0,
    "flavor is required": args.flavor === undefined,
    "image or volume is required": image === undefined && volume === undefined,
    "a server boots from an image or from a volume, not from both": image !== undefined &&
      volume !== undefined,
    "boot_volume_size needs an image": size !== undefined && image === undefined,
    "volume_type needs boot_volume_size": args.volume_type !== undefined && size === undefined,
    "delete_on_termination needs volume or boot_volume_size": args.delete_on_termination !== undefined &&
      volume === undefined && size === undefined,
    "hostname is for one server": args.hostname !== undefined && newNames(args).length > 1,
    "each new server needs a name of its own": new Set(newNames(args)).size < newNames(args).length,
    "a name has 255 characters at most": newNames(args).some((name) => name.length > 255),
    [`user_data has ${LONGEST_USER_DATA} bytes at most once it is encoded, 49149 before`]: isTooLong(args),
    "scheduler_hints and server_group both name a group": args.server_group !== undefined &&
      Object.hasOwn(args.scheduler_hints ?? {}, "group"),
  };
  for (const [detail, unfit] of Object.entries(isUnfit)) if (unfit) problems.add("invalid argument", detail);
}

/** Whether user data are more than Nova takes; it would quote them in its refusal. */
export function isTooLong(args: Pick<CreateArguments, "user_data">): boolean {
  return encodedUserData(args).length > LONGEST_USER_DATA;
}

/** User data in the form in which it is sent. */
export function encodedUserData({ user_data: data = "" }: CreateArguments): string {
  return new TextEncoder().encode(data).toBase64();
}

/** User data in a plan: that there are some, for the guest runs them, and not what they are, for they may hold secrets. */
export function userDataText(data: string): string {
  return `user data of ${new TextEncoder().encode(data).length} bytes`;
}

/** Arguments that Nova does not know below a microversion, and would refuse. */
function versionNeeds(args: CreateArguments): readonly (readonly [argument: string, version: string])[] {
  const isKeyword = args.networks?.some((one) => one === "auto" || one === "none") ?? false;
  const needs: readonly (readonly [string, string, boolean])[] = [
    ["description", "2.19", args.description !== undefined],
    ["networks auto or none", "2.37", isKeyword],
    ["tags", "2.52", args.tags !== undefined],
    ["volume_type", "2.67", args.volume_type !== undefined],
    ["hostname", "2.90", args.hostname !== undefined],
    ["a hostname with dots", "2.94", args.hostname?.includes(".") ?? false],
  ];
  return needs.flatMap(([argument, version, isGiven]) => isGiven ? [[argument, version] as const] : []);
}

async function checkVersion(args: CreateArguments, context: ToolContext, problems: Problems): Promise<void> {
  const needs = versionNeeds(args);
  if (needs.length === 0) return;
  const { service } = createServer;
  const range = await problems.of(context.cloud.versions(service));
  if (!range) return;
  const offered = range.max === undefined
    ? "0.0"
    : oldest(range.max, context.cloud.settings.services[service]?.defaultMicroversion) ?? range.max;
  for (const [argument, version] of needs) {
    if (compareVersions(offered, version) >= 0) continue;
    problems.add("not deployed", `${argument} needs compute microversion ${version}; in use is ${offered}`);
  }
}

function checkVolume(volume: Volume, servers: number, problems: Problems): void {
  const called = `volume ${volume.name ?? volume.id}`;
  if (volume.status !== "available") problems.add("conflict", `${called} is ${volume.status ?? "unknown"}`);
  if (volume.bootable === false) problems.add("conflict", `${called} is not bootable`);
  if (servers > 1) problems.add("conflict", `${called} can boot one server, not ${servers}`);
}

function checkImage(image: Image, problems: Problems): void {
  const { status = "unknown" } = image;
  if (status !== "active") problems.add("conflict", `image ${image.name ?? image.id} is ${status}`);
}

const GIB = 1024 ** 3;

/** Whether the image fits into what the flavor, or the new volume, gives it. */
function checkFlavor(
  flavor: Flavor,
  { image }: { readonly image: Image | undefined },
  args: CreateArguments,
  isAdmin: boolean,
  problems: Problems,
): void {
  const called = `flavor ${flavor.name ?? flavor.id}`;
  const size = args.boot_volume_size;
  if (flavor.disabled) problems.add("conflict", `${called} is disabled`);
  if (!image) return;
  const { minRamMb = 0, minDiskGb = 0, sizeBytes = 0 } = image;
  if (flavor.ramMb !== undefined && flavor.ramMb < minRamMb) {
    problems.add("conflict", `the image needs ${minRamMb} MiB RAM, ${called} has ${flavor.ramMb}`);
  }
  if (size === undefined && flavor.diskGb === 0) {
    if (!isAdmin) problems.add("conflict", `${called} has no disk: give boot_volume_size`);
    return;
  }
  const disk = size ?? flavor.diskGb;
  const needed = Math.max(minDiskGb, Math.ceil(sizeBytes / GIB));
  if (disk === undefined || disk >= needed) return;
  problems.add(
    "conflict",
    `the image needs ${needed} GiB disk, ${
      size === undefined ? `${called} has` : "boot_volume_size is"
    } ${disk}`,
  );
}

/** New names that servers of the project bear already: Nova does not mind. */
async function takenNames(
  names: readonly string[],
  context: ToolContext,
  problems: Problems,
): Promise<readonly string[] | undefined> {
  const [only] = names;
  if (only === undefined) return [];
  const query = names.length === 1 ? SERVERS.byName?.(only) ?? {} : {};
  const values = await problems.of(context.cloud.list(listServerRefs, { query }));
  const present = new Set(values?.flatMap((value) => readServerRef(value)?.name ?? []));
  return names.filter((name) => present.has(name));
}

function warningsOf(
  args: CreateArguments,
  connections: Connections,
  projectId: string,
  taken: readonly string[],
): readonly string[] {
  const among = typeof connections === "string" ? [] : connections;
  const external = among.flatMap((one) =>
    one.kind === "network" && isExternal(one.network, projectId) ? [one.network] : []
  );
  const warnings: readonly (readonly [warning: string, applies: boolean])[] = [
    [`there is a server named ${taken.join(", ")} already`, taken.length > 0],
    ["without a network it cannot be reached", connections === "none"],
    [`external network ${external.map(({ name, id }) => name ?? id).join(", ")}`, external.length > 0],
    [
      "security_groups do not apply to ports that exist already",
      args.security_groups !== undefined && among.some(({ kind }) => kind === "port"),
    ],
    [
      "without key_name or user_data nobody may be able to log in: the generated password is not shown",
      args.key_name === undefined && args.user_data === undefined,
    ],
  ];
  return warnings.flatMap(([warning, applies]) => applies ? [warning] : []);
}
