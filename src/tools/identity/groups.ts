/** Groups of users as the tools show them.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { type OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import {
  listDomains,
  listGroups,
  listGroupUsers,
  listUserGroups,
} from "../../openstack/identity/operations.ts";
import { type Group, readGroup, readUser } from "../../openstack/identity/types.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { nameOf, type Names } from "../names.ts";
import { ofPart, readParts } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { ofOwnDomain } from "./own.ts";
import { domainFilter, joinDomains } from "./projects.ts";

/** The operations that listing groups may need. */
export const GROUP_OPERATIONS = [listGroups, listUserGroups, listGroupUsers, listDomains];

/** What is read beside groups. */
export interface GroupParts {
  readonly domains: Names;
  /** Names of users, if they were asked for. */
  readonly members: ReadonlyMap<Group, readonly string[]> | undefined;
}

/** Groups whose members one answer reads: there is a request for each. */
const MOST_WITH_MEMBERS = 20;

/** Groups: Identity API "List groups". */
export const GROUPS: ListSpec<Group, GroupParts> = {
  noun: ["group", "groups"],
  list: listGroups,
  read: readGroup,
  id: (group) => group.id,
  name: (group) => group.name,
  query: async (context) => ofOwnDomain(await context.cloud.session()),
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (group) => group.name },
    {
      name: "domain",
      level: "detailed",
      value: ({ domainId }, parts) => nameOf(parts?.domains, domainId),
      resolve: domainFilter,
      usual: "Default",
    },
    { name: "description", level: "detailed", value: (group) => group.description },
    {
      name: "members",
      level: "full",
      value: (group, parts) => ofPart(parts?.members, group, (members) => members),
      joined: true,
    },
    { name: "domain_id", level: "full", value: (group) => group.domainId, filter: "domain_id" },
    { name: "id", level: "basic", value: (group) => group.id },
  ],
  costly: { columns: ["members"], rows: MOST_WITH_MEMBERS },
  join: joinGroups,
};

async function joinGroups(
  groups: readonly Group[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<GroupParts>> {
  const [domains, members] = await Promise.all([
    joinDomains(wants("domain") ? groups : [], context),
    wants("members") ? membersOf(groups, context) : undefined,
  ]);
  return {
    joined: { domains: domains.joined, members: members?.values },
    unavailable: [...domains.unavailable ?? [], ...members?.unavailable ?? []],
  };
}

function membersOf(groups: readonly Group[], { cloud }: ToolContext) {
  return readParts(groups, {
    what: "members",
    name: (group) => `group ${group.name ?? group.id}`,
    read: async ({ id }): Promise<readonly string[]> => {
      const users = await cloud.list(listGroupUsers, { path: { group_id: id } });
      return users.flatMap((value) => {
        const user = readUser(value);
        return user ? [user.name ?? user.id] : [];
      }).sort();
    },
  });
}

/** The groups of a login's user, which everybody may read. */
export function ownGroups({ user }: Session, refusal: OpenStackError): ListSpec<Group, GroupParts> {
  return {
    ...GROUPS,
    gather: async ({ cloud }) => ({
      items: (await cloud.list(listUserGroups, { path: { user_id: user.id } }))
        .flatMap((value) => readGroup(value) ?? []),
      unavailable: [unavailablePart("groups that this user is not in", refusal)],
    }),
  };
}
