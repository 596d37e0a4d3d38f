/**
 * The manners of Nova: versions, refusals, pages, queries.
 *
 * @module
 */

import { pageBehind, pageOf, queryWith } from "../collection.ts";
import type { Item, Json } from "../json.ts";
import { askedVersion, type Range, versionFor } from "../microversion.ts";
import { faultOf, python, type Schema } from "../schema.ts";
import { type Answer, type Arrival, bodyOf, type Call, isAdmin, Refusal, reply } from "../service.ts";

/** The path under which Nova's API stands. */
export const ROOT = "/v2.1";

const MAX_LIMIT = 1000;

const FAULTS: Readonly<Record<number, string>> = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "itemNotFound",
  405: "badMethod",
  409: "conflictingRequest",
  413: "overLimit",
  415: "badMediaType",
  429: "overLimit",
  501: "notImplemented",
  503: "serviceUnavailable",
};

/** The form of a refusal, which Cinder and Manila share. */
export function novaFault(refusal: Refusal): Answer {
  const { status, message, extra } = refusal;
  const name = FAULTS[status] ?? "computeFault";
  const headers = { "Content-Type": "application/json; charset=UTF-8" };
  return { status, headers, body: { [name]: { code: status, message, ...extra } } };
}

/** What WebOb answers for a path that nobody serves, by what the client accepts. */
export function webobMissing(arrival: Arrival): Answer {
  if (/json/.test(arrival.headers["accept"] ?? "")) {
    const message = "The resource could not be found.<br /><br />\n\n\n";
    return reply({ message, code: "404 Not Found", title: "Not Found" }, 404);
  }
  return {
    status: 404,
    headers: { "Content-Type": "text/html; charset=UTF-8" },
    text: `<html>
 <head>
  <title>404 Not Found</title>
 </head>
 <body>
  <h1>404 Not Found</h1>
  The resource could not be found.<br /><br />



 </body>
</html>`,
  };
}

/** The version that a request names, in its newer or its older header. */
export function askedOf(arrival: Arrival, type: string, older: string): string | undefined {
  return versionFor(arrival.headers["openstack-api-version"], type) ?? arrival.headers[older];
}

/** The version a request to Nova is answered in. */
export function negotiateNova(arrival: Arrival, range: Range): number {
  const text = askedOf(arrival, "compute", "x-openstack-nova-api-version");
  if (text === undefined) return range.min;
  const asked = askedVersion(text, range);
  if ("minor" in asked) return asked.minor;
  if ("garbled" in asked) {
    throw new Refusal(
      400,
      `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  throw new Refusal(
    406,
    `Version ${text} is not supported by the API. Minimum is 2.${range.min} and maximum is 2.${range.max}.`,
  );
}

/** Refuses everybody but administrators, in the words of Nova's policy. */
export function needsAdmin(call: Call, rule: string): void {
  if (!isAdmin(call.caller)) throw forbidden(rule);
}

/** A refusal by policy. */
export function forbidden(rule: string): Refusal {
  return new Refusal(403, `Policy doesn't allow ${rule} to be performed.`);
}

/** A resource that is not there, or not for this caller. */
export function notFound(message: string): Refusal {
  return new Refusal(404, message);
}

/** Refuses the query keys that a strict version does not know; older ones ignore them. */
export function strictQuery(call: Call, since: number, known: readonly string[]): void {
  if (call.version < since) return;
  for (const key of call.search.keys()) {
    if (known.includes(key)) continue;
    throw new Refusal(400, `Additional properties are not allowed ('${key}' was unexpected)`);
  }
}

/** Refuses versions in which a path does not exist. */
export function fromVersion(call: Call, since: number, until = Infinity): void {
  if (call.version < since || call.version >= until) throw notFound("The resource could not be found.");
}

/** The number in a query key that takes whole numbers. */
export function countOf(call: Call, key: string): number | undefined {
  const text = call.search.get(key);
  if (text === null || text === "") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal(
    400,
    `Invalid input for query parameters ${key}. Value: ${text}. '${text}' does not match '^[0-9]*$'`,
  );
}

/** How a list of Nova is cut. */
export interface Paging {
  /** The key of the list in the answer. */
  plural: string;
  /** The field that markers name. */
  key?: string;
  /** The key of the links in the answer. */
  linksAs?: string;
  /** All items in order: a marker that the filters leave out still says where to go on. */
  within?: readonly Item[];
}

/** One page of a list in the form of Nova, its items shaped by `view`. */
export function novaPage(
  call: Call,
  items: readonly Item[],
  paging: Paging,
  view: (item: Item) => Json,
): Answer {
  const { shown, links } = cutPage(call, items, paging);
  return reply({ [paging.plural]: shown.map(view), ...links });
}

/** The same page from items that are already texts. */
export function novaPageOfTexts(
  call: Call,
  items: readonly Item[],
  paging: Paging,
  text: (item: Item) => string,
): Answer {
  const { shown, links } = cutPage(call, items, paging);
  const linked = Object.entries(links).map(([key, value]) =>
    `,${JSON.stringify(key)}:${JSON.stringify(value)}`
  );
  return {
    status: 200,
    headers: { "Content-Type": "application/json" },
    text: `{${JSON.stringify(paging.plural)}:[${shown.map(text).join(",")}]${linked.join("")}}`,
  };
}

function cutPage(call: Call, items: readonly Item[], paging: Paging): { shown: Item[]; links: Item } {
  const limit = Math.min(countOf(call, "limit") ?? MAX_LIMIT, MAX_LIMIT);
  const marker = call.search.get("marker");
  const key = paging.key ?? "id";
  const cut = { limit, marker, key };
  const page = pageOf(items, cut) ?? pageBehind(items, paging.within ?? [], cut);
  if (!page) throw new Refusal(400, `marker [${marker}] not found`);
  const last = page.items.at(-1);
  // Nova links onward from every full page, even when nothing follows.
  if (!last || page.items.length < limit) return { shown: page.items, links: {} };
  const next = queryWith(call.search, { marker: String(last[key]) });
  const href = `${call.origin}${call.path}?${next}`;
  return {
    shown: page.items,
    links: { [paging.linksAs ?? `${paging.plural}_links`]: [{ rel: "next", href }] },
  };
}

/** Refuses everybody who neither is a member of a project nor administers the cloud. */
export function needsMember(call: Call, rule: string): void {
  if (call.caller.system) throw forbidden(rule);
  if (!isAdmin(call.caller) && !call.caller.roles.has("member")) throw forbidden(rule);
}

/** The body of a request; refuses what is no JSON or does not say that it is. */
export function novaBody(call: Call): Json {
  const type = call.headers["content-type"];
  if (type !== undefined && !type.startsWith("application/json")) {
    throw new Refusal(415, "Unsupported Content-Type");
  }
  const body = bodyOf(call);
  if (body === undefined) throw new Refusal(400, "Malformed request body");
  return body;
}

/** Refuses a body that is not as Nova's schema wants it. */
export function checkBody(body: Json, schema: Schema): void {
  const fault = faultOf(body, schema);
  if (!fault) return;
  const { at, value, message, bare } = fault;
  if (at === "" || bare) throw new Refusal(400, message);
  const shown = typeof value === "string" ? value : python(value);
  throw new Refusal(400, `Invalid input for field/attribute ${at}. Value: ${shown}. ${message}`);
}

/** The words that Nova allows for names. */
export const NAME: Schema = { type: "string", minLength: 1, maxLength: 255, format: "name" };

/** Names and texts that a server carries. */
export const METADATA: Schema = {
  type: "object",
  patternProperties: { "^[a-zA-Z0-9-_:. ]{1,255}$": { type: "string", maxLength: 255 } },
  additionalProperties: false,
};

/** Whatever Nova takes for true or false. */
export const BOOLEAN: Schema = { type: ["boolean", "string"] };

/** Properties of a schema that came with a version. */
export function since(
  version: number,
  from: number,
  properties: Record<string, Schema>,
): Record<string, Schema> {
  return version >= from ? properties : {};
}

/** A password as Nova makes them. */
export function madePassword(): string {
  const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join("");
}
