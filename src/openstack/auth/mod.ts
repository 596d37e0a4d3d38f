/** Logs in to Keystone: POST /v3/auth/tokens and what belongs to it.
 *
 * @module
 */
export { login } from "./login.ts";
export type { Named, Session, UsedCredential } from "./session.ts";
