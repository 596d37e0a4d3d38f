/** The result model of a health report: plain JSON data, which renderers turn into text and scripts read.
 *
 * @module
 */

/** What a cron job is told. */
export type State = "OK" | "WARNING" | "CRITICAL" | "UNKNOWN";

/** How one check ended. */
export type CheckState = "ok" | "warning" | "critical" | "unknown" | "not permitted" | "not applicable";

/** How bad a finding is. What is only told, `info`, leaves the state of its check as it is. */
export type Severity = "info" | "warning" | "critical";

/** The areas that checks belong to, in the order of a report. */
export const AREAS = [
  "platform",
  "compute",
  "instances",
  "network",
  "dns",
  "storage",
  "image",
  "shared_file_system",
  "object_store",
  "load_balancer",
  "orchestration",
  "key_manager",
  "quota",
  "identity",
] as const;

/** One of {@linkcode AREAS}. */
export type Area = typeof AREAS[number];

/** Questions that go across areas; a report gives each a section of its own. */
export const TOPICS = ["exposure", "capacity", "leaks"] as const;

/** One of {@linkcode TOPICS}. */
export type Topic = typeof TOPICS[number];

/** What a finding is about. */
export interface FoundResource {
  /** `server`, `volume`, `service` and so on. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** Id of the owning project, where the resource has one. */
  readonly project?: string;
  /** Its name, where projects other than the login's are looked at. */
  readonly project_name?: string;
  /** Availability zone, where it is known. */
  readonly zone?: string;
  /** Host, where it is known. */
  readonly host?: string;
}

/** A value that supports a finding. */
export type EvidenceValue = string | number | boolean | readonly string[];

/** Why a finding counts for nothing. */
export interface Muted {
  /** `unconfirmed`: it was not seen in enough runs in a row. */
  readonly why: "acknowledged" | "ignored" | "unconfirmed";
  readonly reason: string;
  /** When it counts again, ISO 8601 in UTC; absent if nothing ends it but the finding's own end. */
  readonly until?: string;
}

/** How a finding compares with the run before. */
export type Change = "new" | "worse" | "better" | "unchanged";

/** Something that is not as it should be. */
export interface Finding {
  /** `<check id>/<resource id>`: the same in every run for the same trouble. */
  readonly key: string;
  readonly check: string;
  readonly area: Area;
  readonly topic?: Topic;
  /** The cloud, and its region where there are several; absent in a report on one place. */
  readonly place?: string;
  readonly severity: Severity;
  /** One line for a person. */
  readonly text: string;
  readonly resource: FoundResource;
  /** Since when, ISO 8601 in UTC; absent if nothing tells. */
  readonly since?: string;
  /** The service does not tell since when: {@linkcode since} is when a run saw it first. */
  readonly since_first_seen?: boolean;
  /** The fields that were looked at, with their values. */
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
  /** What usually helps. */
  readonly remedy: string;
  /** A command line to type next. It holds ids and quoted words alone, so that no name can become a command. */
  readonly next?: string;
  /** Absent without a memory of earlier runs. */
  readonly change?: Change;
  /** When a run saw it first, ISO 8601 in UTC; absent without a memory. */
  readonly first_seen?: string;
  /** Present if it counts for nothing. */
  readonly muted?: Muted;
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

/** What something can hold and how much of it is in use: the stuff of bars and forecasts. */
export interface Stock {
  /** `compute`, `addresses`, `storage`, `quota`... */
  readonly group: string;
  /** Unique in its group: `VCPU in zone nova`. */
  readonly name: string;
  readonly used: number;
  /** Absent if there is no limit. */
  readonly total?: number;
  /** `cores`, `MiB`, `GiB`, `addresses`; empty for plain counts. */
  readonly unit: string;
  /** Of {@linkcode total}, one decimal, never rounded up to 100; absent without a limit. */
  readonly percent?: number;
  readonly warning_percent?: number;
  readonly critical_percent?: number;
  readonly place?: string;
  /** Present if the history of earlier runs supports it. */
  readonly forecast?: Forecast;
}

/** The day on which a stock will be used up if it goes on like this. */
export interface Forecast {
  /** A date, `2027-01-31`. */
  readonly full_on: string;
  /** What the figure stands on: `+1.5 cores a day over 21 days, 40 runs`. */
  readonly basis: string;
}

/** What lies about unused, one kind of it. */
export interface Holding {
  /** `volumes without a server`. */
  readonly what: string;
  readonly count: number;
  /** Since when the oldest lies about, ISO 8601 in UTC. */
  readonly oldest?: string;
  /** What they hold, by name with unit: `size_gib`, `vcpus`. */
  readonly holds: Readonly<Record<string, number>>;
  readonly place?: string;
}

/** A part of the score. */
export interface ScorePart {
  readonly part: string;
  readonly points: number;
  readonly of: number;
  readonly why: string;
}

/** Points for the health, so explained that anybody can add them up again. */
export interface Score {
  readonly points: number;
  /** The most points that the parts which were read can give. */
  readonly of: number;
  readonly parts: readonly ScorePart[];
  /** Parts that could not be read: they take no points, and none are expected of them. */
  readonly not_scored: readonly { readonly part: string; readonly why: string }[];
  /** How the points come about. */
  readonly rule: string;
  readonly place?: string;
}

/** A finding of the run before that is gone. */
export interface Resolved {
  readonly key: string;
  readonly check: string;
  readonly severity: Severity;
  readonly text: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly place?: string;
}

/** How a run compares with the one before. */
export interface Changes {
  /** When the run before began; absent if this is the first: then everything is new, and nothing resolved. */
  readonly since?: string;
  readonly new: number;
  readonly worse: number;
  readonly better: number;
  readonly unchanged: number;
  /** The checks that are unknown and were not before. */
  readonly newly_unknown: readonly string[];
  readonly resolved: readonly Resolved[];
}

/** What a number was in earlier runs and is now, for a line. */
export interface Trend {
  readonly label: string;
  readonly unit: Measure["unit"];
  /** Times in ISO 8601 and values, the oldest first. */
  readonly points: readonly (readonly [time: string, value: number])[];
  readonly place?: string;
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
  readonly topic?: Topic;
  /** See {@linkcode Finding.place}. */
  readonly place?: string;
  readonly title: string;
  readonly state: CheckState;
  /** Why it is unknown, not permitted or not applicable. */
  readonly reason?: string;
  readonly request_id?: string;
  /** Those that count; what is muted is not among them. */
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

/** One cloud, or one region of it, of a report on several. */
export interface PlaceResult {
  readonly place: string;
  readonly state: State;
  readonly scope: string;
  readonly coverage: Coverage;
  readonly requests: number;
  readonly duration_ms: number;
  readonly incomplete?: string;
  /** Why there is no report on it. */
  readonly error?: string;
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
  /** What has a limit, with its use. */
  readonly stocks: readonly Stock[];
  /** What lies about unused. */
  readonly holdings: readonly Holding[];
  /** One a place; absent if nothing that it is made of was read. */
  readonly scores?: readonly Score[];
  /** Absent without a memory of earlier runs. */
  readonly changes?: Changes;
  /** Absent without a memory of earlier runs. */
  readonly trends?: readonly Trend[];
  /** Only what changed since the run before is among the findings. */
  readonly only_changes?: boolean;
  /** Present in a report on several clouds or regions. */
  readonly places?: readonly PlaceResult[];
  /** Why the run was cut, if it was. */
  readonly incomplete?: string;
}

/** Puts findings in order: worst first; the rest of the order only has to be the same in every run. */
export function byWeight(a: Finding, b: Finding): number {
  return weight(a) - weight(b) || AREAS.indexOf(a.area) - AREAS.indexOf(b.area) ||
    compareText(a.check, b.check) || compareText(a.place ?? "", b.place ?? "") ||
    compareText(a.resource.name, b.resource.name) || compareText(a.key, b.key);
}

const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** What does not count comes after all that does. */
function weight({ severity, muted }: Finding): number {
  return (muted ? 3 : 0) + WEIGHTS[severity];
}

/** The order of two texts by their code units, the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
