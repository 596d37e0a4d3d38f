/** A small cache with a lifetime for each entry; concurrent loads of one key are one load.
 *
 * @module
 */

/** Options of {@linkcode Cache}. */
export interface CacheOptions {
  /** Entries above this number push out the oldest. @default {2000} */
  readonly maxEntries?: number;
  /** Milliseconds since the epoch; for tests. @default {Date.now} */
  readonly now?: () => number;
}

/** Remembers what was loaded. Failures are not remembered. */
export class Cache {
  readonly #entries = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();
  readonly #maxEntries: number;
  readonly #now: () => number;

  /** Makes an empty cache. */
  constructor(options: CacheOptions = {}) {
    this.#maxEntries = options.maxEntries ?? 2000;
    this.#now = options.now ?? Date.now;
  }

  /** The value of a key, loaded if it is not there or too old.
   *
   * @throws What the load throws.
   */
  get<T>(key: CacheKey<T>, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key.name);
    if (found && found.until > this.#now()) {
      return key.typed(found.value).catch((error) => {
        // Whoever began the load gave up; that is no answer to those who did not.
        if (error instanceof DOMException) return this.get(key, ttlMs, load);
        throw error;
      });
    }
    const value = load();
    this.#entries.set(key.name, { until: this.#now() + ttlMs, value });
    value.catch(() => this.#entries.get(key.name)?.value === value && this.#entries.delete(key.name));
    if (this.#entries.size > this.#maxEntries) this.#dropOldest();
    return value;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear();
  }

  #dropOldest(): void {
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** A name with the type of what stands under it. */
export interface CacheKey<T> {
  readonly name: string;
  /** Gives a stored promise its type back; the store holds what the same key's load gave. */
  readonly typed: (value: Promise<unknown>) => Promise<T>;
}

/** Makes a key. The guard confirms the type of what is found under it. */
export function cacheKey<T>(name: string, is: (value: unknown) => value is T): CacheKey<T> {
  return {
    name,
    typed: async (stored) => {
      const value = await stored;
      if (!is(value)) throw new TypeError(`Cache entry "${name}" is of another kind`);
      return value;
    },
  };
}
