/** Findings that somebody knows of: they are told, and count for nothing.
 *
 * @module
 */
import { utc } from "../text/time.ts";
import type { Finding, Muted } from "./report.ts";

/** Somebody's word that findings shall not count. */
export interface Mute {
  /** A finding's key; `*` stands for any part of it. */
  readonly key: string;
  readonly why: "acknowledged" | "ignored";
  readonly reason: string;
  /** Milliseconds; then the findings count again. */
  readonly until?: number;
}

/** Says of findings why they do not count; undefined of one that does. The keys are understood once, for a run may have
 * thousands of findings.
 *
 * @param now Milliseconds; what has ended by then mutes nothing.
 */
export function muting(
  mutes: readonly Mute[],
  now: number,
): (finding: Pick<Finding, "key">) => Muted | undefined {
  const known = mutes.filter(({ until }) => until === undefined || now < until)
    .map((mute) => ({ ...mute, keys: pattern(mute.key) }));
  return ({ key }) => {
    const found = known.find(({ keys }) => keys.test(key));
    if (!found) return undefined;
    const { why, reason, until } = found;
    return { why, reason, ...(until === undefined ? {} : { until: utc(until) }) };
  };
}

function pattern(key: string): RegExp {
  return new RegExp(`^${key.split("*").map((part) => RegExp.escape(part)).join(".*")}$`, "s");
}
