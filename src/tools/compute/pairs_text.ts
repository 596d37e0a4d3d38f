/** Extra specs and properties on one line.
 *
 * @module
 */

/** `hw:cpu_policy=dedicated, hw:mem_page_size=large`; empty if there are none, undefined if that is not known. */
export function pairsText(pairs: Readonly<Record<string, string>> | undefined): string | undefined {
  return pairs && Object.entries(pairs).map(([key, value]) => `${key}=${value}`).join(", ");
}
