/** The HTTP listener: what is asked of every request before it reaches the protocol.
 *
 * @module
 */
import type { AuthInfo, McpServerFactory } from "@modelcontextprotocol/server";
import type { FrontOptions, FrontReport, HttpOptions } from "../../wire/control.ts";
import { Admission } from "../admission.ts";
import type { CloudPorts } from "../cloud_ports.ts";
import { failureLine, logLine } from "../log.ts";
import { serverFactory } from "../server.ts";
import { Bearer, type Identity, refuseTokenInUrl } from "./bearer.ts";
import { Exchange } from "./exchange.ts";
import { Guard } from "./guard.ts";
import { Health } from "./health.ts";
import { checkHeaders, readJson } from "./limits.ts";
import { Metrics } from "./metrics.ts";
import { Refusal } from "./refusal.ts";

/** What {@linkcode serveHttp} serves. */
export interface ServeHttpOptions {
  readonly http: HttpOptions;
  readonly front: FrontOptions;
  readonly clouds: CloudPorts;
  readonly report: (message: FrontReport) => void;
  /** Makes the server of a request. @default {The product's own} */
  readonly factory?: McpServerFactory;
  /** Other limits than the product's; for tests. */
  readonly limits?: HttpLimits;
}

/** Limits of the listener, in milliseconds. */
export interface HttpLimits {
  /** Until a body must have arrived. @default {15_000} */
  readonly bodyMs?: number;
  /** Between signs of life on a stream. @default {15_000} */
  readonly keepAliveMs?: number;
  /** For what is under way when the end is near. @default {10_000} */
  readonly closeMs?: number;
}

/** A listener that is open. */
export interface HttpService {
  /** The port that was taken. */
  readonly port: number;
  /** Takes nothing more, answers what is under way within its time, and closes. */
  close(): Promise<void>;
}

/** Calls at once in total, and of one caller. */
const CALLS = { total: 64, each: 16 };
/** Answers that are whole get this long to be sent when everything else is over, in milliseconds. */
const FLUSH_MS = 1_000;
/** Nobody is there any more; the cloud is not ready yet. */
const NO_REFUSALS: ReadonlySet<number> = new Set([499, 503]);
/** Paths at which the protocol is always served, besides the one that was chosen. */
const PATHS = ["/mcp", "/openstack"];

/** Listens for HTTP, and reports the address once it does.
 *
 * @throws If the address cannot be listened on.
 */
export function serveHttp(options: ServeHttpOptions): HttpService {
  const { http, report, limits } = options;
  const desk = new Desk(options);
  const abort = new AbortController();
  const server = Deno.serve({
    hostname: http.host.replace(/^\[(.*)\]$/, "$1"),
    port: http.port,
    signal: abort.signal,
    onListen: ({ hostname, port }) => report({ kind: "listening", host: hostname, port }),
    ...(http.tls ?? {}),
  }, (request, { remoteAddr }) => desk.handle(request, remoteAddr.hostname));
  return {
    port: server.addr.port,
    async close() {
      const done = server.shutdown();
      await desk.close(limits?.closeMs ?? 10_000);
      const timer = setTimeout(() => abort.abort(), FLUSH_MS);
      await Promise.race([done, server.finished]);
      clearTimeout(timer);
    },
  };
}

/** A request on its way through the desk. */
interface Visit {
  readonly request: Request;
  /** Address that it came from. What a proxy says of it is not believed. */
  readonly remote: string;
}

/** What is served at a path. */
interface Route {
  readonly methods: readonly string[];
  readonly answer: (visit: Visit) => Response | Promise<Response>;
}

/** Looks at every request, and passes on those in which nothing is wrong. */
class Desk {
  readonly #options: ServeHttpOptions;
  readonly #guard: Guard;
  readonly #bearer: Bearer;
  readonly #admission = new Admission(CALLS);
  readonly #metrics = new Metrics();
  readonly #exchange: Exchange;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(options: ServeHttpOptions) {
    const { http, front, clouds, limits } = options;
    this.#options = options;
    this.#guard = new Guard(http);
    this.#bearer = new Bearer(front.callers);
    this.#exchange = new Exchange({
      factory: options.factory ?? serverFactory({
        options: front,
        clouds,
        onCall: (call) => this.#metrics.call(call),
        progress: !http.jsonResponse,
      }),
      jsonResponse: http.jsonResponse,
      onError: (error) => options.report(logLine("debug", `the protocol: ${error.message}`)),
      ...(limits?.keepAliveMs === undefined ? {} : { keepAliveMs: limits.keepAliveMs }),
    });
    this.#routes = this.#makeRoutes();
  }

  async handle(request: Request, remote: string): Promise<Response> {
    try {
      const response = await this.#answer({ request, remote });
      if (response.status >= 400 && !NO_REFUSALS.has(response.status)) {
        this.#refused(response.status, "the protocol does not allow it", remote);
      }
      return finish(response);
    } catch (error) {
      return finish(this.#refuse(error, remote));
    }
  }

  async close(withinMs: number): Promise<void> {
    await this.#admission.close(withinMs);
    await this.#exchange.close();
  }

  #answer(visit: Visit): Response | Promise<Response> {
    const { request } = visit;
    checkHeaders(request.headers);
    const url = this.#guard.check(request);
    refuseTokenInUrl(url);
    const route = this.#routes.get(url.pathname);
    if (!route) throw new Refusal(404, "There is nothing at this path");
    if (!route.methods.includes(request.method)) {
      throw new Refusal(405, "The method is not allowed", { headers: { allow: route.methods.join(", ") } });
    }
    return route.answer(visit);
  }

  #makeRoutes(): ReadonlyMap<string, Route> {
    const { http, front, clouds } = this.#options;
    const health = new Health(clouds, front.cloud);
    const probe = (answer: () => Response): Route => ({ methods: ["GET", "HEAD"], answer });
    const metrics: Route = { methods: ["GET", "HEAD"], answer: (visit) => this.#figures(visit) };
    // Without sessions there is nothing to GET or DELETE, in any revision.
    const protocol: Route = { methods: ["POST"], answer: (visit) => this.#speak(visit) };
    return new Map([
      ...[...PATHS, http.path].map((path) => [path, protocol] as const),
      ...(http.metrics ? [["/metrics", metrics] as const] : []),
      ["/healthz", probe(() => health.live())],
      ["/readyz", probe(() => health.ready())],
    ]);
  }

  async #figures({ request }: Visit): Promise<Response> {
    await this.#bearer.identify(request.headers);
    const { waiting, restarts } = this.#options.clouds;
    const text = this.#metrics.text({ inFlight: this.#admission.size, waiting, restarts });
    return new Response(text, { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } });
  }

  async #speak({ request, remote }: Visit): Promise<Response> {
    const identity = await this.#bearer.identify(request.headers);
    const body = await readJson(request, this.#options.limits?.bodyMs);
    const onOver = this.#admit(body, identity?.caller.name ?? remote);
    return await this.#exchange.answer({ request, body, authInfo: authInfoOf(identity), onOver });
  }

  /** Lets the calls of a body in.
   *
   * @returns What to call when they are over.
   */
  #admit(body: unknown, caller: string): () => void {
    const calls = callsIn(body);
    if (this.#admission.closed) {
      throw new Refusal(503, "The server is ending", { headers: { connection: "close" } });
    }
    if (calls.length === 0) return () => {};
    const leave = this.#admission.enter(caller, calls.length);
    if (leave) return leave;
    const [id] = calls.length === 1 ? calls : [];
    throw new Refusal(429, "Too many calls are under way: wait for one of them to finish", {
      headers: { "retry-after": "1" },
      ...(typeof id === "string" || typeof id === "number" ? { id } : {}),
    });
  }

  #refuse(error: unknown, remote: string): Response {
    if (error instanceof Refusal) {
      this.#refused(error.status, error.message, remote);
      return error.response();
    }
    this.#options.report(failureLine("a request could not be answered", error));
    return new Refusal(500, "The request could not be answered").response();
  }

  #refused(status: number, why: string, remote: string): void {
    this.#metrics.refused(status);
    // Clients of older revisions try a GET first, each time that they come.
    const level = status === 405 ? "debug" : "info";
    this.#options.report(logLine(level, `refused a request: ${why}`, { status, remote }));
  }
}

/** How the SDK hands a caller on to the server of its request. */
function authInfoOf(identity: Identity | undefined): AuthInfo | undefined {
  return identity && { token: identity.token, clientId: identity.caller.name, scopes: [] };
}

/** Methods that ask a cloud. */
const ASKING: ReadonlySet<unknown> = new Set(["tools/call", "resources/read", "completion/complete"]);

/** The ids of the calls to a cloud in a body. Older revisions allow several messages in one. */
function callsIn(body: unknown): unknown[] {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return messages.flatMap((message) => {
    if (typeof message !== "object" || message === null || !("method" in message)) return [];
    return ASKING.has(message.method) ? ["id" in message ? message.id : null] : [];
  });
}

/** Adds what all answers bear: none may be kept, and none is held back until it is whole. */
function finish(response: Response): Response {
  const { headers } = response;
  headers.set("cache-control", "no-store");
  headers.set("x-accel-buffering", "no");
  headers.set("x-content-type-options", "nosniff");
  // How long a connection is kept is the runtime's affair, and HTTP/2 does not have the header.
  if (headers.get("connection") === "keep-alive") headers.delete("connection");
  return response;
}
