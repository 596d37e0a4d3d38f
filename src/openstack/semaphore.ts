/** A counter of free places with a fair queue.
 *
 * @module
 */

/** Lets at most so many tasks run at once; the others wait in order of arrival. */
export class Semaphore {
  #free: number;
  readonly #waiting: { resume: () => void }[] = [];

  /** Makes a semaphore with this many places. */
  constructor(places: number) {
    this.#free = places;
  }

  /** Runs a task once there is a place.
   *
   * @throws The signal's reason, if it fires while waiting; and whatever the task throws.
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      const at = this.#waiting.indexOf(place);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(signal?.reason);
    };
    const place = {
      resume: () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      },
    };
    signal?.addEventListener("abort", abort, { once: true });
    this.#waiting.push(place);
    return promise;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    // The place passes straight to the next in line, so that a newcomer cannot overtake it.
    if (next) next.resume();
    else this.#free++;
  }
}
