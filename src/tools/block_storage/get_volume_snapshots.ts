import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { SNAPSHOT_OPERATIONS, SNAPSHOTS } from "./snapshots.ts";

/** Snapshots of volumes. */
export const getVolumeSnapshots = tool({
  name: "get_volume_snapshots",
  toolset: "block_storage",
  title: "Volume snapshots",
  description: "Lists volume snapshots with status, size, volume and time; why one failed.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SNAPSHOT_OPERATIONS,
  compat: {
    ...LIST_COMPAT,
    snapshot_name: renamed("names"),
    snapshot_names: renamed("names"),
    status: filtering("status"),
    volume_id: filtering("volume"),
    volume_name: filtering("volume"),
  },
  readsOf: {
    set_snapshot: { actions: { list: {}, show: {} }, ignored: ["description"] },
  },
  run: (args, context) => answerList(SNAPSHOTS, args, context),
});
