/** Reads collections page by page, as each service does it.
 *
 * @module
 */
import { OpenStackError } from "./errors.ts";
import type { Operation, Paging } from "./operation.ts";
import { list, member, text, wire } from "./read.ts";

/** One page of a collection. */
export interface Page {
  readonly items: readonly unknown[];
  /** Where the next page begins: a marker, or an offset as text. Absent on the last page. */
  readonly next?: string;
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
  const items = list(holder, page.key) ?? (page.within && isEmptyHolder(body, page.within) ? [] : undefined);
  if (items === undefined) throw notAList(op, page);
  const next = items.length === 0 ? undefined : nextOf(page, body, items, asked);
  if (next !== undefined && next === asked.marker) {
    throw new OpenStackError({
      what: `read the next page of ${page.key}`,
      service: op.service,
      operation: op.id,
      reason: "unexpected answer",
      detail: `the service offers the page after "${next}" again: it would never end`,
    });
  }
  return { items, body, ...(next === undefined ? {} : { next }) };
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
    detail: `the answer has no list "${page.key}"`,
  });
}

function nextOf(
  page: Paging,
  body: unknown,
  items: readonly unknown[],
  asked: { readonly limit?: number; readonly marker?: string },
): string | undefined {
  if (page.by === "none") return undefined;
  if (page.by === "offset") {
    const full = asked.limit !== undefined && items.length >= asked.limit;
    return full ? String(Number(asked.marker ?? 0) + items.length) : undefined;
  }
  if (!hasNextLink(page, body)) return undefined;
  const last = items[items.length - 1];
  return text(last, page.marker ?? "id") ?? text(wire(Object.values(wire(last))[0]), page.marker ?? "id");
}

/** Links often carry internal hosts: that there is one is believed, where it points is not. */
function hasNextLink(page: Paging, body: unknown): boolean {
  const named = list(body, `${page.within ?? page.key}_links`) ?? list(body, "links");
  if (named) return named.some((link) => text(link, "rel") === "next");
  return text(body, "next") !== undefined || text(member(body, "links"), "next") !== undefined;
}
