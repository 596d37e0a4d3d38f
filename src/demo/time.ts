/**
 * Times that move with the clock.
 *
 * @module
 */

/** Services report every ten seconds. */
const BEAT_MS = 10_000;

/** A moment as most services write it, without fraction and zone. */
export function stamp(ms: number, between: "T" | " " = "T"): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", between);
}

/** The last heartbeat of something that lives: a few seconds ago, not all at the same moment. */
export function fresh(now: number, name: string, between: "T" | " " = "T"): string {
  let phase = 0;
  for (const char of name) phase = (phase * 31 + char.charCodeAt(0)) % BEAT_MS;
  return stamp(now - (now + phase) % BEAT_MS, between);
}
