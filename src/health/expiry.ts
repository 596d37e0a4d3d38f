/** How the ends of certificates, passwords and the like are judged.
 *
 * @module
 */
import { age, parseTime } from "../text/time.ts";
import type { Severity } from "./report.ts";

/** How something ends. */
export interface Ending {
  readonly severity: Severity;
  /** `ends in 3d 4h`. */
  readonly words: string;
}

/** Judges when something ends. What has ended already takes nobody by surprise any more.
 *
 * @param end As the service wrote it.
 * @returns Undefined if it does not end, or not soon.
 */
export function ending(
  end: string | undefined,
  now: number,
  { warningMs, criticalMs = -Infinity }: { readonly warningMs: number; readonly criticalMs?: number },
): Ending | undefined {
  const at = parseTime(end);
  if (at === undefined) return undefined;
  if (at <= now) return { severity: "warning", words: endWords(at, now) };
  if (at - now >= warningMs) return undefined;
  return { severity: at - now < criticalMs ? "critical" : "warning", words: endWords(at, now) };
}

/** When something ends, or ended, in words: `ends in 3d 4h`, `ended 5m ago`. */
export function endWords(end: number, now: number): string {
  return end > now ? `ends in ${age(end - now)}` : `ended ${age(now - end)} ago`;
}

const DAY_MS = 86_400_000;

/** How many days are left until then, with one decimal; never rounded up. */
export function daysLeft(end: number, now: number): number {
  return Math.floor(10 * (end - now) / DAY_MS) / 10;
}
