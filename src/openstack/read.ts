/** Narrow readers for what comes from outside: they tolerate nulls, absent members and unknown fields.
 *
 * @module
 */

/** A JSON object whose members are not known yet. */
export type Wire = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not null, not an array). */
export function isWire(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object itself, or an empty one for anything else. */
export function wire(value: unknown): Wire {
  return isWire(value) ? value : {};
}

/** The object below a member, empty when there is none. */
export function member(value: unknown, key: string): Wire {
  return wire(wire(value)[key]);
}

/** A text member; numbers are accepted, because some services send ids as numbers. Empty text counts as absent. */
export function text(value: unknown, key: string): string | undefined {
  const found = wire(value)[key];
  if (typeof found === "string") return found === "" ? undefined : found;
  return Number.isFinite(found) || typeof found === "bigint" ? String(found) : undefined;
}

/** A numeric member; numeric text is accepted. Integers beyond 2^53 come as bigint. */
export function number(value: unknown, key: string): number | bigint | undefined {
  const found = wire(value)[key];
  if (typeof found === "bigint" || (typeof found === "number" && Number.isFinite(found))) return found;
  // More digits than any service sends; reading them costs time without bound.
  if (typeof found !== "string" || found.length > 1000 || !/^-?\d+(\.\d+)?$/.test(found)) return undefined;
  const parsed = Number(found);
  if (found.includes(".")) return Number.isFinite(parsed) ? parsed : undefined;
  return Number.isSafeInteger(parsed) ? parsed : BigInt(found);
}

/** A numeric member as an ordinary number, for computing; a bigint is rounded. */
export function count(value: unknown, key: string): number | undefined {
  const found = number(value, key);
  return found === undefined ? undefined : Number(found);
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
  ["yes", true],
  ["no", false],
]);

/** A boolean member; the words true and false are accepted (Cinder says `"bootable": "true"`). */
export function flag(value: unknown, key: string): boolean | undefined {
  const found = wire(value)[key];
  if (typeof found === "boolean") return found;
  return typeof found === "string" ? WORDS.get(found.toLowerCase()) : undefined;
}

/** A list member; absent or of another kind, it is undefined, so that a caller can tell it from an empty list. */
export function list(value: unknown, key: string): readonly unknown[] | undefined {
  const found = wire(value)[key];
  return Array.isArray(found) ? found : undefined;
}

/** The texts of a list member; other kinds of items are left out. */
export function texts(value: unknown, key: string): string[] | undefined {
  return list(value, key)?.filter((item): item is string => typeof item === "string");
}
