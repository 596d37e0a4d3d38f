/** Extra specs and properties on one line.
 *
 * @module
 */
import type { Part } from "../list_spec.ts";

/** `hw:cpu_policy=dedicated, hw:mem_page_size=large`; empty if there are none, undefined if that is not known. */
export function pairsText(pairs: Readonly<Record<string, string>> | undefined): string | undefined {
  return pairs && pairsOf(pairs).join(", ");
}

/** In the order of their keys: services answer in any. */
function pairsOf(pairs: Readonly<Record<string, string>>): string[] {
  return Object.entries(pairs).map(([key, value]) => `${key}=${value}`).toSorted();
}

/** A condition on one pair, `key=value`, or on a key that is there with any value; empty text means that there is none.
 *
 * @param pairsIn The pairs of an item.
 */
export function hasPair<Item>(
  pairsIn: (item: Item) => Readonly<Record<string, string>> | undefined,
): (wanted: string) => Promise<Part<Item>> {
  return (wanted) =>
    Promise.resolve({
      test: (item) => {
        const pairs = pairsIn(item);
        if (!pairs) return false;
        const texts = pairsOf(pairs);
        return wanted === "" ? texts.length === 0 : texts.includes(wanted) || Object.hasOwn(pairs, wanted);
      },
    });
}
