/** The shapes of a changing tool's answers.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import { sanitizeText } from "../text/sanitize.ts";
import type { Applied, Row } from "./apply.ts";
import type { Change, Plan, Target } from "./change.ts";
import type { Issued } from "./confirmation.ts";

/** What {@linkcode planAnswer} shows. */
export interface PlanAnswerOptions {
  readonly scope: string;
  readonly change: Change;
  readonly plan: Plan;
  readonly answerTokens: number;
  /** The confirmation that was made out; absent if nothing is to be confirmed. */
  readonly issued?: Issued;
  /** Why a confirmation that was given does not count. */
  readonly why?: string;
}

const PLAN_COLUMNS = ["name", "id", "now", "will"];

/** The plan, and the token that confirms it. */
export function planAnswer(options: PlanAnswerOptions): Record<string, unknown> {
  const { scope, change, plan, issued, why } = options;
  const { targets, warnings = [], unavailable = [] } = plan;
  const rows = fitting(targets.map(planRow), options.answerTokens);
  const unseen = targets.length - rows.length;
  const told = unseen === 0
    ? warnings
    : [`${unseen} more ${change.things} are part of this plan and not shown`, ...warnings];
  return {
    scope,
    plan: {
      action: change.action,
      total: targets.length,
      ...(unseen > 0 ? { shown: rows.length } : {}),
      columns: PLAN_COLUMNS,
      rows,
      ...(told.length > 0 ? { warnings: told } : {}),
      ...(unavailable.length > 0 ? { unavailable } : {}),
    },
    ...(why === undefined ? {} : { note: `the confirmation does not count (${why}): this is a new plan` }),
    ...(targets.length === 0 ? { note: `no ${change.things} match` } : {}),
    ...(issued ? { confirm: issued.token, expires: new Date(issued.expiresAt).toISOString() } : {}),
  };
}

function planRow({ name, id, now, will, refused, unchanged }: Target): unknown[] {
  return [
    name,
    id ?? "",
    now,
    refused === undefined ? unchanged ? "unchanged" : will : `nothing: ${refused}`,
  ];
}

const MOST_ASKED = 30;

/** What {@linkcode questionText} tells. */
export interface QuestionOptions extends Pick<PlanAnswerOptions, "scope" | "change" | "plan"> {
  /** Why a confirmation that was given does not count. */
  readonly why: string | undefined;
}

/** The plan as a person reads it in a form. A line break in a name would make a line of the plan. */
export function questionText({ change, plan, scope, why }: QuestionOptions): string {
  const lines = plan.targets.slice(0, MOST_ASKED).map((target) => {
    const [name, id, now, will] = planRow(target);
    return `- ${name}${id === "" ? "" : ` (${id})`}: ${now} -> ${will}`;
  });
  const more = plan.targets.length - lines.length;
  return [
    `${change.action} ${change.things} in ${scope} (${plan.targets.length})?`,
    ...(why === undefined ? [] : [`(The former confirmation does not count: ${why}.)`]),
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
    ...(plan.warnings ?? []).map((warning) => `! ${warning}`),
    ...(plan.unavailable ?? []).map(({ what }) => `! could not be read: ${what}`),
  ].map((line) => sanitizeText(line)).join("\n");
}

/** What {@linkcode rowsAnswer} shows. */
export interface RowsAnswerOptions extends Applied {
  readonly scope: string;
  readonly change: Change;
  readonly plan: Plan;
  readonly answerTokens: number;
}

const ROW_COLUMNS = ["name", "id", "outcome", "before", "after", "request_id", "reason"];

/** What became of each target. */
export function rowsAnswer(options: RowsAnswerOptions): Record<string, unknown> {
  const { scope, change, plan, members, unrecorded } = options;
  const all = options.rows.map(outcomeRow);
  const whole = fitting(all, options.answerTokens);
  // What a cut leaves out is what needs nobody: a failure, and the id of what is new, stay.
  const rows = whole.length === all.length
    ? whole
    : fitting(options.rows.toSorted(byUrgency).map(outcomeRow), options.answerTokens);
  const unavailable = [
    ...plan.unavailable ?? [],
    ...(unrecorded === undefined ? [] : [{
      what: "audit log",
      reason: "unavailable",
      detail: `an outcome was not recorded: ${unrecorded}`,
    }]),
  ];
  const counts = Map.groupBy(options.rows, ({ outcome }) => outcome);
  return {
    scope,
    action: change.action,
    total: options.rows.length,
    ...(rows.length < options.rows.length
      ? {
        shown: rows.length,
        outcomes: Object.fromEntries([...counts].map(([outcome, of]) => [outcome, of.length])),
      }
      : {}),
    columns: ROW_COLUMNS,
    rows,
    ...members,
    ...(plan.warnings && plan.warnings.length > 0 ? { warnings: plan.warnings } : {}),
    ...(options.rows.length === 0 ? { note: `no ${change.things} match: nothing was changed` } : {}),
    ...(unavailable.length > 0 ? { unavailable } : {}),
    ...(counts.has("pending") || counts.has("unknown") ? { next: NEXT } : {}),
  };
}

const NEXT =
  "pending: sent, and not seen through yet; unknown: sent without an answer. Read the targets; do not repeat the change blindly.";

const SETTLED: ReadonlySet<Row["outcome"]> = new Set(["done", "unchanged"]);

function byUrgency(a: Row, b: Row): number {
  return Number(SETTLED.has(a.outcome)) - Number(SETTLED.has(b.outcome));
}

function outcomeRow({ name, id, outcome, before, after, requestId, reason }: Row): unknown[] {
  return [name, id ?? "", outcome, before, after ?? "", requestId ?? "", reason ?? ""];
}

/** The rows that half of the budget holds: the rest is for warnings. */
function fitting(rows: readonly unknown[][], answerTokens: number): readonly unknown[][] {
  let left = answerTokens * 2;
  const cut = rows.findIndex((row) => (left -= stringifyJson(row).length + 1) < 0);
  return cut < 0 ? rows : rows.slice(0, Math.max(1, cut));
}
