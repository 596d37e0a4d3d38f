/** Checks of Cinder: its services and pools for administrators, and the project's volumes.
 *
 * @module
 */
import type { PoolCapacity, VolumePool, VolumeService } from "../../openstack/block_storage/types.ts";
import { type Check, check, type Draft } from "../check.ts";
import { downServices } from "../down_services.ts";
import { duration, held, lasting, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";

/** Without it no volume can be made. */
const VITAL = "cinder-scheduler";

function serviceResource({ binary, host }: VolumeService): FoundResource {
  return { kind: "volume service", id: `${binary}@${host}`, name: host };
}

function serviceEvidence({ binary, zone, status, state, backendState, updatedAt }: VolumeService) {
  return { binary, zone, status, state, backend_state: backendState, updated_at: updatedAt };
}

const serviceDown = check({
  id: "cinder-service-down",
  area: "storage",
  title: "Volume services that are down",
  data: ["volumeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15, group_minutes: 5 },
  remedy: "Look at the host, its connection to the message bus and to its storage, and its clock.",
  run: (data, ctx) =>
    downServices(
      data.all("volumeServices").filter((service) => service.status === "enabled").map((service) => ({
        resource: serviceResource(service),
        kind: service.binary,
        up: service.state === "up",
        lastSeen: service.updatedAt,
        evidence: serviceEvidence(service),
      })),
      {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
        groupMs: duration(ctx, "group_minutes"),
        vital: (kind) => kind === VITAL,
      },
    ),
});

const serviceDisabled = check({
  id: "cinder-service-disabled",
  area: "storage",
  title: "Volume services that are disabled",
  data: ["volumeServices"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Enable it when the work on it is done, or remove it.",
  run: (data) =>
    data.all("volumeServices").filter((service) => service.status === "disabled").map((service): Draft => ({
      severity: "warning",
      text: `${service.binary} on ${service.host} is disabled, since when Cinder does not tell${
        service.disabledReason ? `: ${service.disabledReason}` : ""
      }`,
      resource: serviceResource(service),
      evidence: { ...serviceEvidence(service), disabled_reason: service.disabledReason },
    })),
});

const pool = check({
  id: "cinder-pool",
  area: "storage",
  title: "Storage pools that are nearly full or promised",
  data: ["pools"],
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 90 },
  remedy: "Add storage, retype volumes to another pool, or clean up.",
  run(data, ctx) {
    const limits = { warning: ctx.limit("warning_percent"), critical: ctx.limit("critical_percent") };
    return data.all("pools").flatMap((pool): Draft[] => {
      const uses = poolUses(pool);
      const [worst] = uses.toSorted((a, b) => b.percent - a.percent);
      if (!worst) return [];
      ctx.measure({ label: `pool ${pool.name}`, value: worst.percent, unit: "%", ...limits });
      if (worst.percent < limits.warning) return [];
      return [{
        severity: worst.percent >= limits.critical ? "critical" : "warning",
        text: `pool ${pool.name} is ${worst.percent} % ${worst.word}`,
        resource: { kind: "storage pool", id: pool.name, name: pool.name },
        evidence: {
          total_gib: pool.totalGb,
          free_gib: pool.freeGb,
          provisioned_gib: pool.provisionedGb,
          max_over_subscription_ratio: pool.maxOverSubscription,
        },
      }];
    });
  },
});

/** How full a pool is, and how much of what it may promise it has promised. A driver may know neither. */
function poolUses(pool: VolumePool): { percent: number; word: string }[] {
  const { totalGb, freeGb, provisionedGb, thin, maxOverSubscription } = pool;
  if (!isSize(totalGb) || totalGb <= 0) return [];
  const bound = thin && maxOverSubscription !== undefined ? totalGb * maxOverSubscription : undefined;
  return [
    ...(isSize(freeGb) ? [{ percent: percentOf(totalGb - freeGb, totalGb), word: "full" }] : []),
    ...(bound !== undefined && provisionedGb !== undefined
      ? [{ percent: percentOf(provisionedGb, bound), word: "promised" }]
      : []),
  ];
}

function isSize(capacity: PoolCapacity | undefined): capacity is number {
  return typeof capacity === "number";
}

function percentOf(part: number, whole: number): number {
  return Math.round(1000 * part / whole) / 10;
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

const volumeStuck = lasting({
  id: "volume-stuck",
  area: "storage",
  title: "Volumes that stay in between",
  data: "volumes",
  limits: { warning_minutes: 30, critical_hours: 2 },
  remedy: "Look at the volume service and its storage; reset the status once nothing works on it any more.",
  matches: (volume) => MOVING.has(volume.status ?? ""),
  since: (volume) => volume.updatedAt ?? volume.createdAt,
  resource: (volume) => resourceOf("volume", volume),
  says: (volume) => `has been ${volume.status}`,
  evidence: ({ status, sizeGb, updatedAt }) => ({ status, size_gib: sizeGb, updated_at: updatedAt }),
});

const volumeError = lasting({
  id: "volume-error",
  area: "storage",
  title: "Volumes in error",
  data: "volumes",
  limits: { warning_hours: 0, critical_hours: 24 },
  remedy: "Read the volume's messages; repair what they name, then reset the status or delete it.",
  matches: (volume) => (volume.status ?? "").startsWith("error"),
  since: (volume) => volume.updatedAt ?? volume.createdAt,
  resource: (volume) => resourceOf("volume", volume),
  says: (volume) => `has been in ${volume.status}`,
  evidence: ({ status, sizeGb, updatedAt }) => ({ status, size_gib: sizeGb, updated_at: updatedAt }),
});

const SNAPSHOT_MOVING = new Set(["creating", "deleting", "backing-up", "restoring", "unmanaging"]);

const snapshotStuck = check({
  id: "snapshot-stuck",
  area: "storage",
  title: "Snapshots in error or in between",
  data: ["snapshots"],
  severities: ["warning"],
  thresholds: { warning_minutes: 30 },
  remedy: "Look at the volume service; reset the snapshot's status, or delete it.",
  run: (data, ctx) =>
    data.all("snapshots").flatMap((snapshot) =>
      brokenCopy({ kind: "snapshot", item: snapshot, moving: SNAPSHOT_MOVING }, {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
      })
    ),
});

const BACKUP_MOVING = new Set(["creating", "deleting", "restoring"]);

const backupError = check({
  id: "backup-error",
  area: "storage",
  title: "Backups in error or in between",
  data: ["backups"],
  severities: ["warning"],
  thresholds: { warning_hours: 4 },
  remedy: "Read the reason, look at the backup service, and make the backup anew.",
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
    evidence: { status, volume: item.volumeId, updated_at: item.updatedAt, reason },
  }];
}

/** The checks of this area. */
export const storageChecks: readonly Check[] = [
  serviceDown,
  serviceDisabled,
  pool,
  volumeStuck,
  volumeError,
  snapshotStuck,
  backupError,
];
