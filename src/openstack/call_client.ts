/** The client as one call sees it.
 *
 * @module
 */
import type { AllowEntry, Allowlist } from "./allowlist.ts";
import type { Answer } from "./answer.ts";
import type { Session } from "./auth/mod.ts";
import { cacheKey } from "./cache.ts";
import type { Client } from "./client.ts";
import { OpenStackError } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { type Page, readPage } from "./pagination.ts";
import { describe, type SendOptions } from "./request.ts";
import type { CloudSettings } from "./settings.ts";
import type { VersionRange } from "./version.ts";

/** Which part of a list to read. */
export interface PageOptions extends SendOptions {
  readonly limit?: number;
  readonly marker?: string;
}

/** What a call did upstream, for its log line. */
export interface CallRecord {
  requests: number;
  retries: number;
  /** Answers that were 5xx or 429, and requests without an answer. */
  faults: number;
  readonly requestIds: string[];
  /** Requests by service and status: `compute 200`; `compute none` without an answer. */
  readonly statuses: Record<string, number>;
}

/** A record of nothing. */
export function emptyRecord(): CallRecord {
  return { requests: 0, retries: 0, faults: 0, requestIds: [], statuses: {} };
}

/** Adds what a part of a call sent to what the call sent. */
export function addRecord(whole: CallRecord, part: CallRecord): void {
  whole.requests += part.requests;
  whole.retries += part.retries;
  whole.faults += part.faults;
  whole.requestIds.push(...part.requestIds);
  for (const [key, count] of Object.entries(part.statuses)) {
    whole.statuses[key] = (whole.statuses[key] ?? 0) + count;
  }
}

/** Options of {@linkcode Client.call}. */
export interface CallOptions {
  /** The only operations that the call may send. */
  readonly operations: readonly Operation[];
  readonly signal?: AbortSignal;
  /** Where to count what is sent, if another view counts too. */
  readonly record?: CallRecord;
  /** Headers of every request: the caller's trace context. */
  readonly headers?: Readonly<Record<string, string>>;
}

const PAGE_SIZE = 1000;
const MAX_PAGES = 1000;

/** The client as one call sees it: the operations that it declared, its signal, and a record of what it sent. */
export class CallClient {
  readonly #client: Client;
  readonly #operations: ReadonlySet<string>;
  readonly #signal: AbortSignal | undefined;
  /** What was sent so far. */
  readonly record: CallRecord;
  readonly #headers: Readonly<Record<string, string>>;

  /** Use {@linkcode Client.call}. */
  constructor(client: Client, options: CallOptions) {
    this.#client = client;
    this.#operations = new Set(options.operations.map((op) => op.id));
    this.#signal = options.signal;
    this.record = options.record ?? emptyRecord();
    this.#headers = options.headers ?? {};
  }

  /** The present session, logging in first if there is none.
   *
   * @throws {OpenStackError} If the login fails.
   */
  session(): Promise<Session> {
    return this.#client.sessions.get(this.#signal);
  }

  /** The settings of the cloud. */
  get settings(): CloudSettings {
    return this.#client.settings;
  }

  /** Addresses and refusals of the present catalog. */
  get allowlist(): Allowlist {
    return this.#client.allowlist;
  }

  /** Whether this call may send an operation. */
  permits(op: Operation): boolean {
    return this.#operations.has(op.id);
  }

  /** A view that can send some of this call's operations, and counts apart: see {@linkcode addRecord}. */
  part({ operations, signal }: Pick<CallOptions, "operations" | "signal">): CallClient {
    const signals = [this.#signal, signal].filter((one) => one !== undefined);
    return new CallClient(this.#client, {
      operations: operations.filter((op) => this.permits(op)),
      signal: AbortSignal.any(signals),
      headers: this.#headers,
    });
  }

  /** Logs in beside the session, to see how long that takes; undefined if this login cannot be tried again. */
  get tryLogin(): ((signal: AbortSignal) => Promise<Session>) | undefined {
    const { sessions } = this.#client;
    return sessions.renewable ? (signal) => sessions.tryLogin(signal) : undefined;
  }

  /** Sends a declared operation.
   *
   * @throws {TypeError} If the call did not declare the operation.
   * @throws {OpenStackError} If the answer is not a success.
   */
  async send(op: Operation, options: SendOptions = {}): Promise<Answer> {
    if (!this.permits(op)) throw new TypeError(`Operation "${op.id}" was not declared by this call`);
    const headers = { ...this.#headers, ...options.headers };
    return await this.#client.send(op, { ...options, headers }, this.#signal, this.record);
  }

  /** Reads one page of a list.
   *
   * @throws As {@linkcode send}.
   */
  async page(op: Operation, options: PageOptions = {}): Promise<Page> {
    const { limit, marker, query, ...rest } = options;
    const place = op.page?.by === "offset" ? { limit, offset: marker } : { limit, marker };
    const paged = op.page?.by === "none" ? {} : place;
    const answer = await this.send(op, { ...rest, query: { ...query, ...paged } });
    return readPage(op, answer.body, {
      ...(limit === undefined ? {} : { limit }),
      ...(marker === undefined ? {} : { marker }),
    });
  }

  /** Reads pages of a list one after the other.
   *
   * @throws As {@linkcode send}; also after a thousand pages.
   */
  async *pages(op: Operation, options: PageOptions = {}): AsyncGenerator<Page> {
    let marker = options.marker;
    const begun = new Set<string>();
    for (let read = 0; read < MAX_PAGES; read++) {
      const page = await this.page(op, {
        ...options,
        limit: options.limit ?? PAGE_SIZE,
        ...(marker === undefined ? {} : { marker }),
      });
      yield page;
      if (page.next === undefined) return;
      marker = page.next;
      if (begun.has(marker)) {
        throw unusable(op, `the service offers the page after "${marker}" again: it would never end`);
      }
      begun.add(marker);
    }
    throw unusable(op, `the list has more than ${MAX_PAGES} pages`);
  }

  /** Reads a whole list.
   *
   * @throws As {@linkcode pages}; also if the service cuts the list.
   */
  async list(op: Operation, options: PageOptions = {}): Promise<unknown[]> {
    const pages: (readonly unknown[])[] = [];
    for await (const page of this.pages(op, options)) {
      if (page.truncated) throw unusable(op, "the service cuts the list and offers no way to the rest");
      pages.push(page.items);
    }
    return pages.flat();
  }

  /** The microversions of a service.
   *
   * @throws {OpenStackError} If it does not answer.
   */
  versions(service: string): Promise<VersionRange> {
    return this.#client.versions(service, this.#signal, this.record);
  }

  /** Asks the version document of an address of the catalog, for reachability and latency.
   *
   * @throws {OpenStackError} If nothing that fits answers.
   */
  probe(entry: AllowEntry): Promise<Answer> {
    return this.#client.probe(entry, this.#signal, this.record);
  }

  /** A value that calls share, loaded if it is not there or too old. */
  cached<T>(
    name: string,
    is: (value: unknown) => value is T,
    ttlMs: number,
    load: () => Promise<T>,
  ): Promise<T> {
    return this.#client.cache.get(cacheKey(name, is), ttlMs, load, this.#signal);
  }
}

function unusable(op: Operation, detail: string): OpenStackError {
  return new OpenStackError({
    what: describe(op),
    service: op.service,
    operation: op.id,
    reason: "unexpected answer",
    detail,
  });
}
