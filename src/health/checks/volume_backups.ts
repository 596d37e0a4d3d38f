/** Checks of the copies of volumes: snapshots and backups.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft } from "../check.ts";
import { command } from "../command.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";
import { backupChains, lastCopies } from "../volume_copies.ts";
import { volumeResource, volumeWords } from "../volume_words.ts";

const noBackup = check({
  id: "volume-no-backup",
  area: "storage",
  title: "Volumes in use without a backup or snapshot of late",
  data: ["volumes", "snapshots", "backups"],
  severities: ["warning", "critical"],
  // What lived so long without any copy is no throw-away.
  thresholds: { warning_days: 7, critical_days: 365 },
  remedy: "Back the volume up, and do so regularly; ignore those whose data can be made anew.",
  next: ({ id }) => command("openstack", "volume", "backup", "create", "--force", id),
  run(data, ctx) {
    const copies = lastCopies(data.all("snapshots"), data.all("backups"));
    return data.all("volumes").flatMap((volume): Draft[] => {
      if (volume.status !== "in-use" || volume.internal) return [];
      const last = copies.get(volume.id);
      const lasted = ctx.now - (last ?? parseTime(volume.createdAt) ?? 0);
      if (lasted < duration(ctx, "warning_days")) return [];
      const grave = last === undefined && lasted >= duration(ctx, "critical_days");
      return [{
        severity: grave ? "critical" : "warning",
        text: last === undefined
          ? `${volumeWords(volume)} has existed for ${age(lasted)} and has neither a backup nor a snapshot`
          : `${volumeWords(volume)} was copied ${age(lasted)} ago for the last time`,
        resource: volumeResource(volume),
        since: last ?? parseTime(volume.createdAt),
        evidence: {
          status: volume.status,
          size_gib: volume.sizeGb,
          created_at: volume.createdAt,
          last_copy: last === undefined ? "none" : new Date(last).toISOString(),
        },
      }];
    });
  },
});

function showSnapshot({ id }: FoundResource): string {
  return command("openstack", "volume", "snapshot", "show", id);
}

function showBackup({ id }: FoundResource): string {
  return command("openstack", "volume", "backup", "show", id);
}

const SNAPSHOT_MOVING = new Set(["creating", "deleting", "backing-up", "restoring", "unmanaging"]);

const snapshotStuck = check({
  id: "snapshot-stuck",
  area: "storage",
  title: "Snapshots in error or in between",
  data: ["snapshots"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 30 },
  remedy: "Look at the volume service; reset the snapshot's status, or delete it.",
  next: showSnapshot,
  run: (data, ctx) =>
    data.all("snapshots").flatMap((snapshot) =>
      brokenCopy({ kind: "snapshot", item: snapshot, moving: SNAPSHOT_MOVING }, {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
      })
    ),
});

const snapshotOld = check({
  id: "snapshot-old",
  area: "storage",
  topic: "leaks",
  title: "Snapshots that are old",
  data: ["snapshots"],
  severities: ["warning"],
  thresholds: { warning_days: 90 },
  remedy:
    "Delete what nobody will go back to: a snapshot keeps its volume from being deleted and costs storage.",
  next: showSnapshot,
  run(data, ctx) {
    return data.all("snapshots").flatMap((snapshot): Draft[] => {
      const created = parseTime(snapshot.createdAt);
      if (created === undefined || ctx.now - created <= duration(ctx, "warning_days")) return [];
      const resource = resourceOf("snapshot", snapshot);
      return [{
        severity: "warning",
        text: `snapshot ${resource.name} is ${age(ctx.now - created)} old`,
        resource,
        since: created,
        evidence: {
          created_at: snapshot.createdAt,
          volume_id: snapshot.volumeId,
          status: snapshot.status,
          size_gib: snapshot.sizeGb,
        },
      }];
    });
  },
});

const BACKUP_MOVING = new Set(["creating", "deleting", "restoring"]);

const backupError = check({
  id: "backup-error",
  area: "storage",
  title: "Backups in error or in between",
  data: ["backups"],
  severities: ["warning", "critical"],
  thresholds: { warning_hours: 4 },
  remedy: "Read the reason, look at the backup service, and make the backup anew.",
  next: showBackup,
  run: (data, ctx) =>
    data.all("backups").flatMap((backup) =>
      brokenCopy({ kind: "backup", item: backup, moving: BACKUP_MOVING, reason: backup.failReason }, {
        now: ctx.now,
        warningMs: duration(ctx, "warning_hours"),
      })
    ),
});

interface Copy {
  readonly kind: string;
  readonly item: {
    readonly id: string;
    readonly name: string | undefined;
    readonly status: string | undefined;
    readonly projectId: string | undefined;
    readonly volumeId: string | undefined;
    readonly createdAt: string | undefined;
    readonly updatedAt: string | undefined;
  };
  readonly moving: ReadonlySet<string>;
  readonly reason?: string | undefined;
}

/** A copy in error is lost at once; one that is being made may take its time. */
function brokenCopy(
  { kind, item, moving, reason }: Copy,
  limits: { now: number; warningMs: number },
): Draft[] {
  const { now, warningMs } = limits;
  const status = item.status ?? "";
  const lost = status.startsWith("error");
  if (!lost && !moving.has(status)) return [];
  const found = held(item.updatedAt ?? item.createdAt, now, lost ? { criticalMs: 0 } : { warningMs });
  if (!found) return [];
  const resource = resourceOf(kind, item);
  return [{
    severity: found.severity,
    text: `${kind} ${resource.name} has been ${lost ? "in " : ""}${status} ${found.words}${
      reason ? `: ${reason}` : ""
    }`,
    resource,
    since: found.since,
    evidence: { status, volume_id: item.volumeId, updated_at: item.updatedAt, fail_reason: reason },
  }];
}

const backupChain = check({
  id: "backup-chain",
  area: "storage",
  title: "Chains of incremental backups that are long or have no beginning",
  data: ["backups"],
  severities: ["warning"],
  thresholds: { warning_count: 30 },
  remedy: "Make a full backup: a restore reads the whole chain, and one lost link breaks it.",
  run: (data, ctx) =>
    backupChains(data.all("backups")).flatMap(({ volumeId, last, length, hasBase, isClosed }): Draft[] => {
      const isLong = length > ctx.limit("warning_count");
      if (hasBase && !isLong) return [];
      const resource = resourceOf("backup", last);
      const steps = plural(length, "incremental backup");
      return [{
        severity: "warning",
        text: hasBase
          ? `backup ${resource.name} of volume ${volumeId} is the last of ${steps} on one full backup`
          : `backup ${resource.name} of volume ${volumeId} is the last of ${steps} without a full backup that is available`,
        resource,
        since: parseTime(last.createdAt),
        evidence: {
          volume_id: volumeId,
          is_incremental: true,
          chain_length: length,
          full_backup_available: hasBase,
        },
        next: command("openstack", "volume", "backup", "list", "--volume", volumeId),
        // The last one of an open chain changes with every backup, the chain does not.
        key: `${volumeId}/${isClosed ? last.id : hasBase ? "open" : "base"}`,
      }];
    }),
});

/** The checks of snapshots and backups. */
export const volumeBackupChecks: readonly Check[] = [
  noBackup,
  snapshotStuck,
  snapshotOld,
  backupError,
  backupChain,
];
