/** What a check may know of earlier runs.
 *
 * @module
 */
import type { Remembered } from "../check.ts";

/** A number of an earlier run. */
export interface Sample {
  /** When that run began, in milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** Since when a state holds of which no service tells the beginning. */
export interface Sighting {
  /** When a run saw it first, in milliseconds; now, if this one does. */
  readonly since: number;
  /** Whether it was there when we first looked: then it may be older than any run. */
  readonly fromStart: boolean;
}

/** The earlier runs of a place, as one check sees them. */
export interface Past {
  /** When the run before began, in milliseconds. */
  readonly lastRun: number;
  /** How many runs there were. */
  readonly runs: number;
  /** What this check remembered in the last run in which it came to a verdict. */
  remembered(name: string): Remembered | undefined;
  /** A measure in earlier runs by its label, the oldest first: one of this check, or of the check that is named. */
  series(label: string, check?: string): readonly Sample[];
}
