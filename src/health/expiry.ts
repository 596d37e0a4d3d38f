/** How times that lie ahead, or should, are judged.
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
  if (at <= now) return { severity: "warning", words: `ended ${age(now - at)} ago` };
  if (at - now >= warningMs) return undefined;
  return {
    severity: at - now < criticalMs ? "critical" : "warning",
    words: `ends in ${age(at - now)}`,
  };
}
