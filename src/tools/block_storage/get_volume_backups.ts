import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { BACKUP_OPERATIONS, BACKUPS } from "./backups.ts";

/** Backups of volumes. */
export const getVolumeBackups = tool({
  name: "get_volume_backups",
  toolset: "block_storage",
  title: "Volume backups",
  description:
    "Lists volume backups with status, size, volume and time, whether incremental or depended on, and why one failed.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: BACKUP_OPERATIONS,
  compat: {
    ...LIST_COMPAT,
    backup_name: renamed("names"),
    backup_names: renamed("names"),
    status: filtering("status"),
    volume_id: filtering("volume"),
    volume_name: filtering("volume"),
  },
  readsOf: {
    set_volume_backups: {
      actions: { list: {}, show: {} },
      // Clients send the default of `incremental`, which is no condition.
      ignored: ["description", "incremental", "force"],
    },
  },
  run: (args, context) => answerList(BACKUPS, args, context),
});
