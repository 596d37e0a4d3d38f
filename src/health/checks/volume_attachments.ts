/** Checks of what lies between volumes and servers.
 *
 * @module
 */
import { parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { HealthServer } from "../collections/compute.ts";
import type { HealthVolume } from "../collections/storage.ts";
import { command } from "../command.ts";
import { duration, resourceOf } from "../lasting.ts";
import { lastCopies } from "../volume_copies.ts";
import { volumeResource, volumeWords } from "../volume_words.ts";
import { isSettled } from "../server_resource.ts";

/** What both services say of who has which volume. */
interface Ties {
  /** By id; those alone that nothing is being done with. */
  readonly quiet: ReadonlyMap<string, HealthServer>;
  /** Ids of servers that do not exist. */
  readonly gone: ReadonlySet<string>;
  /** Servers by the id of a volume: Nova's word. */
  readonly nova: ReadonlyMap<string, readonly HealthServer[]>;
  /** Servers that Cinder's attachments name by the id of a volume; undefined if they could not be read. */
  readonly cinder: ReadonlyMap<string, readonly (string | undefined)[]> | undefined;
}

const mismatch = check({
  id: "volume-attach-mismatch",
  area: "storage",
  title: "Volumes of which Cinder and Nova do not agree who has them",
  data: ["volumes", "servers", "unlistedServers"],
  optional: ["volumeAttachments"],
  severities: ["warning", "critical"],
  thresholds: { hold_minutes: 10, critical_count: 5 },
  remedy:
    "Compare the attachments of the volume with the volumes of the server; detach it through Nova, or delete the " +
    "attachment that nobody has and reset the volume's status.",
  run(data, ctx) {
    const before = ctx.now - duration(ctx, "hold_minutes");
    const isOld = (time: string | undefined) => (parseTime(time) ?? 0) <= before;
    const volumes = data.all("volumes");
    const servers = data.all("servers");
    const quiet = servers.filter((server) =>
      isSettled(server) && !server.partial && !server.taskState && isOld(server.updated ?? server.created)
    );
    const ties: Ties = {
      quiet: new Map(quiet.map((server) => [server.id, server])),
      gone: new Set(data.all("unlistedServers").filter(({ gone }) => gone).map(({ id }) => id)),
      nova: serversByVolume(servers),
      cinder: data.maybe("volumeAttachments") && serverIdsByVolume(data.maybe("volumeAttachments") ?? []),
    };
    const odd = volumes.flatMap((volume) => {
      const isStill = isOld(volume.updatedAt ?? volume.createdAt) && !isOnTheMove(volume);
      const why = isStill ? mismatchOf(volume, ties) : undefined;
      return why === undefined ? [] : [{ volume, why }];
    });
    const known = new Set(volumes.map(({ id }) => id));
    const lost = quiet.flatMap((server) =>
      server.volumeIds.filter((id) => !known.has(id)).map((id) => ({ server, id }))
    );
    const grave = odd.length + lost.length > ctx.limit("critical_count");
    const severity = grave ? "critical" : "warning";
    return [
      ...odd.map(({ volume, why }): Draft => ({
        severity,
        text: `${volumeWords(volume)} ${why}`,
        resource: volumeResource(volume),
        evidence: {
          status: volume.status,
          attachments: [...namedServers(volume, ties)],
          servers: (ties.nova.get(volume.id) ?? []).map(({ id }) => id),
          updated_at: volume.updatedAt,
        },
        next: attachmentsOf(volume.id, ctx.allProjects),
      })),
      ...lost.map(({ server, id }): Draft => ({ severity, ...lostVolume(id, server) })),
    ];
  },
});

/** What is told of a volume that Nova has given to a server and Cinder does not list. */
function lostVolume(id: string, server: HealthServer): Omit<Draft, "severity"> {
  return {
    text: `volume ${id} is attached to server ${
      server.name ?? server.id
    } in Nova, but Cinder does not list it`,
    resource: resourceOf("volume", { id, projectId: server.projectId }),
    evidence: { servers: [server.id] },
    next: command("openstack", "server", "volume", "list", server.id),
    key: `${id}/${server.id}`,
  };
}

function attachmentsOf(volumeId: string, allProjects: boolean): string {
  return command(
    "openstack",
    "--os-volume-api-version",
    "3.27",
    "volume",
    "attachment",
    "list",
    ...(allProjects ? ["--all-projects"] : []),
    "--volume-id",
    volumeId,
  );
}

/** The servers that Cinder names, be it with the volume or in its list of attachments. */
function namedServers({ id, uses }: HealthVolume, { cinder }: Ties): ReadonlySet<string> {
  const all = [...uses.map(({ serverId }) => serverId), ...cinder?.get(id) ?? []];
  return new Set(all.filter((serverId) => serverId !== undefined));
}

const ON_THE_MOVE = new Set(["creating", "deleting", "attaching", "detaching", "retyping", "maintenance"]);

/** Whether its attachments change, or stand twice: a migration has a second volume with the server of the first. */
function isOnTheMove({ status = "", migration = "none" }: HealthVolume): boolean {
  return ON_THE_MOVE.has(status) || !["none", "success", "error"].includes(migration);
}

/** What does not fit, the worst first; undefined if all does. */
function mismatchOf(volume: HealthVolume, ties: Ties): string | undefined {
  const { quiet, gone, nova, cinder } = ties;
  const records = cinder?.get(volume.id) ?? [];
  const attached = volume.uses.map(({ serverId }) => serverId);
  const named = namedServers(volume, ties);
  const users = nova.get(volume.id) ?? [];
  const dead = [...named].find((id) => gone.has(id));
  if (dead !== undefined) return `has an attachment to server ${dead}, which does not exist`;
  const nobody = attached.length === 0 && records.length === 0;
  if (volume.status === "in-use" && nobody) return "is in-use without an attachment";
  if (volume.status === "reserved" && nobody && users.length === 0) return "is reserved, but for no server";
  const ignorant = attached.map((id) => quiet.get(id ?? "")).find((server) =>
    server && !server.volumeIds.includes(volume.id)
  );
  if (ignorant) return `is attached to server ${ignorant.name ?? ignorant.id} in Cinder, but not in Nova`;
  const deceived = users.find(({ id }) => quiet.has(id) && !named.has(id));
  if (!deceived || (cinder === undefined && volume.status === "reserved")) return undefined;
  return `is attached to server ${deceived.name ?? deceived.id} in Nova, but not in Cinder`;
}

function serversByVolume(servers: readonly HealthServer[]): Map<string, HealthServer[]> {
  const found = new Map<string, HealthServer[]>();
  for (const server of servers) {
    for (const id of server.volumeIds) {
      const others = found.get(id);
      if (others) others.push(server);
      else found.set(id, [server]);
    }
  }
  return found;
}

function serverIdsByVolume(
  attachments: readonly { readonly volumeId: string | undefined; readonly serverId: string | undefined }[],
): Map<string, (string | undefined)[]> {
  const groups = Map.groupBy(attachments, ({ volumeId = "" }) => volumeId);
  return new Map([...groups].map(([id, all]) => [id, all.map(({ serverId }) => serverId)]));
}

const deleteWithServer = check({
  id: "volume-delete-with-server",
  area: "storage",
  title: "Data volumes that are deleted with their server and have no copy",
  data: ["volumes", "servers", "snapshots", "backups"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Back the volume up, or let Nova keep it when the server is deleted.",
  run(data) {
    const volumes = new Map(data.all("volumes").map((volume) => [volume.id, volume]));
    const copies = lastCopies(data.all("snapshots"), data.all("backups"));
    return data.all("servers").flatMap((server) =>
      server.perishableVolumeIds.flatMap((id): Draft[] => {
        const volume = volumes.get(id);
        if (!volume || copies.has(id) || isRoot(volume, server)) return [];
        return [{
          severity: "warning",
          text: `${volumeWords(volume)} is deleted with server ${server.name ?? server.id} and has no copy`,
          resource: volumeResource(volume),
          evidence: {
            delete_on_termination: true,
            server: server.id,
            device: volume.uses.find(({ serverId }) => serverId === server.id)?.device,
            size_gib: volume.sizeGb,
          },
          next: command(
            "openstack",
            "--os-compute-api-version",
            "2.85",
            "server",
            "volume",
            "update",
            "--preserve-on-termination",
            server.id,
            volume.id,
          ),
        }];
      })
    );
  },
});

/** The first disk of a bus: `/dev/vda`, `/dev/sda`. */
const FIRST_DEVICE = /^\/dev\/[a-z]+da$|^\/dev\/hda$/;

/** Whether a server boots from it: what is on it came from an image, mostly. */
function isRoot({ uses, bootable }: HealthVolume, { id, bootsFromVolume }: HealthServer): boolean {
  if (bootsFromVolume === false) return false;
  const device = uses.find(({ serverId }) => serverId === id)?.device;
  return device === undefined ? bootable === true : FIRST_DEVICE.test(device);
}

/** The checks of what lies between volumes and servers. */
export const volumeAttachmentChecks: readonly Check[] = [mismatch, deleteWithServer];
