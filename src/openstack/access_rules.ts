/** Access rules of application credentials: which calls to grant, and which calls a rule covers.
 *
 * The token middleware of each service checks them. A rule covers a call if it names the service by the type that the
 * operator gave that middleware (`service_type`, which the catalog must have), the method, and the path as the service
 * sees it: with the prefix below which it is deployed, the version, and whatever else the endpoint carries.
 *
 * @module
 */
import type { AllowEntry } from "./allowlist.ts";
import type { CatalogEntry } from "./catalog.ts";
import type { Operation } from "./operation.ts";
import { versionUrl } from "./request.ts";
import { officialType } from "./services.ts";

/** One call that an application credential is limited to. */
export interface CallRule {
  /** Service type as the catalog spells it. */
  readonly service: string;
  readonly method: string;
  /** From the first slash on; `*` stands for one segment, `**` for any number of them. */
  readonly path: string;
}

/** What {@linkcode rulesFor} derives rules from. */
export interface RuleSources {
  readonly operations: readonly Operation[];
  /** Whether every service is asked for its version document, not only those whose microversions matter. */
  readonly asksEveryService: boolean;
  /** The addresses that the operations are sent to. */
  readonly entries: readonly AllowEntry[];
  readonly catalog: readonly CatalogEntry[];
  /** Becomes a wildcard in the paths, so that the rules fit every project. */
  readonly projectId?: string;
}

/** The rules that let the operations through and nothing that they do not need, sorted, each once.
 *
 * Which of its names in the catalog a service was configured with cannot be seen from outside: there is one rule for
 * each. Operations of services that have no address get none.
 */
export function rulesFor(sources: RuleSources): CallRule[] {
  const { operations, entries, catalog } = sources;
  // A client sends to the first address of a service.
  const byService = new Map(entries.toReversed().map((entry) => [entry.service, entry]));
  const rules = [...byService.values()].flatMap((entry) => {
    const own = operations.filter(({ service }) => service === entry.service);
    const calls = [
      ...own.map((op) => ({ method: op.method, path: operationPath(op, entry, sources.projectId) })),
      ...sources.asksEveryService || own.some(hasMicroversion) ? documentCalls(entry) : [],
    ];
    return typesOf(entry.service, catalog).flatMap((service) => calls.map((call) => ({ service, ...call })));
  });
  const unique = new Map(rules.map((rule) => [`${rule.service} ${rule.path} ${rule.method}`, rule]));
  return [...unique].sort(([a], [b]) => a < b ? -1 : 1).map(([, rule]) => rule);
}

function hasMicroversion({ microversion, requires }: Operation): boolean {
  return microversion !== undefined || requires !== undefined;
}

/** Every name under which the catalog lists a service; its official one if none does. */
function typesOf(service: string, catalog: readonly CatalogEntry[]): string[] {
  const types = new Set(catalog.map(({ type }) => type).filter((type) => officialType(type) === service));
  return types.size === 0 ? [service] : [...types];
}

/** The path of an operation as a rule spells it.
 *
 * @param projectId The project whose id stands in the endpoint, if one does.
 */
export function operationPath(
  op: Operation,
  { base, root }: Pick<AllowEntry, "base" | "root">,
  projectId: string | undefined,
): string {
  const { pathname } = new URL(op.base === "root" ? root : base);
  return anyProject(pathname, projectId).replace(/\/$/, "") +
    op.path.replace(/\{(\w+)\}/g, (_, name: string) => wildcard(op.service, name));
}

/** The names of Swift's objects may have slashes; nothing else's may. */
function wildcard(service: string, name: string): string {
  return service === "object-store" && name.startsWith("object") ? "**" : "*";
}

/** The project's id is a segment of its own, or the end of one (Swift's `AUTH_…`). */
function anyProject(path: string, projectId: string | undefined): string {
  if (projectId === undefined) return path;
  const id = encodeURIComponent(projectId);
  return path.split("/")
    .map((segment) =>
      segment === id || segment.endsWith(`_${id}`) ? segment.slice(0, -id.length) + "*" : segment
    )
    .join("/");
}

/** The version document, also without the last slash: a service may redirect there. */
function documentCalls(entry: AllowEntry): { method: string; path: string }[] {
  const { pathname } = versionUrl(entry);
  const paths = new Set([pathname, pathname.replace(/(.)\/$/, "$1")]);
  return [...paths].map((path) => ({ method: "GET", path }));
}

/** The paths that the path of a rule covers. */
export function pathPattern(path: string): RegExp {
  const parts = path.split(/(\*\*|\*|\{[^}]*\})/).map((part, index) =>
    index % 2 === 0 ? RegExp.escape(part) : part === "**" ? ".*" : "[^/]+"
  );
  return new RegExp(`^${parts.join("")}$`);
}

/** Whether one of the rules covers a call to a service, whichever of its names the rule uses.
 *
 * @param call Its service by official type, its path without wildcards.
 */
export function isCovered(rules: readonly CallRule[], call: CallRule): boolean {
  return rules.some((rule) =>
    officialType(rule.service) === call.service && rule.method === call.method &&
    pathPattern(rule.path).test(call.path)
  );
}
