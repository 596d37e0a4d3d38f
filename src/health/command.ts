/** Command lines that a person may paste into a shell.
 *
 * @module
 */
import { sanitizeText } from "../text/sanitize.ts";

/** What no shell takes for anything but itself. */
const PLAIN = /^[\w.,:/@%+=-]+$/;

/** Joins words to a command line for a POSIX shell. What a shell could read otherwise is quoted, so that a name which a
 * tenant chose stays a name.
 */
export function command(...words: readonly string[]): string {
  return words.map((word) => {
    const text = sanitizeText(word);
    return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  }).join(" ");
}
