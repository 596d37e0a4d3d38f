import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { SHARE_OPERATIONS, SHARES } from "./shares.ts";

/** Shares. */
export const getShares = tool({
  name: "get_shares",
  toolset: "shared_file_system",
  title: "Shares",
  description:
    "Shares (NFS, CIFS, CephFS); named ones or detail=full add export locations, access rules, snapshots.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SHARE_OPERATIONS,
  compat: LIST_COMPAT,
  readsOf: { set_share: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => answerList(SHARES, args, context),
});
