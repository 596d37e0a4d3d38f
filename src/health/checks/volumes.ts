/** Checks of volumes: their states, their types, and those that nobody uses.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { type Check, check, type Draft, notApplicable, notPermitted } from "../check.ts";
import type { HealthVolume, HealthVolumeType } from "../collections/storage.ts";
import { command } from "../command.ts";
import { duration, held, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { isKeptReady, totalSize, volumeResource, volumeWords } from "../volume_words.ts";

function showVolume({ id }: FoundResource): string {
  return command("openstack", "volume", "show", id);
}

function stateEvidence({ status, sizeGb, updatedAt }: HealthVolume) {
  return { status, size_gib: sizeGb, updated_at: updatedAt };
}

const MOVING = new Set([
  "creating",
  "deleting",
  "attaching",
  "detaching",
  "extending",
  "retyping",
  "backing-up",
  "restoring-backup",
  "downloading",
  "uploading",
  "maintenance",
]);

const stuck = lasting({
  id: "volume-stuck",
  area: "storage",
  title: "Volumes that stay in between",
  data: "volumes",
  limits: { warning_minutes: 30, critical_hours: 2 },
  remedy: "Look at the volume service and its storage; reset the status once nothing works on it any more.",
  next: showVolume,
  matches: (volume) => MOVING.has(volume.status ?? ""),
  since: (volume) => volume.updatedAt ?? volume.createdAt,
  resource: volumeResource,
  says: (volume) => `has been ${volume.status}`,
  evidence: stateEvidence,
});

const error = check({
  id: "volume-error",
  area: "storage",
  title: "Volumes in error",
  data: ["volumes"],
  optional: ["volumeMessages"],
  severities: ["warning", "critical"],
  thresholds: { warning_hours: 0, critical_hours: 24 },
  remedy: "Read the volume's messages; repair what they name, then reset the status or delete it.",
  next: showVolume,
  run(data, ctx) {
    const messages = new Map(data.maybe("volumeMessages")?.map(({ volumeId, text }) => [volumeId, text]));
    const limits = {
      warningMs: duration(ctx, "warning_hours"),
      criticalMs: duration(ctx, "critical_hours"),
    };
    return data.all("volumes").filter(({ status }) => status?.startsWith("error")).flatMap(
      (volume): Draft[] => {
        const found = held(volume.updatedAt ?? volume.createdAt, ctx.now, limits);
        if (!found) return [];
        const message = messages.get(volume.id);
        return [{
          severity: found.severity,
          text: `${volumeWords(volume)} has been in ${volume.status} ${found.words}${
            message === undefined ? "" : `: ${message}`
          }`,
          resource: volumeResource(volume),
          since: found.since,
          evidence: { ...stateEvidence(volume), user_message: message },
        }];
      },
    );
  },
});

/** What a migration is before and after it. */
const SETTLED = new Set(["none", "success"]);

const migration = check({
  id: "volume-migration",
  area: "storage",
  title: "Volumes whose migration failed or lasts",
  data: ["volumes"],
  needs: "admin",
  severities: ["warning", "critical"],
  thresholds: { warning_hours: 4, critical_hours: 24 },
  remedy:
    "Read the log of the volume service; look for a copy that was left on the other backend, then migrate again.",
  next: showVolume,
  run(data, ctx) {
    const volumes = data.all("volumes");
    if (volumes.length > 0 && volumes.every(({ migration }) => migration === undefined)) {
      return notPermitted("Cinder shows migrations of volumes to administrators alone");
    }
    if (volumes.length === 0 && !ctx.login.roles.includes("admin")) {
      return notApplicable("there is no volume");
    }
    const moving = volumes.flatMap((volume) => {
      const { migration } = volume;
      // A copy in the making is told of the volume that it is made of.
      const told = migration !== undefined && !SETTLED.has(migration) && !migration.startsWith("target:");
      return told ? [{ volume, migration }] : [];
    });
    return moving.flatMap(({ volume, migration }): Draft[] => {
      const failed = migration === "error";
      const found = held(volume.updatedAt ?? volume.createdAt, ctx.now, {
        warningMs: failed ? 0 : duration(ctx, "warning_hours"),
        criticalMs: duration(ctx, "critical_hours"),
      });
      if (!found) return [];
      return [{
        severity: found.severity,
        text: `${volumeWords(volume)} has had the migration status ${migration} ${found.words}`,
        resource: volumeResource(volume),
        since: found.since,
        evidence: {
          migration_status: migration,
          status: volume.status,
          host: volume.host,
          updated_at: volume.updatedAt,
        },
      }];
    });
  },
});

const unattached = check({
  id: "volume-unattached",
  area: "storage",
  topic: "leaks",
  title: "Volumes that no server uses",
  data: ["volumes"],
  severities: ["warning", "critical"],
  thresholds: { warning_days: 14, critical_days: 60 },
  remedy: "Ask its owner; back it up and delete it if nobody needs it. Name it a template if it is one.",
  next: showVolume,
  run(data, ctx) {
    const limits = { warningMs: duration(ctx, "warning_days"), criticalMs: duration(ctx, "critical_days") };
    return data.all("volumes").flatMap((volume): Draft[] => {
      if (volume.status !== "available" || isKeptReady(volume)) return [];
      // Cinder does not tell when it was detached: its last change, which may be later, is the least that is true.
      const found = held(volume.updatedAt ?? volume.createdAt, ctx.now, limits);
      if (!found) return [];
      return [{
        severity: found.severity,
        text: `${volumeWords(volume)} has been unattached ${found.words}`,
        resource: volumeResource(volume),
        since: found.since,
        evidence: { ...stateEvidence(volume), bootable: volume.bootable, created_at: volume.createdAt },
      }];
    });
  },
});

const unencrypted = check({
  id: "volume-unencrypted",
  area: "storage",
  title: "Volume types whose volumes lie unencrypted where others are encrypted",
  data: ["volumes", "volumeTypes"],
  needs: "reader",
  severities: ["info"],
  thresholds: { open_types: [] },
  remedy:
    "Retype volumes that hold secrets to an encrypted type; list types that need none under open_types.",
  next: ({ id }) => command("openstack", "volume", "type", "show", "--encryption-type", id),
  run(data, ctx) {
    const volumes = data.all("volumes");
    const types = data.all("volumeTypes");
    const encrypted = volumes.some((volume) => volume.encrypted) || types.some((type) => type.encrypted);
    if (!encrypted && types.some((type) => type.encrypted === undefined)) {
      return notPermitted(
        "only administrators are told which volume types encrypt, and no volume here is encrypted",
      );
    }
    if (!encrypted) return notApplicable("no volume type of this cloud encrypts");
    const open = new Set<string>(ctx.words("open_types"));
    const plain = volumes.filter((volume) => volume.encrypted === false && !open.has(volume.type ?? ""));
    const byType = Map.groupBy(plain, (volume) => volume.type ?? "(no type)");
    const known = new Map(types.map((type) => [type.name, type]));
    return [...byType].map(([name, volumes]) => typeDraft(name, volumes, known.get(name)));
  },
});

function typeDraft(
  name: string,
  volumes: readonly HealthVolume[],
  type: HealthVolumeType | undefined,
): Draft {
  const gib = totalSize(volumes);
  return {
    severity: "info",
    text: `volume type ${name} keeps ${plural(volumes.length, "volume")} (${gib} GiB) unencrypted`,
    resource: { kind: "volume type", id: type?.id ?? name, name },
    evidence: {
      encrypted: false,
      volumes: volumes.slice(0, MAX_NAMED).map(({ id }) => id),
      volume_count: volumes.length,
      size_gib: gib,
    },
  };
}

/** So many ids stand in the evidence of a finding about several things. */
const MAX_NAMED = 20;

const transferPending = check({
  id: "transfer-pending",
  area: "storage",
  topic: "leaks",
  title: "Volume transfers that nobody accepts",
  data: ["volumeTransfers"],
  severities: ["warning"],
  thresholds: { warning_days: 7 },
  remedy: "Remind the one who should take the volume, or delete the transfer: until then nobody can use it.",
  next: ({ id }) => command("openstack", "volume", "transfer", "request", "show", id),
  run: (data, ctx) =>
    data.all("volumeTransfers").filter(({ accepted }) => accepted !== true).flatMap((transfer): Draft[] => {
      const found = held(transfer.createdAt, ctx.now, { warningMs: duration(ctx, "warning_days") });
      if (!found) return [];
      const resource = resourceOf("volume transfer", { ...transfer, projectId: transfer.sourceProjectId });
      return [{
        severity: found.severity,
        text: `volume transfer ${resource.name} has waited ${found.words}`,
        resource,
        since: found.since,
        evidence: {
          volume_id: transfer.volumeId,
          accepted: transfer.accepted,
          created_at: transfer.createdAt,
        },
      }];
    }),
});

interface Owned {
  readonly id: string;
  readonly projectId: string | undefined;
}

const orphan = check({
  id: "volume-orphan",
  area: "storage",
  topic: "leaks",
  title: "Projects that were deleted and still own something",
  data: ["projects", "volumes", "servers", "unlistedProjects"],
  optional: ["ports", "images"],
  needs: "admin",
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Find out whether anybody still needs them, then delete them: no quota and nobody's bill counts them.",
  run(data, ctx) {
    if (!ctx.allProjects) return notApplicable("it asks about all projects, and this report is on one");
    const gone = data.all("unlistedProjects").filter((project) => project.gone).map(({ id }) => id);
    if (gone.length === 0) return [];
    const volumes = Map.groupBy(data.all("volumes"), projectOf);
    const servers = Map.groupBy(data.all("servers"), projectOf);
    const ports = Map.groupBy(data.maybe("ports") ?? [], projectOf);
    const images = Map.groupBy(data.maybe("images") ?? [], projectOf);
    const drafts = gone.map((id) =>
      orphanDraft(id, {
        volume: volumes.get(id) ?? [],
        server: servers.get(id) ?? [],
        port: ports.get(id) ?? [],
        image: images.get(id) ?? [],
      }, totalSize(volumes.get(id) ?? []))
    );
    ctx.holding({
      what: "resources of deleted projects",
      count: [volumes, servers, ports, images].reduce((sum, owned) => sum + countOf(gone, owned), 0),
      holds: { size_gib: gone.reduce((sum, id) => sum + totalSize(volumes.get(id) ?? []), 0) },
    });
    return drafts;
  },
});

function countOf(projects: readonly string[], owned: ReadonlyMap<string, readonly Owned[]>): number {
  return projects.reduce((sum, id) => sum + (owned.get(id)?.length ?? 0), 0);
}

function projectOf({ projectId = "" }: Owned): string {
  return projectId;
}

function orphanDraft(id: string, owned: Readonly<Record<string, readonly Owned[]>>, gib: number): Draft {
  const present = Object.entries(owned).filter(([, items]) => items.length > 0);
  const words = present.map(([kind, items]) =>
    `${plural(items.length, kind)}${kind === "volume" ? ` (${gib} GiB)` : ""}`
  );
  const [first] = present;
  const one = first?.[1][0]?.id;
  return {
    severity: "warning",
    text: `project ${id} does not exist any more and owns ${words.join(", ")}`,
    resource: { kind: "project", id, name: id, project: id },
    evidence: Object.fromEntries(
      present.map(([kind, items]) => [`${kind}s`, items.slice(0, MAX_NAMED).map(({ id }) => id)]),
    ),
    ...(first && one !== undefined ? { next: command("openstack", first[0], "show", one) } : {}),
  };
}

/** The checks of volumes themselves. */
export const volumeChecks: readonly Check[] = [
  stuck,
  error,
  migration,
  unattached,
  unencrypted,
  transferPending,
  orphan,
];
