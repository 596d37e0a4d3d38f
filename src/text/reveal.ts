/**
 * The one way past the redactor: a secret that was made for the caller and that nobody can ask for again.
 *
 * The secret is bound to one answer as an object, not put into it. Whatever else is written of that answer, a log
 * line, an entry of the audit log or a copy, holds the mark of a redacted secret instead.
 *
 * @module
 */

import { REDACTED } from "./redact.ts";

const SECRETS = new WeakMap<object, ReadonlyMap<string, string>>();

/**
 * Makes an answer that shows a secret once, to the caller alone.
 *
 * @param answer The answer without the secret.
 * @param member The member that holds the secret.
 * @param secret The secret, of one or more lines.
 * @returns The answer to be returned as it is: a copy of it shows nothing.
 */
export function reveal(
  answer: Readonly<Record<string, unknown>>,
  member: string,
  secret: string,
): Readonly<Record<string, unknown>> {
  const showing = { ...answer, [member]: REDACTED };
  SECRETS.set(showing, new Map([[member, secret]]));
  return showing;
}

/**
 * Takes what an answer shows, for the output guard alone.
 *
 * @param answer The answer that {@linkcode reveal} made.
 * @returns Secrets by their members, the first time; nothing for any other object, and nothing again.
 */
export function takeRevealed(answer: object): ReadonlyMap<string, string> | undefined {
  const secrets = SECRETS.get(answer);
  SECRETS.delete(answer);
  return secrets;
}
