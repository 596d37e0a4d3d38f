/** The client of one cloud: sends declared operations and nothing else.
 *
 * @module
 */
import type { AllowEntry, Allowlist } from "./allowlist.ts";
import type { Session } from "./auth/mod.ts";
import { Cache, cacheKey } from "./cache.ts";
import { findEndpoint } from "./catalog.ts";
import { messageOf, nextStep, OpenStackError, reasonOf } from "./errors.ts";
import { isRead, type Operation } from "./operation.ts";
import { type Page, readPage } from "./pagination.ts";
import { isWire } from "./read.ts";
import { type Attempt, retry, retryAfterMs } from "./retry.ts";
import { serviceInfo } from "./services.ts";
import type { SessionHolder } from "./session.ts";
import type { CloudSettings } from "./settings.ts";
import { type Transport, type TransportAnswer, TransportError } from "./transport.ts";
import { compareVersions, oldest, readVersionRange, type VersionRange } from "./version.ts";

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
}

/** A successful answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  readonly requestId?: string;
  readonly elapsedMs: number;
}

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
}

/** What a client is made of. */
export interface ClientOptions {
  readonly settings: CloudSettings;
  readonly sessions: SessionHolder;
  readonly transport: Transport;
  readonly allowlist: () => Allowlist;
}

/** Options of {@linkcode Client.call}. */
export interface CallOptions {
  /** The only operations that the call may send. */
  readonly operations: readonly Operation[];
  readonly signal?: AbortSignal;
}

const HOUR_MS = 3_600_000;
const PAGE_SIZE = 1000;
const MAX_PAGES = 1000;
/** After a needless login a service's 401 is taken as a refusal for this long. */
const REFUSAL_MS = 300_000;

/** One logged-in cloud; shared by all calls. */
export class Client {
  readonly settings: CloudSettings;
  readonly sessions: SessionHolder;
  /** Shared by all calls: names of images, flavors and the like. */
  readonly cache = new Cache();
  readonly #transport: Transport;
  readonly #allowlist: () => Allowlist;
  readonly #refusesFreshTokens = new Map<string, number>();

  /** Makes a client; nothing is sent yet. */
  constructor(options: ClientOptions) {
    this.settings = options.settings;
    this.sessions = options.sessions;
    this.#transport = options.transport;
    this.#allowlist = options.allowlist;
  }

  /** A view that can send the given operations only, and counts what it sends. */
  call(options: CallOptions): CallClient {
    return new CallClient(this, options);
  }

  /** The address of a service.
   *
   * @throws {OpenStackError} `not deployed`, `unavailable` or `refused by policy` if it has none.
   */
  entry(service: string, what: string): AllowEntry {
    const { entries, refused } = this.#allowlist();
    const found = entries.find((entry) => entry.service === service);
    if (found) return found;
    const refusal = refused.find((entry) => entry.service === service);
    const settings = this.settings;
    if (refusal) throw new OpenStackError({ what, service, reason: refusal.reason, detail: refusal.detail });
    const missing = findEndpoint(this.sessions.current?.catalog ?? [], service, settings);
    const next = nextStep("not deployed", undefined);
    throw new OpenStackError({
      what,
      service,
      reason: "not deployed",
      detail: missing.kind === "no endpoint" ? missing.detail : `the catalog has no ${service} service`,
      ...(next ? { next } : {}),
    });
  }

  /** The addresses and refusals of the present catalog. */
  get allowlist(): Allowlist {
    return this.#allowlist();
  }

  /** The microversions of a service, read once an hour; empty where it has none.
   *
   * @throws {OpenStackError} If the service does not answer.
   */
  async versions(service: string, signal?: AbortSignal, record?: CallRecord): Promise<VersionRange> {
    await this.sessions.get(signal);
    const entry = this.entry(service, `read the versions of ${service}`);
    return await this.cache.get(cacheKey(`versions ${entry.base}`, isRange), HOUR_MS, async () => {
      // Without the caller's signal: the answer is shared with those who did not give up.
      const answer = await this.probe(entry, undefined, record);
      return readVersionRange(answer.body, serviceInfo(service).versionPath);
    });
  }

  /** Asks a service's version document, which every service answers (GET on the versioned, else on the plain root).
   *
   * @throws {OpenStackError} If the service does not answer, or not with a version document or resource list.
   */
  async probe(entry: AllowEntry, signal?: AbortSignal, record?: CallRecord): Promise<Answer> {
    const what = `read the versions of ${entry.service}`;
    const context = { what, service: entry.service, operation: `${entry.service}.versions.show` };
    return await this.#exchange({
      method: "GET",
      url: versionUrl(entry),
      headers: {},
      context,
      mayRepeat: true,
      accepts: (answer) => answer.status === 300 || ok(answer),
      signal,
      record,
    });
  }

  /** Sends an operation. Use {@linkcode CallClient}, which also checks that it was declared.
   *
   * @throws {OpenStackError} If the answer is not a success.
   */
  async send(
    op: Operation,
    options: SendOptions,
    signal?: AbortSignal,
    record?: CallRecord,
  ): Promise<Answer> {
    const what = options.what ?? describe(op);
    await this.sessions.get(signal);
    const entry = this.entry(op.service, what);
    const version = await this.#microversion(op, what, options.microversion, signal, record);
    return await this.#exchange({
      method: op.method,
      url: operationUrl(op, entry, options),
      headers: { ...versionHeaders(op.service, version), ...options.headers },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      context: { what, service: op.service, operation: op.id },
      mayRepeat: isRead(op),
      accepts: ok,
      signal,
      record,
    });
  }

  async #microversion(
    op: Operation,
    what: string,
    cap: string | undefined,
    signal: AbortSignal | undefined,
    record: CallRecord | undefined,
  ): Promise<string | undefined> {
    if (op.microversion === undefined && op.requires === undefined) return undefined;
    const range = await this.versions(op.service, signal, record);
    const configured = this.settings.services[op.service]?.defaultMicroversion;
    const version = oldest(op.microversion ?? op.requires, range.max, configured, cap);
    const effective = range.max === undefined ? undefined : version;
    if (
      op.requires !== undefined && (effective === undefined || compareVersions(effective, op.requires) < 0)
    ) {
      throw new OpenStackError({
        what,
        service: op.service,
        operation: op.id,
        reason: "not deployed",
        detail: `needs ${op.service} microversion ${op.requires}; ${
          configured && effective === configured ? "the settings allow" : "this cloud offers"
        } up to ${effective ?? "none"}`,
      });
    }
    if (effective !== undefined && range.min !== undefined && compareVersions(effective, range.min) < 0) {
      throw new OpenStackError({
        what,
        service: op.service,
        operation: op.id,
        reason: "unexpected answer",
        detail: `speaks ${op.service} microversion ${effective} at most; this cloud begins at ${range.min}`,
      });
    }
    return effective;
  }

  async #exchange(exchange: Exchange): Promise<Answer> {
    const { mayRepeat, signal } = exchange;
    return await retry((attempt) => this.#attempt(exchange, attempt), {
      attempts: mayRepeat ? 3 : 1,
      ...(signal ? { signal } : {}),
    });
  }

  async #attempt(exchange: Exchange, attempt: number): Promise<Attempt<Answer>> {
    const { record, context } = exchange;
    if (record && attempt > 1) record.retries++;
    try {
      const answer = await this.#authorized(exchange);
      if (exchange.accepts(answer)) return { done: true, value: checked(answer, exchange) };
      if (record && (answer.status >= 500 || answer.status === 429)) record.faults++;
      const give = () => {
        throw refusal(answer, exchange);
      };
      if (!RETRIED.has(answer.status)) return give();
      const wait = retryAfterMs(answer.headers.get("retry-after"), Date.now());
      return { done: false, give, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (record) record.faults++;
      const give = () => {
        throw withoutAnswer(error, context);
      };
      return error.fault === "connect" || error.fault === "lost" ? { done: false, give } : give();
    }
  }

  /** Sends with the session's token. A 401 is answered by one new login; a second 401 is the service's refusal. */
  async #authorized(exchange: Exchange): Promise<TransportAnswer> {
    const session = await this.sessions.get(exchange.signal);
    const answer = await this.#sendOnce(exchange, session);
    if (answer.status !== 401) return answer;
    const { service } = exchange.context;
    if ((this.#refusesFreshTokens.get(service) ?? 0) > Date.now()) return answer;
    const renewed = await this.sessions.renew(session, exchange.signal);
    const second = await this.#sendOnce(exchange, renewed);
    if (second.status === 401) this.#refusesFreshTokens.set(service, Date.now() + REFUSAL_MS);
    return second;
  }

  async #sendOnce(exchange: Exchange, session: Session): Promise<TransportAnswer> {
    const { record, body, signal } = exchange;
    if (record) record.requests++;
    const headers = new Headers({
      "Accept": "application/json",
      "User-Agent": "openstack-mcp",
      "X-Auth-Token": session.token,
      "X-OpenStack-Request-ID": `req-${crypto.randomUUID()}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...exchange.headers,
    });
    const answer = await this.#transport.request({
      method: exchange.method,
      url: exchange.url,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    if (record && answer.requestId) record.requestIds.push(answer.requestId);
    return answer;
  }
}

interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly context: { readonly what: string; readonly service: string; readonly operation: string };
  /** Whether a second sending changes nothing. */
  readonly mayRepeat: boolean;
  readonly accepts: (answer: TransportAnswer) => boolean;
  readonly signal: AbortSignal | undefined;
  readonly record: CallRecord | undefined;
}

const RETRIED = new Set([429, 502, 503, 504]);

function ok(answer: TransportAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** A success that is not JSON where JSON was asked for comes from something else than the service. */
function checked(answer: TransportAnswer, exchange: Exchange): Answer {
  const empty = answer.body === undefined;
  if (
    !answer.json && !(empty && (answer.status === 204 || answer.status === 202 || exchange.method !== "GET"))
  ) {
    throw new OpenStackError({
      ...exchange.context,
      reason: "unexpected answer",
      status: answer.status,
      ...idOf(answer),
      detail: empty
        ? "the answer is empty"
        : `the answer is not JSON: ${messageOf(answer.body) ?? "no text"}`,
      ...adviceFor("unexpected answer", undefined),
    });
  }
  const { status, body, headers, elapsedMs } = answer;
  return { status, body, headers, elapsedMs, ...idOf(answer) };
}

function refusal(answer: TransportAnswer, exchange: Exchange): OpenStackError {
  const { status } = answer;
  const location = answer.headers.get("location");
  const detail = status >= 300 && status < 400
    ? `a redirect${location ? ` to ${withoutQuery(location)}` : ""}, which is not followed`
    : messageOf(answer.body);
  // A 404 page of a proxy says nothing about the resource: it must not read as "there is none".
  const foreign = status === 404 && !answer.json;
  const reason = foreign ? "unexpected answer" : reasonOf(status, detail);
  return new OpenStackError({
    ...exchange.context,
    reason,
    status,
    ...idOf(answer),
    ...(detail ? { detail } : {}),
    ...adviceFor(reason, status),
  });
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, "").replace(/\/\/[^/@]*@/, "//");
}

function idOf(answer: TransportAnswer): { requestId?: string } {
  return answer.requestId ? { requestId: answer.requestId } : {};
}

function adviceFor(reason: Parameters<typeof nextStep>[0], status: number | undefined): { next?: string } {
  const next = nextStep(reason, status);
  return next ? { next } : {};
}

function withoutAnswer(error: TransportError, context: Exchange["context"]): OpenStackError {
  const reason = FAULT_REASONS[error.fault];
  return new OpenStackError({
    ...context,
    reason,
    detail: error.message,
    ...(error.fault === "tls"
      ? { next: "If the cloud has a certificate authority of its own, name its PEM file with cacert." }
      : adviceFor(reason, undefined)),
    cause: error,
  });
}

const FAULT_REASONS = {
  "refused": "refused by policy",
  "timeout": "timed out",
  "connect": "unavailable",
  "tls": "unavailable",
  "lost": "unavailable",
  "too large": "unexpected answer",
} as const;

function isRange(value: unknown): value is VersionRange {
  return isWire(value);
}

/** What an operation does, in words: `compute.os-instance-actions.list` is "list os instance actions". */
export function describe(op: Operation): string {
  const [, ...rest] = op.id.split(".");
  const verb = rest.pop() ?? "";
  return `${verb.replaceAll("_", " ")} ${rest.join(" ").replaceAll(/[-_]/g, " ")}`;
}

function versionUrl(entry: AllowEntry): URL {
  if (entry.service === "object-store") return new URL("info", entry.root);
  const path = serviceInfo(entry.service).versionPath;
  if (path === undefined || !VERSIONED_DOCUMENTS.has(entry.service)) return new URL(entry.root);
  const segment = new URL(entry.base).pathname.slice(entry.pathPrefix.length).split("/")[0] || path.slice(1);
  return new URL(`${segment}/`, entry.root);
}

/** Their version document with the microversions stands below the version; the others answer at the root. */
const VERSIONED_DOCUMENTS = new Set(["compute", "block-storage", "identity", "shared-file-system"]);

function versionHeaders(service: string, version: string | undefined): Record<string, string> {
  const info = serviceInfo(service);
  if (version === undefined || info.microversionType === undefined) return {};
  return {
    "OpenStack-API-Version": `${info.microversionType} ${version}`,
    ...(info.legacyVersionHeader ? { [info.legacyVersionHeader]: version } : {}),
  };
}

function operationUrl(op: Operation, entry: AllowEntry, options: SendOptions): URL {
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = options.path?.[name];
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new TypeError(`Operation "${op.id}" needs a value for "${name}"`);
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

/** The client as one call sees it: the operations that it declared, its signal, and a record of what it sent. */
export class CallClient {
  readonly #client: Client;
  readonly #operations: ReadonlySet<string>;
  readonly #signal: AbortSignal | undefined;
  /** What was sent so far. */
  readonly record: CallRecord = { requests: 0, retries: 0, faults: 0, requestIds: [] };

  /** Use {@linkcode Client.call}. */
  constructor(client: Client, options: CallOptions) {
    this.#client = client;
    this.#operations = new Set(options.operations.map((op) => op.id));
    this.#signal = options.signal;
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

  /** Sends a declared operation.
   *
   * @throws {TypeError} If the call did not declare the operation.
   * @throws {OpenStackError} If the answer is not a success.
   */
  async send(op: Operation, options: SendOptions = {}): Promise<Answer> {
    if (!this.permits(op)) throw new TypeError(`Operation "${op.id}" was not declared by this call`);
    return await this.#client.send(op, options, this.#signal, this.record);
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
    for (let read = 0; read < MAX_PAGES; read++) {
      const page = await this.page(op, {
        ...options,
        limit: options.limit ?? PAGE_SIZE,
        ...(marker === undefined ? {} : { marker }),
      });
      yield page;
      if (page.next === undefined) return;
      marker = page.next;
    }
    throw new OpenStackError({
      what: describe(op),
      service: op.service,
      operation: op.id,
      reason: "unexpected answer",
      detail: `the list has more than ${MAX_PAGES} pages`,
    });
  }

  /** Reads a whole list.
   *
   * @throws As {@linkcode pages}.
   */
  async list(op: Operation, options: PageOptions = {}): Promise<unknown[]> {
    const items: unknown[] = [];
    for await (const page of this.pages(op, options)) items.push(...page.items);
    return items;
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
    return this.#client.cache.get(cacheKey(name, is), ttlMs, load);
  }
}
