/** Opaque cursors: where a list goes on, bound to the query that began it.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import { isWire, number, text } from "../openstack/read.ts";

/** A place in a list: after the item with this marker, or so many items in. */
export interface Place {
  readonly marker?: string;
  readonly offset?: number;
}

/** Writes a place as a cursor of one query. */
export async function writeCursor(query: unknown, place: Place): Promise<string> {
  return base64url(JSON.stringify({ q: await digest(query), ...place }));
}

/** Reads a cursor.
 *
 * @throws {OpenStackError} `invalid argument` if it is no cursor, or one of another query.
 */
export async function readCursor(query: unknown, cursor: string): Promise<Place> {
  const value = decoded(cursor);
  if (!isWire(value)) throw invalid("the cursor is not one that this server gave");
  if (text(value, "q") !== await digest(query)) {
    throw invalid(
      "the cursor belongs to another query: repeat the call with exactly the arguments it came from",
    );
  }
  const marker = text(value, "marker");
  const offset = number(value, "offset");
  return {
    ...(marker === undefined ? {} : { marker }),
    ...(typeof offset === "number" && offset >= 0 ? { offset } : {}),
  };
}

function invalid(detail: string): OpenStackError {
  return new OpenStackError({
    what: "continue the list",
    reason: "invalid argument",
    detail,
    next: "Leave the cursor out to begin anew.",
  });
}

async function digest(query: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(query, sortedKeys));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return base64url(String.fromCharCode(...hash.slice(0, 9)));
}

/** The order in which a client writes its arguments does not make another query. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (!isWire(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

function base64url(text: string): string {
  const bytes = [...text].every((letter) => letter.charCodeAt(0) < 256)
    ? text
    : String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decoded(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(
      atob(cursor.replaceAll("-", "+").replaceAll("_", "/")),
      (c) => c.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
