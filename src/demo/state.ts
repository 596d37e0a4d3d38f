/**
 * The collections of a service while the demo runs: those of its seed, changed in place, so that one service can
 * show what another one did (a server's port, its image, its volume).
 *
 * Items themselves are never changed but replaced: whoever keeps something by item sees that it is another one.
 *
 * @module
 */

import { isItem, type Item, itemsOf, type Json } from "./json.ts";

function listOf(seed: Item, plural: string): Json[] {
  const list = seed[plural];
  if (Array.isArray(list)) return list;
  const fresh: Json[] = [];
  seed[plural] = fresh;
  return fresh;
}

function placeOf(list: readonly Json[], id: Json | undefined): number {
  return list.findIndex((one) => isItem(one) && one["id"] === id);
}

/** The item of an id. */
export function itemWith(seed: Item, plural: string, id: Json | undefined): Item | undefined {
  return itemsOf(seed[plural]).find((one) => one["id"] === id);
}

/** Adds an item to a collection. */
export function addItem(seed: Item, plural: string, item: Item): void {
  listOf(seed, plural).push(item);
}

/** Puts an item with other values of some fields in its place; an id that is not there is none's business. */
export function changeItem(seed: Item, plural: string, id: Json | undefined, fields: Item): void {
  const list = listOf(seed, plural);
  const at = placeOf(list, id);
  const item = list[at];
  if (isItem(item)) list[at] = { ...item, ...fields };
}

/** Takes an item out of a collection. */
export function removeItem(seed: Item, plural: string, id: Json | undefined): void {
  const list = listOf(seed, plural);
  const at = placeOf(list, id);
  if (at >= 0) list.splice(at, 1);
}
