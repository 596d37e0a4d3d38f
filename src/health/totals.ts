/** What a report says of all of its checks together.
 *
 * @module
 */
import type { Collector } from "./collector.ts";
import {
  type AreaResult,
  AREAS,
  type CheckResult,
  type CheckState,
  type Coverage,
  type RequestCount,
  stateOf,
  worst,
} from "./report.ts";
import type { Selection } from "./selection.ts";
/** Checks that came to a verdict. */
const RAN: ReadonlySet<CheckState> = new Set(["ok", "warning", "critical"]);

/** The state of each area that was asked for. */
export function areaResults({ checks, asked }: Selection, results: readonly CheckResult[]): AreaResult[] {
  const present = new Set(checks.map((check) => check.area));
  return AREAS.filter((area) => present.has(area)).map((area) => {
    const own = results.filter((result) => result.area === area);
    const states = own.flatMap(({ state }) => stateOf(state) ?? []);
    return {
      area,
      state: states.length > 0 ? worst(states) : asked.has(area) ? "UNKNOWN" : "NOT CHECKED",
      ran: own.filter(({ state }) => RAN.has(state)).length,
      of: own.length,
      findings: own.reduce((sum, { findings }) => sum + findings, 0),
    };
  });
}

/** How many checks came to a verdict, and why the others did not. */
export function coverageOf(results: readonly CheckResult[]): Coverage {
  const count = (...states: readonly CheckState[]) =>
    results.filter(({ state }) => states.includes(state)).length;
  return {
    ran: count(...RAN),
    of: results.length,
    not_permitted: count("not permitted"),
    not_applicable: count("not applicable"),
    unknown: count("unknown"),
  };
}

/** What the run has sent. */
export function requestCount(collector: Collector): RequestCount {
  const services = collector.statistics();
  const sum = (of: "requests" | "retries" | "faults") =>
    services.reduce((total, entry) => total + entry[of], 0);
  return {
    total: sum("requests"),
    retries: sum("retries"),
    faults: sum("faults"),
    by_service: Object.fromEntries(services.map(({ service, requests }) => [service, requests])),
    slowest: collector.slowest(3),
  };
}
