/** The client of one cloud: sends declared operations and nothing else.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import type { AllowEntry, Allowlist } from "./allowlist.ts";
import {
  type Answer,
  type Asked,
  BYTES_TYPE,
  checked,
  ok,
  refusal,
  RETRIED,
  versionDocument,
  withoutAnswer,
} from "./answer.ts";
import type { Session } from "./auth/mod.ts";
import { Cache, cacheKey } from "./cache.ts";
import { CallClient, type CallOptions, type CallRecord } from "./call_client.ts";
import { findEndpoint } from "./catalog.ts";
import { nextStep, OpenStackError } from "./errors.ts";
import { isRead, type Operation } from "./operation.ts";
import { isWire } from "./read.ts";
import { describe, operationUrl, type SendOptions, versionHeaders, versionUrl } from "./request.ts";
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
} from "./transport.ts";
import { compareVersions, oldest, readVersionRange, type VersionRange } from "./version.ts";

/** What a client is made of. */
export interface ClientOptions {
  readonly settings: CloudSettings;
  readonly sessions: SessionHolder;
  readonly transport: Transport;
  readonly allowlist: () => Allowlist;
  /** Whether operations that change anything are part of its table. @default {false} */
  readonly mayChange?: boolean;
}

const HOUR_MS = 3_600_000;
/** What helps a login to a domain or the system: endpoints whose URL names a project are only told to one of a project. */
const NEEDS_PROJECT = "Log in with a project (--project, OS_PROJECT_NAME).";
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
  readonly #mayChange: boolean;
  readonly #refusesFreshTokens = new Map<string, number>();
  /** The token that was got because a service refused the one before, until the service takes it. */
  readonly #unproven = new Map<string, string>();

  /** Makes a client; nothing is sent yet. */
  constructor(options: ClientOptions) {
    this.settings = options.settings;
    this.sessions = options.sessions;
    this.#transport = options.transport;
    this.#allowlist = options.allowlist;
    this.#mayChange = options.mayChange ?? false;
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
    if (refusal) {
      const { reason, detail } = refusal;
      const hasProject = this.sessions.current?.project !== undefined;
      const next = reason === "unavailable" && !hasProject ? { next: NEEDS_PROJECT } : {};
      throw new OpenStackError({ what, service, reason, detail, ...next });
    }
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
    if (!this.#mayChange && !isRead(op)) throw readsOnly(what, op);
    await this.sessions.get(signal);
    const entry = this.entry(op.service, what);
    const version = await this.#microversion(op, what, options.microversion, signal, record);
    return await this.#exchange({
      method: op.method,
      url: operationUrl(op, entry, what, options),
      headers: { ...versionHeaders(op.service, version), ...options.headers },
      ...(options.body === undefined ? {} : { body: stringifyJson(options.body) }),
      context: { what, service: op.service, operation: op.id },
      unrouted: missingPart(op),
      bytes: op.answers === "bytes",
      mayRepeat: isRead(op),
      accepts: ok,
      unless: options.unless,
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
        throw refusal(answer, { ...exchange, systemLogin: this.sessions.current?.system ?? false });
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
      "Accept": exchange.bytes ? BYTES_TYPE : "application/json",
      "User-Agent": "openstack-mcp",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...exchange.headers,
      ...credentialHeaders(session),
      "X-OpenStack-Request-ID": `req-${crypto.randomUUID()}`,
    });
    const request = {
      method: exchange.method,
      url: exchange.url,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
      ...(exchange.bytes ? { bytes: true } : {}),
      onTurn: () => refuseGivenUp(exchange),
    };
    let status: number | undefined;
    try {
      const answer = await this.#transport.request(request);
      status = answer.status;
      if (record && answer.requestId) record.requestIds.push(answer.requestId);
      return answer;
    } finally {
      if (record) {
        const key = `${exchange.context.service} ${status ?? "none"}`;
        record.statuses[key] = (record.statuses[key] ?? 0) + 1;
      }
    }
  }
}

/** What a service lacks that does not know the path of an operation. */
function missingPart({ service, extension, apiVersion }: Operation): string | undefined {
  if (extension !== undefined) return `this ${service} service does not have the extension ${extension}`;
  return apiVersion === undefined
    ? undefined
    : `needs version ${apiVersion} of the ${service} API, and this service does not know the path`;
}

/** What shows a service who asks. */
function credentialHeaders({ token, authorization }: Session): Record<string, string> {
  if (authorization !== undefined) return { "Authorization": authorization };
  return token === "" ? {} : { "X-Auth-Token": token };
}

/** A client that only reads has no other operation, whoever asks for it. */
function readsOnly(what: string, op: Operation): OpenStackError {
  return new OpenStackError({
    what,
    service: op.service,
    operation: op.id,
    reason: "refused by policy",
    detail: "the server was started without --allow-write: it only reads",
  });
}

interface Exchange extends Asked {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether a second sending changes nothing. */
  readonly mayRepeat: boolean;
  readonly accepts: (answer: TransportAnswer) => boolean;
  /** Whether a redirect that adds or drops the last slash is followed, once. */
  readonly mayMoveBySlash?: boolean;
  readonly signal: AbortSignal | undefined;
  /** Fires when what is not sent yet is not to be sent any more. */
  readonly unless?: AbortSignal | undefined;
  readonly record: CallRecord | undefined;
}

/** @throws {OpenStackError} If nobody wants the request any more; nothing was sent then. */
function refuseGivenUp({ unless, context }: Exchange): void {
  if (!unless?.aborted) return;
  throw new OpenStackError({
    ...context,
    reason: "timed out",
    detail: "the call had ended before its turn to be sent came",
  });
}

function isRange(value: unknown): value is VersionRange {
  return isWire(value);
}
