/**
 * JSON values and the narrow readers through which the demo looks at them.
 *
 * @module
 */

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | Item;

/** A JSON object: a resource, a body, a part of one. */
export interface Item {
  [key: string]: Json;
}

/** Whether a value is a JSON object. */
export function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object in a value, or an empty one. */
export function itemOf(value: Json | undefined): Item {
  return isItem(value) ? value : {};
}

/** The objects in a list, or an empty list. */
export function itemsOf(value: Json | undefined): Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

/** A text, or the empty one. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The texts in a list, or an empty list. */
export function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** A number, or zero. */
export function numberOf(value: Json | undefined): number {
  return typeof value === "number" ? value : 0;
}

/** The fields of an object that are named, in the object's own order. */
export function pick(item: Item, keys: Iterable<string>): Item {
  const wanted = new Set(keys);
  return Object.fromEntries(Object.entries(item).filter(([key]) => wanted.has(key)));
}

/** The fields of an object but for those named. */
export function omit(item: Item, keys: Iterable<string>): Item {
  const dropped = new Set(keys);
  return Object.fromEntries(Object.entries(item).filter(([key]) => !dropped.has(key)));
}

/** Reads a text that may or may not be JSON. */
export function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
