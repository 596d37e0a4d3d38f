import * as z from "zod";
import { listServerGroups, showServerGroup } from "../../openstack/compute/operations.ts";
import { readServerGroup, type ServerGroup } from "../../openstack/compute/types.ts";
import { answerList } from "../list.ts";
import { findOne } from "../list_find.ts";
import type { ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { joinAll, nameOf, type NamesOf, projectNames, serverNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { SERVER_OPERATIONS, SERVERS } from "./servers.ts";

/** Server groups and their members. */
export const getServerGroups = tool({
  name: "get_server_groups",
  toolset: "compute",
  title: "Server groups",
  description: "Server groups with policy (affinity, anti-affinity) and the names of their members.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [...SERVER_OPERATIONS, listServerGroups, showServerGroup],
  essential: [listServerGroups],
  compat: { ...LIST_COMPAT, group_name: renamed("names") },
  readsOf: {
    set_server_group: { actions: { list: {}, show: { detail: "full" } }, ignored: ["policies", "metadata"] },
  },
  run: (args, context) => answerList(SERVER_GROUPS, args, context),
});

/** Server groups: Compute API "List Server Groups". */
export const SERVER_GROUPS: ListSpec<ServerGroup, NamesOf> = {
  noun: ["server group", "server groups"],
  list: listServerGroups,
  show: { operation: showServerGroup, parameter: "server_group_id", key: "server_group" },
  read: readServerGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  owner: (group) => group.projectId,
  query: (context) => Promise.resolve(context.allProjects ? { all_projects: true } : {}),
  columns: [
    { name: "name", level: "basic", value: (group) => group.name },
    { name: "policy", level: "basic", value: (group) => group.policy },
    { name: "max_servers_per_host", level: "detailed", value: (group) => group.maxServersPerHost },
    {
      name: "members",
      level: "detailed",
      value: (group, names) => group.members?.map((id) => nameOf(names?.["servers"], id)),
      resolve: async (wanted, context) => {
        const { id } = await findOne(SERVERS, wanted, context);
        return { test: (group) => group.members?.includes(id) ?? false };
      },
    },
    { name: "member_ids", level: "full", value: (group) => group.members },
    { name: "user_id", level: "full", value: (group) => group.userId },
    {
      name: "project",
      level: "full",
      value: (group, names) => nameOf(names?.["projects"], group.projectId),
      resolve: ownedBy((group) => group.projectId),
    },
    { name: "project_id", level: "extra", value: (group) => group.projectId },
    { name: "id", level: "basic", value: (group) => group.id },
  ],
  join: (groups, wants, context) =>
    joinAll({
      servers: serverNames(wants("members") ? groups.flatMap((group) => group.members ?? []) : [], context),
      projects: projectNames(wants("project") ? groups.map((group) => group.projectId) : [], context),
    }),
};
