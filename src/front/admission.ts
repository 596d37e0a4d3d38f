/** How many calls may be under way.
 *
 * @module
 */

/** Counts calls and turns away those above the limit. */
export class Admission {
  #free: number;

  /** Makes an admission for so many calls at once. */
  constructor(limit = 64) {
    this.#free = limit;
  }

  /** Lets a call in.
   *
   * @returns What to call when it is over, or undefined if there is no place.
   */
  enter(): (() => void) | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#free++;
    };
  }
}
