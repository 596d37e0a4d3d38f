/** Reads collections page by page, as each service does it.
 *
 * @module
 */
import { OpenStackError } from "./errors.ts";
import type { Operation, Paging } from "./operation.ts";
import { count, flag, list, member, text, wire } from "./read.ts";

/** One page of a collection. */
export interface Page {
  readonly items: readonly unknown[];
  /** Where the next page begins: a marker, or an offset as text. Absent on the last page. */
  readonly next?: string;
  /** The service cut the list and offers no way to the rest (Keystone's `truncated`). */
  readonly truncated?: true;
  /** The body that the items came in, for counts beside them. */
  readonly body: unknown;
}

/** Takes a body apart.
 *
 * @param asked Where this page began, and how many items it was asked for.
 * @throws {OpenStackError} If the body does not hold the list: that is never an empty list.
 */
export function readPage(
  op: Operation,
  body: unknown,
  asked: { readonly limit?: number; readonly marker?: string },
): Page {
  const page = op.page;
  if (!page) throw new TypeError(`Operation "${op.id}" is not a list`);
  const holder = page.within ? member(body, page.within) : body;
  const items = listIn(holder, page.key) ??
    (page.within && isEmptyHolder(body, page.within) ? [] : undefined);
  if (items === undefined) throw notAList(op, page);
  const next = items.length === 0 ? undefined : nextOf(op, page, body, items, asked);
  if (next !== undefined && next === asked.marker) {
    throw new OpenStackError({
      what: `read the next page of ${page.key}`,
      service: op.service,
      operation: op.id,
      reason: "unexpected answer",
      detail: `the service offers the page after "${next}" again: it would never end`,
    });
  }
  const cut = next === undefined && flag(body, "truncated") === true;
  return { items, body, ...(next === undefined ? {} : { next }), ...(cut ? { truncated: true } : {}) };
}

/** Swift's lists are the body itself. */
function listIn(holder: unknown, key: string): readonly unknown[] | undefined {
  return key === "" ? (Array.isArray(holder) ? holder : undefined) : list(holder, key);
}

/** A project without any use has an empty object where the list would stand. */
function isEmptyHolder(body: unknown, within: string): boolean {
  const holder = wire(body)[within];
  return typeof holder === "object" && holder !== null && Object.keys(holder).length === 0;
}

function notAList(op: Operation, page: Paging): OpenStackError {
  return new OpenStackError({
    what: `read ${page.key}`,
    service: op.service,
    operation: op.id,
    reason: "unexpected answer",
    detail: page.key === "" ? "the answer is no list" : `the answer has no list "${page.key}"`,
  });
}

function nextOf(
  op: Operation,
  page: Paging,
  body: unknown,
  items: readonly unknown[],
  asked: { readonly limit?: number; readonly marker?: string },
): string | undefined {
  if (page.by === "none") return undefined;
  const link = nextLink(page, body);
  if (page.by === "offset") {
    const end = Number(asked.marker ?? 0) + items.length;
    // A service's own maximum may be below what was asked for: a short page is not yet the last one.
    const total = count(body, "total");
    const full = asked.limit !== undefined && items.length >= asked.limit;
    return link !== undefined || (total === undefined ? full : end < total) ? String(end) : undefined;
  }
  const full = page.unlinked === true && asked.limit !== undefined && items.length >= asked.limit;
  if (link === undefined && !full) return undefined;
  const last = items[items.length - 1];
  const name = page.marker ?? "id";
  const marker = text(last, name) ?? text(wire(Object.values(wire(last))[0]), name) ??
    (link === undefined ? undefined : markerIn(link));
  if (marker === undefined) {
    throw new OpenStackError({
      what: `read the next page of ${page.key}`,
      service: op.service,
      operation: op.id,
      reason: "unexpected answer",
      detail: "there are more items, but nothing says where they begin",
    });
  }
  return marker;
}

/** Links often carry internal hosts: that there is one is believed, where it points is not. */
function nextLink(page: Paging, body: unknown): string | undefined {
  const named = list(body, `${page.within ?? page.key}_links`) ?? list(body, "links") ?? otherLinks(body);
  if (!named) return text(body, "next") ?? text(member(body, "links"), "next");
  const next = named.find((link) => text(link, "rel") === "next");
  return next === undefined ? undefined : text(next, "href") ?? "";
}

/** Cinder's types have their links under another name than their own (`volume_type_links`). */
function otherLinks(body: unknown): readonly unknown[] | undefined {
  const name = Object.keys(wire(body)).find((key) => key.endsWith("_links"));
  return name === undefined ? undefined : list(body, name);
}

/** The usage of all projects continues after a server that its items do not name. */
function markerIn(link: string): string | undefined {
  return URL.parse(link, "http://x")?.searchParams.get("marker") || undefined;
}
