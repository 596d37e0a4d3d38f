/**
 * What will have happened later.
 *
 * Nothing runs by itself: whoever looks at the cloud first lets everything happen whose time has come. So a demo
 * keeps no timers, and what a client sees depends on the clock alone.
 *
 * @module
 */

/** What happens; it is told the moment it was due, however late somebody looks. */
export type Event = (at: number) => void;

interface Entry {
  readonly at: number;
  readonly happen: Event;
}

/** The events that are still to come. */
export class Agenda {
  readonly #entries: Entry[] = [];

  /** Lets something happen at a moment; at the same moment, in the order they were asked for. */
  plan(at: number, happen: Event): void {
    const behind = this.#entries.findLastIndex((entry) => entry.at <= at);
    this.#entries.splice(behind + 1, 0, { at, happen });
  }

  /** Lets everything happen that is due, also what the events themselves plan meanwhile. */
  advance(now: number): void {
    for (let next = this.#entries[0]; next && next.at <= now; next = this.#entries[0]) {
      this.#entries.shift();
      next.happen(next.at);
    }
  }
}
