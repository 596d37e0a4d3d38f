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
  /** Leaves the body of a success as its bytes. */
  readonly bytes?: boolean;
  /** Called when its turn has come, right before it is sent: a throw keeps it from being sent. */
  readonly onTurn?: () => void;
}

/** An answer, read to its end. */
export interface TransportAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; the text when it is not JSON; undefined when it is empty; bytes where they were asked for. */
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
  readonly #clients = new Map<string, Deno.HttpClient>();
  #closed = false;
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
    return await this.#host(request.url.host).run(() => {
      request.onTurn?.();
      return this.#send(request);
    }, request.signal);
  }

  /** Closes the connections for good: a request that comes later, or still waits for its turn, is lost. */
  close(): void {
    this.#closed = true;
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  /** Closes the connections, as {@linkcode close} does. */
  [Symbol.dispose](): void {
    this.close();
  }

  #host(host: string): Semaphore {
    const known = this.#hosts.get(host);
    if (known) return known;
    const made = new Semaphore(this.#limits.perHost);
    this.#hosts.set(host, made);
    return made;
  }

  async #send(request: TransportRequest): Promise<TransportAnswer> {
    if (this.#closed) throw new TransportError("lost", "the client is closed");
    const started = performance.now();
    const limit = Math.min(this.#options.settings.requestTimeoutMs, LONGEST_TIMER_MS);
    const timeout = new AbortController();
    let overdue = "no answer";
    // The answer must begin within the limit; a long body may then take as long again.
    let timer = setTimeout(() => timeout.abort(TIMED_OUT), limit);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal;
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal,
        client: this.#client(request),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      clearTimeout(timer);
      overdue = "no complete answer";
      timer = setTimeout(() => timeout.abort(TIMED_OUT), limit);
      const bytes = await this.#read(response);
      return {
        status: response.status,
        headers: response.headers,
        ...(request.bytes && response.ok ? { body: bytes, json: false } : parsed(bytes)),
        ...requestIdOf(response.headers),
        elapsedMs: performance.now() - started,
      };
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (timeout.signal.aborted) throw new TransportError("timeout", `${overdue} within ${limit / 1000} s`);
      throw asTransportError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(response: Response): Promise<Uint8Array> {
    if (response.body === null) return new Uint8Array();
    const length = shortLengthOf(response);
    const chunks: Uint8Array[] = [];
    let size = 0;
    const arrives = (bytes: number) => {
      size += bytes;
      this.#inFlight += bytes;
      this.#demandRoom(size);
    };
    try {
      if (length !== undefined) {
        arrives(length);
        return await response.bytes();
      }
      for await (const chunk of response.body) {
        arrives(chunk.byteLength);
        chunks.push(chunk);
      }
      return joined(chunks, size);
    } catch (error) {
      // What is too large was not begun to be read.
      if (!response.bodyUsed) await response.body.cancel();
      throw error;
    } finally {
      this.#inFlight -= size;
    }
  }

  #demandRoom(size: number): void {
    const { answerBytes, inFlightBytes } = this.#limits;
    if (size > answerBytes) {
      throw new TransportError("too large", `the answer is larger than ${answerBytes} bytes`);
    }
    if (this.#inFlight > inFlightBytes) {
      throw new TransportError(
        "too large",
        `the answers under way are larger than ${inFlightBytes} bytes together`,
      );
    }
  }

  #client({ url, method }: TransportRequest): Deno.HttpClient {
    const { settings } = this.#options;
    const isDirect = bypasses(url.hostname, settings.noProxy ?? [], portOf(url));
    const proxy = isDirect ? undefined : settings.proxy;
    // A request that found its kept connection cut is sent again by the runtime, unasked, whatever its method.
    const keeps = method === "GET" || method === "HEAD";
    const key = `${keeps} ${proxy ?? ""}`;
    const known = this.#clients.get(key);
    if (known) return known;
    const made = createClient(settings, proxy, keeps ? IDLE_CONNECTIONS : 0);
    this.#clients.set(key, made);
    return made;
  }
}

/** Connections to one host that are kept for the next request. */
const IDLE_CONNECTIONS = 8;

const TIMED_OUT = Symbol("timed out");

/** A timer with a longer wait fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Makes headers. The runtime's own error for a value that HTTP does not allow would show the value, a token for instance.
 *
 * @throws {TypeError} If a name or value is not allowed; it names the header alone.
 */
export function requestHeaders(values: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(values)) {
    try {
      headers.set(name, value);
    } catch {
      throw new TypeError(`Header ${JSON.stringify(name)} has a character that HTTP does not allow`);
    }
  }
  return headers;
}

/** The address that a redirect names, if it differs from the one asked by a slash at the end and by nothing else. */
export function movedBySlash(answer: TransportAnswer, url: URL): URL | undefined {
  const location = answer.headers.get("location");
  if (location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const other = new URL(url);
  other.pathname = url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : `${url.pathname}/`;
  return URL.parse(location, url)?.href === other.href ? other : undefined;
}

/** A `Location` that can be shown: without query, fragment and user. */
export function withoutQuery(location: string): string {
  return location.slice(0, 200).replace(/[?#].*$/s, "").replace(/\/\/[^/]*@/, "//");
}

const REQUEST_ID_HEADERS = ["x-openstack-request-id", "x-compute-request-id", "x-trans-id"];

function requestIdOf(headers: Headers): { requestId?: string } {
  const found = REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((value) => value !== null);
  return found && /^[\w.:,\- ]{1,200}$/.test(found) ? { requestId: found } : {};
}

/** The guard of an allowlist: origin and path prefix must belong to an entry. */
export function allowlistGuard(entries: () => readonly AllowEntry[]): (url: URL) => string | undefined {
  return (url) => {
    const sameOrigin = entries().filter((entry) => entry.origin === url.origin);
    if (sameOrigin.length === 0) return `${url.origin} is not an address that the catalog names`;
    if (url.username !== "" || url.password !== "") return "the URL carries a user name or password";
    const path = `${decodedPath(url.pathname)}/`;
    const fits = sameOrigin.some((entry) => path.startsWith(decodedPath(entry.pathPrefix)));
    return fits ? undefined : `${url.origin}${url.pathname} is outside the paths that the catalog names`;
  };
}

/** The path as a lenient server may read it. Dot segments are folded by the URL parser unless they are encoded, once or
 * several times; and a server may merge slashes before it folds.
 */
function decodedPath(pathname: string): string {
  let path = pathname;
  for (let before = ""; path !== before;) {
    before = path;
    path = path.replace(/%25/g, "%").replace(/%2e/gi, ".").replace(/%2f|%5c|\\/gi, "/");
  }
  return new URL(`http://x${path.replace(/\/+/g, "/")}`).pathname;
}

/** @throws {TransportError} If certificates, key or proxy cannot be used; nothing was sent then. */
function createClient(
  settings: TransportOptions["settings"],
  proxy: string | undefined,
  poolMaxIdlePerHost: number,
): Deno.HttpClient {
  const { caCerts, clientCert, clientKey } = settings;
  // The runtime takes a text without any certificate for an empty list, and then trusts as if there were none.
  if (caCerts !== undefined && !caCerts.includes("-----BEGIN CERTIFICATE-----")) {
    throw new TransportError("tls", "cacert holds no PEM certificate");
  }
  try {
    return Deno.createHttpClient({
      poolMaxIdlePerHost,
      ...(caCerts === undefined ? {} : { caCerts: [caCerts] }),
      ...(clientCert && clientKey ? { cert: clientCert, key: clientKey } : {}),
      ...(proxy ? { proxy: proxyOptions(proxy) } : {}),
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TransportError("tls", `the certificate, key or proxy settings cannot be used: ${why}`);
  }
}

/** What a part of a URL stands for; a stray percent sign stands for itself. */
export function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function proxyOptions(url: string): Deno.Proxy {
  const parsed = new URL(url);
  const username = decodedText(parsed.username);
  const password = decodedText(parsed.password);
  parsed.username = parsed.password = "";
  return username === "" ? { url: parsed.href } : { url: parsed.href, basicAuth: { username, password } };
}

/** Whether a host is on the no-proxy list: by name, as a sub-domain, in a range (`10.0.0.0/8`), or because of `*`.
 *
 * @param port An entry with a port counts for that port alone.
 */
export function bypasses(hostname: string, noProxy: readonly string[], port?: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$|\.$/g, "");
  const address = ipv4Number(host);
  return noProxy.map(noProxyRule).some((rule) => {
    if (rule.port !== undefined && rule.port !== port) return false;
    if (rule.name === "*" || rule.name === host) return true;
    if (address !== undefined) return inRange(address, rule.name);
    return rule.name !== "" && host.endsWith(`.${rule.name}`);
  });
}

function noProxyRule(entry: string): { name: string; port?: string } {
  const whole = entry.trim().toLowerCase();
  // An IPv6 address without brackets has several colons: its last group is no port.
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(whole) ?? [];
  const name = (bracketed ?? plain ?? whole).replace(/^\*?\.|\.$/g, "");
  return { name, ...(port === undefined ? {} : { port }) };
}

function ipv4Number(host: string): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return undefined;
  return host.split(".").reduce((value, part) => value * 256 + Number(part), 0);
}

function inRange(address: number, rule: string): boolean {
  const [base = "", bits = ""] = rule.split("/");
  const first = ipv4Number(base);
  if (first === undefined || !/^(?:[12]?\d|3[0-2])$/.test(bits)) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(first / size);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** A stream takes a buffer of this size for each piece, however small. */
const STREAM_BUFFER = 65_536;

/** How long a body will be, if the answer says so and it is no more than fits the buffer of a stream.
 *
 * HTTP lets it be no longer; a packed one grows when it is unpacked. It is read in one piece: thousands of small answers
 * with a buffer each would fill the memory faster than it is cleaned up.
 */
function shortLengthOf({ headers }: Response): number | undefined {
  const length = headers.get("content-length");
  if (length === null || headers.has("content-encoding") || !/^\d+$/.test(length)) return undefined;
  return Number(length) <= STREAM_BUFFER ? Number(length) : undefined;
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const only = chunks.length === 1 ? chunks[0] : undefined;
  if (only) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function parsed(bytes: Uint8Array): { body: unknown; json: boolean } {
  const text = new TextDecoder().decode(bytes);
  if (text === "") return { body: undefined, json: false };
  try {
    return { body: parseJson(text), json: true };
  } catch {
    return { body: text, json: false };
  }
}

/** Words by which the runtime tells its failures apart; it has no codes for them.
 *
 * Only what failed while connecting counts as "connect": a host may also become unreachable after the request was sent.
 */
const FAULT_WORDS: readonly (readonly [RegExp, TransportFault])[] = [
  [/requires net access|requests to port \d+ are blocked|scheme .* not supported/i, "refused"],
  [/certificate|fatal alert|handshake/i, "tls"],
  [/client error \(connect\)/i, "connect"],
];

function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const chain = causes(error);
  const words = chain.map(({ message }) => withoutAddress(message)).join(": ");
  // The address was judged before any packet left: the thread's own permission is the second layer.
  const fault = chain.some((cause) => cause instanceof Deno.errors.NotCapable)
    ? "refused"
    : FAULT_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? "lost";
  return new TransportError(fault, plainWords(chain), { cause: error });
}

/** An error and its causes, the outermost first: a refusal after name resolution is told only in the cause. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error && chain.length < 4; at = at.cause) chain.push(at);
  return chain.length > 0 ? chain : [new Error(String(error))];
}

/** The runtime writes the URL into its message; a path such as `/certificates` must not pass for a reason. */
function withoutAddress(message: string): string {
  return message.replace(/^error sending request [^]*?(?=client error \()/, "").replace(
    /https?:\/\/\S+/gi,
    "",
  );
}

/** What the innermost cause says, without the frame that the runtime puts around it and its advice on flags of its own. */
function plainWords(chain: readonly Error[]): string {
  const message = withoutAddress(chain.at(-1)?.message ?? "").replace(/^client error \(\w+\): /, "")
    .replace(/, run again with the --allow-net flag$/, "").replace(/[:\s]+$/, "");
  if (/corrupt message of type InvalidContentType/.test(message)) {
    return "no TLS is spoken there; the address may be meant with http";
  }
  return message || "the connection failed";
}
