import * as z from "zod";
import {
  listVolumeGroups,
  listVolumeGroupTypes,
  listVolumes,
  listVolumeTypes,
  showVolume,
} from "../../openstack/block_storage/operations.ts";
import { readVolumeGroup, type VolumeGroup } from "../../openstack/block_storage/types.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import {
  joinAll,
  nameOf,
  type NamesOf,
  projectNames,
  type ReadNames,
  searched,
  volumeNames,
} from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { tool } from "../tool.ts";
import { ofAllProjects, volumeIdOf } from "./volumes.ts";

/** Groups of volumes. */
export const getVolumeGroups = tool({
  name: "get_volume_groups",
  toolset: "block_storage",
  title: "Volume groups",
  description: "Lists volume groups with status, group type, volume types and the names of their volumes.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [
    listVolumeGroups,
    listVolumeGroupTypes,
    listVolumeTypes,
    listVolumes,
    showVolume,
    listProjects,
  ],
  compat: { ...LIST_COMPAT, group_name: renamed("names"), status: filtering("status") },
  readsOf: {
    set_volume_groups: {
      actions: { list: {}, show: {} },
      ignored: ["description", "group_type", "availability_zone", "delete_volumes"],
    },
  },
  run: (args, context) => answerList(VOLUME_GROUPS, args, context),
});

/** Types have no project, and the service takes no filter for them that other lists take. */
const groupTypeNames: ReadNames = (ids, context) =>
  searched("names of group types", listVolumeGroupTypes, ids, context, {});

const volumeTypeNames: ReadNames = (ids, context) =>
  searched("names of volume types", listVolumeTypes, ids, context, {
    ...(context.allProjects ? { is_public: "None" } : {}),
  });

/** Groups: Block Storage API "List groups with details". */
export const VOLUME_GROUPS: ListSpec<VolumeGroup, NamesOf> = {
  noun: ["volume group", "volume groups"],
  list: listVolumeGroups,
  read: readVolumeGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  owner: (group) => group.projectId,
  query: async (context) => ({ ...await ofAllProjects(context), list_volume: true }),
  columns: [
    { name: "name", level: "basic", value: (group) => group.name },
    { name: "status", level: "basic", value: (group) => group.status, fold: "lower" },
    {
      name: "group_type",
      level: "detailed",
      joined: true,
      value: (group, names) => nameOf(names?.["groupTypes"], group.groupTypeId),
    },
    {
      name: "volume_types",
      level: "detailed",
      joined: true,
      value: (group, names) => group.volumeTypeIds?.map((id) => nameOf(names?.["volumeTypes"], id)),
    },
    {
      name: "volumes",
      level: "detailed",
      value: (group, names) => group.volumeIds?.map((id) => nameOf(names?.["volumes"], id)),
      resolve: async (wanted, context) => {
        const id = await volumeIdOf(wanted, context);
        return { test: (group) => group.volumeIds?.includes(id) ?? false };
      },
    },
    { name: "description", level: "full", value: (group) => group.description },
    { name: "availability_zone", level: "full", value: (group) => group.availabilityZone },
    { name: "replication_status", level: "full", value: (group) => group.replicationStatus },
    { name: "group_snapshot_id", level: "full", value: (group) => group.groupSnapshotId },
    { name: "source_group_id", level: "full", value: (group) => group.sourceGroupId },
    { name: "created", level: "full", value: (group) => toUtc(group.createdAt) },
    {
      name: "project",
      level: "full",
      needs: "admin",
      value: (group, names) => nameOf(names?.["projects"], group.projectId),
      resolve: ownedBy((group) => group.projectId),
    },
    { name: "project_id", level: "extra", value: (group) => group.projectId, needs: "admin" },
    { name: "id", level: "basic", value: (group) => group.id },
  ],
  join: (groups, wants, context) => {
    const ids = (column: string, of: (group: VolumeGroup) => readonly (string | undefined)[]) =>
      wants(column) ? groups.flatMap(of) : [];
    return joinAll({
      groupTypes: groupTypeNames(ids("group_type", (group) => [group.groupTypeId]), context),
      volumeTypes: volumeTypeNames(ids("volume_types", (group) => group.volumeTypeIds ?? []), context),
      volumes: volumeNames(ids("volumes", (group) => group.volumeIds ?? []), context),
      projects: projectNames(ids("project", (group) => [group.projectId]), context),
    });
  },
};
