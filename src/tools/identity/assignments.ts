/** Role assignments as the tools show them, and the members of a project.
 *
 * @module
 */
import {
  listDomains,
  listGroups,
  listProjects,
  listRoleAssignments,
} from "../../openstack/identity/operations.ts";
import { type IdentityRef, readRoleAssignment, type RoleAssignment } from "../../openstack/identity/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import type { Join } from "../list_spec.ts";
import { groupNames, joinAll, nameOf, type Names, projectNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";
import { joinDomains } from "./projects.ts";

/** The operations that reading role assignments and naming where they come from may need. */
export const ASSIGNMENT_OPERATIONS = [listRoleAssignments, listGroups, listProjects, listDomains];

/** Reads the role assignments that a query finds, with names. */
export async function readAssignments(
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<readonly RoleAssignment[]> {
  const found = await context.cloud.list(listRoleAssignments, { query: { ...query, include_names: true } });
  return found.flatMap((value) => readRoleAssignment(value) ?? []);
}

/** Names by id of the groups, projects, domains and roles that effective assignments come from. */
export async function originNames(
  found: readonly RoleAssignment[],
  context: ToolContext,
): Promise<Join<Names>> {
  const above = found.flatMap(({ origin }) => origin.inheritedFrom ?? []);
  const of = (kind: "project" | "domain") => above.filter((one) => one.kind === kind).map(({ id }) => id);
  const { joined, unavailable = [] } = await joinAll({
    groups: groupNames(found.map(({ origin }) => origin.groupId), context),
    projects: projectNames(of("project"), context),
    domains: joinDomains(of("domain").map((domainId) => ({ domainId })), context),
  });
  const roles = found.flatMap(({ role }) => role.name === undefined ? [] : [[role.id, role.name] as const]);
  const names = new Map([...roles, ...Object.values(joined).flatMap((part) => [...part])]);
  return { joined: names, ...(unavailable.length > 0 ? { unavailable } : {}) };
}

/** How somebody came by a role, in words: `group devs`, `inherited from domain Default`, `included in admin`.
 *
 * @returns Undefined for a role that was given directly.
 */
export function originText({ origin }: RoleAssignment, names: Names | undefined): string | undefined {
  const { groupId, inheritedFrom, priorRoleId } = origin;
  const parts = [
    groupId === undefined ? [] : `group ${nameOf(names, groupId)}`,
    inheritedFrom === undefined
      ? []
      : `inherited from ${inheritedFrom.kind} ${nameOf(names, inheritedFrom.id)}`,
    priorRoleId === undefined ? [] : `included in ${nameOf(names, priorRoleId)}`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Somebody with roles in a project. */
export interface Member {
  readonly user: IdentityRef;
  /** Names, and in brackets how they were come by: `member`, `reader (included in member)`. */
  readonly roles: readonly string[];
}

/** The users who have roles in a project, those of groups and inherited ones too. */
export interface Members {
  readonly members: readonly Member[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Reads who has which roles in a project.
 *
 * @throws {OpenStackError} `not permitted` unless the login is an administrator's or reads the whole domain or system.
 */
export async function readMembers(projectId: string, context: ToolContext): Promise<Members> {
  const found = await readAssignments({ "scope.project.id": projectId, effective: true }, context);
  const { joined, unavailable = [] } = await originNames(found, context);
  const byUser = Map.groupBy(found, ({ user }) => user?.id);
  const members = [...byUser.values()].flatMap((assignments) => {
    const user = assignments[0]?.user;
    return user ? [{ user, roles: rolesText(assignments, joined) }] : [];
  });
  return { members: members.sort(byName), unavailable };
}

function byName(a: Member, b: Member): number {
  return (a.user.name ?? a.user.id).localeCompare(b.user.name ?? b.user.id);
}

/** Each role once, by the shortest way to it. */
function rolesText(assignments: readonly RoleAssignment[], names: Names): string[] {
  const byRole = Map.groupBy(assignments, ({ role }) => role.id);
  return [...byRole.values()].flatMap((ways) => {
    const [shortest] = ways.toSorted((a, b) => detours(a) - detours(b));
    if (!shortest) return [];
    const origin = originText(shortest, names);
    const role = shortest.role.name ?? shortest.role.id;
    return [origin === undefined ? role : `${role} (${origin})`];
  }).sort();
}

/** A role of one's own comes before one by a group, from above, or by another role. */
function detours({ origin: { groupId, inheritedFrom, priorRoleId } }: RoleAssignment): number {
  return (groupId === undefined ? 0 : 1) + (inheritedFrom === undefined ? 0 : 2) +
    (priorRoleId === undefined ? 0 : 4);
}
