/** Where the code of each thread lies: beside this file's bundle, or in the checkout.
 *
 * @module
 */

/** The threads that the keeper can make. */
export type Entry = "front" | "cloud" | "demo";

/** URL of a thread's code, or of the keeper's own. The bundles lie side by side; the sources in rooms of their own. */
export function entryUrl(entry: Entry | "keeper"): URL {
  const inCheckout = import.meta.url.endsWith(".ts");
  const source = entry === "keeper" ? "./main.ts" : `../${entry}/worker.ts`;
  return new URL(inCheckout ? source : `./${entry}.js`, import.meta.url);
}

/** The permissions of a thread: `net` lists what it may reach, everything else is off.
 *
 * @throws {URIError} If an entry would permit more than one host: a catalog may hold any name.
 */
export function threadPermissions(net: readonly string[]): Deno.PermissionOptions {
  const pattern = net.find((entry) => entry.includes("*"));
  if (pattern !== undefined) throw new URIError(`${pattern} is a pattern, not an address`);
  return net.length === 0 ? "none" : { net: [...net] };
}

/** Makes a thread with exactly these permissions. */
export function makeWorker(entry: Entry, net: readonly string[]): Worker {
  return new Worker(entryUrl(entry), {
    type: "module",
    name: entry,
    deno: { permissions: threadPermissions(net) },
  });
}
