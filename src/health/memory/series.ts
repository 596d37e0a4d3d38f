/** Numbers over time, kept small, and what they let one say of the future.
 *
 * @module
 */
import type { Forecast } from "../report.ts";
import type { Sample } from "./past.ts";

const DAY_MS = 86_400_000;

/** So many runs are kept as they are; of the older ones, the last of each day. */
const KEPT_RUNS = 96;

/** Older days are forgotten. */
const KEPT_DAYS = 180;

/** A series with one more sample, cut to what is worth keeping. */
export function extended(series: readonly Sample[], sample: Sample): Sample[] {
  const all = [...series.filter(({ at }) => at < sample.at), sample];
  const recent = all.slice(-KEPT_RUNS);
  const older = all.slice(0, -KEPT_RUNS).filter(({ at }) => at >= sample.at - KEPT_DAYS * DAY_MS);
  const daily = new Map(older.map((one) => [Math.floor(one.at / DAY_MS), one]));
  return [...daily.values(), ...recent];
}

/** The value in the middle; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Fewer runs, or a shorter time, prove nothing. */
const MIN_DAYS_SAMPLED = 5;
const MIN_SPAN_DAYS = 7;

/** What is further away is no news. */
const HORIZON_DAYS = 365;

/** The share of pairs of days that must agree on the direction: else it goes up and down. */
const MIN_AGREEMENT = 0.7;

/** Foretells the day on which something is used up, if it goes on as it did.
 *
 * The slope is the median of the slopes between all pairs of days (Theil and Sen): a single jump does not move it.
 *
 * @returns Undefined if the history is too short or too unsteady, if the use does not grow, or if the day is far off.
 */
export function forecast(
  series: readonly Sample[],
  { total, unit }: { readonly total: number; readonly unit: string },
): Forecast | undefined {
  const daily = [...new Map(series.map((one) => [Math.floor(one.at / DAY_MS), one])).values()];
  const [first, last] = [daily[0], daily.at(-1)];
  if (!first || !last || daily.length < MIN_DAYS_SAMPLED) return undefined;
  const spanDays = (last.at - first.at) / DAY_MS;
  if (spanDays < MIN_SPAN_DAYS || last.value >= total) return undefined;
  const slopes = daily.flatMap((a, index) =>
    daily.slice(index + 1).map((b) => (b.value - a.value) / ((b.at - a.at) / DAY_MS))
  );
  const slope = median(slopes) ?? 0;
  const growing = slopes.filter((one) => one > 0).length / slopes.length;
  if (slope <= 0 || growing < MIN_AGREEMENT) return undefined;
  const days = (total - last.value) / slope;
  if (days > HORIZON_DAYS) return undefined;
  const per = [`+${rounded(slope)}`, ...unit === "" ? [] : [unit], "a day"].join(" ");
  return {
    full_on: new Date(last.at + days * DAY_MS).toISOString().slice(0, 10),
    basis: `${per}, median of ${daily.length} days within ${Math.round(spanDays)}`,
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
