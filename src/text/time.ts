/**
 * Times as OpenStack writes them: with and without a zone, with microseconds, with a space for the `T`.
 *
 * A time without a zone is UTC, whatever the zone of this machine; that is why `Date.parse`, which takes it for
 * local time, is not used.
 *
 * @module
 */

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?))?)?$/;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Largest first; two neighbours make an age. */
const UNITS: readonly (readonly [suffix: string, ms: number])[] = [
  ["d", DAY],
  ["h", HOUR],
  ["m", MINUTE],
  ["s", SECOND],
];

/**
 * Reads a time. Zoneless times are UTC; a date alone is its first moment.
 *
 * @param text Such as `2026-03-01T12:00:00Z`, `2026-03-01T12:00:00.000000`, `2026-03-01 12:00:00+00:00`.
 * @returns Milliseconds since the epoch, or `undefined` if the text is missing or is not a time.
 */
export function parseTime(text: string | null | undefined): number | undefined {
  const match = TIME.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  const [year = NaN, month = NaN, day = NaN] = match.slice(1, 4).map(Number);
  const [hour = 0, minute = 0, second = 0] = match.slice(4, 7).map((part) => Number(part ?? 0));
  const millisecond = Number((match[7] ?? "").slice(0, 3).padEnd(3, "0"));
  const offset = zoneOffset(match[9], match[10], match[11]);
  if (offset === undefined || hour > 23 || minute > 59 || second > 59) return undefined;

  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that the month does not have rolls over instead of failing.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second, millisecond) - offset;
}

/**
 * Rewrites a time as ISO 8601 in UTC with whole seconds: `2026-03-01T12:00:00Z`. Fractions are cut, not rounded.
 *
 * @param text A time in any form that {@linkcode parseTime} reads.
 * @returns The UTC form, or `undefined` if the text is missing or is not a time.
 */
export function toUtc(text: string | null | undefined): string | undefined {
  const time = parseTime(text);
  return time === undefined ? undefined : utc(time);
}

/**
 * Writes a time as ISO 8601 in UTC with whole seconds: `2026-03-01T12:00:00Z`. Fractions are cut, not rounded.
 *
 * @param ms Milliseconds since the epoch.
 * @throws {RangeError} If no date can be so far away.
 */
export function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/**
 * A duration in its two largest units: `3d 4h`, `12m 5s`, `45s`. A negative one, which a clock that runs ahead
 * makes, keeps its sign.
 *
 * @param ms Milliseconds.
 * @returns The short form; `0s` for less than a second.
 * @throws {RangeError} If the number is not finite.
 */
export function age(ms: number): string {
  if (!Number.isFinite(ms)) throw new RangeError(`Not a duration: ${ms}`);
  const size = Math.abs(ms);
  const first = UNITS.findIndex(([, unit]) => size >= unit);
  if (first === -1) return "0s";
  let rest = size;
  const parts: string[] = [];
  for (const [suffix, unit] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count}${suffix}`);
  }
  return (ms < 0 ? "-" : "") + parts.join(" ");
}

function zoneOffset(sign?: string, hours = "00", minutes = "00"): number | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE;
  return sign === "-" ? -offset : offset;
}
