/** Brings a memory and a run together: how the findings changed, and what the next run is to know.
 *
 * @module
 */
import { utc } from "../../text/time.ts";
import type { Change, Changes, CheckResult, Finding, Resolved, Severity, Stock, Trend } from "../report.ts";
import type { KnownCheck, KnownFinding, PlaceMemory } from "./memory.ts";
import { ownMember } from "./recall.ts";
import { extended } from "./series.ts";

/** What a memory says of a finding before the run knows whether it counts. */
export interface Known {
  readonly change: Change;
  readonly firstSeen: number;
  /** In how many runs in a row it was seen, this one included. */
  readonly streak: number;
  readonly confirmed: boolean;
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/** Compares a finding with what is remembered.
 *
 * @param confirmRuns In how many runs in a row it has to be seen before it counts.
 */
export function knownOf(
  { key, severity }: Pick<Finding, "key" | "severity">,
  { place, now, confirmRuns }: {
    readonly place: PlaceMemory | undefined;
    readonly now: number;
    readonly confirmRuns: number;
  },
): Known {
  const before = ownMember(place?.findings, key);
  const streak = before && before.missed === 0 ? before.streak + 1 : 1;
  const confirmed = (before?.confirmed ?? false) || streak >= confirmRuns;
  return {
    change: !before?.confirmed
      ? "new"
      : RANK[severity] > RANK[before.severity]
      ? "worse"
      : RANK[severity] < RANK[before.severity]
      ? "better"
      : "unchanged",
    firstSeen: before?.firstSeen ?? now,
    streak,
    confirmed,
  };
}

/** What {@linkcode advance} works on. */
export interface AdvanceOptions {
  readonly place: PlaceMemory | undefined;
  /** When the run began, in milliseconds. */
  readonly now: number;
  readonly confirmRuns: number;
  readonly results: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly stocks: readonly Stock[];
  /** What the checks left, by id. */
  readonly left: ReadonlyMap<string, KnownCheck>;
  /** The ids of all checks there are: what belonged to others is forgotten. */
  readonly known: ReadonlySet<string>;
}

/** What comes of a run. */
export interface Advanced {
  readonly changes: Changes;
  readonly trends: readonly Trend[];
  readonly memory: PlaceMemory;
}

/** Checks that came to a verdict, by id, with what they looked at nothing of because the login may not read it.
 *
 * Those that could not read something else cannot say that anything is gone.
 */
function decided(results: readonly CheckResult[]): ReadonlyMap<string, readonly string[]> {
  const sure = results.filter(({ state, unavailable = [] }) =>
    (state === "ok" || state === "warning" || state === "critical") &&
    unavailable.every((part) => part.state !== "unknown")
  );
  return new Map(sure.map((result) => [result.id, notPermitted(result)]));
}

function notPermitted({ unavailable = [] }: CheckResult): readonly string[] {
  return unavailable.filter(({ state }) => state === "not permitted").map(({ what }) => what);
}

/** Whether a run that misses a finding would have seen it: it read all that was read when it was seen last. */
function wouldSee(
  { check, without = [] }: KnownFinding,
  sure: ReadonlyMap<string, readonly string[]>,
): boolean {
  return sure.get(check)?.every((what) => without.includes(what)) ?? false;
}

/** Compares a run with the memory, and gives the memory for the next. */
export function advance(options: AdvanceOptions): Advanced {
  const { place, now, results, findings, left, known } = options;
  const sure = decided(results);
  const seen = new Map(findings.map((finding) => [finding.key, finding]));
  const absent = Object.entries(place?.findings ?? {})
    .filter(([key, { check }]) => !seen.has(key) && known.has(check));
  const missing = absent.map(([key, before]) => ({
    key,
    before: wouldSee(before, sure) ? { ...before, missed: before.missed + 1 } : before,
  }));
  const isGone = ({ before }: { readonly before: KnownFinding }) =>
    before.missed >= options.confirmRuns || (before.missed > 0 && !before.confirmed);
  const resolved = missing.filter((one) => isGone(one) && one.before.confirmed)
    .map(({ key, before }) => resolvedOf(key, before));
  const kept = missing.filter((one) => !isGone(one));
  const count = (change: Change) =>
    findings.filter((finding) => !finding.muted && finding.change === change).length;
  const series = seriesOf(options);
  const waiting = new Set(results.filter(({ state }) => state === "not applicable").map(({ id }) => id));
  const unknown = results.filter(({ state }) => state === "unknown").map(({ id }) => id);
  return {
    changes: {
      ...(place ? { since: utc(place.lastRun) } : {}),
      new: count("new"),
      worse: count("worse"),
      better: count("better"),
      unchanged: count("unchanged"),
      newly_unknown: unknown.filter((id) => !place?.unknown.includes(id)),
      resolved,
    },
    trends: trendsOf(options, series),
    memory: {
      runs: (place?.runs ?? 0) + 1,
      lastRun: now,
      findings: {
        ...Object.fromEntries(kept.map(({ key, before }) => [key, before])),
        ...Object.fromEntries(findings.map((finding) => [finding.key, knownFinding(finding, options)])),
      },
      unknown,
      checks: {
        ...Object.fromEntries(Object.entries(place?.checks ?? {}).filter(([id]) => known.has(id))),
        ...Object.fromEntries(
          [...left].filter(([id, own]) => sure.has(id) || (waiting.has(id) && leftSomething(own))),
        ),
      },
      series,
    },
  };
}

/** A check that compares runs has nothing to say in its first, but something to keep. */
function leftSomething({ remembered }: KnownCheck): boolean {
  return Object.keys(remembered).length > 0;
}

function resolvedOf(key: string, before: KnownFinding): Resolved {
  return {
    key,
    check: before.check,
    severity: before.severity,
    text: before.text,
    first_seen: utc(before.firstSeen),
    last_seen: utc(before.lastSeen),
  };
}

function knownFinding(finding: Finding, { place, now, confirmRuns, results }: AdvanceOptions): KnownFinding {
  const { firstSeen, streak, confirmed } = knownOf(finding, { place, now, confirmRuns });
  const { check, severity, text } = finding;
  const result = results.find(({ id }) => id === check);
  const without = result ? notPermitted(result) : [];
  return {
    ...{ check, severity, text, firstSeen, lastSeen: now, streak, missed: 0, confirmed },
    ...(without.length > 0 ? { without } : {}),
  };
}

/** A memory does not grow without end: of more numbers than this the further ones are not kept. */
const MAX_SERIES = 1000;

const SERIES_AGE_MS = 180 * 86_400_000;

function seriesOf({ place, now, results, stocks }: AdvanceOptions): PlaceMemory["series"] {
  const values = [
    ...results.flatMap(({ id, measures = [] }) =>
      measures.map(({ label, value }) => [`${id}/${label}`, value] as const)
    ),
    ...stocks.map((stock) => [stockKey(stock), stock.used] as const),
  ];
  const old = Object.entries(place?.series ?? {})
    .filter(([, samples]) => (samples.at(-1)?.at ?? 0) > now - SERIES_AGE_MS);
  const series = new Map<string, PlaceMemory["series"][string]>(old);
  for (const [key, value] of values) {
    if (!series.has(key) && series.size >= MAX_SERIES) continue;
    series.set(key, extended(series.get(key) ?? [], { at: now, value }));
  }
  return Object.fromEntries(series);
}

/** Under which a stock's use is remembered. */
export function stockKey({ group, name }: Pick<Stock, "group" | "name">): string {
  return `stock/${group}/${name}`;
}

/** A line needs some points, and does not get better with more than some. */
const MIN_POINTS = 2;
const MAX_POINTS = 60;

function trendsOf({ results }: AdvanceOptions, series: PlaceMemory["series"]): Trend[] {
  return results.flatMap(({ id, measures = [] }) =>
    measures.flatMap(({ label, unit }): Trend[] => {
      const samples = ownMember(series, `${id}/${label}`) ?? [];
      if (samples.length < MIN_POINTS) return [];
      return [{
        label,
        unit,
        points: samples.slice(-MAX_POINTS).map(({ at, value }) => [utc(at), value] as const),
      }];
    })
  );
}
