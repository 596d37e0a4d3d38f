/** Checks of what servers are made of, and of what their owners forget.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import type { HealthServer } from "../collections/compute.ts";
import type { BootImage, HealthFlavor } from "../collections/instances.ts";
import { type Check, check, type Draft } from "../check.ts";
import { command } from "../command.ts";
import { isSettled, serverResource } from "../server_resource.ts";

/** Flavors as those who look for one find them: by name, or by id where Nova told only that. */
class FlavorList {
  readonly #byName: ReadonlyMap<string, HealthFlavor>;
  readonly #byId: ReadonlyMap<string, HealthFlavor>;

  constructor(flavors: readonly HealthFlavor[]) {
    this.#byName = new Map(
      flavors.flatMap((flavor) => flavor.name === undefined ? [] : [[flavor.name, flavor]]),
    );
    this.#byId = new Map(flavors.flatMap((flavor) => flavor.id === undefined ? [] : [[flavor.id, flavor]]));
  }

  find({ id, name }: HealthFlavor): HealthFlavor | undefined {
    return name === undefined ? this.#byId.get(id ?? "") : this.#byName.get(name);
  }
}

function sizes({ vcpus, ramMb, diskGb }: HealthFlavor): string {
  return [
    vcpus === undefined ? [] : plural(vcpus, "vCPU"),
    ramMb === undefined ? [] : `${ramMb} MiB of RAM`,
    diskGb === undefined ? [] : `${diskGb} GiB of disk`,
  ].flat().join(", ");
}

/** Whether two flavors of one name are two: what is not told of one of them tells nothing. */
function differs(a: HealthFlavor, b: HealthFlavor): boolean {
  const changed = (x: number | undefined, y: number | undefined) =>
    x !== undefined && y !== undefined && x !== y;
  return changed(a.vcpus, b.vcpus) || changed(a.ramMb, b.ramMb) || changed(a.diskGb, b.diskGb);
}

const flavorGone = check({
  id: "server-flavor-gone",
  area: "instances",
  title: "Servers whose flavor is no longer offered",
  data: ["servers", "flavors"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Resize the server to a flavor that is offered, before it has to be built anew.",
  next: () => command("openstack", "flavor", "list", "--all"),
  run(data, ctx) {
    const offered = new FlavorList(data.all("flavors"));
    const seesAll = ctx.login.roles.includes("admin");
    return data.all("servers").filter(isSettled).flatMap((server): Draft[] => {
      const { flavor } = server;
      const name = flavor?.name ?? flavor?.id;
      if (!flavor || name === undefined) return [];
      const today = offered.find(flavor);
      if (today && !differs(flavor, today)) return [];
      const what = today
        ? `flavor ${name} with ${sizes(flavor)}, and today's has ${sizes(today)}`
        : seesAll
        ? `flavor ${name}, which is no longer offered`
        : `flavor ${name}, which this project is not offered: it was deleted, or is kept for others`;
      const resource = serverResource(server);
      return [{
        severity: "warning",
        text: `server ${resource.name} has ${what}`,
        resource,
        evidence: { flavor: name, vcpus: flavor.vcpus, ram_mib: flavor.ramMb, disk_gib: flavor.diskGb },
      }];
    });
  },
});

/** What is wrong with the image of a server, as a relative clause. */
function imageTrouble(image: BootImage | undefined, seesAll: boolean): string | undefined {
  if (!image) {
    return seesAll
      ? "which was deleted"
      : "which is not to be seen any more: deleted, or not shared with this project any more";
  }
  if (image.status !== "active") return `which is ${image.status}`;
  return image.hidden ? "which is hidden: it still works, but is not meant for use any more" : undefined;
}

const imageGone = check({
  id: "server-image-gone",
  area: "instances",
  title: "Servers whose image is gone",
  data: ["servers", "bootImages"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Without its image a server cannot be rebuilt: make an image or a backup of it, or move it to a newer one.",
  run(data, ctx) {
    const images = new Map(data.all("bootImages").map((image) => [image.id, image]));
    const seesAll = ctx.login.roles.includes("admin");
    return data.all("servers").filter(isSettled).flatMap((server): Draft[] => {
      const { imageId } = server;
      if (imageId === undefined) return [];
      const image = images.get(imageId);
      const trouble = imageTrouble(image, seesAll);
      if (trouble === undefined) return [];
      const resource = serverResource(server);
      return [{
        severity: "warning",
        text: `server ${resource.name} was made from image ${image?.name ?? imageId}, ${trouble}`,
        resource,
        next: command("openstack", "image", "show", imageId),
        evidence: { image: imageId, image_status: image?.status, os_hidden: image?.hidden },
      }];
    });
  },
});

const locked = check({
  id: "server-locked",
  area: "instances",
  title: "Servers that are locked",
  data: ["servers"],
  severities: ["info"],
  thresholds: {},
  remedy: "Unlock it when the reason is gone: until then its owner cannot change it.",
  next: ({ id }) => command("openstack", "server", "event", "list", id),
  run: (data) =>
    data.all("servers").filter((server) => server.locked === true).map((server): Draft => {
      const resource = serverResource(server);
      const { lockedReason } = server;
      return {
        severity: "info",
        text: `server ${resource.name} is locked${lockedReason ? `: ${lockedReason}` : ", without a reason"}`,
        resource,
        evidence: { locked: true, locked_reason: lockedReason },
      };
    }),
});

/** The parts of a key: `dbPassword`, `DB_PASSWORD` and `db.password` are the same. */
function partsOf(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/).join("_");
}

/** What a key ends in that names or describes a secret and is none. */
const ABOUT = /(^|_)(id|uuid|ref|href|name|url|uri|file|path|length|policy|type|expiry|expires|expiration)$/;

/** A word of this length counts wherever a part ends in it (`rootpassword_old`), a shorter one as the last part. */
const LONG = 6;

/** Whether a key looks like that of a secret. */
function looksSecret(key: string, words: readonly string[]): boolean {
  const parts = partsOf(key);
  if (ABOUT.test(parts)) return false;
  const framed = `_${parts.replace(/\d+(?=_|$)/g, "")}_`;
  return words.some((word) =>
    word.length >= LONG ? framed.includes(`${word}_`) : framed.endsWith(`_${word}_`)
  );
}

const secretMetadata = check({
  id: "server-secret-metadata",
  area: "instances",
  topic: "exposure",
  title: "Servers with what looks like a secret in their metadata",
  data: ["servers"],
  severities: ["warning"],
  thresholds: {
    words: [
      "password",
      "passwd",
      "passphrase",
      "pass",
      "pwd",
      "secret",
      "token",
      "credential",
      "credentials",
      "api_key",
      "apikey",
      "access_key",
      "private_key",
      "secret_key",
    ],
  },
  remedy:
    "Everybody in the project, and every process in the server, can read it: keep it in the key manager, take it out of the metadata, and change it.",
  next: ({ id }) => command("openstack", "server", "show", id, "-c", "properties"),
  run(data, ctx) {
    const words = ctx.words("words");
    return data.all("servers").flatMap((server): Draft[] => {
      const keys = server.metadataKeys.filter((key) => looksSecret(key, words));
      if (keys.length === 0) return [];
      const resource = serverResource(server);
      return [{
        severity: "warning",
        text: `server ${resource.name} has what looks like a secret in its metadata: ${keys.join(", ")}`,
        resource,
        // The keys alone: a report must not carry what it warns of.
        evidence: { metadata_keys: keys },
      }];
    });
  },
});

/** Whether somebody could be missing the key: not on Windows, and not where user data may have brought one. */
function wantsKey(server: HealthServer, image: BootImage | undefined): boolean {
  return isSettled(server) && server.keyName === undefined && server.hasUserData !== true &&
    image?.osType !== "windows";
}

const noKey = check({
  id: "server-no-key",
  area: "instances",
  title: "Servers made without a key",
  data: ["servers"],
  optional: ["bootImages"],
  severities: ["info"],
  thresholds: {},
  remedy:
    "Make sure that somebody can log in by other means; a key can be given when the server is rebuilt or made anew.",
  next: ({ id }) => command("openstack", "server", "show", id, "-c", "key_name", "-c", "image"),
  run(data) {
    const images = new Map((data.maybe("bootImages") ?? []).map((image) => [image.id, image]));
    return data.all("servers").flatMap((server): Draft[] => {
      const image = images.get(server.imageId ?? "");
      if (!wantsKey(server, image)) return [];
      const resource = serverResource(server);
      return [{
        severity: "info",
        text:
          `server ${resource.name} was made without a key: nobody can log in with one unless it came another way`,
        resource,
        evidence: { has_key: false, image: server.imageId, os_type: image?.osType },
      }];
    });
  },
});

/** The checks of what servers are made of. */
export const serverHygieneChecks: readonly Check[] = [
  flavorGone,
  imageGone,
  locked,
  secretMetadata,
  noKey,
];
