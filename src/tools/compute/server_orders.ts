/** From the arguments of an action on servers to what is sent.
 *
 * @module
 */
import type { Observation, Sent } from "../../gate/mod.ts";
import type { Answer } from "../../openstack/answer.ts";
import type { Flavor, Server } from "../../openstack/compute/types.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listFlavors, showFlavor } from "../../openstack/compute/operations.ts";
import { listImages, showImage } from "../../openstack/image/operations.ts";
import { readImage } from "../../openstack/image/types.ts";
import { text } from "../../openstack/read.ts";
import { compareVersions, oldest } from "../../openstack/version.ts";
import type { ToolContext } from "../tool.ts";
import { FLAVORS } from "./get_flavors.ts";
import { encodedUserData, isTooLong, userDataText } from "./server_create_ingredients.ts";
import { find, findImage } from "./server_create_references.ts";

/** Arguments that single actions take. */
export interface ActionArguments {
  readonly reboot_type?: "SOFT" | "HARD" | undefined;
  readonly locked_reason?: string | undefined;
  readonly availability_zone?: string | undefined;
  /** An id or a name. */
  readonly image?: string | undefined;
  /** An id or a name. */
  readonly flavor?: string | undefined;
  readonly image_name?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly description?: string | undefined;
  readonly key_name?: string | undefined;
  /** Plain text. */
  readonly user_data?: string | undefined;
  readonly hostname?: string | undefined;
}

/** What is done to each server of a call. */
export interface ServerOrder {
  /** The body of the request. */
  readonly body?: unknown;
  /** States that allow it; any unless said. */
  readonly from?: readonly string[];
  /** Tasks that it may cut short. @default None. */
  readonly during?: (task: string) => boolean;
  /** The states in which nothing is left to do. */
  readonly already?: readonly string[];
  /** The states that it leads to. */
  readonly to: readonly string[];
  /** What the server will be, in words; {@linkcode to} unless said. */
  readonly will?: string;
  /** Whether a lock is no reason against it. */
  readonly mindsNoLock?: boolean;
  /** Why Nova would refuse it for a server whose state allows it. */
  readonly refuses?: (server: Server) => string | undefined;
  /** Whether nothing is left to do, where the state does not tell. */
  readonly isDone?: (server: Server) => boolean;
  /** Whether the server is gone in the end. */
  readonly removes?: boolean;
  /** Whether the guest stops, or is another one afterwards. */
  readonly interrupts?: boolean;
  /** Which data are lost with it. */
  readonly loses?: Loss;
  /** What a plan warns of in any case. */
  readonly warnings?: readonly string[];
  /** What the answer tells besides its request id. */
  readonly read?: (server: Server, answer: Answer) => Pick<Sent, "members">;
  /** Reads back what is not the server itself. */
  readonly observe?: (server: Server, context: ToolContext) => Promise<Observation | undefined>;
}

/** Data that an action loses: all of the server, what its disks hold, or the disks that no image is made of. */
export type Loss = "server" | "disks" | "ephemeral disks";

type Prepared = Promise<Partial<ServerOrder>>;

const REBOOTABLE = ["ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "ERROR", "REBOOT", "HARD_REBOOT"];
/** A hard reboot is what helps when one of these hangs. */
const REBOOTED_DURING = new Set([
  "rebooting",
  "reboot_pending",
  "reboot_started",
  "rebooting_hard",
  "resuming",
  "unpausing",
  "pausing",
  "suspending",
]);

/** `reboot`. */
export function prepareReboot({ reboot_type: type = "SOFT" }: ActionArguments): Prepared {
  const order = { body: { reboot: { type } }, will: `ACTIVE after a ${type.toLowerCase()} reboot` };
  return Promise.resolve(
    type === "SOFT"
      ? order
      : { ...order, from: REBOOTABLE, during: (task: string) => REBOOTED_DURING.has(task) },
  );
}

const LOCK_REASON = "2.73";

/** `lock`. A cloud that keeps no reasons is told none. */
export async function prepareLock(
  { locked_reason: reason }: ActionArguments,
  context: ToolContext,
): Prepared {
  const isKept = reason !== undefined && await speaks(LOCK_REASON, context);
  return {
    body: { lock: isKept ? { locked_reason: reason } : null },
    isDone: (server) => server.locked === true && (!isKept || server.lockedReason === reason),
    // Nova answers that it did, and does nothing.
    refuses: (server) => server.locked ? "it is locked already: unlock it to give another reason" : undefined,
    ...(reason === undefined || isKept
      ? {}
      : { warnings: [`locked_reason is left out: this cloud keeps none (microversion ${LOCK_REASON})`] }),
  };
}

const UNSHELVE_ZONE = "2.77";

/** `unshelve`. */
export async function prepareUnshelve(args: ActionArguments, context: ToolContext): Prepared {
  const { availability_zone: zone } = args;
  if (zone === undefined) return {};
  await refuseUnlessSpoken(UNSHELVE_ZONE, "unshelve into an availability zone", context);
  return {
    body: { unshelve: { availability_zone: zone } },
    will: `ACTIVE in ${zone}`,
    refuses: ({ status }) =>
      status === "SHELVED" ? "it still stands on its host, and cannot choose a zone" : undefined,
  };
}

const RESCUE_OF_VOLUMES = "2.87";

/** `rescue`. */
export async function prepareRescue({ image: wanted }: ActionArguments, context: ToolContext): Prepared {
  const takesVolumes = await speaks(RESCUE_OF_VOLUMES, context);
  const image = wanted === undefined ? undefined : await findImage(wanted, context);
  return {
    body: { rescue: image ? { rescue_image_ref: image.id } : null },
    ...(image ? { will: `RESCUE with image ${image.name ?? image.id}` } : {}),
    refuses: ({ bootsFromVolume }) =>
      bootsFromVolume && !takesVolumes
        ? `it boots from a volume, which Nova rescues from microversion ${RESCUE_OF_VOLUMES} on`
        : undefined,
  };
}

/** Arguments of `rebuild` by the microversion that brought them. */
const REBUILD_FIELDS = [
  ["description", "2.19"],
  ["key_name", "2.54"],
  ["user_data", "2.57"],
  ["hostname", "2.90"],
] as const;

const REBUILD_OF_VOLUMES = "2.93";

/** `rebuild`. Only what was given is sent: Nova leaves the rest as it is. */
export async function prepareRebuild(args: ActionArguments, context: ToolContext): Prepared {
  const { image: wanted = "", metadata, user_data: userData } = args;
  for (const [field, version] of REBUILD_FIELDS) {
    if (args[field] !== undefined) await refuseUnlessSpoken(version, `rebuild with ${field}`, context);
  }
  if (isTooLong(args)) {
    throw new OpenStackError({
      what: "rebuild servers",
      reason: "invalid argument",
      detail: "user_data has 49149 bytes at most",
    });
  }
  const takesVolumes = await speaks(REBUILD_OF_VOLUMES, context);
  const image = await findImage(wanted, context);
  const rebuild = {
    imageRef: image.id,
    metadata,
    description: args.description,
    key_name: args.key_name,
    user_data: userData === undefined ? undefined : encodedUserData({ user_data: userData }),
    hostname: args.hostname,
  };
  return {
    body: { rebuild },
    will: rebuildInWords(args, image.name ?? image.id),
    refuses: ({ bootsFromVolume }) =>
      bootsFromVolume && !takesVolumes
        ? `it boots from a volume, which Nova rebuilds from microversion ${REBUILD_OF_VOLUMES} on`
        : undefined,
  };
}

/** What a rebuild replaces besides the disk. */
function rebuildInWords(
  { key_name: key, user_data: data, metadata }: ActionArguments,
  image: string,
): string {
  const parts = [
    `rebuilt from image ${image}`,
    key && `key ${key}`,
    data && userDataText(data),
    metadata && "other metadata",
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

/** `resize`. */
export async function prepareResize(
  { flavor: wanted = "" }: ActionArguments,
  context: ToolContext,
): Prepared {
  const flavor = await find(FLAVORS, wanted, context);
  const called = flavor.name ?? flavor.id;
  return {
    body: { resize: { flavorRef: flavor.id } },
    will: `VERIFY_RESIZE with flavor ${called}`,
    isDone: (server) => ["ACTIVE", "SHUTOFF"].includes(server.status ?? "") && isMadeWith(server, flavor),
    refuses: (server) => smallerDisk(server, flavor),
  };
}

function isMadeWith({ flavor: present }: Server, flavor: Flavor): boolean {
  return present !== undefined && (present.id === flavor.id || present.name === flavor.name);
}

function smallerDisk(server: Server, { diskGb: wanted }: Flavor): string | undefined {
  const present = server.flavor?.diskGb;
  if (server.bootsFromVolume || wanted === undefined || present === undefined || wanted >= present) {
    return undefined;
  }
  return `its root disk of ${present} GiB does not fit the flavor's ${wanted} GiB`;
}

/** `snapshot`. It is done when the image is. */
export function prepareSnapshot({ image_name: name = "" }: ActionArguments): Prepared {
  const images = new Map<string, string>();
  return Promise.resolve({
    body: { createImage: { name } },
    will: `as it is, and image ${name} made of it`,
    read: (server, answer) => {
      const id = imageOf(answer);
      if (id !== undefined) images.set(server.id, id);
      // Of several images each server's is told; of one the id alone.
      return {
        members: images.size > 1
          ? { image_id: undefined, image_ids: Object.fromEntries(images) }
          : { image_id: id },
      };
    },
    observe: async (server, context) => {
      const id = images.get(server.id);
      return id === undefined ? undefined : await observeImage(id, context);
    },
  });
}

/** Until 2.44 the image's id is the end of a URL. */
function imageOf({ body, headers }: Answer): string | undefined {
  return text(body, "image_id") ?? headers.get("location")?.split("/").at(-1);
}

async function observeImage(id: string, context: ToolContext): Promise<Observation> {
  const gone = { settled: "failed", after: `image ${id} is gone`, reason: "Nova gave the image up" } as const;
  try {
    const answer = await context.cloud.send(showImage, { path: { image_id: id } });
    const { status = "unknown" } = readImage(answer.body) ?? {};
    if (status === "active") return { settled: "done", after: `image ${id} is active` };
    return ["deleted", "killed"].includes(status) ? gone : { after: `image ${id} is ${status}` };
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return gone;
    throw error;
  }
}

/** Whether Nova and the settings let a call speak a microversion. */
async function speaks(version: string, context: ToolContext): Promise<boolean> {
  return compareVersions(await spokenBy(context), version) >= 0;
}

async function spokenBy(context: ToolContext): Promise<string> {
  const { max = "2.1" } = await context.cloud.versions("compute");
  return oldest(max, context.cloud.settings.services["compute"]?.defaultMicroversion) ?? max;
}

async function refuseUnlessSpoken(version: string, what: string, context: ToolContext): Promise<void> {
  if (await speaks(version, context)) return;
  throw new OpenStackError({
    what,
    service: "compute",
    reason: "not deployed",
    detail: `needs compute microversion ${version}; this cloud, or the settings, allow ${await spokenBy(
      context,
    )}`,
  });
}

/** The operations that preparing an action may need. */
export const ORDER_OPERATIONS = [listFlavors, showFlavor, listImages, showImage];
