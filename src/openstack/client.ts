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
import { abortable, type Attempt, retry, retryAfterMs } from "./retry.ts";
import { serviceInfo } from "./services.ts";
import type { SessionHolder } from "./session.ts";
import type { CloudSettings } from "./settings.ts";
import {
  movedBySlash,
  requestHeaders,
  type Transport,
  type TransportAnswer,
  TransportError,
  withoutQuery,
} from "./transport.ts";
import { compareVersions, oldest, readVersionRange, versionDocuments, type VersionRange } from "./version.ts";
import { stringifyJson } from "../text/json.ts";

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
  /** The token that was got because a service refused the one before, until the service takes it. */
  readonly #unproven = new Map<string, string>();

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
    const range = this.cache.get(cacheKey(`versions ${entry.base}`, isRange), HOUR_MS, async () => {
      // Without the caller's signal: the answer is shared with those who did not give up.
      const answer = await this.probe(entry, undefined, record);
      return readVersionRange(
        versionDocument(answer, service),
        serviceInfo(service).versionPath,
        answer.headers,
      );
    });
    return await abortable(range, signal);
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
      mayMoveBySlash: true,
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
      url: operationUrl(op, entry, what, options),
      headers: { ...versionHeaders(op.service, version), ...options.headers },
      ...(options.body === undefined ? {} : { body: stringifyJson(options.body) }),
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
          effective === range.max
            ? "this cloud offers"
            : effective === configured
            ? "the settings allow"
            : "this call speaks"
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
      const first = await this.#authorized(exchange);
      const moved = exchange.mayMoveBySlash ? movedBySlash(first, exchange.url) : undefined;
      const answer = moved ? await this.#authorized({ ...exchange, url: moved }) : first;
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
    const { service } = exchange.context;
    if (answer.status !== 401) {
      if (this.#unproven.get(service) === session.token) this.#unproven.delete(service);
      return answer;
    }
    // Calls at the same time meet the refusal of the renewed token side by side: none of them logs in again.
    if (this.#unproven.get(service) === session.token) this.#refuses(service);
    if ((this.#refusesFreshTokens.get(service) ?? 0) > Date.now()) return answer;
    const renewed = await this.sessions.renew(session, exchange.signal);
    this.#unproven.set(service, renewed.token);
    const second = await this.#sendOnce(exchange, renewed);
    if (second.status === 401) this.#refuses(service);
    else this.#unproven.delete(service);
    return second;
  }

  #refuses(service: string): void {
    this.#refusesFreshTokens.set(service, Date.now() + REFUSAL_MS);
  }

  async #sendOnce(exchange: Exchange, session: Session): Promise<TransportAnswer> {
    const { record, body, signal } = exchange;
    if (record) record.requests++;
    const headers = requestHeaders({
      "Accept": "application/json",
      "User-Agent": "openstack-mcp",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...exchange.headers,
      "X-Auth-Token": session.token,
      "X-OpenStack-Request-ID": `req-${crypto.randomUUID()}`,
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
  /** Whether a redirect that adds or drops the last slash is followed, once. */
  readonly mayMoveBySlash?: boolean;
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
  const reason = isForeign(answer, exchange) ? "unexpected answer" : reasonOf(status, detail);
  return new OpenStackError({
    ...exchange.context,
    reason,
    status,
    ...idOf(answer),
    ...(detail ? { detail } : {}),
    ...adviceFor(reason, status),
  });
}

/** Statuses that a proxy means as its service would. */
const SAID_BY_ANYBODY = new Set([408, 429]);

/** A page of a proxy says nothing about the resource: it must not read as "there is none" or "you may not".
 *
 * A request id shows that the service itself answered. Where its 404 is a page all the same, it knows no such route;
 * Swift alone answers so for what is not there.
 */
function isForeign(answer: TransportAnswer, exchange: Exchange): boolean {
  const { status, json, requestId } = answer;
  if (json || status < 400 || status >= 500 || SAID_BY_ANYBODY.has(status)) return false;
  if (requestId === undefined) return true;
  return status === 404 && exchange.method !== "HEAD" && exchange.context.service !== "object-store";
}

function idOf(answer: { readonly requestId?: string }): { requestId?: string } {
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

function unusable(op: Operation, detail: string): OpenStackError {
  return new OpenStackError({
    what: describe(op),
    service: op.service,
    operation: op.id,
    reason: "unexpected answer",
    detail,
  });
}

/** What a service with microversions says of itself; anything else must not read as "it has none". */
function versionDocument(answer: Answer, service: string): unknown {
  if (serviceInfo(service).microversionType !== undefined && versionDocuments(answer.body).length === 0) {
    throw new OpenStackError({
      what: `read the versions of ${service}`,
      service,
      operation: `${service}.versions.show`,
      reason: "unexpected answer",
      status: answer.status,
      ...idOf(answer),
      detail: "the answer is not a version document",
      ...adviceFor("unexpected answer", undefined),
    });
  }
  return answer.body;
}

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

function operationUrl(op: Operation, entry: AllowEntry, what: string, options: SendOptions): URL {
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
