/**
 * Changes of what was recorded, as data: a cloud in which something is wrong.
 *
 * @module
 */

import { isItem, type Item, itemsOf, type Json } from "./json.ts";
import type { SeedName, Seeds } from "./seed.ts";

/**
 * One change of a collection. Without `add` it is made to every item that fits `where`; a change that fits none is an
 * error, because the scenario would not be what it says.
 */
export interface DemoChange {
  /** The service as its recording is named: `compute`, `block_storage`. */
  readonly service: SeedName;
  /** The collection's name in the recording: `servers`, `ports`. */
  readonly collection: string;
  /** Where the recording keeps the collection by project or by parent: under which key. An object there gets `set`. */
  readonly under?: string;
  /** Fields an item must have, with their values; every item fits if absent. */
  readonly where?: Readonly<Record<string, Json>>;
  /** Fields that are set. */
  readonly set?: Readonly<Record<string, Json>>;
  readonly remove?: boolean;
  /** An item that comes in addition; with `where`, a copy of the first that fits with these fields. */
  readonly add?: Readonly<Record<string, Json>>;
}

/** The recorded state with some changes made to it. */
export function changed(seeds: Seeds, changes: readonly DemoChange[]): Seeds {
  const result: Record<SeedName, Item> = { ...seeds };
  for (const change of changes) result[change.service] = changedService(result[change.service], change);
  return result;
}

function changedService(seed: Item, change: DemoChange): Item {
  const { collection, under } = change;
  const found = seed[collection];
  if (under === undefined) return { ...seed, [collection]: changedItems(itemsOf(found), change) };
  const parts = isItem(found) ? found : {};
  const part = parts[under];
  const next = isItem(part) ? { ...part, ...change.set } : changedItems(itemsOf(part), change);
  return { ...seed, [collection]: { ...parts, [under]: next } };
}

function changedItems(items: readonly Item[], change: DemoChange): Json[] {
  const { where, set, remove, add } = change;
  const fits = (item: Item) => Object.entries(where ?? {}).every(([key, value]) => same(item[key], value));
  const model = where ? items.find(fits) : undefined;
  if (where && !model) {
    throw new Error(`No item of ${change.service}.${change.collection} fits ${JSON.stringify(where)}`);
  }
  if (add) return [...items, { ...model, ...add }];
  if (remove) return items.filter((item) => !fits(item));
  return items.map((item) => fits(item) ? { ...item, ...set } : item);
}

function same(a: Json | undefined, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
