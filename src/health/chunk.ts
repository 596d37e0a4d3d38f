/** Cuts long lists of ids to what fits into one request.
 *
 * @module
 */

/** The items in lists of this length; the last may be shorter. */
export function chunk<T>(items: readonly T[], length: number): T[][] {
  return Array.from(
    { length: Math.ceil(items.length / length) },
    (_, index) => items.slice(index * length, (index + 1) * length),
  );
}
