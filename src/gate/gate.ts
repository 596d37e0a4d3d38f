/** The one way to change anything: plan, confirm, apply, verify.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { planAnswer, questionText, rowsAnswer } from "./answer.ts";
import { applyPlan, type Pauses } from "./apply.ts";
import { type Change, isToDo, type Plan, type SendChange, type Target } from "./change.ts";
import type { Confirmations, Issued, Subject } from "./confirmation.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { refuseForeign } from "./ownership.ts";
import {
  type ChangePolicy,
  describeLeave,
  needsConfirmation,
  refuseForbidden,
  refuseTooMany,
} from "./policy.ts";

/** What a client can do, or did, about a question; see the wire's `Confirmation`. */
export interface Reply {
  readonly canAsk: boolean;
  readonly state?: string;
  readonly reply?: "accept" | "decline" | "cancel";
}

/** What the gate of one call stands on. */
export interface GateOptions {
  readonly tool: string;
  readonly caller: string;
  readonly policy: ChangePolicy;
  readonly confirmations: Confirmations;
  readonly ledger: Ledger;
  readonly reply: Reply;
  readonly session: () => Promise<Session>;
  /** Makes what sends the operations of a change. The signal gives up requests that were sent. */
  readonly sender: (change: Change, signal: AbortSignal) => SendChange;
  /** Fires when the caller gave up or its time is over. */
  readonly signal: AbortSignal;
  /** When the time of the call is over, in milliseconds since the epoch. */
  readonly endsAt: number;
  readonly progress: (done: number, total: number | undefined, message: string) => void;
  /** Size budget of the answer in tokens. */
  readonly answerTokens: number;
  readonly now: () => number;
  /** How long to pause while a change is seen through; for tests. */
  readonly pauses?: Partial<Pauses>;
}

/** A plan with what is known of it. */
interface Planned {
  readonly change: Change;
  readonly plan: Plan;
  /** What the scope of the answer says. Read before anything is sent: afterwards nothing may fail. */
  readonly scope: string;
  readonly what: string;
}

/** An answer of a changing tool. */
type Members = Readonly<Record<string, unknown>>;

/** Whether a change may be made, or what is in the way. */
type Verdict =
  | { readonly kind: "given"; readonly by: "policy" | "form" | "token" }
  | { readonly kind: "open"; readonly why?: string };

/** The gate of one call. */
export class Gate {
  readonly #options: GateOptions;
  #ask: { message: string; state: string } | undefined;
  #failed = false;

  /** Makes the gate of one call; see {@linkcode Gate.change}. */
  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** In words: what this caller may change, and when it must be confirmed. */
  get leave(): string {
    return describeLeave(this.#options.policy);
  }

  /** What a person is to be asked, if the answer is a plan and the client can ask. */
  get ask(): { readonly message: string; readonly state: string } | undefined {
    return this.#ask;
  }

  /** Whether the answer tells of a change that did not happen as it was wanted. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Makes a change, or gives the plan that is to be confirmed first.
   *
   * @returns The answer of the tool: the plan and its token, or one row for each target.
   * @throws {OpenStackError} If it is refused, or the targets cannot be found; nothing was sent then.
   */
  async change(change: Change): Promise<Members> {
    const what = `${change.action} ${change.things}`;
    await this.#record(what, {
      event: "asked",
      action: change.action,
      arguments: recordedArguments(change.args),
    });
    try {
      return await this.#run(change, what);
    } catch (error) {
      const why = error instanceof OpenStackError ? error.toJSON() : { detail: String(error) };
      // The refusal stands whether it can be written down or not.
      await this.#options.ledger.audit({ event: "refused", action: change.action, error: why }).catch(
        () => {},
      );
      throw error;
    }
  }

  async #run(change: Change, what: string): Promise<Members> {
    const { policy, session } = this.#options;
    refuseForbidden(what, change.operations, policy);
    const plan = await change.plan();
    refuseTooMany(what, plan.targets.length, change.things, policy);
    const login = await session();
    refuseForeign(what, plan.targets, login, policy);
    const planned: Planned = { change, plan, scope: await change.scope(), what };
    const todo = plan.targets.filter(isToDo);
    const needed = todo.length > 0 &&
      needsConfirmation(policy.confirm, change.operations, todo.length, change.isSearched);
    const targets = plan.targets.map(recordedTarget);
    const who = { user: login.user.name, project: login.project?.name };
    await this.#record(what, {
      event: "planned",
      action: change.action,
      ...who,
      targets,
      confirmation: needed ? policy.confirm : "not needed",
    });
    if (change.args.dry_run) return this.#planned(planned);
    const subject = this.#subjectOf(planned, login);
    if (todo.length > 0) {
      const verdict = await this.#confirmed(change, subject, needed, what);
      if (verdict.kind === "open") return await this.#openPlan(planned, subject, verdict.why);
      await this.#record(what, {
        event: "confirmed",
        action: change.action,
        ...who,
        targets,
        by: verdict.by,
      });
    }
    return await this.#apply(planned);
  }

  /** What a confirmation is bound to. How long to wait for the end changes nothing of what is done. */
  #subjectOf({ change, plan, scope }: Planned, login: Session): Subject {
    const { confirm: _confirm, dry_run: _dryRun, wait: _wait, wait_seconds: _seconds, ...args } = change.args;
    return {
      caller: this.#options.caller,
      identity: login.identityUrl,
      user: login.user.id,
      project: login.project?.id,
      // Names the region too, in which another cloud may have the same project.
      scope,
      tool: this.#options.tool,
      action: change.action,
      args,
      // A process that shares the key may take a token: it must not pass for a form where a person is asked.
      isForPerson: this.#options.policy.confirm === "human",
      warnings: plan.warnings,
      targets: plan.targets.map(({ name, id, now, will, state, refused }) => ({
        name,
        id,
        now,
        will,
        state,
        refused,
      })),
    };
  }

  /** Whether the change may be made: by leave of the policy, of a person, or of a token. */
  async #confirmed(change: Change, subject: Subject, needed: boolean, what: string): Promise<Verdict> {
    const { reply, policy } = this.#options;
    if (reply.reply === "decline" || reply.reply === "cancel") throw declined(what, reply.reply);
    const byForm = reply.reply === "accept" && reply.state !== undefined;
    const token = byForm ? reply.state : policy.confirm === "human" ? undefined : change.args.confirm;
    const why = token === undefined ? undefined : await this.#refusalOf(token, subject);
    if (token !== undefined && why === undefined) return { kind: "given", by: byForm ? "form" : "token" };
    // Who shows a token means the plan that it was given for: another one is made anew, needed or not.
    if (token === undefined && !needed) return { kind: "given", by: "policy" };
    return { kind: "open", ...(why === undefined ? {} : { why }) };
  }

  /** Why a token does not confirm this plan; undefined if it does, and is used up now. */
  async #refusalOf(token: string, subject: Subject): Promise<string | undefined> {
    const verdict = await this.#options.confirmations.check(token, subject);
    if (verdict.kind === "bad") return verdict.why;
    const isFirst = await this.#options.ledger.consume(verdict.nonce, verdict.expiresAt);
    return isFirst ? undefined : "used before";
  }

  async #openPlan(planned: Planned, subject: Subject, why: string | undefined): Promise<Members> {
    const { reply, policy, confirmations } = this.#options;
    if (policy.confirm === "human" && !reply.canAsk) throw cannotBeAsked(planned.what);
    const issued = await confirmations.issue(subject);
    if (reply.canAsk) this.#ask = { message: questionText({ ...planned, why }), state: issued.token };
    return this.#planned(planned, policy.confirm === "human" ? undefined : issued, why);
  }

  #planned({ change, plan, scope }: Planned, issued?: Issued, why?: string): Members {
    return planAnswer({
      scope,
      change,
      plan,
      answerTokens: this.#options.answerTokens,
      ...(issued ? { issued } : {}),
      ...(why === undefined ? {} : { why }),
    });
  }

  async #apply({ change, plan, scope, what }: Planned): Promise<Members> {
    const { signal, endsAt, progress, ledger, sender, now, pauses } = this.#options;
    const applied = await applyPlan({
      change,
      plan,
      ledger,
      record: (entry) => this.#record(what, entry),
      sender: (abort) => sender(change, abort),
      signal,
      endsAt,
      progress,
      now,
      ...(pauses ? { pauses } : {}),
    });
    this.#failed = applied.rows.some(({ outcome }) => ["failed", "unknown", "not sent"].includes(outcome));
    return rowsAnswer({ scope, change, plan, answerTokens: this.#options.answerTokens, ...applied });
  }

  /** A change without its record is worse than a refused one.
   *
   * @throws {OpenStackError} `refused by policy` if the entry could not be written.
   */
  async #record(what: string, entry: LedgerEntry): Promise<void> {
    try {
      await this.#options.ledger.audit(entry);
    } catch (error) {
      throw new OpenStackError({
        what,
        reason: "refused by policy",
        detail: `the audit log could not be written: ${
          error instanceof Error ? error.message : String(error)
        }`,
        next: "The operator has to mend the file that --audit-log names; until then nothing is changed.",
      });
    }
  }
}

function declined(what: string, reply: "decline" | "cancel"): OpenStackError {
  return new OpenStackError({
    what,
    reason: "needs confirmation",
    detail: reply === "decline"
      ? "the person did not agree to the plan"
      : "the form was closed without an answer",
    next: "Nothing was sent. Ask what is wanted instead.",
  });
}

function cannotBeAsked(what: string): OpenStackError {
  return new OpenStackError({
    what,
    reason: "needs confirmation",
    detail: "a person must confirm this in a form, and this client cannot show one",
    next: "Use a client that shows forms (elicitation), or let the operator choose another --confirm.",
  });
}

/** Arguments whose text may be a secret, spelt without what stands between words. */
const UNRECORDED = new Set([
  "userdata",
  "adminpass",
  "password",
  "originalpassword",
  "confirm",
  "contents",
  "payload",
  "secret",
  "privatekey",
]);
const LONGEST_RECORDED = 500;

/** The arguments as the audit log has them. */
function recordedArguments(args: Members): Members {
  const entries = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, recordedArgument(name, value)]));
}

function recordedArgument(name: string, value: unknown): unknown {
  if (UNRECORDED.has(name.toLowerCase().replaceAll(/[^a-z]/g, ""))) return "(not recorded)";
  if (typeof value === "string" && value.length > LONGEST_RECORDED) {
    return `${value.slice(0, LONGEST_RECORDED)}…`;
  }
  if (Array.isArray(value)) return value.map((one) => recordedArgument("", one));
  return typeof value === "object" && value !== null ? recordedArguments({ ...value }) : value;
}

function recordedTarget({ name, id, now, will, refused, owner }: Target): Members {
  return { name, id, ...(owner.kind === "cloud" ? {} : { [owner.kind]: owner.id }), now, will, refused };
}
