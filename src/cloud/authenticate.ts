/** Who calls: judged here, on the cloud's side, whatever the front let through.
 *
 * @module
 */
import { OpenStackError } from "../openstack/errors.ts";
import type { CallerBound, ServePolicy } from "../wire/messages.ts";

/** Who calls. */
export interface Caller {
  readonly name: string;
  /** The most that it may do; absent where callers show no token. */
  readonly bound?: CallerBound;
}

/** Finds the caller that a token stands for.
 *
 * @returns Undefined if callers must show a token and this is none of theirs.
 */
export async function authenticate(
  token: string | undefined,
  { callers, caller }: ServePolicy,
): Promise<Caller | undefined> {
  if (!callers) return { name: caller };
  if (token === undefined) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))).toHex();
  // Hashes are compared: how long that takes says nothing about a token.
  const bound = callers.find(({ sha256 }) => sha256 === hash);
  return bound && { name: bound.name, bound };
}

/** The answer to a call without a valid token. */
export function unauthenticated(tool: string): OpenStackError {
  return new OpenStackError({
    what: `call ${tool.slice(0, 64)}`,
    reason: "refused by policy",
    detail: "the call carries no token that this cloud is open to",
    next: "Send a valid bearer token.",
  });
}
