/** Remembers which confirmations were used, until they would have expired anyway.
 *
 * @module
 */

/** Used confirmations; single use is single use in this process. */
export class Nonces {
  readonly #used = new Map<string, number>();

  /** Uses one up.
   *
   * @param expiresAt Milliseconds since the epoch.
   * @returns Whether it had not been used before, and is still good.
   */
  use(nonce: string, expiresAt: number, now: number = Date.now()): boolean {
    for (const [used, end] of this.#used) if (end <= now) this.#used.delete(used);
    if (nonce === "" || expiresAt <= now || this.#used.has(nonce)) return false;
    this.#used.set(nonce, expiresAt);
    return true;
  }
}
