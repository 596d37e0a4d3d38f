import * as z from "zod";
import { answerList } from "../list.ts";
import { filtering, LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

/** Servers of the project: a list, or one in full. */
export const getInstance = tool({
  name: "get_instance",
  toolset: "compute",
  title: "Servers",
  description:
    "Lists servers with state, flavor, image, addresses and fault; with one name, everything about it.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SERVER_OPERATIONS,
  aliases: {
    get_instance_details: {},
    get_instance_by_name: {},
    get_instances_by_status: {},
    search_instances: {},
    get_instances: {},
    list_servers: {},
    get_openstack_instance_details: {},
  },
  compat: {
    ...LIST_COMPAT,
    instance_name: renamed("names"),
    instance_names: renamed("names"),
    instance_ids: renamed("names"),
    status: filtering("status"),
  },
  run: (args, context) => answerList(SERVERS, args, context),
});
