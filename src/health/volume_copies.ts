/** The copies of volumes: which there are, and how old the last one is.
 *
 * @module
 */
import { parseTime } from "../text/time.ts";
import type { HealthBackup, HealthSnapshot } from "./collections/storage.ts";

/** States of a copy that holds the data. */
const WHOLE = new Set(["available", "backing-up", "restoring"]);

/** Whether a snapshot or backup holds the data, so that its volume can be had again. */
export function isWhole({ status = "" }: { readonly status: string | undefined }): boolean {
  return WHOLE.has(status);
}

/** Since when the data of a backup is what it is, as Cinder wrote it. */
export function dataTime({ dataTimestamp, createdAt }: HealthBackup): string | undefined {
  return dataTimestamp ?? createdAt;
}

/** When the data of the last whole copy was taken, in milliseconds, by the id of the volume. */
export function lastCopies(
  snapshots: readonly HealthSnapshot[],
  backups: readonly HealthBackup[],
): Map<string, number> {
  const found = new Map<string, number>();
  const note = (volumeId: string | undefined, time: string | undefined) => {
    if (volumeId === undefined) return;
    found.set(volumeId, Math.max(found.get(volumeId) ?? 0, parseTime(time) ?? 0));
  };
  for (const { volumeId, createdAt } of snapshots.filter(isWhole)) note(volumeId, createdAt);
  for (const backup of backups.filter(isWhole)) note(backup.volumeId, dataTime(backup));
  return found;
}

/** The increments of a volume since its last full backup. */
export interface BackupChain {
  readonly volumeId: string;
  /** The newest of them. */
  readonly last: HealthBackup;
  readonly length: number;
  /** Whether the full backup that they stand on is there. */
  readonly hasBase: boolean;
  /** Whether a full backup came after it. */
  readonly isClosed: boolean;
}

/** The chains of incremental backups, all of them.
 *
 * Cinder does not tell the parent of a backup; it takes the last whole one of the volume, by the time of its data.
 */
export function backupChains(backups: readonly HealthBackup[]): BackupChain[] {
  const whole = backups.filter(isWhole);
  const byVolume = Map.groupBy(whole, ({ volumeId = "" }) => volumeId);
  return [...byVolume].flatMap(([volumeId, all]) => chainsOf(volumeId, all));
}

function chainsOf(volumeId: string, backups: readonly HealthBackup[]): BackupChain[] {
  const chains: BackupChain[] = [];
  let hasBase = false;
  let open: BackupChain | undefined;
  for (const backup of backups.toSorted((a, b) => takenAt(a) - takenAt(b))) {
    if (backup.incremental) {
      open = { volumeId, last: backup, length: (open?.length ?? 0) + 1, hasBase, isClosed: false };
      continue;
    }
    if (open) chains.push({ ...open, isClosed: true });
    open = undefined;
    hasBase = true;
  }
  return open ? [...chains, open] : chains;
}

function takenAt(backup: HealthBackup): number {
  return parseTime(dataTime(backup)) ?? 0;
}
