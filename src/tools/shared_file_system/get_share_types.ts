import * as z from "zod";
import { listShareTypes } from "../../openstack/shared_file_system/operations.ts";
import { readShareType, type ShareType } from "../../openstack/shared_file_system/types.ts";
import { pairsText } from "../compute/pairs_text.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";

/** Share types. */
export const getShareTypes = tool({
  name: "get_share_types",
  toolset: "shared_file_system",
  title: "Share types",
  description: "Share types with extra specs; which are public, which is the default.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listShareTypes],
  compat: LIST_COMPAT,
  run: (args, context) => answerList(SHARE_TYPES, args, context),
});

/** Share types: Shared File Systems API "List share types". Members are shown what they may use. */
export const SHARE_TYPES: ListSpec<ShareType> = {
  noun: ["share type", "share types"],
  list: listShareTypes,
  read: readShareType,
  id: (type) => type.id,
  name: (type) => type.name,
  query: () => Promise.resolve({ is_public: "all" }),
  columns: [
    { name: "name", level: "basic", value: (type) => type.name },
    { name: "default", level: "basic", value: (type) => type.isDefault, fold: "lower", usual: false },
    { name: "public", level: "basic", value: (type) => type.isPublic, fold: "lower", usual: true },
    { name: "extra_specs", level: "detailed", value: (type) => pairsText(type.extraSpecs) },
    { name: "description", level: "full", value: (type) => type.description },
    { name: "id", level: "basic", value: (type) => type.id },
  ],
};
