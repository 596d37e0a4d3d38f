/** What a login gives.
 *
 * @module
 */
import type { CallRule } from "../access_rules.ts";
import type { CatalogEntry } from "../catalog.ts";

/** A user, project or domain as a token names it. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly domain?: { readonly id: string; readonly name: string };
}

/** The application credential that a login stands on. */
export interface UsedCredential {
  readonly id: string;
  /** Whether it may not make others. */
  readonly restricted: boolean;
  /** What it is limited to; absent if it is not. */
  readonly accessRules?: readonly CallRule[];
}

/** What a login gave. Plain data, so that it can be posted to another thread. */
export interface Session {
  /** Empty where services stand alone and ask for none. */
  readonly token: string;
  /** Value of the `Authorization` header, where services want that in the place of a token. */
  readonly authorization?: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** When this session was made, by our clock, in milliseconds. */
  readonly obtainedAt: number;
  /** How far Keystone's clock is ahead of ours in milliseconds, if the answer had a date. */
  readonly clockSkewMs?: number;
  readonly user: Named;
  readonly project?: Named;
  readonly domain?: { readonly id: string; readonly name: string };
  readonly system: boolean;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogEntry[];
  /** Base of the identity API that answered. */
  readonly identityUrl: string;
  /** Methods that the token stands on. */
  readonly methods: readonly string[];
  /** Present for application credentials. */
  readonly applicationCredential?: UsedCredential;
  /** When the user's password expires, if it does. */
  readonly passwordExpiresAt?: string;
  /** Present if the token stands on a trust. */
  readonly trustId?: string;
}
