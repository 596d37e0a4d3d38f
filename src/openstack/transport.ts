/** The one place of the product that speaks HTTP to a cloud. It decides where a request may go and what it may cost.
 *
 * @module
 */
import type { AllowEntry } from "./allowlist.ts";
import { Semaphore } from "./semaphore.ts";
import type { CloudSettings } from "./settings.ts";
import { parseJson } from "../text/json.ts";

/** A request that is ready to be sent. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** An answer, read to its end. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text when it is not JSON; undefined when it is empty. */
  readonly body: unknown;
  /** Whether {@linkcode body} was JSON. */
  readonly json: boolean;
  /** The service's request id. */
  readonly requestId?: string;
  /** Milliseconds from sending to the last byte. */
  readonly elapsedMs: number;
}

/** Why a request got no answer. */
export type TransportFault = "refused" | "timeout" | "connect" | "tls" | "lost" | "too large";

/** A request without an answer. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  /** What went wrong. */
  readonly fault: TransportFault;

  /** Makes the error. */
  constructor(fault: TransportFault, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.fault = fault;
  }
}

/** Limits of a transport; each has a default. */
export interface TransportLimits {
  /** Bytes of one answer. @default {67108864} */
  readonly answerBytes?: number;
  /** Bytes of all answers that are being read. @default {268435456} */
  readonly inFlightBytes?: number;
  /** Requests at once to one host. @default {8} */
  readonly perHost?: number;
}

/** What a transport is made of. */
export interface TransportOptions {
  readonly settings: Pick<
    CloudSettings,
    "caCerts" | "clientCert" | "clientKey" | "proxy" | "noProxy" | "requestTimeoutMs"
  >;
  /** Says why an address may not be reached, or undefined if it may; see {@linkcode allowlistGuard}. */
  readonly guard: (url: URL) => string | undefined;
  readonly limits?: TransportLimits;
}

/** Sends requests to permitted addresses, never follows a redirect, and keeps to its limits. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limits: Required<TransportLimits>;
  readonly #hosts = new Map<string, Semaphore>();
  #direct: Deno.HttpClient | undefined;
  #proxied: Deno.HttpClient | undefined;
  #inFlight = 0;

  /** Makes a transport; connections are opened when they are needed. */
  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limits = { answerBytes: 64 << 20, inFlightBytes: 256 << 20, perHost: 8, ...options.limits };
  }

  /** Sends one request and reads its answer.
   *
   * A redirect comes back as it is, with its status: following it is nobody's right here.
   *
   * @throws {TransportError} If there is no answer, or none that may be read.
   * @throws The signal's reason, if the caller gave up.
   */
  async request(request: TransportRequest): Promise<TransportAnswer> {
    const problem = this.#options.guard(request.url);
    if (problem) throw new TransportError("refused", problem);
    return await this.#host(request.url.host).run(() => this.#send(request), request.signal);
  }

  /** Closes the idle connections. */
  close(): void {
    this.#direct?.close();
    this.#proxied?.close();
    this.#direct = this.#proxied = undefined;
  }

  #host(host: string): Semaphore {
    const known = this.#hosts.get(host);
    if (known) return known;
    const made = new Semaphore(this.#limits.perHost);
    this.#hosts.set(host, made);
    return made;
  }

  async #send(request: TransportRequest): Promise<TransportAnswer> {
    const started = performance.now();
    const limit = this.#options.settings.requestTimeoutMs;
    const timeout = new AbortController();
    // The answer must begin within the limit; a long body may then take as long again.
    let timer = setTimeout(() => timeout.abort(TIMED_OUT), limit);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal;
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal,
        client: this.#client(request.url.hostname),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      clearTimeout(timer);
      timer = setTimeout(() => timeout.abort(TIMED_OUT), limit);
      const text = await this.#read(response);
      const requestId = response.headers.get("x-openstack-request-id") ??
        response.headers.get("x-compute-request-id") ?? response.headers.get("x-trans-id");
      return {
        status: response.status,
        headers: response.headers,
        ...parsed(text),
        ...(requestId === null ? {} : { requestId }),
        elapsedMs: performance.now() - started,
      };
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (timeout.signal.aborted) throw new TransportError("timeout", `no answer within ${limit / 1000} s`);
      throw asTransportError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(response: Response): Promise<string> {
    if (response.body === null) return "";
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of response.body) {
        size += chunk.byteLength;
        this.#inFlight += chunk.byteLength;
        if (size > this.#limits.answerBytes || this.#inFlight > this.#limits.inFlightBytes) {
          throw new TransportError(
            "too large",
            `the answer is larger than ${this.#limits.answerBytes} bytes`,
          );
        }
        chunks.push(chunk);
      }
      return decode(chunks, size);
    } finally {
      this.#inFlight -= size;
    }
  }

  #client(hostname: string): Deno.HttpClient {
    const { settings } = this.#options;
    if (settings.proxy && !bypasses(hostname, settings.noProxy ?? [])) {
      return this.#proxied ??= createClient(settings, settings.proxy);
    }
    return this.#direct ??= createClient(settings, undefined);
  }
}

const TIMED_OUT = Symbol("timed out");

/** The guard of an allowlist: origin and path prefix must belong to an entry. */
export function allowlistGuard(entries: () => readonly AllowEntry[]): (url: URL) => string | undefined {
  return (url) => {
    const sameOrigin = entries().filter((entry) => entry.origin === url.origin);
    if (sameOrigin.length === 0) return `${url.origin} is not an address that the catalog names`;
    if (url.username !== "" || url.password !== "") return "the URL carries a user name or password";
    const path = decodedPath(url.pathname);
    const fits = sameOrigin.some((entry) => `${path}/`.startsWith(entry.pathPrefix));
    return fits ? undefined : `${url.origin}${url.pathname} is outside the paths that the catalog names`;
  };
}

/** Dot segments are folded by the URL parser unless they are encoded; a server may decode them later. */
function decodedPath(pathname: string): string {
  return new URL(pathname.replace(/%2e/gi, ".").replace(/%2f/gi, "/").replace(/%5c/gi, "/"), "http://x")
    .pathname;
}

function createClient(settings: TransportOptions["settings"], proxy: string | undefined): Deno.HttpClient {
  return Deno.createHttpClient({
    poolMaxIdlePerHost: 8,
    ...(settings.caCerts ? { caCerts: [settings.caCerts] } : {}),
    ...(settings.clientCert && settings.clientKey
      ? { cert: settings.clientCert, key: settings.clientKey }
      : {}),
    ...(proxy ? { proxy: proxyOptions(proxy) } : {}),
  });
}

function proxyOptions(url: string): Deno.Proxy {
  const parsed = new URL(url);
  const username = decodeURIComponent(parsed.username);
  const password = decodeURIComponent(parsed.password);
  parsed.username = parsed.password = "";
  return username === "" ? { url: parsed.href } : { url: parsed.href, basicAuth: { username, password } };
}

/** Whether a host is on the no-proxy list: by name, as a sub-domain, or because of `*`. */
export function bypasses(hostname: string, noProxy: readonly string[]): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, "");
  return noProxy.some((entry) => {
    const rule = entry.trim().toLowerCase().replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
    return rule === "*" || (rule !== "" && (host === rule || host.endsWith(`.${rule}`)));
  });
}

function decode(chunks: readonly Uint8Array[], size: number): string {
  const only = chunks.length === 1 ? chunks[0] : undefined;
  if (only) return new TextDecoder().decode(only);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(whole);
}

function parsed(text: string): { body: unknown; json: boolean } {
  if (text === "") return { body: undefined, json: false };
  try {
    return { body: parseJson(text), json: true };
  } catch {
    return { body: text, json: false };
  }
}

/** Words by which the runtime tells its failures apart; it has no codes for them. */
const FAULT_WORDS: readonly (readonly [RegExp, TransportFault])[] = [
  [/invalid peer certificate|certificate|tls|handshake/i, "tls"],
  [/denied|NotCapable|Requires net access|not allowed/i, "refused"],
  [
    /connection refused|dns error|failed to lookup|unreachable|connect error|error trying to connect|no route/i,
    "connect",
  ],
];

function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const message = causes(error);
  // The address was judged before any packet left: the thread's own permission is the second layer.
  if (error instanceof Deno.errors.NotCapable) {
    return new TransportError("refused", message, { cause: error });
  }
  const fault = FAULT_WORDS.find(([words]) => words.test(message))?.[1] ?? "lost";
  return new TransportError(fault, message, { cause: error });
}

/** An error's message with those of its causes: a refusal after name resolution is told only in the cause. */
function causes(error: unknown): string {
  const messages: string[] = [];
  for (
    let current: unknown = error;
    current instanceof Error && messages.length < 4;
    current = current.cause
  ) {
    messages.push(current.message);
  }
  return messages.join(": ") || String(error);
}
