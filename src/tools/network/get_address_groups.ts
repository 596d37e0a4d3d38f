import * as z from "zod";
import { unavailablePart } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listAddressGroups,
  listRbacPolicies,
  listSecurityGroupRules,
  listSecurityGroups,
  showAddressGroup,
} from "../../openstack/network/operations.ts";
import {
  type AddressGroup,
  readAddressGroup,
  readRbacPolicy,
  readSecurityGroupRule,
} from "../../openstack/network/types.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { joinAll, listedBy, nameOf, projectNames, securityGroupNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { tool, type ToolContext } from "../tool.ts";
import { ownQuery, withHiddenNote, type WithNames } from "./references.ts";

/** Ranges that rules of security groups name together. */
export const getAddressGroups = tool({
  name: "get_address_groups",
  toolset: "network",
  title: "Address groups",
  description: "Address groups: their addresses, and the security groups whose rules use them.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [
    listAddressGroups,
    showAddressGroup,
    listRbacPolicies,
    listSecurityGroupRules,
    listSecurityGroups,
    listProjects,
  ],
  compat: { ...LIST_COMPAT, group_name: renamed("names") },
  readsOf: {
    set_address_group: {
      actions: { list: {}, show: { detail: "full" } },
      compat: { group_name: renamed("names") },
    },
  },
  run: async (args, context) =>
    withHiddenNote(await answerList(await groupsFor(context), args, context), "address groups", context),
});

/** Ids of security groups by the address group that their rules name. */
type Uses = ReadonlyMap<string, readonly string[]>;

/** What is read beside a list of address groups. */
interface AddressGroupJoin extends WithNames {
  readonly uses: Uses;
}

/** Address groups: Networking API "List address groups". */
export const ADDRESS_GROUPS: ListSpec<AddressGroup, AddressGroupJoin> = {
  noun: ["address group", "address groups"],
  list: listAddressGroups,
  show: { operation: showAddressGroup, parameter: "address_group_id", key: "address_group" },
  read: readAddressGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  owner: (group) => group.projectId,
  query: ownQuery,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (group) => group.name, sort: "name" },
    { name: "addresses", level: "basic", value: (group) => group.addresses },
    {
      name: "security_groups",
      level: "detailed",
      joined: true,
      value: (group, joined) =>
        joined?.uses.get(group.id)?.map((id) => nameOf(joined.names["groups"], id)) ?? [],
    },
    { name: "description", level: "detailed", value: (group) => group.description },
    {
      name: "project",
      level: "full",
      value: (group, joined) => nameOf(joined?.names["projects"], group.projectId),
      resolve: ownedBy((group) => group.projectId, (id) => ({ project_id: id })),
    },
    { name: "project_id", level: "extra", value: (group) => group.projectId, filter: "project_id" },
    { name: "id", level: "basic", value: (group) => group.id },
  ],
  join: async (groups, wants, context) => {
    const uses = await usesOf(wants("security_groups") ? groups : [], context);
    const names = await joinAll({
      groups: securityGroupNames([...uses.joined.values()].flat(), context),
      projects: projectNames(wants("project") ? groups.map((group) => group.projectId) : [], context),
    });
    return {
      joined: { names: names.joined, uses: uses.joined },
      unavailable: [...uses.unavailable ?? [], ...names.unavailable ?? []],
      missing: uses.missing ?? [],
    };
  },
};

/** What a login is shown. The groups do not say with whom they are shared: for members Neutron decides, for an
 * administrator it is read out of the RBAC policies.
 */
async function groupsFor(context: ToolContext): Promise<typeof ADDRESS_GROUPS> {
  const { roles, project } = await context.cloud.session();
  const { owner: _owner, query: _query, ...shown } = ADDRESS_GROUPS;
  if (!roles.includes("admin")) return shown;
  if (context.allProjects || !project) return ADDRESS_GROUPS;
  const shared = await sharedWith(project.id, context);
  return {
    ...ADDRESS_GROUPS,
    owner: ({ id, projectId }) => shared.joined.has(id) ? undefined : projectId,
    gather: async () => {
      const lists = await Promise.all([
        context.cloud.list(listAddressGroups, { query: { project_id: project.id } }),
        listedBy(listAddressGroups, "id", [...shared.joined], {}, context),
      ]);
      const groups = lists.flat().flatMap((value) => readAddressGroup(value) ?? []);
      return {
        items: [...new Map(groups.map((group) => [group.id, group])).values()],
        unavailable: shared.unavailable ?? [],
      };
    },
  };
}

async function sharedWith(projectId: string, context: ToolContext): Promise<Join<ReadonlySet<string>>> {
  try {
    const query = { object_type: "address_group", target_tenant: [projectId, "*"] };
    const values = await context.cloud.list(listRbacPolicies, { query });
    return { joined: new Set(values.flatMap((value) => readRbacPolicy(value)?.objectId ?? [])) };
  } catch (error) {
    return { joined: new Set(), unavailable: [unavailablePart("address groups that others share", error)] };
  }
}

/** The rules that name any of these groups, in one request. */
async function usesOf(groups: readonly AddressGroup[], context: ToolContext): Promise<Join<Uses>> {
  try {
    const fields = ["id", "security_group_id", "remote_address_group_id"];
    const ids = groups.map(({ id }) => id);
    const values = await listedBy(
      listSecurityGroupRules,
      "remote_address_group_id",
      ids,
      { fields },
      context,
    );
    const rules = values.flatMap((value) => readSecurityGroupRule(value) ?? []);
    const byGroup = Map.groupBy(rules, ({ remoteAddressGroupId = "" }) => remoteAddressGroupId);
    return {
      joined: new Map([...byGroup].map(([id, own]) => [id, [
        ...new Set(own.flatMap(({ securityGroupId }) => securityGroupId ?? [])),
      ]])),
    };
  } catch (error) {
    const unavailable = [unavailablePart("rules that use address groups", error)];
    return { joined: new Map(), unavailable, missing: ["security_groups"] };
  }
}
