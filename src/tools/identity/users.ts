/** Users as the tools show them: those of a project, all of them, or the login's own.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listUsers, showUser } from "../../openstack/identity/operations.ts";
import { readUser, type User } from "../../openstack/identity/types.ts";
import { wire } from "../../openstack/read.ts";
import { toUtc } from "../../text/time.ts";
import type { Column, Gathered, Join, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type Names, projectNames } from "../names.ts";
import { UNKNOWN } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { ASSIGNMENT_OPERATIONS, type Member, type Members, readMembers } from "./assignments.ts";
import { ofOwnDomain } from "./own.ts";
import { domainFilter, findProject, joinDomains, PROJECT_OPERATIONS } from "./projects.ts";
import { seesAllProjects } from "../scope.ts";

/** The operations that listing users may need. */
export const USER_OPERATIONS = [...PROJECT_OPERATIONS, ...ASSIGNMENT_OPERATIONS, listUsers, showUser];

/** A user, with the roles in a project where they are part of the list. */
export interface UserRow {
  readonly id: string;
  readonly name: string | undefined;
  readonly domainId: string | undefined;
  /** Undefined where only the assignment of a role tells of the user. */
  readonly user: User | undefined;
  readonly roles: readonly string[] | undefined;
}

/** What is read beside users. */
export interface UserParts {
  readonly domains: Names;
  readonly projects: Names;
  /** By user; undefined if they were not asked for. */
  readonly roles: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Columns that the list of users alone fills. */
const DETAILS = ["enabled", "email", "default_project", "password_expires", "description"];

/** A value out of the details. Without them it is unknown, which an empty cell would not say. */
function detail(read: (user: User) => unknown): (row: UserRow) => unknown {
  return ({ user }) => user ? read(user) : UNKNOWN;
}

function columnsOf(rolesAreJoined: boolean): readonly Column<UserRow, UserParts>[] {
  return [
    { name: "name", level: "basic", value: (user) => user.name },
    { name: "enabled", level: "detailed", value: detail((user) => user.enabled), fold: "lower", usual: true },
    {
      name: "domain",
      level: "detailed",
      value: ({ domainId }, parts) => nameOf(parts?.domains, domainId),
      resolve: domainFilter,
      usual: "Default",
    },
    {
      name: "roles",
      level: "detailed",
      value: ({ id, roles }, parts) => roles ?? (parts?.roles && (parts.roles.get(id) ?? [])),
      ...(rolesAreJoined ? { joined: true } : {}),
    },
    { name: "email", level: "detailed", value: detail((user) => user.email) },
    {
      name: "default_project",
      level: "detailed",
      value: ({ user }, parts) => user ? nameOf(parts?.projects, user.defaultProjectId) : UNKNOWN,
      resolve: async (wanted, context) => {
        const { id } = await findProject(wanted, context, "list users by default_project");
        return { test: ({ user }) => user?.defaultProjectId === id };
      },
    },
    {
      name: "password_expires",
      level: "detailed",
      value: detail(({ passwordExpiresAt }) => toUtc(passwordExpiresAt)),
    },
    { name: "description", level: "full", value: detail((user) => user.description) },
    { name: "domain_id", level: "full", value: (user) => user.domainId, filter: "domain_id" },
    { name: "id", level: "basic", value: (user) => user.id },
  ];
}

function rowOf(user: User, roles?: readonly string[]): UserRow {
  return { id: user.id, name: user.name, domainId: user.domainId, user, roles };
}

/** Every user that Keystone shows: Identity API "List users". With the roles in the login's project. */
export function allUsers(session: Session): ListSpec<UserRow, UserParts> {
  return {
    noun: ["user", "users"],
    list: listUsers,
    show: { operation: showUser, parameter: "user_id", key: "user" },
    read: (value) => {
      const user = readUser(value);
      return user && rowOf(user);
    },
    id: (user) => user.id,
    name: (user) => user.name,
    query: () => Promise.resolve(ofOwnDomain(session)),
    byName: (name) => ({ name }),
    columns: session.project ? columnsOf(true) : columnsOf(true).filter(({ name }) => name !== "roles"),
    join: (users, wants, context) => joinUsers(users, wants, context, session.project?.id),
  };
}

/** The users with roles in a project, those of groups and inherited ones too. */
export function projectUsers(project: { readonly id: string }): ListSpec<UserRow, UserParts> {
  return {
    noun: ["user", "users"],
    place: "with roles in this project",
    list: listUsers,
    gather: (context) => gatherUsers(project.id, context),
    read: () => undefined,
    id: (user) => user.id,
    name: (user) => user.name,
    columns: columnsOf(false),
    join: (users, wants, context) => joinUsers(users, wants, context),
  };
}

async function gatherUsers(projectId: string, context: ToolContext): Promise<Gathered<UserRow>> {
  const { members, unavailable, details } = await readBoth(projectId, context);
  const items = members.map((member) => withDetails(member, details.joined));
  const without = details.missing ? [] : items.filter(({ user }) => user === undefined);
  return {
    items,
    unavailable: [
      ...unavailable,
      ...details.unavailable ?? [],
      ...(without.length > 0 ? [notListed(without)] : []),
    ],
    ...(details.missing ? { missing: details.missing } : {}),
  };
}

/** Both at once for an administrator. Whoever is refused the members is not going to need the details. */
async function readBoth(
  projectId: string,
  context: ToolContext,
): Promise<Members & { readonly details: Join<ReadonlyMap<string, User>> }> {
  if (!seesAllProjects(await context.cloud.session())) {
    return { ...await readMembers(projectId, context), details: await readDetails(context) };
  }
  const reading = readDetails(context);
  try {
    return { ...await readMembers(projectId, context), details: await reading };
  } finally {
    await reading;
  }
}

function withDetails({ user, roles }: Member, details: ReadonlyMap<string, User>): UserRow {
  const { id, name, domainId } = user;
  return { id, name, domainId, user: details.get(id), roles };
}

/** Users whose domain has a directory of its own are in no list but that of their domain. */
function notListed(users: readonly UserRow[]): Readonly<Record<string, unknown>> {
  return {
    what: `details of ${users.slice(0, 3).map(({ name, id }) => name ?? id).join(", ")}${
      users.length > 3 ? ` and ${users.length - 3} more` : ""
    }`,
    service: "identity",
    reason: "unavailable",
    detail: "Keystone does not list them; their domain may have a directory of its own",
  };
}

async function readDetails({ cloud }: ToolContext): Promise<Join<ReadonlyMap<string, User>>> {
  try {
    const users = (await cloud.list(listUsers)).flatMap((value) => readUser(value) ?? []);
    return { joined: new Map(users.map((user) => [user.id, user])) };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("state and details of users", error)],
      missing: DETAILS,
    };
  }
}

async function joinUsers(
  users: readonly UserRow[],
  wants: (column: string) => boolean,
  context: ToolContext,
  projectId?: string,
): Promise<Join<UserParts>> {
  const [names, roles] = await Promise.all([
    joinAll({
      domains: joinDomains(wants("domain") ? users : [], context),
      projects: projectNames(
        wants("default_project") ? users.map(({ user }) => user?.defaultProjectId) : [],
        context,
      ),
    }),
    projectId !== undefined && wants("roles") ? rolesIn(projectId, context) : undefined,
  ]);
  const { domains = new Map(), projects = new Map() } = names.joined;
  return {
    joined: { domains, projects, roles: roles?.joined },
    unavailable: [...names.unavailable ?? [], ...roles?.unavailable ?? []],
    ...(roles?.missing ? { missing: roles.missing } : {}),
  };
}

async function rolesIn(
  projectId: string,
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, readonly string[]>>> {
  try {
    const { members, unavailable } = await readMembers(projectId, context);
    return { joined: new Map(members.map(({ user, roles }) => [user.id, roles])), unavailable };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("roles of users", error)],
      missing: ["roles"],
    };
  }
}

/** The user of a login, which everybody may read, with the roles that the token tells. */
export function ownUser(
  { user: { id, name, domain }, roles }: Session,
  refusal: OpenStackError,
): ListSpec<UserRow, UserParts> {
  return {
    ...projectUsers({ id }),
    place: "that this login may read",
    gather: async ({ cloud }) => {
      const others = unavailablePart("other users", refusal);
      const own = roles.toSorted();
      try {
        const { body } = await cloud.send(showUser, { path: { user_id: id } });
        const user = readUser(wire(body)["user"]);
        if (user?.id === id) return { items: [rowOf(user, own)], unavailable: [others] };
        throw unusable();
      } catch (error) {
        return {
          items: [{ id, name, domainId: domain?.id, user: undefined, roles: own }],
          unavailable: [others, unavailablePart("state and details of this user", error)],
          missing: DETAILS,
        };
      }
    },
  };
}

function unusable(): OpenStackError {
  return new OpenStackError({
    what: "show the user",
    service: "identity",
    operation: showUser.id,
    reason: "unexpected answer",
    detail: "the answer is not about the user of this login",
  });
}
