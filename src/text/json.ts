/**
 * JSON that keeps every integer exact.
 *
 * Services count bytes, ids and quota limits in 64 bits; a JavaScript number holds 53. Here such an integer
 * becomes a `bigint` when it is read and its own digits again when it is written.
 *
 * @module
 */

declare global {
  interface JSON {
    /** Wraps JSON text of a primitive so that `JSON.stringify` writes it as it stands (ES2026). */
    rawJSON(text: string): object;
  }
}

/** A shorter run of digits always fits a number exactly, so the plain parser, several times faster, serves. */
const LONG_NUMBER = /(?:^|[\s:,[-])\d{16}/;

const INTEGER = /^-?\d+$/;

/** More digits than any service sends; reading a longer one costs time without bound. */
const MAX_DIGITS = 1_000;

/** The third argument of a reviver: the text that the value was read from (primitives only). */
interface ReviverContext {
  source?: string;
}

function exactInteger(_key: string, value: unknown, context?: ReviverContext): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  if (source === undefined || !INTEGER.test(source)) return value;
  if (source.length > MAX_DIGITS) throw new SyntaxError(`Integer of ${source.length} digits in JSON`);
  return BigInt(source);
}

/**
 * Reads JSON text. Integers that a number cannot hold exactly become `bigint`; everything else is as with
 * `JSON.parse`.
 *
 * @param text The JSON text.
 * @returns The value, to be narrowed by the caller.
 * @throws {SyntaxError} If the text is not JSON or holds an integer of more than 1000 digits.
 */
export function parseJson(text: string): unknown {
  const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  return value;
}

/**
 * Replaces every `bigint` in plain objects and arrays by a raw JSON number, so that a later plain
 * `JSON.stringify`, a library's for instance, writes it exactly. Parts without a `bigint` are not copied.
 *
 * The result is for `JSON.stringify` alone: a raw number does not survive `structuredClone` or `postMessage`.
 *
 * @param value Any value made of plain objects, arrays and primitives.
 * @returns The value itself when it holds no `bigint`, else a copy.
 */
export function prepareForJson(value: unknown): unknown {
  if (typeof value === "bigint") return JSON.rawJSON(value.toString());
  if (Array.isArray(value)) return prepareArray(value);
  if (isPlainObject(value)) return prepareObject(value);
  return value;
}

/**
 * Writes a value as compact JSON. A `bigint` is written with all its digits; properties that are `undefined`
 * are left out.
 *
 * @param value Any value made of plain objects, arrays and primitives.
 * @returns The JSON text.
 * @throws {TypeError} If the value has no JSON form (`undefined`, a function, a cycle).
 */
export function stringifyJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(prepareForJson(value));
  if (text === undefined) throw new TypeError(`Cannot write ${typeof value} as JSON`);
  return text;
}

function prepareArray(array: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (const [index, item] of array.entries()) {
    const prepared = prepareForJson(item);
    if (prepared === item) continue;
    copy ??= array.slice();
    copy[index] = prepared;
  }
  return copy ?? array;
}

function prepareObject(object: Record<string, unknown>): unknown {
  let changed = false;
  const entries = Object.entries(object).map(([key, item]): [string, unknown] => {
    const prepared = prepareForJson(item);
    changed ||= prepared !== item;
    return [key, prepared];
  });
  return changed ? Object.fromEntries(entries) : object;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || (prototype === null && !("rawJSON" in value));
}
