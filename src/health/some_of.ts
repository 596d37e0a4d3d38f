/** Long lists in findings: the first of them, and how many more there are.
 *
 * @module
 */

const SAID = 2;
const LISTED = 10;

/** The first for a text: `web-01, web-02 and 3 more`.
 *
 * @param most How many. @default {2}
 */
export function sayFirst(words: readonly string[], most = SAID): string {
  const rest = words.length - most;
  const said = rest > 0 ? [...words.slice(0, most), `${rest} more`] : words;
  const [last = ""] = said.slice(-1);
  return said.length < 2 ? last : `${said.slice(0, -1).join(", ")} and ${last}`;
}

/** The first ten as evidence. */
export function listFirst(words: readonly string[]): string[] {
  const rest = words.length - LISTED;
  return rest > 0 ? [...words.slice(0, LISTED), `and ${rest} more`] : [...words];
}
