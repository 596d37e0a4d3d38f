/** Resources of the Identity API v3, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import { count, flag, isWire, list, member, text, texts, wire } from "../read.ts";

/** A resource that is named by id, and perhaps by name and domain. */
export interface IdentityRef {
  readonly id: string;
  readonly name: string | undefined;
  readonly domainId: string | undefined;
  readonly domainName: string | undefined;
}

/** A project. */
export interface Project {
  readonly id: string;
  readonly name: string | undefined;
  readonly domainId: string | undefined;
  readonly parentId: string | undefined;
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
  /** Whether it acts as a domain. */
  readonly isDomain: boolean | undefined;
  readonly tags: readonly string[] | undefined;
}

/** A domain. */
export interface Domain {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
}

/** A service as it is registered; whether it can be reached, its endpoints say. */
export interface RegisteredService {
  readonly id: string;
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly enabled: boolean | undefined;
}

/** An endpoint as it is registered, with the placeholders in its URL. */
export interface RegisteredEndpoint {
  readonly id: string;
  readonly serviceId: string | undefined;
  readonly interface: string | undefined;
  readonly region: string | undefined;
  readonly url: string | undefined;
  readonly enabled: boolean | undefined;
}

/** A region. */
export interface Region {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly description: string | undefined;
}

/** A user. */
export interface User {
  readonly id: string;
  readonly name: string | undefined;
  readonly domainId: string | undefined;
  readonly defaultProjectId: string | undefined;
  readonly description: string | undefined;
  readonly email: string | undefined;
  readonly enabled: boolean | undefined;
  /** Absent both when the password does not expire and when the user has none here. */
  readonly passwordExpiresAt: string | undefined;
}

/** One call that an application credential is limited to. */
export interface AccessRule {
  readonly id: string | undefined;
  readonly service: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
}

/** An application credential; its secret is never part of an answer. */
export interface ApplicationCredential {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  /** Absent if it does not expire. */
  readonly expiresAt: string | undefined;
  /** Whether it may make further credentials and trusts. */
  readonly unrestricted: boolean | undefined;
  readonly roles: readonly IdentityRef[] | undefined;
  /** Absent if it is not limited. */
  readonly accessRules: readonly AccessRule[] | undefined;
}

/** A trust: somebody may act for somebody else. */
export interface Trust {
  readonly id: string;
  readonly trustorId: string | undefined;
  readonly trusteeId: string | undefined;
  readonly projectId: string | undefined;
  /** Absent if it does not expire. */
  readonly expiresAt: string | undefined;
  /** Absent if it may be used without end. */
  readonly remainingUses: number | undefined;
}

/** A role. */
export interface Role {
  readonly id: string;
  readonly name: string | undefined;
  /** Absent for a global role. */
  readonly domainId: string | undefined;
  readonly description: string | undefined;
}

/** A group of users. */
export interface Group {
  readonly id: string;
  readonly name: string | undefined;
  readonly domainId: string | undefined;
  readonly description: string | undefined;
}

/** A role and those that it includes. */
export interface RoleInference {
  readonly prior: IdentityRef;
  readonly implies: readonly IdentityRef[];
}

/** Where a role holds. */
export type AssignmentScope =
  | { readonly kind: "project"; readonly project: IdentityRef }
  | { readonly kind: "domain"; readonly domain: IdentityRef }
  | { readonly kind: "system" };

/** How somebody came by a role; all undefined for one that was assigned directly. */
export interface AssignmentOrigin {
  /** Id of the group that was given the role. */
  readonly groupId: string | undefined;
  /** Id of the role that includes it. */
  readonly priorRoleId: string | undefined;
  /** Id of the project or domain above that it comes from. */
  readonly inheritedFrom: { readonly kind: "project" | "domain"; readonly id: string } | undefined;
}

/** A role that somebody has somewhere. Names are there only if the list was asked for them. */
export interface RoleAssignment {
  readonly role: IdentityRef;
  readonly user: IdentityRef | undefined;
  readonly group: IdentityRef | undefined;
  readonly scope: AssignmentScope | undefined;
  /** Whether it holds in the projects below the scope instead of in the scope itself; in an effective list, whether
   * it came from above.
   */
  readonly inherited: boolean;
  /** Filled in effective lists alone: others have the assignments as they were made. */
  readonly origin: AssignmentOrigin;
}

/** Reads a reference of the form `{id, name, domain: {id, name}}`; undefined without an id. */
export function readIdentityRef(value: unknown): IdentityRef | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const domain = member(value, "domain");
  return {
    id,
    name: text(value, "name"),
    domainId: text(domain, "id") ?? text(value, "domain_id"),
    domainName: text(domain, "name"),
  };
}

/** Reads a project; undefined without an id. */
export function readProject(value: unknown): Project | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    domainId: text(value, "domain_id"),
    parentId: text(value, "parent_id"),
    description: text(value, "description"),
    enabled: flag(value, "enabled"),
    isDomain: flag(value, "is_domain"),
    tags: texts(value, "tags"),
  };
}

/** Reads a domain; undefined without an id. */
export function readDomain(value: unknown): Domain | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    enabled: flag(value, "enabled"),
  };
}

/** Reads a registered service; undefined without an id. */
export function readRegisteredService(value: unknown): RegisteredService | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    type: text(value, "type"),
    name: text(value, "name"),
    description: text(value, "description"),
    enabled: flag(value, "enabled"),
  };
}

/** Reads a registered endpoint; undefined without an id. */
export function readRegisteredEndpoint(value: unknown): RegisteredEndpoint | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    serviceId: text(value, "service_id"),
    interface: text(value, "interface"),
    region: text(value, "region_id") ?? text(value, "region"),
    url: text(value, "url"),
    enabled: flag(value, "enabled"),
  };
}

/** Reads a region; undefined without an id. */
export function readRegion(value: unknown): Region | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return { id, parentId: text(value, "parent_region_id"), description: text(value, "description") };
}

/** Reads a user; undefined without an id. */
export function readUser(value: unknown): User | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    domainId: text(value, "domain_id"),
    defaultProjectId: text(value, "default_project_id"),
    description: text(value, "description"),
    email: text(value, "email"),
    enabled: flag(value, "enabled"),
    passwordExpiresAt: text(value, "password_expires_at"),
  };
}

/** Reads an application credential; undefined without an id. */
export function readApplicationCredential(value: unknown): ApplicationCredential | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    projectId: text(value, "project_id"),
    expiresAt: text(value, "expires_at"),
    unrestricted: flag(value, "unrestricted"),
    roles: list(value, "roles")?.map(readIdentityRef).filter((role) => role !== undefined),
    accessRules: list(value, "access_rules")?.map((rule) => ({
      id: text(rule, "id"),
      service: text(rule, "service"),
      method: text(rule, "method"),
      path: text(rule, "path"),
    })),
  };
}

/** Reads a role; undefined without an id. */
export function readRole(value: unknown): Role | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    domainId: text(value, "domain_id"),
    description: text(value, "description"),
  };
}

/** Reads a trust; undefined without an id. */
export function readTrust(value: unknown): Trust | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    trustorId: text(value, "trustor_user_id"),
    trusteeId: text(value, "trustee_user_id"),
    projectId: text(value, "project_id"),
    expiresAt: text(value, "expires_at"),
    remainingUses: count(value, "remaining_uses"),
  };
}

/** Reads a role assignment; it has no id of its own, so it is undefined without a role. */
export function readRoleAssignment(value: unknown): RoleAssignment | undefined {
  const role = readIdentityRef(member(value, "role"));
  if (role === undefined) return undefined;
  const scope = member(value, "scope");
  return {
    role,
    user: readIdentityRef(member(value, "user")),
    group: readIdentityRef(member(value, "group")),
    scope: readAssignmentScope(scope),
    inherited: text(scope, "OS-INHERIT:inherited_to") !== undefined,
    origin: readOrigin(member(value, "links"), role.id),
  };
}

/** Keystone tells the origin in links alone: to the membership, to the rule, and to the assignment as it was made. */
function readOrigin(links: unknown, roleId: string): AssignmentOrigin {
  const [, groupId] = /\/groups\/([^/]+)\/users\//.exec(text(links, "membership") ?? "") ?? [];
  // Which of the two roles stands first is not as the link's words say.
  const rule = /\/prior_role\/([^/]+)\/implies\/([^/]+)/.exec(text(links, "prior_role") ?? "");
  const priorRoleId = rule?.slice(1).find((id) => id !== roleId);
  const [, kind, id] = /\/OS-INHERIT\/(project|domain)s\/([^/]+)\//.exec(text(links, "assignment") ?? "") ??
    [];
  return {
    groupId,
    priorRoleId,
    inheritedFrom: id !== undefined && (kind === "project" || kind === "domain") ? { kind, id } : undefined,
  };
}

/** Reads a group; undefined without an id. */
export function readGroup(value: unknown): Group | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    domainId: text(value, "domain_id"),
    description: text(value, "description"),
  };
}

/** Reads a rule of inference; undefined without the role that it is about. */
export function readRoleInference(value: unknown): RoleInference | undefined {
  const prior = readIdentityRef(member(value, "prior_role"));
  if (prior === undefined) return undefined;
  return { prior, implies: list(value, "implies")?.flatMap((role) => readIdentityRef(role) ?? []) ?? [] };
}

function readAssignmentScope(scope: unknown): AssignmentScope | undefined {
  const project = readIdentityRef(member(scope, "project"));
  if (project) return { kind: "project", project };
  const domain = readIdentityRef(member(scope, "domain"));
  if (domain) return { kind: "domain", domain };
  return isWire(wire(scope)["system"]) ? { kind: "system" } : undefined;
}
