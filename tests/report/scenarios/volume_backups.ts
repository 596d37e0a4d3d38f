import type { DemoChange } from "../../../src/demo/change.ts";
import { type Fields, volume } from "../demo_changes.ts";
import { type Scenario, zoneless } from "../scenario.ts";

const SNAPSHOT_OWNER = "os-extended-snapshot-attributes:project_id";
const DB_01_DATA = "e4437317-dfcd-426f-9dfc-0e7f5613d64a";

function snapshot(set: Fields): DemoChange {
  return { service: "block_storage", collection: "snapshots", where: { name: "db-01-nightly" }, set };
}

function backup(set: Fields): DemoChange {
  return { service: "block_storage", collection: "backups", where: { name: "archive-backup" }, set };
}

/** A full backup of db-01-data, and increments on it, one a day. */
function chain(increments: number, full: Fields = {}): DemoChange[] {
  const backups = Array.from({ length: increments + 1 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    name: `db-01-${at}`,
    volume_id: DB_01_DATA,
    is_incremental: at > 0,
    data_timestamp: zoneless({ days: increments - at }),
    created_at: zoneless({ days: increments - at }),
    ...(at === 0 ? full : {}),
  }));
  return backups.map((add) => ({
    service: "block_storage",
    collection: "backups",
    where: { name: "archive-backup" },
    add,
  }));
}

/** Scenarios of the checks of snapshots and backups. */
export const volumeBackupScenarios: readonly Scenario[] = [
  { check: "volume-no-backup", outcome: "ok", as: "alice" },
  {
    check: "volume-no-backup",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ created_at: zoneless({ days: 8 }) })] },
    finds: ["db-01-data"],
    says: "volume db-01-data (20 GiB) was copied 8d ago for the last time",
  },
  {
    check: "volume-no-backup",
    outcome: "warning",
    when: "there is no copy at all",
    as: "alice",
    demo: { changes: [volume("logs", { created_at: zoneless({ days: 8 }) })] },
    finds: ["logs"],
    says: "volume logs (10 GiB) has existed for 8d and has neither a backup nor a snapshot",
  },
  {
    check: "volume-no-backup",
    outcome: "critical",
    as: "alice",
    demo: { changes: [volume("logs", { created_at: zoneless({ days: 366 }) })] },
    finds: ["logs"],
  },
  {
    check: "volume-no-backup",
    outcome: "warning",
    as: "alice",
    when: "the only copy failed",
    demo: {
      changes: [
        volume("db-01-data", { created_at: zoneless({ days: 8 }) }),
        snapshot({ status: "error" }),
      ],
    },
    finds: ["db-01-data"],
  },
  { check: "snapshot-stuck", outcome: "ok", as: "alice" },
  {
    check: "snapshot-stuck",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ status: "creating", updated_at: zoneless({ minutes: 31 }) })] },
    finds: ["db-01-nightly"],
  },
  {
    check: "snapshot-stuck",
    outcome: "critical",
    as: "alice",
    demo: { changes: [snapshot({ status: "error_deleting", updated_at: zoneless({ minutes: 1 }) })] },
    says: "snapshot db-01-nightly has been in error_deleting for 1m",
  },
  { check: "snapshot-old", outcome: "ok", as: "alice" },
  {
    check: "snapshot-old",
    outcome: "warning",
    as: "alice",
    demo: { changes: [snapshot({ created_at: zoneless({ days: 91 }) })] },
    finds: ["db-01-nightly"],
    says: "snapshot db-01-nightly is 91d old",
  },
  {
    check: "snapshot-old",
    outcome: "ok",
    as: "alice",
    when: "it is another project's",
    demo: {
      changes: [snapshot({
        created_at: zoneless({ days: 91 }),
        [SNAPSHOT_OWNER]: "ad4aa8bd80aa4721bda7c33f83ec5cdb",
      })],
    },
  },
  { check: "backup-error", outcome: "ok", as: "alice" },
  {
    check: "backup-error",
    outcome: "warning",
    as: "alice",
    demo: { changes: [backup({ status: "creating", updated_at: zoneless({ hours: 5 }) })] },
    finds: ["archive-backup"],
  },
  {
    check: "backup-error",
    outcome: "critical",
    as: "alice",
    demo: {
      changes: [
        backup({ status: "error", fail_reason: "the store is full", updated_at: zoneless({ days: 2 }) }),
      ],
    },
    says: "backup archive-backup has been in error for 2d: the store is full",
  },
  { check: "backup-chain", outcome: "ok", as: "alice" },
  {
    check: "backup-chain",
    outcome: "ok",
    as: "alice",
    when: "it is short enough",
    demo: { changes: chain(30) },
  },
  {
    check: "backup-chain",
    outcome: "warning",
    as: "alice",
    when: "it is long",
    demo: { changes: chain(31) },
    finds: ["db-01-31"],
    says: "is the last of 31 incremental backups on one full backup",
  },
  {
    check: "backup-chain",
    outcome: "warning",
    as: "alice",
    when: "its beginning failed",
    demo: { changes: chain(2, { status: "error" }) },
    finds: ["db-01-2"],
    says: "2 incremental backups without a full backup that is available",
  },
];
