/** Projects as the tools show them, and the one that an argument means.
 *
 * @module
 */
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import {
  listDomains,
  listOwnProjects,
  listProjects,
  showProject,
} from "../../openstack/identity/operations.ts";
import { type Project, readDomain, readProject } from "../../openstack/identity/types.ts";
import { wire } from "../../openstack/read.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import { findOne } from "../list_find.ts";
import { NAME_A_PROJECT, ownProject, seesAllProjects } from "../scope.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that listing and finding projects may need. */
export const PROJECT_OPERATIONS = [listOwnProjects, showProject, listProjects, listDomains];

/** What is read beside projects: names of domains by id. */
export type DomainNames = ReadonlyMap<string, string>;

/** The projects that the user of a login may use: Identity API "Get available project scopes". */
export function ownProjects(session: Session): ListSpec<Project, DomainNames> {
  return {
    noun: ["project", "projects"],
    list: listOwnProjects,
    read: readProject,
    id: (project) => project.id,
    name: (project) => project.name,
    columns: columnsFor(session),
    join: (projects, wants, context) => joinDomains(wants("domain") ? projects : [], context),
  };
}

/** Every project: Identity API "List projects". A login to a domain is shown that domain's. */
export function allProjects(session: Session): ListSpec<Project, DomainNames> {
  const { domain } = session;
  return {
    ...ownProjects(session),
    list: listProjects,
    show: { operation: showProject, parameter: "project_id", key: "project" },
    query: () => Promise.resolve(domain ? { domain_id: domain.id } : {}),
    byName: (name) => ({ name }),
  };
}

function columnsFor(session: Session): readonly Column<Project, DomainNames>[] {
  return [
    { name: "name", level: "basic", value: (project) => project.name },
    {
      name: "domain",
      level: "detailed",
      value: ({ domainId = "" }, domains) => domains?.get(domainId) ?? domainId,
      resolve: domainFilter,
    },
    { name: "enabled", level: "detailed", value: (project) => project.enabled, fold: "lower" },
    // The project that this login acts in.
    { name: "current", level: "detailed", value: ({ id }) => id === session.project?.id, fold: "lower" },
    { name: "description", level: "full", value: (project) => project.description },
    { name: "tags", level: "full", value: (project) => project.tags },
    { name: "domain_id", level: "full", value: (project) => project.domainId, filter: "domain_id" },
    { name: "parent_id", level: "full", value: (project) => project.parentId, filter: "parent_id" },
    { name: "id", level: "basic", value: (project) => project.id },
  ];
}

const TEN_MINUTES_MS = 600_000;

/** Names of the domains that things are in: the login itself names its own, Keystone the others, to whoever may list
 * them.
 */
export async function joinDomains(
  things: readonly { readonly domainId: string | undefined }[],
  context: ToolContext,
): Promise<Join<DomainNames>> {
  const known = domainsOf(await context.cloud.session());
  if (things.every(({ domainId }) => domainId === undefined || known.has(domainId))) {
    return { joined: known };
  }
  try {
    return { joined: await domainNames(context) };
  } catch (error) {
    return { joined: known, unavailable: [unavailablePart("names of domains", error)] };
  }
}

async function domainNames(context: ToolContext): Promise<DomainNames> {
  const session = await context.cloud.session();
  const known = domainsOf(session);
  if (!seesAllProjects(session)) return known;
  const all = await context.cloud.cached("domain names", isNames, TEN_MINUTES_MS, async () => {
    const domains = (await context.cloud.list(listDomains)).map(readDomain);
    return new Map(domains.flatMap((domain) => domain?.name ? [[domain.id, domain.name] as const] : []));
  });
  return new Map([...all, ...known]);
}

/** A filter on the domain that things are in, by its name or id. */
export async function domainFilter(
  wanted: string,
  context: ToolContext,
): Promise<Part<{ readonly domainId: string | undefined }>> {
  const names = await domainNames(context);
  const ids = new Set([wanted, ...[...names].flatMap(([id, name]) => name === wanted ? [id] : [])]);
  return { test: (thing) => thing.domainId !== undefined && ids.has(thing.domainId) };
}

function isNames(value: unknown): value is Map<string, string> {
  return value instanceof Map;
}

/** The domains that a login names itself: its own, its user's and its project's. */
export function domainsOf(session: Session): DomainNames {
  const named = [session.domain, session.project?.domain, session.user.domain];
  return new Map(named.flatMap((domain) => domain ? [[domain.id, domain.name] as const] : []));
}

/** Finds the project that an argument means in Keystone; without one it is the token's own.
 *
 * Other services answer 200 for projects that do not exist, so that none of them can be asked.
 *
 * @throws {OpenStackError} `not found`, `ambiguous`, or `not permitted` if the login may not look for it.
 */
export async function findProject(
  reference: string | undefined,
  context: ToolContext,
  what: string,
): Promise<Project> {
  const session = await context.cloud.session();
  const own = session.project;
  if (reference === undefined || reference === own?.id) return await showOwn(context, what);
  if (seesAllProjects(session)) return await amongAll(findOne(allProjects(session), reference, context));
  if (reference === own?.name) return await showOwn(context, what);
  return await amongOwn(findOne(ownProjects(session), reference, context));
}

/** Looks for a project among those of the user. That it is not there does not mean that there is none.
 *
 * @throws {OpenStackError} What the search throws; `not permitted` in the place of `not found`.
 */
export async function amongOwn<T>(search: Promise<T>): Promise<T> {
  return await whenNotFound(search, ({ what }) =>
    new OpenStackError({
      what,
      service: "identity",
      reason: "not permitted",
      detail:
        "none of this user's projects has this name or id, and only an administrator may look for others",
      next: "get_projects lists the projects of this user.",
    }));
}

async function amongAll<T>(search: Promise<T>): Promise<T> {
  return await whenNotFound(search, (error) => advised(error, "get_projects lists the projects."));
}

/** Tells what to do instead where something was not found, and passes on everything else. */
export async function whenNotFound<T>(
  search: Promise<T>,
  told: (error: OpenStackError) => OpenStackError,
): Promise<T> {
  try {
    return await search;
  } catch (error) {
    throw error instanceof OpenStackError && error.reason === "not found" ? told(error) : error;
  }
}

/** The same error with better advice. */
export function advised(error: OpenStackError, next: string): OpenStackError {
  const { what, reason, service, operation, status, requestId, detail } = error;
  const known = Object.entries({ service, operation, status, requestId, detail });
  return new OpenStackError({
    what,
    reason,
    next,
    cause: error,
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
  });
}

async function showOwn(context: ToolContext, what: string): Promise<Project> {
  const own = await ownProject(context, what, NAME_A_PROJECT);
  const answer = await context.cloud.send(showProject, { path: { project_id: own.id } });
  const project = readProject(wire(answer.body)["project"]);
  if (project?.id === own.id) return project;
  throw new OpenStackError({
    what,
    service: "identity",
    operation: showProject.id,
    reason: "unexpected answer",
    detail: "the answer is not about the project that was asked for",
  });
}
