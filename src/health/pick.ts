/** Keeps of what a service answers only what checks need: ten thousand whole items would not fit.
 *
 * @module
 */

/** Some members of an object. */
export function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K>;
export function pick(from: object, names: readonly PropertyKey[]): object {
  const picked: Record<PropertyKey, unknown> = {};
  for (const name of names) picked[name] = Reflect.get(from, name);
  return picked;
}

/** A reader of items that keeps some of their members. */
export function picking<T extends object, K extends keyof T>(
  read: (raw: unknown) => T | undefined,
  names: readonly K[],
): (raw: unknown) => Pick<T, K> | undefined {
  return (raw) => {
    const item = read(raw);
    return item && pick(item, names);
  };
}
