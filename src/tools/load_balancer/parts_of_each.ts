/** Members of pools, rules of policies, counters: what Octavia gives of one thing at a time.
 *
 * @module
 */
import { OpenStackError } from "../../openstack/errors.ts";
import { type Parts, type PartsOptions, readParts } from "../parts.ts";

/** Things whose parts one answer reads. */
export const MOST_READ = 25;

/** What is read of each thing, and what to do about things that are too many. */
export interface EachOptions<Item, Value> extends PartsOptions<Item, Value> {
  /** The things, in words: `pools`. */
  readonly things: string;
  readonly next: string;
}

/** Reads a part of each thing, of so many at most.
 *
 * @throws {OpenStackError} If it could be read of none.
 */
export async function readOfEach<Item, Value>(
  items: readonly Item[],
  options: EachOptions<Item, Value>,
): Promise<Parts<Item, Value>> {
  const failures: OpenStackError[] = [];
  const { values, unavailable } = await readParts(items.slice(0, MOST_READ), {
    ...options,
    read: async (item) => {
      try {
        const value = await options.read(item);
        if (value === undefined) failures.push(withoutPart(options.what));
        return value;
      } catch (error) {
        if (error instanceof OpenStackError) failures.push(error);
        throw error;
      }
    },
  });
  const [failure] = failures;
  if (failure && values.size === 0) throw failure;
  const left = items.length - MOST_READ;
  return { values, unavailable: left > 0 ? [...unavailable, leftOut(options, left)] : unavailable };
}

function withoutPart(what: string): OpenStackError {
  return new OpenStackError({
    what: `read ${what}`,
    reason: "unexpected answer",
    detail: `the answer does not hold the ${what}`,
  });
}

function leftOut<Item, Value>(
  { what, things, next }: EachOptions<Item, Value>,
  left: number,
): Readonly<Record<string, unknown>> {
  return {
    what: `${what} of ${left} more ${things}`,
    reason: "refused by policy",
    detail: `one answer reads the ${what} of ${MOST_READ} ${things} at most`,
    next,
  };
}
