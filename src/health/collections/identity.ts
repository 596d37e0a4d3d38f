/** Keystone, as far as checks look.
 *
 * @module
 */
import {
  listApplicationCredentials,
  listDomains,
  listEndpoints,
  listProjects,
  listRoleAssignments,
  listRoles,
  listServices,
  listTrusts,
  listUsers,
} from "../../openstack/identity/operations.ts";
import {
  type ApplicationCredential,
  type Domain,
  type Project,
  readApplicationCredential,
  readDomain,
  readProject,
  readRegisteredEndpoint,
  readRegisteredService,
  readRole,
  readRoleAssignment,
  readTrust,
  readUser,
  type RegisteredEndpoint,
  type RegisteredService,
  type RoleAssignment,
  type Trust,
  type User,
} from "../../openstack/identity/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { type Collection, type CollectionsOf, listed, type Reader } from "../collection.ts";

/** Every project; for administrators. */
export const projects: Collection<Project> = listed({
  title: "projects",
  operation: listProjects,
  read: readProject,
});

/** Every domain; for administrators. */
export const domains: Collection<Domain> = listed({
  title: "domains",
  operation: listDomains,
  read: readDomain,
});

/** What checks keep of a user. */
export type HealthUser = Pick<User, "id" | "name" | "domainId">;

/** Users who are disabled, for what they have in all projects. Each domain is asked by itself, for one may keep its
 * users in a directory of its own.
 */
export const disabledUsers: Collection<HealthUser> = {
  title: "disabled users",
  operations: [listDomains, listUsers],
  async load(reader) {
    if (!reader.allProjects) {
      return { absent: "only a report on all projects looks at what others leave behind" };
    }
    const all = await reader.collected("domains");
    const asked = all.slice(0, reader.maxHosts);
    const lists = await Promise.all(asked.map(({ id }) =>
      reader.list(listUsers, {
        query: { domain_id: id, enabled: false },
        read: (value) => {
          const user = readUser(value);
          if (user?.enabled !== false) return undefined;
          return { id: user.id, name: user.name, domainId: user.domainId };
        },
      })
    ));
    const items = lists.flat();
    return asked.length === all.length
      ? { items }
      : { items, incomplete: `those of ${asked.length} of ${all.length} domains were read` };
  },
};

/** The user's own application credentials. */
export const applicationCredentials: Collection<ApplicationCredential> = {
  title: "application credentials",
  operations: [listApplicationCredentials],
  load: async (reader) => ({
    items: await reader.list(listApplicationCredentials, {
      path: { user_id: reader.session.user.id },
      read: readApplicationCredential,
    }),
  }),
};

/** The credential that this login itself uses; none if it uses another kind. */
export const ownCredential: Collection<ApplicationCredential> = {
  title: "this login's application credential",
  operations: [listApplicationCredentials],
  async load(reader) {
    const used = reader.session.applicationCredential;
    if (!used) return { items: [] };
    return { items: (await reader.collected("applicationCredentials")).filter(({ id }) => id === used.id) };
  },
};

/** Trusts that the user gave or got. */
export const trusts: Collection<Trust> = {
  title: "trusts",
  operations: [listTrusts],
  extension: true,
  async load(reader) {
    const { id } = reader.session.user;
    const lists = await Promise.all(
      [{ trustor_user_id: id }, { trustee_user_id: id }].map((query) =>
        reader.list(listTrusts, { query, read: readTrust })
      ),
    );
    // One may trust oneself.
    return { items: [...new Map(lists.flat().map((trust) => [trust.id, trust])).values()] };
  },
};

/** Roles whose holders may do what others must not. */
const POWERFUL: ReadonlySet<string | undefined> = new Set(["admin", "manager"]);

/** Who holds such a role, members of groups for their groups, and who holds any on the whole system. */
export const powerfulAssignments: Collection<RoleAssignment> = {
  title: "role assignments of administrators",
  operations: [listRoles, listRoleAssignments],
  async load(reader) {
    const roles = await reader.list(listRoles, { read: readRole });
    // A role of a domain gives nothing by itself: it is there to include others.
    const powerful = roles.filter(({ name, domainId }) => domainId === undefined && POWERFUL.has(name));
    const lists = await Promise.all([
      ...powerful.map(({ id }) => assignments(reader, { "role.id": id, "effective": true })),
      // Keystone leaves the system out of effective lists.
      assignments(reader, { "scope.system": "all" }),
    ]);
    return { items: lists.flat() };
  },
};

function assignments(reader: Reader, query: Readonly<Record<string, QueryValue>>): Promise<RoleAssignment[]> {
  return reader.list(listRoleAssignments, {
    query: { ...query, include_names: true },
    read: readRoleAssignment,
  });
}

/** Services as they are registered, the disabled ones too. */
export const registeredServices: Collection<RegisteredService> = listed({
  title: "registered services",
  operation: listServices,
  read: readRegisteredService,
});

/** Endpoints as they are registered, the disabled ones too. */
export const registeredEndpoints: Collection<RegisteredEndpoint> = listed({
  title: "registered endpoints",
  operation: listEndpoints,
  read: readRegisteredEndpoint,
});

/** What the items of this file's collections are. */
export interface IdentityItems {
  readonly projects: Project;
  readonly domains: Domain;
  readonly disabledUsers: HealthUser;
  readonly applicationCredentials: ApplicationCredential;
  readonly ownCredential: ApplicationCredential;
  readonly trusts: Trust;
  readonly powerfulAssignments: RoleAssignment;
  readonly registeredServices: RegisteredService;
  readonly registeredEndpoints: RegisteredEndpoint;
}

/** The collections of this service, by the name that checks use. */
export const identityCollections: CollectionsOf<IdentityItems> = {
  projects,
  domains,
  disabledUsers,
  applicationCredentials,
  ownCredential,
  trusts,
  powerfulAssignments,
  registeredServices,
  registeredEndpoints,
};
