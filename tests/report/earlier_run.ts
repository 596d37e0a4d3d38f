/** An earlier run, for scenarios about states of which no service tells the beginning.
 *
 * @module
 */
import type { PlaceMemory } from "../../src/health/memory/memory.ts";
import type { RunOptions } from "../../src/health/run.ts";

const MINUTE_MS = 60_000;

/** What a run a minute ago left, nothing unless it is said. */
export function earlier(left: Partial<PlaceMemory>): Partial<RunOptions> {
  const nothing: PlaceMemory = {
    runs: 9,
    lastRun: Date.now() - MINUTE_MS,
    findings: {},
    unknown: [],
    checks: {},
    series: {},
  };
  return { memory: { ...nothing, ...left } };
}

/** A memory in which a check saw something first so many minutes ago; without a key it looked and saw nothing. */
export function seen(check: string, key?: string, minutesAgo = 0): Partial<RunOptions> {
  const sightings = key === undefined
    ? {}
    : { [key]: { since: Date.now() - minutesAgo * MINUTE_MS, fromStart: false } };
  return earlier({ checks: { [check]: { remembered: {}, sightings } } });
}
