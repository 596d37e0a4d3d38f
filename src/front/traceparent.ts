/** The trace that a call belongs to.
 *
 * @module
 */
import { type ServerContext, TRACEPARENT_META_KEY } from "@modelcontextprotocol/server";

/** Version, trace id, parent id, flags; see W3C Trace Context §3.2. Ids of zeroes and version ff are no traces. */
const FORM = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The first of some values that has the form of a `traceparent`. */
export function validTraceparent(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && FORM.test(value));
}

/** The trace of a request. The header comes first: whatever carried the request has put itself into it. */
export function traceparentOf({ http, mcpReq }: ServerContext): string | undefined {
  return validTraceparent(http?.req?.headers.get("traceparent"), mcpReq._meta?.[TRACEPARENT_META_KEY]);
}
