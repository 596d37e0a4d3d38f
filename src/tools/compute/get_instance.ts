import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { answerList } from "../list.ts";
import {
  filtering,
  flagArgument,
  LIST_ARGUMENTS,
  LIST_COMPAT,
  renamed,
  searching,
} from "../list_arguments.ts";
import { tool, type ToolContext } from "../tool.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

/** Servers of the project: a list, or one in full. */
export const getInstance = tool({
  name: "get_instance",
  toolset: "compute",
  title: "Servers",
  description:
    "Lists servers with state, flavor, image, addresses and fault; with one name, everything about it.",
  input: z.strictObject({ ...LIST_ARGUMENTS, _ids: LIST_ARGUMENTS.names, _all_projects: flagArgument }),
  operations: SERVER_OPERATIONS,
  aliases: {
    get_instance_details: {},
    get_instance_by_name: {},
    get_instances_by_status: {},
    search_instances: {},
    get_instances: {},
    list_servers: {},
    get_openstack_instance_details: {},
    get_instance_info: {},
    get_instance_status: {},
    get_instance_network_info: {},
  },
  compat: {
    ...LIST_COMPAT,
    // It looked into these two.
    filter: searching("name,id"),
    instance_name: renamed("names"),
    instance_names: renamed("names"),
    ids: renamed("_ids"),
    instance_ids: renamed("_ids"),
    status: filtering("status"),
    all_projects: renamed("_all_projects"),
  },
  run: async ({ _ids: ids, _all_projects: allProjects, ...args }, context) =>
    await answerList(
      SERVERS,
      { ...args, names: eitherOf(args.names, ids) },
      await within(allProjects, context),
    ),
});

/** Older tools had an argument for names and one for ids, each of them a list with commas. */
function eitherOf(names: readonly string[] | undefined, ids: readonly string[] | undefined) {
  if (!names || !ids) return names ?? ids;
  return [...names, ...ids].flatMap((text) => text.split(",")).map((text) => text.trim()).filter(Boolean);
}

/** An older argument chose whose servers are listed; the operator's choice is its bound. */
async function within(allProjects: boolean | undefined, context: ToolContext): Promise<ToolContext> {
  if (allProjects === undefined || allProjects === context.allProjects) return context;
  if (allProjects) {
    throw new OpenStackError({
      what: "list the servers of all projects",
      reason: "refused by policy",
      detail: "the server was started without --all-projects",
      next: "Leave all_projects out, or let the operator start the server with --all-projects.",
    });
  }
  const { project } = await context.cloud.session();
  // A login to the system has no project of its own to keep to.
  return project ? { ...context, allProjects } : context;
}
