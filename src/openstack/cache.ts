/** A small cache with a lifetime for each entry; concurrent loads of one key are one load.
 *
 * @module
 */
import { abortable } from "./retry.ts";

/** Options of {@linkcode Cache}. */
export interface CacheOptions {
  /** Entries above this number push out the oldest. @default {2000} */
  readonly maxEntries?: number;
  /** Milliseconds since the epoch; for tests. @default {Date.now} */
  readonly now?: () => number;
}

interface CacheEntry {
  readonly until: number;
  readonly value: Promise<unknown>;
  /** The signal that the load obeys. */
  readonly signal: AbortSignal | undefined;
  pending: boolean;
}

/** Remembers what was loaded. Failures are not remembered. */
export class Cache {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #maxEntries: number;
  readonly #now: () => number;

  /** Makes an empty cache. */
  constructor(options: CacheOptions = {}) {
    this.#maxEntries = options.maxEntries ?? 2000;
    this.#now = options.now ?? Date.now;
  }

  /** The value of a key, loaded if it is not there or too old.
   *
   * @param signal The caller's: the one that its own load obeys. It also ends the wait for somebody else's load.
   * @throws What the load throws; the signal's reason if it fires first.
   */
  async get<T>(key: CacheKey<T>, ttlMs: number, load: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const found = this.#entries.get(key.name);
    if (!found || !(found.pending || found.until > this.#now())) {
      return await this.#load(key, ttlMs, load, signal);
    }
    try {
      return await abortable(key.typed(found.value), signal);
    } catch (error) {
      const stands = this.#entries.get(key.name) === found;
      if (stands || signal?.aborted || !gaveUp(error, found)) throw error;
      return await this.get(key, ttlMs, load, signal);
    }
  }

  async #load<T>(
    key: CacheKey<T>,
    ttlMs: number,
    load: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const value = load();
    const entry: CacheEntry = { until: this.#now() + ttlMs, value, signal, pending: true };
    // Set anew, a key moves to the end: the map's order is the order of age.
    this.#entries.delete(key.name);
    this.#entries.set(key.name, entry);
    if (this.#entries.size > this.#maxEntries) this.#dropOldest();
    try {
      return await value;
    } catch (error) {
      if (this.#entries.get(key.name) === entry) this.#entries.delete(key.name);
      throw error;
    } finally {
      entry.pending = false;
    }
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

/** Whoever began the load gave up; that is no answer to those who did not. */
function gaveUp(error: unknown, entry: CacheEntry): boolean {
  return error instanceof DOMException || (entry.signal?.aborted ?? false);
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
