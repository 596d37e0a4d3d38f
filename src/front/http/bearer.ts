/** Who calls, by the bearer token of a request.
 *
 * @module
 */
import type { FrontCaller } from "../../wire/control.ts";
import { Refusal } from "./refusal.ts";

/** A caller, and the token that it showed. */
export interface Identity {
  readonly caller: FrontCaller;
  readonly token: string;
}

interface Known {
  readonly caller: FrontCaller;
  readonly hash: Uint8Array;
}

const CHALLENGE = 'Bearer realm="openstack-mcp"';
/** Visible characters, of which a token may have any. */
const HEADER = /^bearer +([\x21-\x7e]+) *$/i;
/** Names under which tokens are put into URLs, where logs and histories keep them. */
const IN_QUERY: ReadonlySet<string> = new Set(["access_token", "token"]);

/** Knows the callers by the hashes of their tokens. */
export class Bearer {
  readonly #known: readonly Known[] | undefined;

  /** Makes a judge of tokens. Without callers nobody is asked for one. */
  constructor(callers: readonly FrontCaller[] | undefined) {
    this.#known = callers?.map((caller) => ({ caller, hash: Uint8Array.fromHex(caller.sha256) }));
  }

  /** Finds out who sent a request.
   *
   * @returns The caller, or undefined if nobody is asked for a token.
   * @throws {Refusal} If there is no token, or it is nobody's.
   */
  async identify(headers: Headers): Promise<Identity | undefined> {
    if (!this.#known) return undefined;
    const header = headers.get("authorization");
    if (header === null) {
      throw new Refusal(401, "A bearer token is needed", { headers: { "www-authenticate": CHALLENGE } });
    }
    const [, token] = HEADER.exec(header) ?? [];
    const caller = token === undefined ? undefined : await this.#find(this.#known, token);
    if (!caller || token === undefined) {
      throw new Refusal(401, "The bearer token is not valid", {
        headers: { "www-authenticate": `${CHALLENGE}, error="invalid_token"` },
      });
    }
    return { caller, token };
  }

  async #find(known: readonly Known[], token: string): Promise<FrontCaller | undefined> {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
    // All are looked at, so that the time tells nothing of which one it was.
    return known.filter((one) => isEqual(one.hash, hash)).at(0)?.caller;
  }
}

/** Compares in a time that does not depend on where the two differ. */
function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return a.reduce((differences, byte, index) => differences | (byte ^ (b[index] ?? 0)), 0) === 0;
}

/** Refuses a token in the URL, without a look at whose it is.
 *
 * @throws {Refusal} If there is one.
 */
export function refuseTokenInUrl(url: URL): void {
  if (url.search === "") return;
  if (![...url.searchParams.keys()].some((name) => IN_QUERY.has(name.toLowerCase()))) return;
  throw new Refusal(400, "A token must not stand in the URL: send it in the Authorization header");
}
