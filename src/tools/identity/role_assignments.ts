/** Role assignments as a list of their own.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { type OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listRoleAssignments } from "../../openstack/identity/operations.ts";
import { type IdentityRef, readRoleAssignment, type RoleAssignment } from "../../openstack/identity/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { findOne } from "../list_find.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import type { Names } from "../names.ts";
import type { ToolContext } from "../tool.ts";
import { originNames, originText } from "./assignments.ts";
import { DOMAIN_OPERATIONS, DOMAINS } from "./domains.ts";
import { GROUP_OPERATIONS, GROUPS } from "./groups.ts";
import { findProject } from "./projects.ts";
import { ROLE_OPERATIONS, ROLES } from "./roles.ts";
import { allUsers, USER_OPERATIONS } from "./users.ts";

/** The operations that listing role assignments, and finding what they are filtered by, may need. */
export const HOLDER_OPERATIONS = [
  listRoleAssignments,
  ...new Set([...USER_OPERATIONS, ...GROUP_OPERATIONS, ...ROLE_OPERATIONS, ...DOMAIN_OPERATIONS]),
];

/** How role assignments are listed. */
export interface AssignmentOptions {
  /** Whether groups, inheritance and roles that others include are resolved. */
  readonly effective: boolean;
  /** Query that names the place, unless a filter does. */
  readonly place: Readonly<Record<string, QueryValue>>;
}

/** Role assignments: Identity API "List role assignments". */
export function roleAssignments({ effective, place }: AssignmentOptions): ListSpec<RoleAssignment, Names> {
  return {
    noun: ["role assignment", "role assignments"],
    list: listRoleAssignments,
    query: () => Promise.resolve({ ...place, include_names: true, ...(effective ? { effective } : {}) }),
    read: readRoleAssignment,
    id: keyOf,
    name: () => undefined,
    columns: columnsFor(effective),
    join: (found, wants, context) =>
      wants("via") && effective ? originNames(found, context) : Promise.resolve({ joined: new Map() }),
  };
}

function keyOf({ role, user, group, scope }: RoleAssignment): string {
  return [role.id, user?.id ?? group?.id, placeIn(scope, "project")?.id ?? placeIn(scope, "domain")?.id].join(
    " ",
  );
}

function placeIn(scope: RoleAssignment["scope"], kind: "project" | "domain"): IdentityRef | undefined {
  if (kind === "project") return scope?.kind === "project" ? scope.project : undefined;
  return scope?.kind === "domain" ? scope.domain : undefined;
}

function nameIn(ref: IdentityRef | undefined): string | undefined {
  return ref?.name ?? ref?.id;
}

function columnsFor(effective: boolean): readonly Column<RoleAssignment, Names>[] {
  return [
    { name: "user", level: "basic", value: ({ user }) => nameIn(user), resolve: byUser },
    {
      name: "group",
      level: "basic",
      value: ({ group }) => nameIn(group),
      resolve: (wanted, context) => byGroup(wanted, effective, context),
    },
    { name: "role", level: "basic", value: ({ role }) => nameIn(role), resolve: byRole },
    {
      name: "via",
      level: "basic",
      value: (found, names) =>
        effective ? originText(found, names) : found.inherited ? "for the projects below" : undefined,
      joined: true,
    },
    {
      name: "project",
      level: "basic",
      value: ({ scope }) => nameIn(placeIn(scope, "project")),
      resolve: byProject,
    },
    {
      name: "domain",
      level: "basic",
      value: ({ scope }) => nameIn(placeIn(scope, "domain")),
      resolve: byDomain,
    },
    {
      name: "system",
      level: "basic",
      value: ({ scope }) => scope?.kind === "system" ? true : undefined,
      resolve: bySystem,
    },
    {
      name: "user_domain",
      level: "detailed",
      value: ({ user }) => user?.domainName,
      usual: "Default",
    },
    {
      name: "project_domain",
      level: "detailed",
      value: ({ scope }) => placeIn(scope, "project")?.domainName,
      usual: "Default",
    },
    { name: "inherited", level: "full", value: ({ inherited }) => inherited, fold: "lower" },
    { name: "user_id", level: "full", value: ({ user }) => user?.id, filter: "user.id" },
    { name: "group_id", level: "full", value: ({ group }) => group?.id },
    { name: "role_id", level: "full", value: ({ role }) => role.id, filter: "role.id" },
    { name: "project_id", level: "full", value: ({ scope }) => placeIn(scope, "project")?.id },
    { name: "domain_id", level: "full", value: ({ scope }) => placeIn(scope, "domain")?.id },
  ];
}

async function byUser(wanted: string, context: ToolContext): Promise<Part<RoleAssignment>> {
  const session = await context.cloud.session();
  const id = wanted === session.user.id ? wanted : (await findOne(allUsers(session), wanted, context)).id;
  return { query: { "user.id": id }, test: ({ user }) => user?.id === id };
}

/** Keystone refuses to look for a group in an effective list, where its members stand for it. */
async function byGroup(
  wanted: string,
  effective: boolean,
  context: ToolContext,
): Promise<Part<RoleAssignment>> {
  const { id } = await findOne(GROUPS, wanted, context);
  if (effective) return { test: ({ origin }) => origin.groupId === id };
  return { query: { "group.id": id }, test: ({ group }) => group?.id === id };
}

async function byRole(wanted: string, context: ToolContext): Promise<Part<RoleAssignment>> {
  const { id } = await findOne(ROLES, wanted, context);
  return { query: { "role.id": id }, test: ({ role }) => role.id === id };
}

async function byProject(wanted: string, context: ToolContext): Promise<Part<RoleAssignment>> {
  const { id } = await findProject(wanted, context, "list role assignments by project");
  return {
    query: { "scope.project.id": id },
    test: ({ scope }) => placeIn(scope, "project")?.id === id,
  };
}

async function byDomain(wanted: string, context: ToolContext): Promise<Part<RoleAssignment>> {
  const { id } = await findOne(DOMAINS, wanted, context);
  return { query: { "scope.domain.id": id }, test: ({ scope }) => placeIn(scope, "domain")?.id === id };
}

function bySystem(wanted: string): Promise<Part<RoleAssignment>> {
  const on = wanted.toLowerCase() === "true" || wanted === "all";
  return Promise.resolve({
    ...(on ? { query: { "scope.system": "all" } } : {}),
    test: ({ scope }) => (scope?.kind === "system") === on,
  });
}

/** A role of the login, as its token tells it. */
interface OwnAssignment {
  readonly user: string;
  readonly role: string;
  readonly project: string | undefined;
  readonly domain: string | undefined;
  readonly system: boolean;
}

/** The roles of a login where it is scoped to. */
export function ownAssignments(
  { user, roles, project, domain, system }: Session,
  refusal: OpenStackError,
): ListSpec<OwnAssignment> {
  return {
    noun: ["role assignment", "role assignments"],
    list: listRoleAssignments,
    gather: () =>
      Promise.resolve({
        items: roles.toSorted().map((role) => ({
          user: user.name,
          role,
          project: project?.name,
          domain: domain?.name,
          system,
        })),
        unavailable: [unavailablePart("other role assignments, and how these were come by", refusal)],
      }),
    read: () => undefined,
    id: ({ role }) => role,
    name: () => undefined,
    columns: [
      {
        name: "user",
        level: "basic",
        value: (own) => own.user,
        resolve: (wanted) => Promise.resolve({ test: () => isNamed(user, wanted) }),
      },
      { name: "role", level: "basic", value: (own) => own.role },
      {
        name: "project",
        level: "basic",
        value: (own) => own.project,
        resolve: (wanted) => Promise.resolve({ test: () => isNamed(project, wanted) }),
      },
      {
        name: "domain",
        level: "basic",
        value: (own) => own.domain,
        resolve: (wanted) => Promise.resolve({ test: () => isNamed(domain, wanted) }),
      },
      { name: "system", level: "basic", value: (own) => own.system ? true : undefined },
    ],
  };
}

function isNamed(
  one: { readonly id: string; readonly name: string } | undefined,
  wanted: string,
): boolean {
  return one !== undefined && (wanted === one.id || wanted === one.name);
}
