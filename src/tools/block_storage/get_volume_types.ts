import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { VOLUME_TYPE_OPERATIONS, VOLUME_TYPES } from "./volume_types.ts";

/** Volume types. */
export const getVolumeTypes = tool({
  name: "get_volume_types",
  toolset: "block_storage",
  title: "Volume types",
  description:
    "Lists volume types with extra specs and which is the default; QoS and encryption for administrators.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: VOLUME_TYPE_OPERATIONS,
  compat: { ...LIST_COMPAT, type_name: renamed("names"), volume_type: renamed("names") },
  readsOf: { set_volume_type: { actions: { list: {}, show: {} } } },
  run: (args, context) => answerList(VOLUME_TYPES, args, context),
});
