/** How many calls may be under way.
 *
 * @module
 */

/** Options of {@linkcode Admission}. */
export interface AdmissionLimits {
  /** Calls at once. @default {64} */
  readonly total?: number;
  /** Calls at once of one caller. @default {AdmissionLimits.total} */
  readonly each?: number;
}

/** Counts calls and turns away those above the limits. */
export class Admission {
  readonly #total: number;
  readonly #each: number;
  readonly #held = new Map<string, number>();
  #size = 0;
  #closed = false;
  #onIdle: () => void = () => {};

  /** Makes an admission for so many calls at once. */
  constructor({ total = 64, each = total }: AdmissionLimits = {}) {
    this.#total = total;
    this.#each = each;
  }

  /** Calls that are under way. */
  get size(): number {
    return this.#size;
  }

  /** Whether nobody is let in any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Lets a caller in with one call, or with several that come together: all of them or none.
   *
   * @returns What to call when they are over, or undefined if there is no place.
   */
  enter(caller: string, count = 1): (() => void) | undefined {
    const held = this.#held.get(caller) ?? 0;
    if (this.#closed || this.#size + count > this.#total || held + count > this.#each) return undefined;
    this.#size += count;
    this.#held.set(caller, held + count);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#leave(caller, count);
    };
  }

  /** Lets nobody in any more, and waits until all have left or the time is up.
   *
   * @param withinMs Milliseconds to wait at most.
   */
  async close(withinMs: number): Promise<void> {
    this.#closed = true;
    if (this.#size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle = resolve;
    const timer = setTimeout(resolve, withinMs);
    await promise;
    clearTimeout(timer);
  }

  #leave(caller: string, count: number): void {
    this.#size -= count;
    const held = (this.#held.get(caller) ?? 0) - count;
    // Callers may be addresses: whoever has nothing under way is forgotten.
    if (held > 0) this.#held.set(caller, held);
    else this.#held.delete(caller);
    if (this.#size === 0) this.#onIdle();
  }
}
