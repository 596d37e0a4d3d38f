/** Applies a plan: sends what is to be sent, and reads back what came of it.
 *
 * @module
 */
import type { Answer } from "../openstack/answer.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { abortable, pause } from "../openstack/retry.ts";
import { Semaphore } from "../openstack/semaphore.ts";
import { TransportError } from "../openstack/transport.ts";
import {
  type Change,
  isToDo,
  type Observation,
  type Plan,
  type SendChange,
  type Sent,
  type Target,
} from "./change.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";

/** What became of a target. */
export type Outcome = "done" | "failed" | "pending" | "unknown" | "unchanged" | "not sent";

/** One row of the answer. */
export interface Row {
  readonly name: string;
  readonly id?: string;
  readonly outcome: Outcome;
  readonly before: string;
  readonly after?: string;
  readonly requestId?: string;
  readonly reason?: string;
}

/** What applying a plan gave. */
export interface Applied {
  /** In the order of the plan. */
  readonly rows: readonly Row[];
  /** More members of the answer. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Present if an outcome could not be written to the audit log. */
  readonly unrecorded?: string;
}

/** What {@linkcode applyPlan} stands on. */
export interface ApplyOptions {
  readonly change: Change;
  readonly plan: Plan;
  readonly ledger: Ledger;
  /** Writes an entry; a throw keeps the change from being sent. */
  readonly record: (entry: LedgerEntry) => Promise<void>;
  /** Makes what sends; the signal gives up a request that was sent. */
  readonly sender: (signal: AbortSignal) => SendChange;
  /** Fires when the caller gave up or its time is over. */
  readonly signal: AbortSignal;
  /** When the time of the call is over, in milliseconds since the epoch. */
  readonly endsAt: number;
  readonly progress: (done: number, total: number | undefined, message: string) => void;
  readonly now: () => number;
  /** How long to pause; for tests. */
  readonly pauses?: Partial<Pauses>;
}

/** Milliseconds between one look and the next. */
export interface Pauses {
  /** Before a target is read back for the first time; then a quarter longer each time. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** Before what a busy root refused is sent again. */
  readonly busyMs: number;
  /** The answer to a request that was sent is awaited for so long after the caller gave up. */
  readonly answerMs: number;
}

/** Changes that are sent at the same time. What was sent is read back without holding the others up. */
const SENT_AT_ONCE = 8;
/** Seconds that reading back takes at most, unless the caller says. */
const WAIT_SECONDS = 25;
/** The answer is put together before the asking side gives up. */
const RESERVE_MS = 1_500;
const PAUSES: Pauses = { firstPollMs: 1_000, longestPollMs: 10_000, busyMs: 2_000, answerMs: 10_000 };

/** Applies a plan. Never throws for a target: what goes wrong is its row. */
export async function applyPlan(options: ApplyOptions): Promise<Applied> {
  const run = new Run(options);
  const { targets } = options.plan;
  const groups = [...Map.groupBy(targets.map((target, index) => ({ target, index })), rootOf).values()];
  const rows: Row[] = [];
  await Promise.all(groups.map(async (group) => {
    let isHeld = false;
    for (const [place, { target, index }] of group.entries()) {
      const isFollowed = group.slice(place + 1).some((next) => isToDo(next.target));
      const row: Row = isHeld ? heldBack(target) : await run.target(target, isFollowed);
      isHeld ||= row.outcome === "pending";
      rows[index] = row;
    }
  }));
  return {
    rows,
    members: run.members,
    ...(run.unrecorded === undefined ? {} : { unrecorded: run.unrecorded }),
  };
}

function rootOf({ target, index }: { target: Target; index: number }): string {
  return target.root ?? target.id ?? `new ${index}`;
}

function namedRow({ name, id, now: before }: Target): Pick<Row, "name" | "id" | "before"> {
  return { name, ...(id === undefined ? {} : { id }), before };
}

/** The row of a target for which nothing is to be sent. */
function idleRow(target: Target): Row | undefined {
  const { refused, unchanged, now } = target;
  if (refused !== undefined) return { ...namedRow(target), outcome: "not sent", reason: refused };
  return unchanged ? { ...namedRow(target), outcome: "unchanged", after: now } : undefined;
}

/** A root that has not settled refuses the next change, or does the two in an order of its own. */
function heldBack(target: Target): Row {
  const reason = "the change before it had not settled in time";
  return idleRow(target) ?? { ...namedRow(target), outcome: "not sent", reason };
}

/** What sending a target's change came to. */
type Sending =
  | { readonly kind: "sent"; readonly sent: Sent }
  | { readonly kind: "no answer"; readonly reason: string; readonly requestId?: string }
  | { readonly kind: "refused"; readonly reason: string; readonly requestId?: string }
  | {
    readonly kind: "not sent";
    readonly reason: string; /** Whether the audit log has it as sent. */
    readonly isRecorded: boolean;
  };

class Run {
  readonly #options: ApplyOptions;
  readonly #pauses: Pauses;
  readonly #places = new Semaphore(SENT_AT_ONCE);
  readonly #lastMoment: number;
  readonly #waitUntil: number;
  readonly #total: number;
  #settled = 0;
  members: Record<string, unknown> = {};
  unrecorded: string | undefined;

  constructor(options: ApplyOptions) {
    this.#options = options;
    const { wait = true, wait_seconds: seconds = WAIT_SECONDS } = options.change.args;
    this.#pauses = { ...PAUSES, ...options.pauses };
    this.#lastMoment = options.endsAt - RESERVE_MS;
    this.#waitUntil = wait ? Math.min(options.now() + seconds * 1000, this.#lastMoment) : 0;
    this.#total = options.plan.targets.filter(isToDo).length;
  }

  /** @param mustSettle Whether another target of the same root follows. */
  async target(target: Target, mustSettle: boolean): Promise<Row> {
    const idle = idleRow(target);
    if (idle) return idle;
    const sending = await this.#places.run(() => this.#send(target));
    const row = await this.#rowOf(target, sending, mustSettle);
    const whole = { ...namedRow(target), ...row };
    if (sending.kind !== "not sent" || sending.isRecorded) await this.#recordOutcome(target, whole);
    this.#options.progress(++this.#settled, this.#total, `${target.name}: ${row.outcome}`);
    return whole;
  }

  async #send(target: Target): Promise<Sending> {
    const { signal, record, ledger, change, sender } = this.#options;
    const ended = "the call had ended before";
    if (signal.aborted) return { kind: "not sent", reason: ended, isRecorded: false };
    using patience = answerPatience(signal, this.#pauses.answerMs);
    const send = sender(patience.signal);
    ledger.step(target.name, target.id ?? target.name, "sent");
    try {
      await record({ event: "sent", action: change.action, target: targetEntry(target) });
    } catch (error) {
      ledger.step(target.name, target.id ?? target.name, "failed");
      return { kind: "not sent", reason: reasonOf(error), isRecorded: false };
    }
    // It may have taken the disk a while.
    if (signal.aborted) return { kind: "not sent", reason: ended, isRecorded: true };
    return await this.#sendOnce(target, send);
  }

  async #sendOnce(target: Target, send: SendChange): Promise<Sending> {
    let isPartDone = false;
    try {
      const sent = await target.apply(async (op, options) => {
        const answer = await this.#sendWhenFree(() => send(op, options));
        isPartDone = true;
        return answer;
      });
      return { kind: "sent", sent };
    } catch (error) {
      const sending = sendingOf(error, this.#options.signal);
      if (!isPartDone || sending.kind === "no answer") return sending;
      return { ...sending, kind: "refused", reason: `a part was done, then: ${sending.reason}` };
    }
  }

  /** A busy root refuses what it may take a moment later; that was an answer, so nothing is sent twice. */
  async #sendWhenFree(send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        const { busyMs } = this.#pauses;
        const mayWait = isBusy(error) && this.#options.now() + busyMs < this.#lastMoment;
        if (!mayWait || !await this.#pause(busyMs)) throw error;
      }
    }
  }

  async #rowOf(target: Target, sending: Sending, mustSettle: boolean): Promise<Omit<Row, "name" | "before">> {
    if (sending.kind === "refused") {
      return { outcome: "failed", reason: sending.reason, ...idOf(sending.requestId) };
    }
    if (sending.kind === "not sent") return { outcome: "not sent", reason: sending.reason };
    const sent = sending.kind === "sent" ? sending.sent : undefined;
    Object.assign(this.members, sent?.members);
    const known = { ...idOf(sent?.requestId), ...(sent?.id === undefined ? {} : { id: sent.id }) };
    if (!target.observe) {
      const after = sent?.after === undefined ? {} : { after: sent.after };
      return sending.kind === "sent"
        ? { ...known, outcome: "done", ...after }
        : { outcome: "unknown", ...idOf(sending.requestId), reason: sending.reason };
    }
    const seen = await this.#observe(target.observe, sent, mustSettle);
    const after = seen.after === undefined ? {} : { after: seen.after };
    // The state may be as it was wanted for another reason: without an answer nobody knows.
    if (sending.kind === "no answer") {
      return { outcome: "unknown", ...after, ...idOf(sending.requestId), reason: sending.reason };
    }
    const reason = seen.reason === undefined ? {} : { reason: seen.reason };
    return { ...known, outcome: seen.settled ?? "pending", ...after, ...reason };
  }

  async #observe(
    observe: NonNullable<Target["observe"]>,
    sent: Sent | undefined,
    mustSettle: boolean,
  ): Promise<Partial<Observation>> {
    const { now, signal } = this.#options;
    const { firstPollMs, longestPollMs } = this.#pauses;
    const until = mustSettle ? this.#lastMoment : this.#waitUntil;
    let last: Partial<Observation> = { reason: "not read back" };
    for (let delay = firstPollMs;; delay = Math.min(delay * 1.25, longestPollMs)) {
      const left = until - now();
      // The last look is at the end of the time, not a pause before it.
      const wait = left - delay < firstPollMs ? left : delay;
      if (left <= 0 || !await this.#pause(wait)) return last;
      try {
        last = await abortable(observe(sent), signal);
      } catch (error) {
        if (signal.aborted) return last;
        // Whatever went wrong, the change was sent: its row is not lost.
        last = { ...last, reason: `could not be read back: ${reasonOf(error)}` };
      }
      if (last.settled || (sent === undefined && last.after !== undefined)) return last;
    }
  }

  /** @returns Whether the time went by without the caller giving up. */
  async #pause(ms: number): Promise<boolean> {
    try {
      await pause(ms, this.#options.signal);
      return true;
    } catch {
      return false;
    }
  }

  /** The change is made: that it cannot be written down is told, and changes nothing of it. */
  async #recordOutcome(
    target: Target,
    { id, outcome, before, after, requestId, reason }: Row,
  ): Promise<void> {
    const { ledger, change } = this.#options;
    const step = outcome === "unchanged" || outcome === "not sent" ? "failed" : outcome;
    ledger.step(target.name, target.id ?? target.name, step);
    try {
      await ledger.audit({
        event: "outcome",
        action: change.action,
        // As the entry that it was sent has it: the two belong together.
        target: targetEntry(target),
        ...(id === target.id ? {} : { created: id }),
        outcome,
        before,
        after,
        request_id: requestId,
        reason,
      });
    } catch (error) {
      this.unrecorded = error instanceof Error ? error.message : String(error);
    }
  }
}

function targetEntry({ name, id }: Target): { name: string; id?: string } {
  return { name, ...(id === undefined ? {} : { id }) };
}

function reasonOf(error: unknown): string {
  if (error instanceof OpenStackError) return error.detail ?? error.reason;
  return error instanceof Error ? error.message : String(error);
}

function idOf(requestId: string | undefined): { requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}

/** Faults before anything had reached the service. */
const UNSENT_FAULTS = new Set(["refused", "connect", "tls"]);
/** A service that fails may have acted before, and what stands before it may have lost its answer. */
const UNTOLD = new Set([500, 502, 503, 504]);

function sendingOf(error: unknown, signal: AbortSignal): Exclude<Sending, { kind: "sent" }> {
  if (!(error instanceof OpenStackError)) {
    const why = signal.aborted ? "it was given up" : `internal error: ${reasonOf(error)}`;
    return { kind: "no answer", reason: `no answer: ${why}` };
  }
  const reason = `${error.reason}${error.detail ? `: ${error.detail}` : ""}`;
  const { cause, status, requestId } = error;
  const unsent = { kind: "not sent", reason, isRecorded: true } as const;
  if (cause instanceof TransportError) {
    return UNSENT_FAULTS.has(cause.fault) ? unsent : { kind: "no answer", reason: `no answer: ${reason}` };
  }
  if (status === undefined) return unsent;
  // A success that cannot be read may well be one.
  if (UNTOLD.has(status) || (status >= 200 && status < 300)) {
    return { kind: "no answer", reason: `no answer: HTTP ${status}, ${reason}`, ...idOf(requestId) };
  }
  return { kind: "refused", reason, ...idOf(requestId) };
}

/** A conflict that passes by itself. */
function isBusy(error: unknown): boolean {
  return error instanceof OpenStackError && error.status === 409 &&
    /immutable|PENDING_|in progress|currently being|is busy/i.test(error.detail ?? "");
}

/** A signal that fires a while after another: an answer that is on its way is worth the wait. */
function answerPatience(signal: AbortSignal, ms: number): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    timer = setTimeout(() => controller.abort(signal.reason), ms);
  };
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      signal.removeEventListener("abort", begin);
      clearTimeout(timer);
    },
  };
}
