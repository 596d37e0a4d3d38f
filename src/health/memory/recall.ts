/** What earlier runs tell a check, and what it leaves for the next.
 *
 * @module
 */
import type { Remembered } from "../check.ts";
import type { KnownCheck, KnownSighting, PlaceMemory } from "./memory.ts";
import type { Past, Sighting } from "./past.ts";

/** The memory as one check uses it in one run. */
export class CheckMemory {
  readonly past: Past | undefined;
  readonly #known: KnownCheck | undefined;
  readonly #now: number;
  readonly #remembered: Record<string, Remembered> = {};
  readonly #sightings: Record<string, KnownSighting> = {};

  /** Makes the memory of a check out of its place's; without one the check finds no past. */
  constructor(check: string, place: PlaceMemory | undefined, now: number) {
    const known = ownMember(place?.checks, check);
    this.#known = known;
    this.#now = now;
    this.past = place && {
      lastRun: place.lastRun,
      runs: place.runs,
      remembered: (name) => ownMember(known?.remembered, name),
      series: (label, of = check) => ownMember(place.series, `${of}/${label}`) ?? [],
    };
  }

  /** See {@linkcode RunContext.sighted}. */
  sighted(key: string): Sighting {
    // What the check did not see when it last looked has begun since; before that nobody looked.
    const seen = ownMember(this.#known?.sightings, key) ??
      { since: this.#now, fromStart: this.#known === undefined };
    return this.#sightings[key] = seen;
  }

  /** See {@linkcode RunContext.remember}. */
  remember(name: string, value: Remembered): void {
    this.#remembered[name] = value;
  }

  /** What is to be known of the check in the next run. */
  left(): KnownCheck {
    return { remembered: this.#remembered, sightings: this.#sightings };
  }
}

/** A member of a record that is not its prototype's. */
export function ownMember<T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
}
