/** Reads each collection once, at the same time as the others, and only if a chosen check needs it.
 *
 * @module
 */
import type { CallOptions, CallRecord, PageOptions } from "../openstack/call_client.ts";
import type { SendOptions } from "../openstack/request.ts";
import type { Answer } from "../openstack/answer.ts";
import type { AllowEntry, Allowlist } from "../openstack/allowlist.ts";
import type { Session } from "../openstack/auth/mod.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { Operation } from "../openstack/operation.ts";
import type { Page } from "../openstack/pagination.ts";
import { text } from "../openstack/read.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import type { VersionRange } from "../openstack/version.ts";
import type {
  Collection,
  IssueToken,
  ListOptions,
  Outcome,
  PeerCertificateReader,
  Reader,
  Scope,
  ServiceStatistics,
} from "./collection.ts";
import { type CollectionName, COLLECTIONS, type Item } from "./collections/mod.ts";
import { covers } from "./roles.ts";

/** The part of a `CallClient` that a report uses. */
export interface ReportCall {
  readonly record: CallRecord;
  readonly settings: CloudSettings;
  readonly allowlist: Allowlist;
  session(): Promise<Session>;
  send(op: Operation, options?: SendOptions): Promise<Answer>;
  pages(op: Operation, options?: PageOptions): AsyncGenerator<Page>;
  versions(service: string): Promise<VersionRange>;
  probe(entry: AllowEntry): Promise<Answer>;
}

/** The part of a `Client` that a report uses: it takes a call for each service, so that it can count them apart. */
export interface ReportCloud {
  call(options: CallOptions): ReportCall;
}

/** What a {@linkcode Collector} is made of. */
export interface CollectorOptions {
  readonly cloud: ReportCloud;
  /** The collections that may be asked for. */
  readonly names: readonly CollectionName[];
  readonly session: Session;
  readonly allProjects: boolean;
  readonly maxHosts: number;
  /** @default {false} */
  readonly allowSensitive?: boolean;
  readonly now: () => number;
  /** Ends the reading; what was not read by then is a failure. */
  readonly signal: AbortSignal;
  readonly peerCertificate?: PeerCertificateReader | undefined;
  readonly issueToken?: IssueToken | undefined;
}

/** How long a read took. */
export interface Timing {
  readonly what: string;
  readonly service: string;
  readonly ms: number;
}

/** What is known of each collection. Generic, because a compiler can write to one member of such a type alone. */
type Slots<N extends CollectionName> = { [P in N]?: Slot<Item<P>> };

interface Slot<T> {
  readonly pending: Promise<Outcome<T>>;
  outcome?: Outcome<T>;
}

/** The collections of one run. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #calls = new Map<string, ReportCall>();
  readonly #slots: Slots<CollectionName> = {};
  readonly #timings: Timing[] = [];

  /** Makes a collector; nothing is read before it is asked for. */
  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** A collection, read if it was not yet. Never rejects. */
  get<N extends CollectionName>(name: N): Promise<Outcome<Item<N>>> {
    const slots: Slots<N> = this.#slots;
    const known = slots[name];
    if (known) return known.pending;
    const slot: Slot<Item<N>> = {
      pending: this.#load(COLLECTIONS[name]).then((outcome) => slot.outcome = outcome),
    };
    slots[name] = slot;
    return slot.pending;
  }

  /** What {@linkcode get} has given before; undefined if it has not yet. */
  settled<N extends CollectionName>(name: N): Outcome<Item<N>> | undefined {
    const slots: Slots<N> = this.#slots;
    return slots[name]?.outcome;
  }

  /** What was sent so far, by service. */
  statistics(): ServiceStatistics[] {
    return [...this.#calls].map(([service, { record }]) => ({
      service,
      requests: record.requests,
      retries: record.retries,
      faults: record.faults,
      requestIds: record.requestIds,
    })).filter((entry) => entry.requests > 0).sort((a, b) => a.service < b.service ? -1 : 1);
  }

  /** The reads that took longest, the longest first. */
  slowest(count: number): Timing[] {
    return this.#timings.toSorted((a, b) => b.ms - a.ms).slice(0, count);
  }

  async #load<T>(collection: Collection<T>): Promise<Outcome<T>> {
    const { signal } = this.#options;
    try {
      if (collection.last) await this.#others(collection);
      signal.throwIfAborted();
      const loaded = await orAborted(collection.load(this.#reader(collection)), signal);
      if ("absent" in loaded) return { state: "not applicable", reason: loaded.absent };
      if (collection.emptyIfRefused && loaded.items.length === 0 && !this.#coversAll(collection)) {
        return { state: "not permitted", error: emptyList(collection) };
      }
      return { state: "ok", ...loaded };
    } catch (error) {
      return this.#failure(collection, error);
    }
  }

  #failure<T>(collection: Collection<T>, error: unknown): Outcome<T> {
    const { signal } = this.#options;
    const failed = error instanceof OpenStackError ? error : signal.aborted ? cut(collection) : undefined;
    // Anything else is a mistake of ours: it is told, for a report that hides it would be worse.
    if (!failed) return { state: "failed", error: mistake(collection, error) };
    if (failed.reason === "not deployed") {
      return { state: "not applicable", reason: failed.detail ?? failed.message };
    }
    // A proxy's 404 says nothing of what the service has.
    if (collection.extension && failed.status === 404 && failed.reason !== "unexpected answer") {
      return { state: "not applicable", reason: `this cloud's ${failed.service} service has no such list` };
    }
    const beyond = collection.ownProjectOnly === true && this.#options.allProjects;
    const refused = this.#isOutOfScope(failed) ||
      (failed.reason === "not permitted" && (beyond || !this.#coversFailed(collection, failed)));
    return { state: refused ? "not permitted" : "failed", error: failed };
  }

  /** Whether a login without a project was turned away for that: of the services, Keystone alone answers it by default. */
  #isOutOfScope({ reason, detail = "", service }: OpenStackError): boolean {
    if (this.#options.session.project) return false;
    if (reason === "unavailable") return detail.startsWith("no endpoint for this scope");
    return reason === "not permitted" && service !== "identity";
  }

  #coversAll(collection: Collection<unknown>): boolean {
    const { roles } = this.#options.session;
    return collection.operations.every((op) => covers(roles, op));
  }

  #coversFailed(collection: Collection<unknown>, error: OpenStackError): boolean {
    const op = collection.operations.find((op) => op.id === error.operation);
    return op ? covers(this.#options.session.roles, op) : this.#coversAll(collection);
  }

  /** Waits for every other collection of the run that does not itself wait for the others. */
  async #others(collection: Collection<unknown>): Promise<void> {
    const names = this.#options.names.filter((name) =>
      COLLECTIONS[name] !== collection && !COLLECTIONS[name].last
    );
    await Promise.all(names.map((name) => this.get(name)));
  }

  #reader(collection: Collection<unknown>): Reader {
    const {
      session,
      allProjects,
      maxHosts,
      allowSensitive = false,
      now,
      signal,
      peerCertificate,
      issueToken,
    } = this.#options;
    const { settings, allowlist } = this.#call("identity");
    return {
      session,
      settings,
      allowlist,
      allProjects,
      maxHosts,
      allowSensitive,
      now,
      signal,
      peerCertificate,
      issueToken,
      projectId: () => this.#projectId(collection),
      list: (op, options) => this.#list(op, options, collection),
      send: (op, options) => this.#timed(op, () => this.#call(op.service).send(op, options)),
      probe: (entry) => this.#call(entry.service).probe(entry),
      versions: (service) => this.#call(service).versions(service),
      statistics: () => this.statistics(),
      collected: async (name) => {
        const outcome = await this.get(name);
        if (outcome.state === "ok") return outcome.items;
        throw "error" in outcome ? outcome.error : absent(COLLECTIONS[name], outcome.reason);
      },
      others: () => this.#others(collection),
    };
  }

  #call(service: string): ReportCall {
    const known = this.#calls.get(service);
    if (known) return known;
    const { allowSensitive = false } = this.#options;
    const operations = this.#options.names.flatMap((name): readonly Operation[] =>
      COLLECTIONS[name].operations.filter((op) =>
        op.service === service && (allowSensitive || op.effect !== "sensitive")
      )
    );
    const made = this.#options.cloud.call({ operations, signal: this.#options.signal });
    this.#calls.set(service, made);
    return made;
  }

  #projectId(collection: Collection<unknown>): string {
    const { project } = this.#options.session;
    if (project) return project.id;
    throw new OpenStackError({
      what: `read ${collection.title}`,
      reason: "not deployed",
      detail: `the login has no project, and ${collection.title} belong to one`,
    });
  }

  async #list<T>(op: Operation, options: ListOptions<T>, collection: Collection<unknown>): Promise<T[]> {
    const { scope = "infrastructure", query, read, ...rest } = options;
    const own = scope === "infrastructure" || this.#options.allProjects
      ? undefined
      : this.#projectId(collection);
    const pages = this.#call(op.service).pages(op, {
      ...rest,
      query: { ...query, ...scopeQuery(scope, own) },
    });
    const items: T[] = [];
    for (;;) {
      const { value: page } = await this.#timed(op, () => pages.next());
      if (!page) return items;
      for (const raw of page.items) {
        const item = isForeign(op, raw, own) ? undefined : read(raw);
        if (item !== undefined) items.push(item);
      }
    }
  }

  async #timed<T>(op: Operation, task: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await task();
    } finally {
      this.#timings.push({ what: op.id, service: op.service, ms: Math.round(performance.now() - started) });
    }
  }
}

/** Where no project is named, all of them are wanted. */
function scopeQuery(scope: Scope, own: string | undefined): Record<string, string> {
  switch (scope) {
    case "infrastructure":
      return {};
    case "all_tenants":
      return own === undefined ? { [scope]: "true" } : {};
    case "project_id":
    case "tenant":
    case "owner":
      return own === undefined ? {} : { [scope]: own };
  }
}

function isForeign(op: Operation, raw: unknown, own: string | undefined): boolean {
  if (own === undefined || op.owner === undefined) return false;
  const owner = text(raw, op.owner);
  return owner !== undefined && owner !== own;
}

/** The promise, or a rejection when the signal fires first: not every read ends by itself then. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function emptyList(collection: Collection<unknown>): OpenStackError {
  const [op] = collection.operations;
  return new OpenStackError({
    what: `read ${collection.title}`,
    ...(op ? { service: op.service, operation: op.id } : {}),
    reason: "not permitted",
    detail: "the service answers an empty list to those who may not see it",
  });
}

function absent(collection: Collection<unknown>, detail: string): OpenStackError {
  return new OpenStackError({ what: `read ${collection.title}`, reason: "not deployed", detail });
}

function cut(collection: Collection<unknown>): OpenStackError {
  const [op] = collection.operations;
  return new OpenStackError({
    what: `read ${collection.title}`,
    ...(op ? { service: op.service } : {}),
    reason: "timed out",
    detail: "not read before the deadline of the run",
    next: "Give the report more time, or fewer checks.",
  });
}

function mistake(collection: Collection<unknown>, error: unknown): OpenStackError {
  return new OpenStackError({
    what: `read ${collection.title}`,
    reason: "unexpected answer",
    detail: `openstack-mcp failed to read it: ${error instanceof Error ? error.message : String(error)}`,
    next: "This is a defect of openstack-mcp: please report it.",
    cause: error,
  });
}
