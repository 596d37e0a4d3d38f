/** Snapshots of volumes as the tools show them.
 *
 * @module
 */
import {
  listSnapshots,
  listVolumeMessages,
  listVolumes,
  showSnapshot,
  showVolume,
} from "../../openstack/block_storage/operations.ts";
import { readSnapshot, type Snapshot } from "../../openstack/block_storage/types.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { toUtc } from "../../text/time.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, volumeNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { failureMessage, type FailureMessages, failureMessages } from "./failure_messages.ts";
import { nonEmpty, ofAllProjects, volumeIdOf } from "./volumes.ts";

/** What is read beside a list of snapshots. */
export interface SnapshotJoin {
  readonly names: NamesOf;
  readonly failures: FailureMessages;
}

/** The operations that reading snapshots may need. */
export const SNAPSHOT_OPERATIONS = [
  listSnapshots,
  showSnapshot,
  listVolumes,
  showVolume,
  listVolumeMessages,
  listProjects,
];

const COLUMNS: readonly Column<Snapshot, SnapshotJoin>[] = [
  { name: "name", level: "basic", value: (snapshot) => snapshot.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (snapshot) => snapshot.status,
    filter: "status",
    sort: "status",
    fold: "lower",
  },
  { name: "size_gib", level: "basic", value: (snapshot) => snapshot.sizeGb },
  {
    name: "volume",
    level: "basic",
    value: (snapshot, joined) => nameOf(joined?.names["volumes"], snapshot.volumeId),
    resolve: async (wanted, context) => {
      const id = await volumeIdOf(wanted, context);
      return { query: { volume_id: id }, test: (snapshot) => snapshot.volumeId === id };
    },
  },
  { name: "created", level: "detailed", value: ({ createdAt }) => toUtc(createdAt), sort: "created_at" },
  {
    name: "error_message",
    level: "detailed",
    joined: true,
    value: (snapshot, joined) => failureMessage(joined?.failures, snapshot),
  },
  { name: "progress", level: "detailed", value: (snapshot) => snapshot.progress, usual: "100%" },
  { name: "description", level: "full", value: (snapshot) => snapshot.description },
  { name: "metadata", level: "full", value: ({ metadata }) => nonEmpty(metadata) },
  { name: "group_snapshot_id", level: "full", value: (snapshot) => snapshot.groupSnapshotId },
  { name: "updated", level: "full", value: (snapshot) => toUtc(snapshot.updatedAt) },
  {
    name: "project",
    level: "full",
    value: (snapshot, joined) => nameOf(joined?.names["projects"], snapshot.projectId),
    resolve: ownedBy((snapshot) => snapshot.projectId),
  },
  { name: "project_id", level: "extra", value: (snapshot) => snapshot.projectId },
  { name: "user_id", level: "extra", value: (snapshot) => snapshot.userId },
  { name: "volume_id", level: "full", value: (snapshot) => snapshot.volumeId, filter: "volume_id" },
  { name: "consumes_quota", level: "extra", value: (snapshot) => snapshot.consumesQuota, fold: "lower" },
  { name: "id", level: "basic", value: (snapshot) => snapshot.id },
];

/** Snapshots: Block Storage API "List snapshots and details" and "Show a snapshot's details". */
export const SNAPSHOTS: ListSpec<Snapshot, SnapshotJoin> = {
  noun: ["snapshot", "snapshots"],
  list: listSnapshots,
  show: { operation: showSnapshot, parameter: "snapshot_id", key: "snapshot" },
  read: readSnapshot,
  id: (snapshot) => snapshot.id,
  name: (snapshot) => snapshot.name,
  owner: (snapshot) => snapshot.projectId,
  query: ofAllProjects,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: async (snapshots, wants, context) => {
    const [names, failures] = await Promise.all([
      joinAll({
        volumes: volumeNames(wants("volume") ? snapshots.map(({ volumeId }) => volumeId) : [], context),
        projects: projectNames(wants("project") ? snapshots.map(({ projectId }) => projectId) : [], context),
      }),
      failureMessages("VOLUME_SNAPSHOT", wants("error_message") ? snapshots : [], context),
    ]);
    return {
      joined: { names: names.joined, failures },
      unavailable: [...names.unavailable ?? [], ...failures.unavailable],
    };
  },
};
