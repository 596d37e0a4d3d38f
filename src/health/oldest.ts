/** Since when the oldest of several things is there.
 *
 * @module
 */
import { parseTime, utc } from "../text/time.ts";

/** The member of a holding that tells it; none if no time is known.
 *
 * @param times As services write them.
 */
export function oldest(times: Iterable<string | undefined>): { readonly oldest?: string } {
  let first = Infinity;
  for (const time of times) first = Math.min(first, parseTime(time) ?? Infinity);
  return first === Infinity ? {} : { oldest: utc(first) };
}
