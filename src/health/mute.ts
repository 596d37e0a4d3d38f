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

/** Why a finding does not count; undefined if it does. */
export function mutedBy(
  { key }: Pick<Finding, "key">,
  mutes: readonly Mute[],
  now: number,
): Muted | undefined {
  const found = mutes.find((mute) =>
    (mute.until === undefined || now < mute.until) && pattern(mute.key).test(key)
  );
  if (!found) return undefined;
  const { why, reason, until } = found;
  return { why, reason, ...(until === undefined ? {} : { until: utc(until) }) };
}

function pattern(key: string): RegExp {
  return new RegExp(`^${key.split("*").map((part) => RegExp.escape(part)).join(".*")}$`, "s");
}
