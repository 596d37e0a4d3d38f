/**
 * What a service of the demo is: a table of routes and the manners of its project (how it refuses, what it
 * adds to every answer, which versions it speaks).
 *
 * @module
 */

import { type Item, type Json, parse } from "./json.ts";

/** Who sends a request, as its token tells. */
export interface Caller {
  readonly userId: string;
  /** Empty unless the token is for a project. */
  readonly projectId: string;
  /** Whether the token is for the system as a whole. */
  readonly system: boolean;
  /** Names of the roles, implied ones included. */
  readonly roles: ReadonlySet<string>;
}

/** The caller of a request that carries no token. */
export const NOBODY: Caller = { userId: "", projectId: "", system: false, roles: new Set() };

/** Whether a caller administers the cloud. */
export function isAdmin(caller: Caller): boolean {
  return caller.roles.has("admin");
}

/** A request as it came over the wire. */
export interface Arrival {
  readonly method: string;
  /** The path, still percent-encoded, without the query. */
  readonly path: string;
  /** The query without its question mark, as it was sent. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request on its way through a service. */
export interface Call extends Arrival {
  /** Scheme, host and port under which the service is reached. */
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly caller: Caller;
  /** The minor part of the negotiated microversion; 0 where a service has none. */
  readonly version: number;
  /** The moment of the request in milliseconds. */
  readonly now: number;
  /** The id that the answer will carry; what the request sets going is recorded under it. */
  readonly requestId: string;
}

/** An answer before it goes out. A text body is sent as it is. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly text?: string;
}

/** A refusal, thrown by a handler; the service gives it the form its project uses. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** The name of the fault where the form has one (`NetworkNotFound`). */
  readonly type: string;
  /** Further members of the body. */
  readonly extra: Item;

  constructor(status: number, message: string, type = "", extra: Item = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.extra = extra;
  }
}

/** What answers a request. */
export type Handler = (call: Call) => Answer;

/** One line of a service's table. */
export interface Route {
  readonly method: string;
  /** A path with `{name}` for one segment. */
  readonly path: string;
  readonly handle: Handler;
}

/** A request and its answer, on the way out. */
export interface Exchange {
  readonly arrival: Arrival;
  readonly answer: Answer;
  readonly requestId: string;
  /** Whether the request got as far as a handler; versions are negotiated from there on. */
  readonly routed: boolean;
}

/** One service of the demo. */
export interface Service {
  /** The catalogue type it is recorded and logged under. */
  readonly type: string;
  readonly routes: readonly Route[];
  /** Whether HEAD is answered like GET without its body; most services know no HEAD. */
  readonly heads?: boolean;
  /** The path under which the table has a request, where several spellings mean the same. */
  rewrite?(path: string): string;
  /** Whether a path is answered without a token, as version documents are. */
  open(arrival: Arrival): boolean;
  /** The minor version a request is answered in; refuses what the service does not speak. */
  negotiate(arrival: Arrival): number;
  /** Gives a refusal the project's form. */
  fault(refusal: Refusal, arrival: Arrival, requestId: string): Answer;
  /** The answer for a path that has no route. */
  missing(arrival: Arrival, requestId: string): Answer;
  /** The answer for a request without a valid token; default: the token middleware's. */
  stranger?(arrival: Arrival, keystone: string): Answer;
  /** Headers that go with every answer. */
  headers(exchange: Exchange): Record<string, string>;
}

/** A route table's line for reading. */
export function get(path: string, handle: Handler): Route {
  return { method: "GET", path, handle };
}

/** A route table's line for sending. */
export function post(path: string, handle: Handler): Route {
  return { method: "POST", path, handle };
}

/** A route table's line for taking away. */
export function remove(path: string, handle: Handler): Route {
  return { method: "DELETE", path, handle };
}

/** A JSON answer. */
export function reply(body: Json, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, body, headers };
}

/** The body of a request as JSON; undefined if it is none. */
export function bodyOf(arrival: Arrival): Json | undefined {
  return parse(arrival.body);
}

/** The URL under which a request was sent, without its query. */
export function urlOf(call: Call): string {
  return call.origin + call.path;
}

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Finds the route for a path. */
export class Router {
  readonly #byLength = new Map<number, Compiled[]>();
  readonly #heads: boolean;

  /** With `heads`, what answers GET answers HEAD as well. */
  constructor(routes: readonly Route[], heads = false) {
    this.#heads = heads;
    for (const route of routes) {
      const segments = route.path.split("/");
      const same = this.#byLength.get(segments.length) ?? [];
      same.push({ route, segments });
      this.#byLength.set(segments.length, same);
    }
  }

  /** The first route that fits; fixed segments stand before `{name}` in the tables. */
  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    const parts = path.split("/");
    for (const { route, segments } of this.#byLength.get(parts.length) ?? []) {
      const head = this.#heads && method === "HEAD" && route.method === "GET";
      if (route.method !== method && !head) continue;
      const params = match(segments, parts);
      if (params) return { route, params };
    }
    return undefined;
  }
}

function match(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const part = parts[at] ?? "";
    if (segment.startsWith("{")) {
      if (part === "") return undefined;
      params[segment.slice(1, -1)] = decode(part);
    } else if (segment !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
