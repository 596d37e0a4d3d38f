/** What is used of a limit, in per cent.
 *
 * @module
 */

/** A percentage with one decimal; what is not full never reads 100. Of nothing, whatever is used is all. */
export function percentOf(used: number, total: number): number {
  if (total <= 0) return used > 0 ? 100 : 0;
  const percent = Math.round(1000 * used / total) / 10;
  return used < total ? Math.min(percent, 99.9) : percent;
}
