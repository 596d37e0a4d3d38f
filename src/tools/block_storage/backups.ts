/** Backups of volumes as the tools show them.
 *
 * @module
 */
import {
  listBackups,
  listSnapshots,
  listVolumes,
  showBackup,
  showVolume,
} from "../../openstack/block_storage/operations.ts";
import { type Backup, readBackup } from "../../openstack/block_storage/types.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { fence, truncateText } from "../../text/sanitize.ts";
import { toUtc } from "../../text/time.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, volumeNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { nonEmpty, ofAllProjects, snapshotNames, volumeIdOf } from "./volumes.ts";

/** The operations that reading backups may need. */
export const BACKUP_OPERATIONS = [
  listBackups,
  showBackup,
  listVolumes,
  showVolume,
  listSnapshots,
  listProjects,
];

/** Characters of a reason that are shown. */
const LONGEST_REASON = 400;

const COLUMNS: readonly Column<Backup, NamesOf>[] = [
  { name: "name", level: "basic", value: (backup) => backup.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (backup) => backup.status,
    filter: "status",
    sort: "status",
    fold: "lower",
  },
  { name: "size_gib", level: "basic", value: (backup) => backup.sizeGb },
  {
    name: "volume",
    level: "basic",
    value: (backup, names) => nameOf(names?.["volumes"], backup.volumeId),
    resolve: async (wanted, context) => {
      const id = await volumeIdOf(wanted, context);
      return { query: { volume_id: id }, test: (backup) => backup.volumeId === id };
    },
  },
  {
    name: "incremental",
    level: "detailed",
    value: (backup) => backup.incremental,
    fold: "lower",
    usual: false,
  },
  {
    name: "has_dependents",
    level: "detailed",
    value: (backup) => backup.hasDependents,
    fold: "lower",
    usual: false,
  },
  { name: "created", level: "detailed", value: ({ createdAt }) => toUtc(createdAt), sort: "created_at" },
  {
    name: "fail_reason",
    level: "detailed",
    value: ({ failReason }) =>
      failReason === undefined ? undefined : fence(truncateText(failReason, LONGEST_REASON)),
  },
  { name: "description", level: "full", value: (backup) => backup.description },
  {
    name: "snapshot",
    level: "full",
    joined: true,
    value: (backup, names) => nameOf(names?.["snapshots"], backup.snapshotId),
  },
  { name: "data_time", level: "full", value: (backup) => toUtc(backup.dataTimestamp) },
  { name: "container", level: "full", value: (backup) => backup.container },
  { name: "object_count", level: "full", value: (backup) => backup.objectCount },
  { name: "availability_zone", level: "full", value: (backup) => backup.availabilityZone },
  { name: "metadata", level: "full", value: ({ metadata }) => nonEmpty(metadata) },
  { name: "updated", level: "full", value: (backup) => toUtc(backup.updatedAt) },
  {
    name: "project",
    level: "full",
    needs: "admin",
    value: (backup, names) => nameOf(names?.["projects"], backup.projectId),
    resolve: ownedBy((backup) => backup.projectId),
  },
  { name: "project_id", level: "extra", value: (backup) => backup.projectId, needs: "admin" },
  { name: "user_id", level: "extra", value: (backup) => backup.userId, needs: "admin" },
  { name: "volume_id", level: "full", value: (backup) => backup.volumeId, filter: "volume_id" },
  { name: "snapshot_id", level: "extra", value: (backup) => backup.snapshotId },
  { name: "id", level: "basic", value: (backup) => backup.id },
];

/** Backups: Block Storage API "List backups with detail" and "Show backup detail". */
export const BACKUPS: ListSpec<Backup, NamesOf> = {
  noun: ["backup", "backups"],
  list: listBackups,
  show: { operation: showBackup, parameter: "backup_id", key: "backup" },
  read: readBackup,
  id: (backup) => backup.id,
  name: (backup) => backup.name,
  owner: (backup) => backup.projectId,
  query: ofAllProjects,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: (backups, wants, context) => {
    const ids = (column: string, id: (backup: Backup) => string | undefined) =>
      wants(column) ? backups.map(id) : [];
    return joinAll({
      volumes: volumeNames(ids("volume", (backup) => backup.volumeId), context),
      snapshots: snapshotNames(ids("snapshot", (backup) => backup.snapshotId), context),
      projects: projectNames(ids("project", (backup) => backup.projectId), context),
    });
  },
};
