/** One REST call, declared once as data: what everything else is derived from.
 *
 * @module
 */

/** What a call does to the cloud. `read` and `sensitive` change nothing; the rest is ordered by what it may cost. */
export type Effect = "read" | "sensitive" | "write" | "disruptive" | "exposing" | "destructive";

/** The least role that default policies ask for. */
export type Needs = "reader" | "member" | "manager" | "admin";

/** How a collection is paged. */
export interface Paging {
  /** Member of the answer's body that holds the items; empty where the body itself is the list (Swift). */
  readonly key: string;
  /** Member around {@linkcode key}, where the list is nested (`tenant_usage`). */
  readonly within?: string;
  /** `marker` continues after the last item, `offset` counts, `none` has one page. */
  readonly by: "marker" | "offset" | "none";
  /** Member of an item that serves as marker; `id` unless said. */
  readonly marker?: string;
  /** The service names no next page: a page as long as was asked for may have one after it. */
  readonly unlinked?: true;
}

/** The fields of an operation; see {@linkcode operation}. */
export interface OperationSpec {
  /** `service.collection.verb`; the first part is the official service type. */
  readonly id: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below the service's versioned endpoint, with `{name}` for what the caller fills in. */
  readonly path: string;
  /** `root` addresses the unversioned root of the service: version documents. */
  readonly base?: "root";
  readonly effect: Effect;
  readonly needs: Needs;
  /** The newest microversion that it is written for; sent as the lower of this and the server's own maximum. */
  readonly microversion?: string;
  /** The microversion below which the call does not exist. */
  readonly requires?: string;
  /** Alias of the extension without which the service does not know the path (Neutron). */
  readonly extension?: string;
  /** Version of the API without which the service does not know the path, where that is no microversion (Octavia). */
  readonly apiVersion?: string;
  /** Member of each item that names the owning project. */
  readonly owner?: string;
  readonly page?: Paging;
  /** Answers with bytes instead of JSON: they are the body, as they came. */
  readonly answers?: "bytes";
}

/** A declared call, with its service. */
export interface Operation extends OperationSpec {
  /** Official service type, `block-storage` for instance. */
  readonly service: string;
}

/** Declares a REST call.
 *
 * @returns The operation, frozen, with its service read off the id.
 * @throws {TypeError} If the id has fewer than three parts or the path does not begin with a slash.
 */
export function operation(spec: OperationSpec): Operation {
  const parts = spec.id.split(".");
  const service = parts[0];
  if (!service || parts.length < 3) {
    throw new TypeError(`Operation id "${spec.id}" is not service.collection.verb`);
  }
  if (!spec.path.startsWith("/")) {
    throw new TypeError(`Path of operation "${spec.id}" does not begin with a slash`);
  }
  return Object.freeze({ ...spec, service });
}

/** Whether a call leaves the cloud as it is, and so may be sent again. */
export function isRead(op: Operation): boolean {
  return op.effect === "read" || op.effect === "sensitive";
}
