/** From a declared operation to the URL and headers of a request.
 *
 * @module
 */
import type { AllowEntry } from "./allowlist.ts";
import { OpenStackError } from "./errors.ts";
import { isRead, type Operation } from "./operation.ts";
import { serviceInfo } from "./services.ts";

/** A query value; a list repeats the key; undefined leaves it out. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** What a call of an operation may carry. */
export interface SendOptions {
  /** Values for the `{name}` parts of the path; encoded here. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  /** What is attempted, in words, for errors. */
  readonly what?: string;
  /** Lowers the microversion for this call. */
  readonly microversion?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps what still waits for its turn from being sent once it fires. What was sent goes on. */
  readonly unless?: AbortSignal;
}

/** What an operation does, in words: `compute.os-instance-actions.list` is "list os instance actions". */
export function describe(op: Operation): string {
  const [, ...rest] = op.id.split(".");
  const verb = rest.pop() ?? "";
  return `${verb.replaceAll("_", " ")} ${rest.join(" ").replaceAll(/[-_]/g, " ")}`;
}

/** Where a service's version document stands. */
export function versionUrl(entry: AllowEntry): URL {
  if (entry.service === "object-store") return new URL("info", entry.root);
  const path = serviceInfo(entry.service).versionPath;
  if (path === undefined || !VERSIONED_DOCUMENTS.has(entry.service)) return new URL(entry.root);
  const segment = new URL(entry.base).pathname.slice(entry.pathPrefix.length).split("/")[0] || path.slice(1);
  return new URL(`${segment}/`, entry.root);
}

/** Their version document with the microversions stands below the version; the others answer at the root. */
const VERSIONED_DOCUMENTS = new Set(["compute", "block-storage", "identity", "shared-file-system"]);

/** The headers that ask for a microversion. */
export function versionHeaders(service: string, version: string | undefined): Record<string, string> {
  const info = serviceInfo(service);
  if (version === undefined || info.microversionType === undefined) return {};
  return {
    "OpenStack-API-Version": `${info.microversionType} ${version}`,
    ...(info.legacyVersionHeader ? { [info.legacyVersionHeader]: version } : {}),
  };
}

/** The URL of an operation.
 *
 * @throws {OpenStackError} If a value cannot be part of a path.
 */
export function operationUrl(op: Operation, entry: AllowEntry, what: string, options: SendOptions): URL {
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = options.path?.[name];
    if (value === undefined) throw new TypeError(`Operation "${op.id}" needs a value for "${name}"`);
    if (leadsElsewhere(value, op.service)) {
      throw new OpenStackError({
        what,
        service: op.service,
        operation: op.id,
        // No resource has such an id; for a change it is rather the argument that is wrong.
        reason: isRead(op) ? "not found" : "invalid argument",
        detail: `${JSON.stringify(value.slice(0, 100))} cannot be the ${name} of anything`,
      });
    }
    return encodeURIComponent(value);
  });
  const url = new URL((op.base === "root" ? entry.root.replace(/\/$/, "") : entry.base) + path);
  for (const [key, value] of Object.entries(options.query ?? {})) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) url.searchParams.append(key, String(item));
  }
  return url;
}

/** Whether a value would make a path another path. Services decode `%2F` before they look for the route: Nova answers
 * `servers/ID%2Fos-interface` with the interfaces. Only Swift's names may have slashes.
 */
function leadsElsewhere(value: string, service: string): boolean {
  if (!value.isWellFormed() || /^\.{0,2}$|\p{Cc}/u.test(value)) return true;
  return service === "object-store" ? /(?:^|\/)\.{1,2}(?:\/|$)/.test(value) : /[/\\]/.test(value);
}
