/** One report out of those of several clouds or regions.
 *
 * @module
 */
import { utc } from "../text/time.ts";
import {
  type AreaResult,
  AREAS,
  byWeight,
  type Changes,
  type Coverage,
  type PlaceResult,
  type Report,
  type RequestCount,
  type State,
  worst,
} from "./report.ts";

/** A place with its report, or with why there is none. */
export interface PlaceReport {
  /** The cloud, and its region where there are several. */
  readonly place: string;
  readonly report?: Report;
  readonly error?: string;
}

/** What a merged report says of itself. */
export interface MergeOptions {
  readonly tool: Report["tool"];
  /** When the run began, in milliseconds. */
  readonly started: number;
  readonly durationMs: number;
}

/** Merges reports: what was found keeps the name of its place, the state is the worst of all. A place without a report
 * makes the whole UNKNOWN at best.
 */
export function mergeReports(places: readonly PlaceReport[], options: MergeOptions): Report {
  const told = places.flatMap(({ place, report }) => report ? [{ place, report }] : []);
  const results = places.map(placeResult);
  const [first] = told;
  const changes = told.flatMap(({ place, report }) =>
    report.changes ? [{ place, changes: report.changes }] : []
  );
  const incomplete = results.flatMap(({ place, incomplete, error }) => {
    const why = incomplete ?? (error === undefined ? undefined : `no report: ${error}`);
    return why === undefined ? [] : [`${place}: ${why}`];
  });
  const schema = first?.report.schema ?? "openstack-mcp/report/1";
  return {
    schema,
    tool: options.tool,
    cloud: places.map(({ place }) => place).join(", "),
    scope: {
      text: told.map(({ place, report }) => `${place}: ${report.scope.text}`).join("; ") ||
        "no cloud answered",
      all_projects: told.some(({ report }) => report.scope.all_projects),
    },
    generated_at: utc(options.started),
    duration_ms: Math.round(options.durationMs),
    state: worst(results.map(({ state }) => state)),
    areas: mergeAreas(told.map(({ report }) => report)),
    checks: inPlaces(told, ({ checks }) => checks),
    findings: inPlaces(told, ({ findings }) => findings).sort(byWeight),
    coverage: mergeCoverage(told.map(({ report }) => report.coverage)),
    requests: mergeRequests(told),
    stocks: inPlaces(told, ({ stocks }) => stocks),
    holdings: inPlaces(told, ({ holdings }) => holdings),
    ...(told.some(({ report }) => report.scores)
      ? { scores: inPlaces(told, ({ scores = [] }) => scores) }
      : {}),
    ...(changes.length > 0 ? { changes: mergeChanges(changes) } : {}),
    ...(told.some(({ report }) => report.trends)
      ? { trends: inPlaces(told, ({ trends = [] }) => trends) }
      : {}),
    places: results,
    ...(incomplete.length > 0 ? { incomplete: incomplete.join("; ") } : {}),
  };
}

interface Told {
  readonly place: string;
  readonly report: Report;
}

function placeResult({ place, report, error }: PlaceReport): PlaceResult {
  if (!report) {
    return {
      place,
      state: "UNKNOWN",
      scope: "",
      coverage: { ran: 0, of: 0, not_permitted: 0, not_applicable: 0, unknown: 0 },
      requests: 0,
      duration_ms: 0,
      error: error ?? "it gave no report",
    };
  }
  const { state, scope, coverage, requests, duration_ms, incomplete } = report;
  return {
    place,
    state,
    scope: scope.text,
    coverage,
    requests: requests.total,
    duration_ms,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

function inPlaces<T extends object>(
  told: readonly Told[],
  members: (report: Report) => readonly T[],
): (T & { place: string })[] {
  return told.flatMap(({ place, report }) => members(report).map((member) => ({ ...member, place })));
}

function mergeAreas(reports: readonly Report[]): AreaResult[] {
  return AREAS.flatMap((area): AreaResult[] => {
    const own = reports.flatMap(({ areas }) => areas.filter((result) => result.area === area));
    if (own.length === 0) return [];
    const states = own.flatMap(({ state }): State[] => state === "NOT CHECKED" ? [] : [state]);
    return [{
      area,
      state: states.length === 0 ? "NOT CHECKED" : worst(states),
      ran: sum(own, "ran"),
      of: sum(own, "of"),
      findings: sum(own, "findings"),
    }];
  });
}

function mergeCoverage(all: readonly Coverage[]): Coverage {
  return {
    ran: sum(all, "ran"),
    of: sum(all, "of"),
    not_permitted: sum(all, "not_permitted"),
    not_applicable: sum(all, "not_applicable"),
    unknown: sum(all, "unknown"),
  };
}

/** So many of the slowest reads are told, as in a single report. */
const SLOWEST = 3;

function mergeRequests(told: readonly Told[]): RequestCount {
  const all = told.map(({ report }) => report.requests);
  const services = [...new Set(all.flatMap(({ by_service }) => Object.keys(by_service)))].sort();
  const ofService = (service: string) =>
    all.reduce((total, { by_service }) => total + (by_service[service] ?? 0), 0);
  return {
    total: sum(all, "total"),
    retries: sum(all, "retries"),
    faults: sum(all, "faults"),
    by_service: Object.fromEntries(services.map((service) => [service, ofService(service)])),
    slowest: told.flatMap(({ place, report }) =>
      report.requests.slowest.map((read) => ({ ...read, what: `${read.what} of ${place}` }))
    ).sort((a, b) => b.ms - a.ms).slice(0, SLOWEST),
  };
}

function mergeChanges(all: readonly { readonly place: string; readonly changes: Changes }[]): Changes {
  const changes = all.map(({ changes }) => changes);
  // The oldest: all that is told happened since then.
  const [since] = changes.flatMap(({ since }) => since ?? []).sort();
  return {
    ...(since === undefined || changes.some((one) => one.since === undefined) ? {} : { since }),
    new: sum(changes, "new"),
    worse: sum(changes, "worse"),
    better: sum(changes, "better"),
    unchanged: sum(changes, "unchanged"),
    newly_unknown: all.flatMap(({ place, changes }) => changes.newly_unknown.map((id) => `${place}: ${id}`)),
    resolved: all.flatMap(({ place, changes }) => changes.resolved.map((one) => ({ ...one, place }))),
  };
}

function sum<K extends string>(of: readonly Readonly<Record<K, number>>[], key: K): number {
  return of.reduce((total, one) => total + one[key], 0);
}
