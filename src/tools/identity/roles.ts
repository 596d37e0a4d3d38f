/** Roles as the tools show them.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { type OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listDomains, listRoleInferences, listRoles } from "../../openstack/identity/operations.ts";
import { readRole, readRoleInference, type Role } from "../../openstack/identity/types.ts";
import { findOne } from "../list_find.ts";
import type { Join, ListSpec } from "../list_spec.ts";
import { nameOf, type Names } from "../names.ts";
import type { ToolContext } from "../tool.ts";
import { DOMAINS } from "./domains.ts";
import { joinDomains } from "./projects.ts";

/** The operations that listing roles may need. */
export const ROLE_OPERATIONS = [listRoles, listRoleInferences, listDomains];

/** What is read beside roles. */
export interface RoleParts {
  readonly domains: Names;
  /** Names of the roles that a role includes, by its id; undefined if they were not asked for. */
  readonly included: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Roles: Identity API "List roles", which lists those of a domain only if that domain is named. */
export const ROLES: ListSpec<Role, RoleParts> = {
  noun: ["role", "roles"],
  place: "on this cloud",
  list: listRoles,
  read: readRole,
  id: (role) => role.id,
  name: (role) => role.name,
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (role) => role.name },
    {
      name: "domain",
      level: "detailed",
      value: ({ domainId }, parts) => nameOf(parts?.domains, domainId),
      resolve: async (wanted, context) => {
        const { id } = await findOne(DOMAINS, wanted, context);
        return { query: { domain_id: id }, test: ({ domainId }) => domainId === id };
      },
    },
    {
      name: "includes",
      level: "detailed",
      value: ({ id }, parts) => parts?.included && (parts.included.get(id) ?? []),
      joined: true,
    },
    { name: "description", level: "detailed", value: (role) => role.description },
    { name: "id", level: "basic", value: (role) => role.id },
  ],
  join: joinRoles,
};

async function joinRoles(
  roles: readonly Role[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<RoleParts>> {
  const placed = roles.filter(({ domainId }) => domainId !== undefined);
  const [domains, included] = await Promise.all([
    joinDomains(wants("domain") ? placed : [], context),
    wants("includes") ? readIncluded(context) : undefined,
  ]);
  return {
    joined: { domains: domains.joined, included: included?.joined },
    unavailable: [...domains.unavailable ?? [], ...included?.unavailable ?? []],
    ...(included?.unavailable ? { missing: ["includes"] } : {}),
  };
}

async function readIncluded(
  { cloud }: ToolContext,
): Promise<Join<ReadonlyMap<string, readonly string[]>>> {
  try {
    const rules = (await cloud.list(listRoleInferences)).flatMap((value) => readRoleInference(value) ?? []);
    return {
      joined: new Map(
        rules.map(({ prior, implies }) => [prior.id, implies.map(({ name, id }) => name ?? id)] as const),
      ),
    };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("roles that roles include", error)] };
  }
}

/** A role as a token tells it. */
interface OwnRole {
  readonly name: string;
}

/** The roles that a login has, which its token tells by name. */
export function ownRoles({ roles }: Session, refusal: OpenStackError): ListSpec<OwnRole> {
  return {
    noun: ["role", "roles"],
    list: listRoles,
    gather: () =>
      Promise.resolve({
        items: roles.toSorted().map((name) => ({ name })),
        unavailable: [unavailablePart("other roles, ids and what roles include", refusal)],
      }),
    read: () => undefined,
    id: (role) => role.name,
    name: (role) => role.name,
    columns: [{ name: "name", level: "basic", value: (role) => role.name }],
  };
}
