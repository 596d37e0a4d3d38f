/** Runs checks against a cloud and puts their verdicts together. Reads only.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { Operation } from "../openstack/operation.ts";
import type { CloudSettings } from "../openstack/settings.ts";
import { sanitizeText } from "../text/sanitize.ts";
import { utc } from "../text/time.ts";
import type { Check, Limits, Login, RunContext } from "./check.ts";
import { CHECKS } from "./checks/mod.ts";
import type { IssueToken, PeerCertificateReader } from "./collection.ts";
import { Collector, type ReportCall, type ReportCloud } from "./collector.ts";
import { judge, type Judged } from "./judge.ts";
import { advance, type Advanced, knownOf, stockKey } from "./memory/advance.ts";
import type { PlaceMemory } from "./memory/memory.ts";
import { CheckMemory, ownMember } from "./memory/recall.ts";
import { extended, forecast } from "./memory/series.ts";
import { type Mute, muting } from "./mute.ts";
import { percentOf } from "./percent.ts";
import {
  byWeight,
  type CheckResult,
  compareText,
  type Finding,
  type Holding,
  type Measure,
  type Muted,
  type Report,
  REPORT_FORMAT,
  type State,
  type Stock,
  type Unread,
  worst,
} from "./report.ts";
import { reportScore } from "./report_score.ts";
import { highestNeed } from "./roles.ts";
import { readThresholds, selectFrom, type Selection, type Thresholds } from "./selection.ts";
import { areaResults, coverageOf, requestCount } from "./totals.ts";

/** How far a run has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Title of the check that was done last. */
  readonly text: string;
}

/** Options of {@linkcode runReport}. All but the functions is plain data. */
export interface RunOptions {
  /** The cloud; a `Client` is one. */
  readonly cloud: ReportCloud;
  readonly tool: { readonly name: string; readonly version: string };
  /** The scope in words, as every answer states it; made from the login if absent. */
  readonly scope?: string;
  /** Areas and ids; all checks if absent or empty. */
  readonly checks?: readonly string[];
  readonly exclude?: readonly string[];
  readonly thresholds?: Thresholds;
  /** Makes every `not permitted` UNKNOWN. @default {false} */
  readonly requireAll?: boolean;
  /** Looks at every project's objects. @default {false} */
  readonly allProjects?: boolean;
  /** Ends the run after so many milliseconds, with what is known by then. */
  readonly deadlineMs?: number;
  /** At most so many hosts are asked one by one. @default {500} */
  readonly maxHosts?: number;
  /** Milliseconds since the epoch; for tests. @default {Date.now} */
  readonly now?: () => number;
  readonly progress?: (progress: Progress) => void;
  /** Ends the run without a report. */
  readonly signal?: AbortSignal;
  /** See `peerCertificateReader`; without it certificates are not looked at. */
  readonly peerCertificate?: PeerCertificateReader;
  /** Logs in anew, to see how long that takes; without it that is not tried. */
  readonly issueToken?: IssueToken;
  /** What earlier runs of this place left; null if there were none. Without it nothing is compared. */
  readonly memory?: PlaceMemory | null;
  /** In how many runs in a row a finding has to be seen before it counts; needs a memory. @default {1} */
  readonly confirmRuns?: number;
  /** Findings that shall not count. */
  readonly mutes?: readonly Mute[];
  /** Looks into what can hold secrets, for the certificates in it alone. @default {false} */
  readonly allowSensitive?: boolean;
  /** The checks to choose from; for tests. @default {CHECKS} */
  readonly registry?: readonly Check[];
}

/** Runs the chosen checks.
 *
 * @throws {RangeError | TypeError} If the choice or a threshold is wrong.
 * @throws {OpenStackError} If the login fails, or may not see all projects although it should.
 * @throws The signal's reason, if it fires.
 */
export async function runReport(options: RunOptions): Promise<Report> {
  return (await runRemembering(options)).report;
}

/** A report, and what its run leaves for the next. */
export interface RememberingReport {
  readonly report: Report;
  /** Undefined if the run was not given a memory. */
  readonly memory: PlaceMemory | undefined;
}

/** Runs the chosen checks as {@linkcode runReport} does, and gives the memory for the next run too.
 *
 * @throws As {@linkcode runReport}.
 */
export async function runRemembering(options: RunOptions): Promise<RememberingReport> {
  const { registry = CHECKS, now = Date.now, deadlineMs, signal } = options;
  const selection = selectFrom(registry, options.checks, options.exclude);
  const thresholds = readThresholds(registry, options.thresholds ?? {});
  const deadline = new AbortController();
  const timer = deadlineMs === undefined ? undefined : setTimeout(
    () => deadline.abort(new DOMException("The deadline has passed", "TimeoutError")),
    deadlineMs,
  );
  const both = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
  try {
    const run = new Run({ options, selection, thresholds, now, signal: both });
    const finished = await run.finish();
    signal?.throwIfAborted();
    return finished;
  } finally {
    clearTimeout(timer);
    // What the deadline left behind is still being read: nobody waits for it any more.
    deadline.abort(new DOMException("The run is over", "AbortError"));
  }
}

interface RunParts {
  readonly options: RunOptions;
  readonly selection: Selection;
  readonly thresholds: Thresholds;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

class Run {
  readonly #parts: RunParts;
  readonly #started: number;
  readonly #operations: readonly Operation[];
  readonly #mutedBy: ReturnType<typeof muting>;
  readonly #memories = new Map<string, CheckMemory>();
  readonly #stocks: Stock[] = [];
  readonly #holdings = new Map<string, Holding>();
  #done = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#started = parts.now();
    const { allowSensitive = false, mutes = [] } = parts.options;
    this.#mutedBy = muting(mutes, this.#started);
    this.#operations = operationsOf(parts.selection.checks)
      .filter(({ effect }) => allowSensitive || effect !== "sensitive");
  }

  async finish(): Promise<RememberingReport> {
    const { options, selection, now, signal } = this.#parts;
    const { checks } = selection;
    const door = options.cloud.call({ operations: [], signal });
    const session = await this.#login(door);
    if (options.allProjects) demandAdmin(session.roles);
    const { token: _, ...login } = session;
    const collector = new Collector({
      cloud: options.cloud,
      names: [
        ...new Set([
          ...checks.flatMap((check) => [...check.data, ...check.optional]),
          ...(options.allProjects ? NAMING : []),
        ]),
      ],
      session,
      allProjects: options.allProjects ?? false,
      maxHosts: options.maxHosts ?? 500,
      allowSensitive: options.allowSensitive ?? false,
      now,
      signal,
      peerCertificate: options.peerCertificate,
      issueToken: options.issueToken,
    });
    const environment = {
      login,
      settings: door.settings,
      allowlist: door.allowlist,
      now: now() + (session.clockSkewMs ?? 0),
    };
    const judged = await Promise.all(checks.map((check) => this.#check(check, collector, environment)));
    const cut = signal.aborted;
    const ended = options.allProjects && !cut ? await named(judged, collector) : judged;
    return this.#report({ ended, collector, login, settings: door.settings, cut });
  }

  async #login(door: ReportCall): Promise<Session> {
    const { options, signal } = this.#parts;
    try {
      return await door.session();
    } catch (error) {
      if (!signal.aborted || options.signal?.aborted) throw error;
      throw new OpenStackError({
        what: "log in",
        service: "identity",
        reason: "timed out",
        detail: `no login within the deadline of ${(options.deadlineMs ?? 0) / 1000} s`,
        next: "Give the report more time, or look at Keystone.",
      });
    }
  }

  async #check(check: Check, collector: Collector, environment: Environment): Promise<Judged> {
    await Promise.all([...check.data, ...check.optional].map((name) => collector.get(name)));
    const measures: Measure[] = [];
    const gaps: Unread[] = [];
    const memory = new CheckMemory(check.id, this.#parts.options.memory ?? undefined, environment.now);
    this.#memories.set(check.id, memory);
    const judged = judge({
      check,
      collector,
      context: {
        ...this.#context(check, environment),
        past: memory.past,
        remember: (name, value) => memory.remember(name, value),
        sighted: (key) => memory.sighted(key),
        measure: (measure) => void measures.push(measure),
        stock: (stock) => void this.#stocks.push(stockOf(stock)),
        holding: (holding) => this.#hold(holding),
        incomplete: (what, detail) =>
          void gaps.push({ what, state: "unknown", reason: "incomplete", detail }),
        notShown: (what, detail) =>
          void gaps.push({ what, state: "not permitted", reason: "not permitted", detail }),
      },
      measures,
      gaps,
      complete: (finding) => this.#complete(finding),
      requireAll: this.#parts.options.requireAll ?? false,
    });
    this.#done++;
    this.#parts.options.progress?.({
      done: this.#done,
      total: this.#parts.selection.checks.length,
      text: check.title,
    });
    return judged;
  }

  /** Two checks may tell of one kind, and one of them of the long unused alone: whoever knows of more is right. */
  #hold(holding: Holding): void {
    if (holding.count > (this.#holdings.get(holding.what)?.count ?? 0)) {
      this.#holdings.set(holding.what, holding);
    }
  }

  /** What earlier runs and the operator say of a finding. */
  #complete(finding: Finding): Finding {
    const { memory, confirmRuns = 1 } = this.#parts.options;
    const muted = this.#mutedBy(finding);
    if (memory === undefined) return { ...finding, ...(muted ? { muted } : {}) };
    const known = knownOf(finding, { place: memory ?? undefined, now: this.#started, confirmRuns });
    const unconfirmed: Muted | undefined = known.confirmed ? undefined : {
      why: "unconfirmed",
      reason: `seen in ${known.streak} of the ${confirmRuns} runs in a row that it takes`,
    };
    const why = muted ?? unconfirmed;
    return {
      ...finding,
      change: known.change,
      first_seen: utc(known.firstSeen),
      ...(why ? { muted: why } : {}),
    };
  }

  #context(check: Check, environment: Environment): Omit<RunContext, OwnToCheck> {
    const { options, selection, thresholds } = this.#parts;
    const limits: Limits = { ...check.thresholds, ...thresholds[check.id] };
    return {
      ...environment,
      allProjects: options.allProjects ?? false,
      needs: highestNeed(selection.checks.map((check) => check.needs)),
      operations: this.#operations,
      limit: (name) => {
        const value = limits[name];
        if (typeof value !== "number") throw new TypeError(`Check "${check.id}" has no number "${name}"`);
        return value;
      },
      words: (name) => {
        const value = limits[name];
        if (typeof value !== "object") throw new TypeError(`Check "${check.id}" has no words "${name}"`);
        return value;
      },
    };
  }

  #advance(
    results: readonly CheckResult[],
    findings: readonly Finding[],
    stocks: readonly Stock[],
  ): Advanced | undefined {
    const { options, selection } = this.#parts;
    const { memory, confirmRuns = 1, registry = CHECKS } = options;
    if (memory === undefined) return undefined;
    return advance({
      place: memory ?? undefined,
      now: this.#started,
      confirmRuns,
      results,
      findings,
      stocks,
      left: new Map(selection.checks.flatMap(({ id }) => {
        const left = this.#memories.get(id)?.left();
        return left ? [[id, left] as const] : [];
      })),
      known: new Set(registry.map(({ id }) => id)),
    });
  }

  /** The stocks in a fixed order, with what their history says of the future. */
  #foretold(): Stock[] {
    const { memory } = this.#parts.options;
    const stocks = this.#stocks.toSorted((a, b) => compareText(stockKey(a), stockKey(b)));
    return stocks.map((stock) => {
      const { total, used, unit } = stock;
      if (!memory || total === undefined) return stock;
      const series = extended(ownMember(memory.series, stockKey(stock)) ?? [], {
        at: this.#started,
        value: used,
      });
      const found = forecast(series, { total, unit });
      return found ? { ...stock, forecast: found } : stock;
    });
  }

  #report({ ended, collector, login, settings, cut }: ReportParts): RememberingReport {
    const { options, selection, now } = this.#parts;
    const checks = ended.map(({ result }) => result);
    const findings = ended.flatMap(({ findings }) => findings).sort(byWeight);
    const areas = areaResults(selection, checks);
    const states = [
      ...areas.flatMap(({ state }): State[] => state === "NOT CHECKED" ? [] : [state]),
      // A report without a single verdict says nothing about the cloud.
      ...(areas.every(({ state }) => state === "NOT CHECKED") ? ["UNKNOWN" as const] : []),
      ...(cut ? ["UNKNOWN" as const] : []),
    ];
    const { name: cloud, region } = settings;
    const allProjects = options.allProjects ?? false;
    const stocks = this.#foretold();
    const advanced = this.#advance(checks, findings, stocks);
    const score = reportScore(collector, login);
    const report: Report = {
      schema: REPORT_FORMAT,
      tool: options.tool,
      cloud,
      scope: {
        text: options.scope ?? scopeText(login, allProjects, region),
        ...(login.project
          ? { project: { id: login.project.id, name: sanitizeText(login.project.name) } }
          : {}),
        ...(region === undefined ? {} : { region }),
        all_projects: allProjects,
      },
      generated_at: utc(this.#started),
      duration_ms: Math.max(0, Math.round(now() - this.#started)),
      state: worst(states),
      areas,
      checks,
      findings,
      coverage: coverageOf(checks),
      requests: requestCount(collector),
      stocks,
      holdings: [...this.#holdings.values()].toSorted((a, b) => compareText(a.what, b.what)),
      ...(score ? { scores: [score] } : {}),
      ...(advanced ? { changes: advanced.changes, trends: advanced.trends } : {}),
      ...(cut ? { incomplete: this.#incomplete(checks) } : {}),
    };
    return { report, memory: advanced?.memory };
  }

  #incomplete(checks: readonly CheckResult[]): string {
    const seconds = (this.#parts.options.deadlineMs ?? 0) / 1000;
    const unknown = checks.filter((check) => check.state === "unknown").length;
    return `the deadline of ${seconds} s ended the run; ${unknown} of ${checks.length} checks are unknown`;
  }
}

/** Cinder and others ignore the wish of those who may not see all projects, and their answers look the same. */
function demandAdmin(roles: readonly string[]): void {
  if (roles.includes("admin")) return;
  throw new OpenStackError({
    what: "report on all projects",
    reason: "refused by policy",
    detail: `the login has the roles ${roles.join(", ") || "none"}; all projects need the role admin`,
    next: "Leave --all-projects out, or log in as an administrator.",
  });
}

/** What gives names to ids, beside what the checks read. */
const NAMING = ["projects"] as const;

/** The same with the names of projects, where they can be read: an id says nothing to a person. */
async function named(ended: readonly Judged[], collector: Collector): Promise<readonly Judged[]> {
  if (!ended.some(({ findings }) => findings.some(({ resource }) => resource.project !== undefined))) {
    return ended;
  }
  const projects = await collector.get("projects");
  if (projects.state !== "ok") return ended;
  const names = new Map(projects.items.map(({ id, name }) => [id, name]));
  return ended.map(({ result, findings }) => ({
    result,
    findings: findings.map((finding) => {
      const name = names.get(finding.resource.project ?? "");
      if (name === undefined || finding.resource.project_name !== undefined) return finding;
      return { ...finding, resource: { ...finding.resource, project_name: sanitizeText(name) } };
    }),
  }));
}

/** What a check's own part of the run gives it. */
type OwnToCheck =
  | "measure"
  | "stock"
  | "holding"
  | "incomplete"
  | "notShown"
  | "past"
  | "remember"
  | "sighted";

type Environment = Pick<RunContext, "login" | "settings" | "allowlist" | "now">;

interface ReportParts {
  readonly ended: readonly Judged[];
  readonly collector: Collector;
  readonly login: Login;
  readonly settings: CloudSettings;
  readonly cut: boolean;
}

/** The operations of some checks, without duplicates, by id: what a run of them may send. */
export function operationsOf(checks: readonly Pick<Check, "operations">[]): Operation[] {
  const byId = new Map(checks.flatMap((check) => check.operations.map((op) => [op.id, op])));
  return [...byId.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

/** A stock with its percentage, where it has a limit. */
function stockOf(stock: Omit<Stock, "percent" | "forecast" | "place">): Stock {
  const { used, total } = stock;
  if (total === undefined || total <= 0) return stock;
  return { ...stock, percent: percentOf(used, total) };
}

function scopeText(login: Login, allProjects: boolean, region: string | undefined): string {
  const place = region === undefined ? "" : `, region ${region}`;
  if (allProjects) return `all projects${place}`;
  if (login.project) return `project ${sanitizeText(login.project.name)}${place}`;
  return `${login.system ? "the system" : "no project"}${place}`;
}
