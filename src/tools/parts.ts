/** Reading a part of each of several things, where the API offers it one by one only.
 *
 * @module
 */
import { OpenStackError, unavailablePart } from "../openstack/errors.ts";

/** What was read of each thing, and what could not be. */
export interface Parts<Item, Value> {
  readonly values: ReadonlyMap<Item, Value>;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** What is read of each thing. */
export interface PartsOptions<Item, Value> {
  /** The part, in words: `events`. */
  readonly what: string;
  readonly name: (item: Item) => string;
  /** Throws an {@linkcode OpenStackError} if the part cannot be read; undefined if the answer does not hold it. */
  readonly read: (item: Item) => Promise<Value | undefined>;
}

/** A value made of a part. Where the part could not be read it is `unknown`, which an empty cell would not say.
 *
 * @param parts What was read, if it was asked for.
 */
export function ofPart<Item, Value>(
  parts: ReadonlyMap<Item, Value> | undefined,
  item: Item,
  value: (part: Value) => unknown,
): unknown {
  const part = parts?.get(item);
  if (part !== undefined) return value(part);
  return parts && UNKNOWN;
}

/** Stands where a value could not be read. */
export const UNKNOWN = "unknown";

/** Things that an entry of `unavailable` names; more are counted. */
const MOST_NAMED = 3;

/** Reads a part of each thing, all at once. Failures of one kind are told together, or they would fill the answer. */
export async function readParts<Item, Value>(
  items: readonly Item[],
  options: PartsOptions<Item, Value>,
): Promise<Parts<Item, Value>> {
  const values = new Map<Item, Value>();
  const failures: { item: Item; error: OpenStackError }[] = [];
  await Promise.all(items.map(async (item) => {
    try {
      const value = await options.read(item);
      if (value === undefined) throw withoutPart(options.what);
      values.set(item, value);
    } catch (error) {
      if (!(error instanceof OpenStackError)) throw error;
      failures.push({ item, error });
    }
  }));
  const kinds = Map.groupBy(failures, ({ error }) => `${error.reason} ${error.status}`);
  return {
    values,
    unavailable: [...kinds.values()].flatMap((kind) =>
      kind.slice(0, 1).map(({ error }) =>
        unavailablePart(`${options.what} of ${namesOf(kind.map(({ item }) => options.name(item)))}`, error)
      )
    ),
  };
}

function withoutPart(what: string): OpenStackError {
  return new OpenStackError({
    what: `read ${what}`,
    reason: "unexpected answer",
    detail: `the answer does not hold the ${what}`,
  });
}

/** `a, b, c and 4 more`. */
function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
