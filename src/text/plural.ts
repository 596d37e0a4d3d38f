/** A count with its noun.
 *
 * @module
 */

/** A count with its noun, whose plural ends in `s`: `1 check`, `2 checks`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
