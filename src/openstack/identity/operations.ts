/** Calls of the Identity API v3 (Keystone); section names are those of its API reference.
 *
 * Only projects, users, groups and domains are paged, and only from 2025.1 on; older releases ignore `limit` and
 * answer the whole list, which then carries no next link.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Projects: List projects. Filter by `name`, `domain_id`, `enabled`. */
export const listProjects = operation({
  id: "identity.projects.list",
  method: "GET",
  path: "/projects",
  effect: "read",
  needs: "admin",
  page: { key: "projects", by: "marker" },
});

/** Projects: Show project details. A reader may show the project of its own token. */
export const showProject = operation({
  id: "identity.projects.show",
  method: "GET",
  path: "/projects/{project_id}",
  effect: "read",
  needs: "reader",
});

/** Authentication and token management: Get available project scopes. What the user could log in to. */
export const listOwnProjects = operation({
  id: "identity.auth_projects.list",
  method: "GET",
  path: "/auth/projects",
  effect: "read",
  needs: "reader",
  page: { key: "projects", by: "none" },
});

/** Authentication and token management: Get available domain scopes. */
export const listOwnDomains = operation({
  id: "identity.auth_domains.list",
  method: "GET",
  path: "/auth/domains",
  effect: "read",
  needs: "reader",
  page: { key: "domains", by: "none" },
});

/** Domains: List domains. */
export const listDomains = operation({
  id: "identity.domains.list",
  method: "GET",
  path: "/domains",
  effect: "read",
  needs: "admin",
  page: { key: "domains", by: "marker" },
});

/** Domains: Show domain details. A reader may show the domain of its own token. */
export const showDomain = operation({
  id: "identity.domains.show",
  method: "GET",
  path: "/domains/{domain_id}",
  effect: "read",
  needs: "reader",
});

/** Service catalog and endpoints: List services. */
export const listServices = operation({
  id: "identity.services.list",
  method: "GET",
  path: "/services",
  effect: "read",
  needs: "admin",
  page: { key: "services", by: "none" },
});

/** Service catalog and endpoints: List endpoints. Unlike the catalog it also shows what is disabled. */
export const listEndpoints = operation({
  id: "identity.endpoints.list",
  method: "GET",
  path: "/endpoints",
  effect: "read",
  needs: "admin",
  page: { key: "endpoints", by: "none" },
});

/** Regions: List regions. Open to every token. */
export const listRegions = operation({
  id: "identity.regions.list",
  method: "GET",
  path: "/regions",
  effect: "read",
  needs: "reader",
  page: { key: "regions", by: "none" },
});

/** Users: List users. */
export const listUsers = operation({
  id: "identity.users.list",
  method: "GET",
  path: "/users",
  effect: "read",
  needs: "admin",
  page: { key: "users", by: "marker" },
});

/** Users: Show user details. Everyone may show themselves. */
export const showUser = operation({
  id: "identity.users.show",
  method: "GET",
  path: "/users/{user_id}",
  effect: "read",
  needs: "reader",
});

/** Application credentials: List application credentials. Everyone may list their own. */
export const listApplicationCredentials = operation({
  id: "identity.application_credentials.list",
  method: "GET",
  path: "/users/{user_id}/application_credentials",
  effect: "read",
  needs: "reader",
  page: { key: "application_credentials", by: "none" },
});

/** OS-TRUST: List trusts. Everyone may list those that they gave (`trustor_user_id`) or got (`trustee_user_id`). */
export const listTrusts = operation({
  id: "identity.trusts.list",
  method: "GET",
  path: "/OS-TRUST/trusts",
  effect: "read",
  needs: "reader",
  page: { key: "trusts", by: "none" },
});

/** Roles: List role assignments. `include_names` spares a look-up of every user, role and project. */
export const listRoleAssignments = operation({
  id: "identity.role_assignments.list",
  method: "GET",
  path: "/role_assignments",
  effect: "read",
  needs: "admin",
  page: { key: "role_assignments", by: "none" },
});

/** Roles: List roles. */
export const listRoles = operation({
  id: "identity.roles.list",
  method: "GET",
  path: "/roles",
  effect: "read",
  needs: "admin",
  page: { key: "roles", by: "none" },
});

/** Roles: List all role inference rules. Which roles a role includes. */
export const listRoleInferences = operation({
  id: "identity.role_inferences.list",
  method: "GET",
  path: "/role_inferences",
  effect: "read",
  needs: "admin",
  page: { key: "role_inferences", by: "none" },
});

/** Groups: List groups. Filter by `name`, `domain_id`. */
export const listGroups = operation({
  id: "identity.groups.list",
  method: "GET",
  path: "/groups",
  effect: "read",
  needs: "admin",
  page: { key: "groups", by: "marker" },
});

/** Users: List groups to which a user belongs. Everyone may list their own. */
export const listUserGroups = operation({
  id: "identity.user_groups.list",
  method: "GET",
  path: "/users/{user_id}/groups",
  effect: "read",
  needs: "reader",
  page: { key: "groups", by: "none" },
});

/** Groups: List users in group. There is no call that tells the members of several groups. */
export const listGroupUsers = operation({
  id: "identity.group_users.list",
  method: "GET",
  path: "/groups/{group_id}/users",
  effect: "read",
  needs: "admin",
  page: { key: "users", by: "none" },
});
