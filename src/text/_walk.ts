/** Deeper values come from no service and could exhaust the stack. */
const MAX_DEPTH = 100;

/** What {@linkcode mapParts} does at each kind of part. */
export interface PartMapper {
  /** Maps a string that is a value. */
  text(text: string): string;
  /** Maps the entries of an object, before or after `inner` has mapped their values. */
  object(entries: [string, unknown][], inner: (value: unknown) => unknown): [string, unknown][];
}

/**
 * Copies a value part by part. Errors become objects with their name, message and cause (never the stack, which
 * names files of this machine); dates become ISO 8601; other class instances are taken for the objects that
 * their own properties make. Functions and symbols, which have no place in an answer, are left out.
 */
export function mapParts(value: unknown, mapper: PartMapper, depth = 0): unknown {
  if (typeof value === "string") return mapper.text(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[nested too deeply]";
  const inner = (part: unknown) => mapParts(part, mapper, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  // Object.fromEntries defines properties, so that a key "__proto__" stays a key.
  return Object.fromEntries(mapper.object(entriesOf(value), inner));
}

function entriesOf(value: object): [string, unknown][] {
  const own: [string, unknown][] = Object.entries(value);
  if (!(value instanceof Error)) return own;
  const cause: [string, unknown][] = value.cause === undefined ? [] : [["cause", value.cause]];
  return [["name", value.name], ["message", value.message], ...cause, ...own];
}
