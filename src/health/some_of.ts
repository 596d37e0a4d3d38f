/** Long lists in findings: the first of them, and how many more there are.
 *
 * @module
 */

const SAID = 2;
const LISTED = 10;

/** The first two for a text: `web-01, web-02 and 3 more`. */
export function sayFirst(words: readonly string[]): string {
  const rest = words.length - SAID;
  if (rest > 0) return `${words.slice(0, SAID).join(", ")} and ${rest} more`;
  return words.join(" and ");
}

/** The first ten as evidence. */
export function listFirst(words: readonly string[]): string[] {
  const rest = words.length - LISTED;
  return rest > 0 ? [...words.slice(0, LISTED), `and ${rest} more`] : [...words];
}
