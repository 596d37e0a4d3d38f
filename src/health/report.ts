/** The result model of a health report: plain JSON data, which renderers turn into text and scripts read.
 *
 * @module
 */

/** What a cron job is told. */
export type State = "OK" | "WARNING" | "CRITICAL" | "UNKNOWN";

/** How one check ended. */
export type CheckState = "ok" | "warning" | "critical" | "unknown" | "not permitted" | "not applicable";

/** How bad a finding is. */
export type Severity = "warning" | "critical";

/** The areas that checks belong to, in the order of a report. */
export const AREAS = [
  "platform",
  "compute",
  "instances",
  "network",
  "storage",
  "image",
  "load_balancer",
  "orchestration",
  "quota",
  "identity",
] as const;

/** One of {@linkcode AREAS}. */
export type Area = typeof AREAS[number];

/** What a finding is about. */
export interface FoundResource {
  /** `server`, `volume`, `service` and so on. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** Id of the owning project, where the resource has one. */
  readonly project?: string;
}

/** A value that supports a finding. */
export type EvidenceValue = string | number | boolean | readonly string[];

/** Something that is not as it should be. */
export interface Finding {
  /** `<check id>/<resource id>`: the same in every run for the same trouble. */
  readonly key: string;
  readonly check: string;
  readonly area: Area;
  readonly severity: Severity;
  /** One line for a person. */
  readonly text: string;
  readonly resource: FoundResource;
  /** Since when, ISO 8601 in UTC; absent if nothing tells. */
  readonly since?: string;
  /** The fields that were looked at, with their values. */
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
  /** What usually helps. */
  readonly remedy: string;
}

/** A number that a check measured, for graphs. */
export interface Measure {
  /** Unique in a report, in words: `compute cores`. */
  readonly label: string;
  readonly value: number;
  readonly unit: "s" | "ms" | "%" | "d" | "";
  /** Above (or, with {@linkcode below}, below) it a warning is due. */
  readonly warning?: number;
  readonly critical?: number;
  /** Whether low values are the bad ones. */
  readonly below?: boolean;
}

/** A part of the cloud that a check could not read. */
export interface Unread {
  /** The collection in words: `compute services`. */
  readonly what: string;
  readonly state: "unknown" | "not permitted" | "not applicable";
  /** A reason of INTERFACE, or `HTTP 503`. */
  readonly reason: string;
  readonly service?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly request_id?: string;
  readonly next?: string;
}

/** How one check went. */
export interface CheckResult {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly state: CheckState;
  /** Why it is unknown, not permitted or not applicable. */
  readonly reason?: string;
  readonly request_id?: string;
  readonly findings: number;
  readonly measures?: readonly Measure[];
  /** What it could not read, even if the rest sufficed for a verdict. */
  readonly unavailable?: readonly Unread[];
}

/** How an area went. `NOT CHECKED` is neutral: nobody asked for it by name, and no check of it could run. */
export interface AreaResult {
  readonly area: Area;
  readonly state: State | "NOT CHECKED";
  /** How many checks came to a verdict, of how many. */
  readonly ran: number;
  readonly of: number;
  readonly findings: number;
}

/** How much was looked at. */
export interface Coverage {
  /** Checks that came to a verdict. */
  readonly ran: number;
  readonly of: number;
  readonly not_permitted: number;
  readonly not_applicable: number;
  readonly unknown: number;
}

/** What the run cost the cloud. */
export interface RequestCount {
  readonly total: number;
  readonly retries: number;
  /** Answers that were 5xx or 429, and requests without an answer. */
  readonly faults: number;
  readonly by_service: Readonly<Record<string, number>>;
  /** The slowest reads, pages each; waiting for a free connection included. */
  readonly slowest: readonly { readonly what: string; readonly service: string; readonly ms: number }[];
}

/** The version of {@linkcode Report}. */
export const REPORT_FORMAT = "openstack-mcp/report/1";

/** A finished run. */
export interface Report {
  readonly schema: typeof REPORT_FORMAT;
  readonly tool: { readonly name: string; readonly version: string };
  /** Name of the cloud's entry. */
  readonly cloud: string;
  readonly scope: {
    /** In words, as every answer states it. */
    readonly text: string;
    readonly project?: { readonly id: string; readonly name: string };
    readonly region?: string;
    readonly all_projects: boolean;
  };
  /** When the run began, ISO 8601 in UTC. */
  readonly generated_at: string;
  readonly duration_ms: number;
  readonly state: State;
  readonly areas: readonly AreaResult[];
  readonly checks: readonly CheckResult[];
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  readonly requests: RequestCount;
  /** Why the run was cut, if it was. */
  readonly incomplete?: string;
}

const BADNESS: Readonly<Record<State, number>> = { OK: 0, WARNING: 1, UNKNOWN: 2, CRITICAL: 3 };

/** The worst of some states: CRITICAL > UNKNOWN > WARNING > OK. */
export function worst(states: Iterable<State>): State {
  let found: State = "OK";
  for (const state of states) if (BADNESS[state] > BADNESS[found]) found = state;
  return found;
}

/** The state that a check's end stands for; undefined if it is neutral. */
export function stateOf(state: CheckState): State | undefined {
  return CHECK_STATES[state];
}

const CHECK_STATES: Readonly<Record<CheckState, State | undefined>> = {
  "ok": "OK",
  "warning": "WARNING",
  "critical": "CRITICAL",
  "unknown": "UNKNOWN",
  "not permitted": undefined,
  "not applicable": undefined,
};

/** From which state on a report fails. */
export type FailOn = "warning" | "critical";

const EXIT_CODES: Readonly<Record<State, 0 | 1 | 2 | 3>> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 };

/** The exit code of a report, as Nagios reads it. With `critical` a WARNING passes; UNKNOWN never does. */
export function exitCode(report: Pick<Report, "state">, failOn: FailOn = "warning"): 0 | 1 | 2 | 3 {
  return failOn === "critical" && report.state === "WARNING" ? 0 : EXIT_CODES[report.state];
}
