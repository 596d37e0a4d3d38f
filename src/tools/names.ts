/** Names of what something else mentions by id: read beside a list, together, and never row by row.
 *
 * A tool that uses one of these declares the operation that its comment names.
 *
 * @module
 */
import { listVolumes } from "../openstack/block_storage/operations.ts";
import { listServerRefs } from "../openstack/compute/operations.ts";
import { unavailablePart } from "../openstack/errors.ts";
import { listGroups, listProjects, listUsers } from "../openstack/identity/operations.ts";
import {
  listAddressGroups,
  listAddressScopes,
  listNetworks,
  listQosPolicies,
  listRouters,
  listSecurityGroups,
  listSubnetPools,
  listSubnets,
} from "../openstack/network/operations.ts";
import type { Operation } from "../openstack/operation.ts";
import { text } from "../openstack/read.ts";
import type { QueryValue } from "../openstack/request.ts";
import type { Join } from "./list_spec.ts";
import { seesAllProjects } from "./scope.ts";
import type { ToolContext } from "./tool.ts";

/** Names by id. What is not in it has none, or cannot be seen: its id stands for it. */
export type Names = ReadonlyMap<string, string>;

/** Reads names of things by their ids. */
export type ReadNames = (
  ids: readonly (string | undefined)[],
  context: ToolContext,
) => Promise<Join<Names>>;

/** The name of an id where it is known, else the id. */
export function nameOf(names: Names | undefined, id: string | undefined): string | undefined {
  return id === undefined ? undefined : names?.get(id) ?? id;
}

/** Pages of a thousand that are looked through; what is not among them is shown by its id. */
const MOST_PAGES = 5;

/** Names of servers, out of the brief list ({@linkcode listServerRefs}). One that is gone has none. */
export const serverNames: ReadNames = (ids, context) =>
  searched("names of servers", listServerRefs, ids, context);

/** Names of volumes ({@linkcode listVolumes}). */
export const volumeNames: ReadNames = (ids, context) =>
  searched("names of volumes", listVolumes, ids, context);

/** Names of networks ({@linkcode listNetworks}). */
export const networkNames: ReadNames = (ids, context) =>
  filtered("names of networks", listNetworks, ids, context);

/** Names of subnets ({@linkcode listSubnets}). */
export const subnetNames: ReadNames = (ids, context) =>
  filtered("names of subnets", listSubnets, ids, context);

/** Names of routers ({@linkcode listRouters}). */
export const routerNames: ReadNames = (ids, context) =>
  filtered("names of routers", listRouters, ids, context);

/** Names of security groups ({@linkcode listSecurityGroups}). */
export const securityGroupNames: ReadNames = (ids, context) =>
  filtered("names of security groups", listSecurityGroups, ids, context);

/** Names of address groups ({@linkcode listAddressGroups}). */
export const addressGroupNames: ReadNames = (ids, context) =>
  filtered("names of address groups", listAddressGroups, ids, context);

/** Names of QoS policies ({@linkcode listQosPolicies}). */
export const qosPolicyNames: ReadNames = (ids, context) =>
  filtered("names of QoS policies", listQosPolicies, ids, context);

/** Names of subnet pools ({@linkcode listSubnetPools}). */
export const subnetPoolNames: ReadNames = (ids, context) =>
  filtered("names of subnet pools", listSubnetPools, ids, context);

/** Names of address scopes ({@linkcode listAddressScopes}). */
export const addressScopeNames: ReadNames = (ids, context) =>
  filtered("names of address scopes", listAddressScopes, ids, context);

/** Names of projects: the login's own, and for an administrator those of others ({@linkcode listProjects}). */
export const projectNames: ReadNames = async (ids, context) => {
  const { project } = await context.cloud.session();
  return await directory("names of projects", listProjects, ids, project ? [project] : [], context);
};

/** Names of users: the login's own, and for an administrator those of others ({@linkcode listUsers}). */
export const userNames: ReadNames = async (ids, context) => {
  const { user } = await context.cloud.session();
  return await directory("names of users", listUsers, ids, [user], context);
};

/** Names of groups of users, for an administrator ({@linkcode listGroups}). */
export const groupNames: ReadNames = (ids, context) =>
  directory("names of groups", listGroups, ids, [], context);

function present(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== undefined && id !== ""))];
}

/** Names out of a list that knows no filter by ids, read until all of them were found.
 *
 * @param query What the list is asked for; as Nova and Cinder take it, unless said.
 */
export async function searched(
  what: string,
  list: Operation,
  ids: readonly (string | undefined)[],
  context: ToolContext,
  query: Readonly<Record<string, QueryValue>> = context.allProjects ? { all_tenants: true } : {},
): Promise<Join<Names>> {
  const missing = new Set(present(ids));
  const names = new Map<string, string>();
  if (missing.size === 0) return { joined: names };
  try {
    let pages = 0;
    for await (const { items } of context.cloud.pages(list, { query })) {
      for (const item of items) {
        const id = text(item, "id");
        if (id === undefined || !missing.delete(id)) continue;
        const name = text(item, "name");
        if (name !== undefined) names.set(id, name);
      }
      if (missing.size === 0 || ++pages === MOST_PAGES) break;
    }
    return { joined: names };
  } catch (error) {
    return { joined: names, unavailable: [unavailablePart(what, error)] };
  }
}

/** Ids in one request: their list must fit a URL. */
const BATCH = 100;

/** Reads what a filter of Neutron finds for any of many ids.
 *
 * @param query What else each request asks: the fields that are needed, for instance.
 *
 * @throws {OpenStackError} If the list cannot be read.
 */
export async function listedBy(
  list: Operation,
  filter: string,
  ids: readonly (string | undefined)[],
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<readonly unknown[]> {
  const wanted = present(ids);
  const batches = Array.from(
    { length: Math.ceil(wanted.length / BATCH) },
    (_, index) => wanted.slice(index * BATCH, (index + 1) * BATCH),
  );
  const lists = await Promise.all(
    batches.map((batch) => context.cloud.list(list, { query: { ...query, [filter]: batch } })),
  );
  return lists.flat();
}

/** Neutron filters by any number of ids, and leaves out the fields that nobody asked for. */
async function filtered(
  what: string,
  list: Operation,
  ids: readonly (string | undefined)[],
  context: ToolContext,
): Promise<Join<Names>> {
  try {
    return { joined: namesIn(await listedBy(list, "id", ids, { fields: ["id", "name"] }, context)) };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart(what, error)] };
  }
}

function namesIn(items: readonly unknown[]): Names {
  return new Map(items.flatMap((item) => {
    const id = text(item, "id");
    const name = text(item, "name");
    return id === undefined || name === undefined ? [] : [[id, name] as const];
  }));
}

const FIVE_MINUTES_MS = 300_000;

/** What only an administrator may list is remembered; without the role there are the login's own names. */
async function directory(
  what: string,
  list: Operation,
  ids: readonly (string | undefined)[],
  known: readonly { readonly id: string; readonly name: string }[],
  context: ToolContext,
): Promise<Join<Names>> {
  const own = new Map(known.map(({ id, name }) => [id, name]));
  const session = await context.cloud.session();
  const foreign = present(ids).filter((id) => !own.has(id));
  if (foreign.length === 0 || !seesAllProjects(session)) return { joined: own };
  try {
    const all = await context.cloud.cached(
      what,
      isNames,
      FIVE_MINUTES_MS,
      async () => namesIn(await context.cloud.list(list)),
    );
    return { joined: new Map([...all, ...own]) };
  } catch (error) {
    return { joined: own, unavailable: [unavailablePart(what, error)] };
  }
}

function isNames(value: unknown): value is Names {
  return value instanceof Map;
}

/** What several readings found: the names of each. */
export type NamesOf = Readonly<Record<string, Names>>;

/** Joins several readings beside a list. */
export async function joinAll(reads: Readonly<Record<string, Promise<Join<Names>>>>): Promise<Join<NamesOf>> {
  const found = await Promise.all(
    Object.entries(reads).map(async ([key, read]) => [key, await read] as const),
  );
  return {
    joined: Object.fromEntries(found.map(([key, { joined }]) => [key, joined])),
    unavailable: found.flatMap(([, { unavailable = [] }]) => unavailable),
  };
}
