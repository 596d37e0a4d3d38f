/** A named body of data that checks share, declared as data: which calls give it, and how its items are read.
 *
 * @module
 */
import type { AllowEntry, Allowlist } from "../openstack/allowlist.ts";
import type { Answer } from "../openstack/answer.ts";
import type { PageOptions } from "../openstack/call_client.ts";
import type { QueryValue, SendOptions } from "../openstack/request.ts";
import type { OpenStackError } from "../openstack/errors.ts";
import type { Operation } from "../openstack/operation.ts";
import type { PeerCertificate } from "../openstack/peer_certificate.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { VersionRange } from "../openstack/version.ts";
import type { Session } from "../openstack/auth/mod.ts";
import type { CollectionName, Item } from "./collections/mod.ts";

/** What a collection gave, or why it gave nothing. */
export type Outcome<T> =
  | {
    readonly state: "ok";
    readonly items: readonly T[];
    /** What of it is missing, if not all could be read. */
    readonly incomplete?: string;
  }
  | { readonly state: "failed"; readonly error: OpenStackError }
  /** Refused to a login whose roles do not cover it. */
  | { readonly state: "not permitted"; readonly error: OpenStackError }
  /** Nothing to read here: the service is not deployed, for instance. */
  | { readonly state: "not applicable"; readonly reason: string };

/** What a collection's load gives; it throws an `OpenStackError` if the cloud does not. */
export type Loaded<T> =
  | { readonly items: readonly T[]; readonly incomplete?: string }
  | { readonly absent: string };

/** How a list is kept to the project of the token.
 *
 * - `all_tenants`: the service gives the token's project unless this asks for more.
 * - `project_id`, `tenant`, `owner`: the service gives an administrator everything unless this filter is sent.
 * - `infrastructure`: belongs to no project; shown whenever the role permits it.
 */
export type Scope = "all_tenants" | "project_id" | "tenant" | "owner" | "infrastructure";

/** How {@linkcode Reader.list} reads a list. */
export interface ListOptions<T> extends Omit<PageOptions, "limit" | "marker" | "query"> {
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** @default {"infrastructure"} */
  readonly scope?: Scope;
  /** Keeps what the checks need of an item; what is not such an item is left out. */
  readonly read: (item: unknown) => T | undefined;
}

/** What the collector lends to a collection that is being loaded. */
export interface Reader {
  readonly session: Session;
  readonly settings: CloudSettings;
  readonly allowlist: Allowlist;
  readonly allProjects: boolean;
  /** At most so many hosts are asked one by one. */
  readonly maxHosts: number;
  /** Whether what can hold secrets may be looked into, for the certificates in it alone. */
  readonly allowSensitive: boolean;
  readonly signal: AbortSignal;
  /** Our clock in milliseconds. */
  readonly now: () => number;
  /** Looks at the certificate of an address; absent if this run cannot. */
  readonly peerCertificate: PeerCertificateReader | undefined;
  /** Logs in anew, for the time that it takes; absent if this login cannot. */
  readonly issueToken: IssueToken | undefined;
  /** Id of the token's project.
   *
   * @throws {OpenStackError} If the token has none.
   */
  projectId(): string;
  /** Reads a list to its end. Items of other projects are dropped unless all are wanted. */
  list<T>(op: Operation, options: ListOptions<T>): Promise<T[]>;
  send(op: Operation, options?: SendOptions): Promise<Answer>;
  probe(entry: AllowEntry): Promise<Answer>;
  versions(service: string): Promise<VersionRange>;
  /** What the run has sent so far. */
  statistics(): readonly ServiceStatistics[];
  /** The items of another collection. Never ask in a circle.
   *
   * @throws {OpenStackError} If it could not be read.
   */
  collected<N extends CollectionName>(name: N): Promise<readonly Item<N>[]>;
  /** Waits until the others are read, and the cloud is quiet. One collection of a run may do so. */
  others(): Promise<void>;
}

/** Looks at the certificate that a TLS server shows, whether it is trusted or not. */
export type PeerCertificateReader = (
  host: string,
  port: number,
  signal?: AbortSignal,
) => Promise<PeerCertificate>;

/** Issues a token that nobody uses. */
export type IssueToken = (signal: AbortSignal) => Promise<unknown>;

/** What was sent to one service. */
export interface ServiceStatistics {
  readonly service: string;
  readonly requests: number;
  readonly retries: number;
  readonly faults: number;
  readonly requestIds: readonly string[];
}

/** A declared collection. */
export interface Collection<T> {
  /** In words, as it stands in a reason: `compute services`. */
  readonly title: string;
  readonly operations: readonly Operation[];
  /** Services fill it with an empty list for those who may not see it: then an empty one proves nothing. */
  readonly emptyIfRefused?: boolean;
  /** Default policies let nobody read it across projects: a refusal is none of the role. */
  readonly ownProjectOnly?: boolean;
  /** Its API is an extension: where it is missing, the question does not arise. */
  readonly extension?: boolean;
  /** Loaded after all others, because it is about the run itself. */
  readonly last?: boolean;
  load(reader: Reader): Promise<Loaded<T>>;
}

/** Collections by name, each with the items that a type gives for it. */
export type CollectionsOf<T> = { readonly [N in keyof T]: Collection<T[N]> };

/** The fields of a collection that is one list of the API; see {@linkcode listed}. */
export interface ListedSpec<T> extends ListOptions<T> {
  readonly title: string;
  readonly operation: Operation;
  readonly emptyIfRefused?: boolean;
  readonly ownProjectOnly?: boolean;
  readonly extension?: boolean;
}

/** Declares a collection that is one list of the API. */
export function listed<T>(spec: ListedSpec<T>): Collection<T> {
  const { title, operation, emptyIfRefused, ownProjectOnly, extension, ...options } = spec;
  return {
    title,
    operations: [operation],
    ...(emptyIfRefused ? { emptyIfRefused } : {}),
    ...(ownProjectOnly ? { ownProjectOnly } : {}),
    ...(extension ? { extension } : {}),
    load: async (reader) => ({ items: await reader.list(operation, options) }),
  };
}
