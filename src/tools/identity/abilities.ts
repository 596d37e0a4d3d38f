/** Which tools can work at a cloud, by what their operations need.
 *
 * @module
 */
import { covers } from "../../health/roles.ts";
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { isRead, type Operation } from "../../openstack/operation.ts";
import { serviceInfo } from "../../openstack/services.ts";
import { compareVersions, readVersionRange, type VersionRange } from "../../openstack/version.ts";
import { listNetworkExtensions } from "../../openstack/network/operations.ts";
import { text } from "../../openstack/read.ts";
import { askVersions, newestApi } from "../health/endpoints.ts";
import type { Tool, ToolContext } from "../tool.ts";

/** The services of the catalog as they answered. */
export interface Offer {
  /** What answered, with its microversions if it has such; by official type. */
  readonly ranges: ReadonlyMap<string, VersionRange>;
  /** What did not answer or may not be asked. */
  readonly failures: ReadonlyMap<string, OpenStackError>;
  /** The newest version of APIs that list their versions, by official type. */
  readonly apis?: ReadonlyMap<string, string>;
  /** Aliases of the extensions that Neutron has; undefined if they are not known. */
  readonly extensions?: ReadonlySet<string> | undefined;
  /** Why the extensions are not known, if that is to be told. */
  readonly extensionsError?: OpenStackError | undefined;
}

/** Asks every service of the catalog what it is, all at once and anew: what is remembered may be down by now. */
export async function readOffer(context: ToolContext): Promise<Offer> {
  const [versions, extensions] = await Promise.all([readServices(context), readExtensions(context)]);
  // Of a service that does not answer at all, that is enough to know.
  return versions.failures.has("network") ? versions : { ...versions, ...extensions };
}

type Extensions = Pick<Offer, "extensions" | "extensionsError">;

/** Which extensions Neutron has: what it lacks, it answers as if there were no such path. */
async function readExtensions(context: ToolContext): Promise<Extensions> {
  const { cloud } = context;
  const asked = context.tools.some(({ operations }) => operations.some(({ extension }) => extension));
  if (!asked || !cloud.allowlist.entries.some(({ service }) => service === "network")) return {};
  try {
    const found = await cloud.list(listNetworkExtensions);
    return { extensions: new Set(found.flatMap((extension) => text(extension, "alias") ?? [])) };
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    return { extensionsError: error };
  }
}

async function readServices(context: ToolContext): Promise<Offer> {
  const { entries, refused } = context.cloud.allowlist;
  const ranges = new Map<string, VersionRange>();
  const apis = new Map<string, string>();
  const failures = new Map<string, OpenStackError>();
  for (const { service, reason, detail } of refused) {
    failures.set(service, new OpenStackError({ what: `use ${service}`, service, reason, detail }));
  }
  await Promise.all(entries.map(async (entry) => {
    try {
      const { body, headers } = await askVersions(entry, context);
      ranges.set(entry.service, readVersionRange(body, serviceInfo(entry.service).versionPath, headers));
      const api = newestApi(body);
      if (api !== undefined) apis.set(entry.service, api);
    } catch (error) {
      if (!(error instanceof OpenStackError)) throw error;
      failures.set(entry.service, error);
    }
  }));
  const order = [...new Set([...entries, ...refused].map(({ service }) => service))];
  return { ranges: inOrder(order, ranges), failures: inOrder(order, failures), apis };
}

/** The order of arrival would be another one at every call. */
function inOrder<T>(order: readonly string[], found: ReadonlyMap<string, T>): Map<string, T> {
  return new Map(order.flatMap((key) => {
    const value = found.get(key);
    return value === undefined ? [] : [[key, value] as const];
  }));
}

/** Tools that share a reason. */
export interface Obstacle {
  readonly reason: string;
  readonly tools: readonly string[];
}

/** What stands in the way of tools. */
export interface Abilities {
  /** Tools that cannot work at all. */
  readonly cannotWork: readonly Obstacle[];
  /** Tools that lack a part of their answers because a service does. What a role is not told, an answer itself says. */
  readonly limited: readonly Obstacle[];
}

/** Whether something else lets an operation through: the access rules of an application credential. */
export type Permits = (op: Operation) => boolean;

/** Judges tools by what they need of services, roles and access rules. */
export function judgeTools(
  tools: readonly Tool[],
  session: Session,
  offer: Offer,
  permits: Permits = () => true,
): Abilities {
  const judged = tools.map((tool) => judge(tool, session, offer, permits));
  return {
    cannotWork: grouped(judged.flatMap(({ name, blocked }) => blocked.map((reason) => ({ name, reason })))),
    limited: grouped(judged.flatMap(({ name, lacking }) => lacking.map((reason) => ({ name, reason })))),
  };
}

interface Judged {
  readonly name: string;
  /** Why it cannot work, if it cannot. */
  readonly blocked: readonly string[];
  readonly lacking: readonly string[];
}

function judge(
  { name, operations, essential }: Tool,
  session: Session,
  offer: Offer,
  permits: Permits,
): Judged {
  const blocked = reasons(
    essential.map((op) =>
      serviceObstacle(op, offer) ?? roleObstacle(op, session) ?? ruleObstacle(op, permits)
    ),
  );
  const lacking = blocked.length > 0 || essential.length === 0 ? [] : reasons([
    ...operations.map((op) => serviceObstacle(op, offer) ?? ruleObstacle(op, permits)),
    changeObstacle(operations, session),
  ]);
  return { name, blocked: blocked.slice(0, 1), lacking };
}

function reasons(found: readonly (string | undefined)[]): string[] {
  return [...new Set(found.filter((reason) => reason !== undefined))];
}

function grouped(found: readonly { readonly name: string; readonly reason: string }[]): Obstacle[] {
  const groups = Map.groupBy(found, ({ reason }) => reason);
  return [...groups].map(([reason, members]) => ({ reason, tools: members.map(({ name }) => name) }));
}

/** What a service lacks for an operation. */
function serviceObstacle(op: Operation, offer: Offer): string | undefined {
  const { service } = op;
  const failure = offer.failures.get(service);
  if (failure) return `${service}: ${failure.reason}`;
  const range = offer.ranges.get(service);
  if (!range) return `${service}: not deployed`;
  return versionObstacle(op, range) ?? apiObstacle(op, offer) ?? extensionObstacle(op, offer);
}

function versionObstacle({ service, requires }: Operation, range: VersionRange): string | undefined {
  if (requires === undefined || (range.max !== undefined && compareVersions(range.max, requires) >= 0)) {
    return undefined;
  }
  return `needs ${service} ${requires}; this cloud offers up to ${range.max ?? "none"}`;
}

function apiObstacle({ service, apiVersion }: Operation, { apis }: Offer): string | undefined {
  const newest = apis?.get(service);
  if (apiVersion === undefined || newest === undefined || compareVersions(newest, apiVersion) >= 0) {
    return undefined;
  }
  return `needs ${service} API ${apiVersion}; this cloud offers up to ${newest}`;
}

function extensionObstacle({ service, extension }: Operation, { extensions }: Offer): string | undefined {
  if (service !== "network" || extension === undefined || !extensions || extensions.has(extension)) {
    return undefined;
  }
  return `${service} lacks the extension ${extension}`;
}

/** The role that a login lacks for an operation by the default policies of its service. */
function roleObstacle(op: Operation, { roles }: Session): string | undefined {
  if (covers(roles, op)) return undefined;
  const own = op.service === "load-balancer" && op.needs !== "admin";
  return `${op.service} asks for the role ${own ? "load-balancer_observer or higher" : op.needs}`;
}

/** The role that a login lacks for everything that a tool could change. */
function changeObstacle(operations: readonly Operation[], session: Session): string | undefined {
  const obstacles = operations.filter((op) => !isRead(op)).map((op) => roleObstacle(op, session));
  const [first] = obstacles;
  return first !== undefined && obstacles.every((one) => one !== undefined) ? `changes: ${first}` : undefined;
}

function ruleObstacle(op: Operation, permits: Permits): string | undefined {
  return permits(op) ? undefined : "the access rules of the application credential do not cover it";
}
