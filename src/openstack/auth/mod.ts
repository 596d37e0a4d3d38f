/** Logs in to Keystone: POST /v3/auth/tokens and what belongs to it.
 *
 * @module
 */
export { login, type Session } from "./login.ts";
