/** What the sources say of one cloud, merged.
 *
 * @module
 */

import { canonicalKey, isLoginKey, PAIRS } from "./cloud_keys.ts";
import { type ConfigFile, isTreeMap, type Tree, type TreeMap } from "./config_files.ts";
import type { Origin, Setting } from "./origin.ts";

/** Whose word a value is. An auth URL and a secret of different groups never meet in one login. */
export type TrustGroup =
  | "flags"
  | "environment"
  | "env file"
  | "named file"
  | "working directory"
  | "user or site"
  | "default";

/** A value, its origin, and whose word it is. */
export interface CloudValue extends Setting<string> {
  readonly group: TrustGroup;
}

/** One source of values: the keys at its top, and those of its `auth` mapping. */
export interface Layer {
  readonly top: ReadonlyMap<string, CloudValue>;
  readonly auth: ReadonlyMap<string, CloudValue>;
}

/** The merged values of a cloud. */
export class CloudValues {
  readonly #top = new Map<string, CloudValue>();
  readonly #auth = new Map<string, CloudValue>();

  /** Puts a stronger source over what is there.
   *
   * @param layer The source.
   */
  add({ top, auth }: Layer): void {
    for (const key of [...top.keys(), ...auth.keys()]) this.#displacePartner(key, top, auth);
    for (const [key, value] of top) this.#top.set(key, value);
    for (const [key, value] of auth) this.#auth.set(key, value);
  }

  /** A stronger source's `project_id` is meant in place of a weaker one's `project_name`. */
  #displacePartner(key: string, top: Layer["top"], auth: Layer["auth"]): void {
    const pair = PAIRS.find((each) => each.includes(key));
    const partner = pair?.find((each) => each !== key);
    if (partner === undefined || top.has(partner) || auth.has(partner)) return;
    this.delete(partner);
  }

  /** The value of a key. At the top it wins over the same key inside `auth`, as in the SDK.
   *
   * @param key A canonical key.
   */
  get(key: string): CloudValue | undefined {
    return this.#top.get(key) ?? (isLoginKey(key) ? this.#auth.get(key) : undefined);
  }

  /** The first of several keys that has a value.
   *
   * @param keys Canonical keys, the preferred first.
   */
  first(...keys: string[]): CloudValue | undefined {
    return keys.map((key) => this.get(key)).find((value) => value !== undefined);
  }

  /** Puts one value over what is there.
   *
   * @param key A canonical key.
   * @param value The value.
   */
  set(key: string, value: CloudValue): void {
    this.add({ top: new Map([[key, value]]), auth: new Map() });
  }

  /** Forgets a key.
   *
   * @param key A canonical key.
   */
  delete(key: string): void {
    this.#top.delete(key);
    this.#auth.delete(key);
  }

  /** Every key at the top with its value. */
  top(): Iterable<[string, CloudValue]> {
    return this.#top;
  }
}

/** Makes a layer of a mapping in a file.
 *
 * Of two spellings of one key in the same mapping the present one wins. Empty values are as good as none.
 *
 * @param mapping The mapping: a cloud's entry, a profile or the values of a region.
 * @param path The names of the keys that lead to it, for origins.
 * @param file The file.
 * @param group Whose word it is.
 */
export function fileLayer(mapping: TreeMap, path: string, file: ConfigFile, group: TrustGroup): Layer {
  const auth = mapping.get("auth");
  const locate = (prefix: string) => (key: string): Origin => ({
    kind: file.kind,
    name: `${prefix}.${key}`,
    file: file.path,
  });
  return {
    top: readValues(mapping, locate(path), group),
    auth: isTreeMap(auth) ? readValues(auth, locate(`${path}.auth`), group) : new Map(),
  };
}

function readValues(
  mapping: TreeMap,
  originOf: (key: string) => Origin,
  group: TrustGroup,
): Map<string, CloudValue> {
  const values = new Map<string, CloudValue>();
  for (const [key, tree] of mapping) {
    const value = scalarOf(tree);
    if (value !== undefined) addSpelling(values, key, { value, origin: originOf(key), group });
  }
  return values;
}

/** A list of words is as good as the words with commas between them; anything else is no setting of ours. */
function scalarOf(tree: Tree): string | undefined {
  const text = Array.isArray(tree) && tree.every((each) => typeof each === "string") ? tree.join(",") : tree;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

/** Adds a value under its canonical key, unless that key itself was there.
 *
 * @param values Takes the value.
 * @param key The key as it was written.
 * @param value The value.
 */
export function addSpelling(values: Map<string, CloudValue>, key: string, value: CloudValue): void {
  const canonical = canonicalKey(key);
  const isCanonical = canonical === key.replaceAll("-", "_");
  if (isCanonical || !values.has(canonical)) values.set(canonical, value);
}
