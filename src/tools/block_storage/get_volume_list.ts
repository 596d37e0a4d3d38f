import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed, searching } from "../list_arguments.ts";
import { type ReadsOf, tool } from "../tool.ts";
import { VOLUME_OPERATIONS, VOLUMES } from "./volumes.ts";

const OLDER_READS: ReadsOf = {
  actions: { list: {} },
  compat: { instance_name: filtering("attached_to") },
  ignored: ["size"],
};

/** Volumes of the project: a list, or one in full. */
export const getVolumeList = tool({
  name: "get_volume_list",
  toolset: "block_storage",
  title: "Volumes",
  description:
    "Lists volumes with status, size, type and the servers they are attached to; with one name, everything about it.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: VOLUME_OPERATIONS,
  aliases: { get_volumes: {}, search_volumes: {} },
  compat: {
    ...LIST_COMPAT,
    // It looked into these two.
    filter: searching("name,id"),
    volume_name: renamed("names"),
    volume_names: renamed("names"),
    volume_id: renamed("names"),
    status: filtering("status"),
  },
  readsOf: {
    set_volume: {
      actions: { list: {}, show: {} },
      compat: {
        volume_type: filtering("type"),
        instance_name: filtering("attached_to"),
        availability_zone: filtering("availability_zone"),
        host: filtering("host"),
      },
      ignored: [
        "size",
        "new_size",
        "source_volume",
        "backup_name",
        "snapshot_name",
        "transfer_name",
        "description",
        "force",
        "incremental",
        "force_host_copy",
        "lock_volume",
      ],
    },
    manage_volume: OLDER_READS,
    manage_openstack_volume: OLDER_READS,
  },
  run: (args, context) => answerList(VOLUMES, args, context),
});
