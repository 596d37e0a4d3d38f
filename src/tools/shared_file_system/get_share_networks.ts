import * as z from "zod";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { SHARE_NETWORK_OPERATIONS, SHARE_NETWORKS } from "./share_networks.ts";

/** Networks that share servers are put in. */
export const getShareNetworks = tool({
  name: "get_share_networks",
  toolset: "shared_file_system",
  title: "Share networks",
  description: "Share networks with the networks and subnets they lie in.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SHARE_NETWORK_OPERATIONS,
  compat: LIST_COMPAT,
  run: (args, context) => answerList(SHARE_NETWORKS, args, context),
});
