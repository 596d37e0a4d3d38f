/** Changes of things that exist nowhere, and a gate for them, for tests.
 *
 * @module
 */
import type { Answer } from "../openstack/answer.ts";
import type { Session } from "../openstack/auth/mod.ts";
import { OpenStackError } from "../openstack/errors.ts";
import { type Effect, type Needs, type Operation, operation } from "../openstack/operation.ts";
import { testSession } from "../openstack/testing.ts";
import type { Pauses } from "./apply.ts";
import type { Change, SendChange, Target } from "./change.ts";
import { Confirmations } from "./confirmation.ts";
import { Gate, type Reply } from "./gate.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ChangePolicy } from "./policy.ts";

/** An operation with an effect. */
export function testOperation(effect: Effect, needs: Needs = "member"): Operation {
  return operation({ id: `compute.things.${effect}`, method: "POST", path: "/things/{id}", effect, needs });
}

/** An operation that interrupts: a plan of it is to be confirmed. */
export const STOP = testOperation("disruptive");

/** One that does not: a plan of one target need not be confirmed. */
export const RENAME = testOperation("write");

/** What a service says to a change, unless a test says something else. */
export const ACCEPTED: Answer = {
  status: 202,
  body: undefined,
  headers: new Headers(),
  requestId: "req-1",
  elapsedMs: 1,
};

/** A policy that lets changes through. */
export const LENIENT: ChangePolicy = {
  allowWrite: true,
  allowAdmin: false,
  allProjects: false,
  confirm: "risky",
  maxTargets: 25,
};

/** A target of project p1 that is stopped with one request, and is found stopped when it is read back. */
export function testTarget(name: string, changes: Partial<Target> = {}): Target {
  return {
    name,
    id: `id-${name}`,
    owner: { kind: "project", id: "p1" },
    now: "ACTIVE",
    will: "SHUTOFF",
    state: { status: "ACTIVE" },
    apply: async (send) => {
      const { requestId } = await send(STOP, { path: { id: name } });
      return requestId === undefined ? {} : { requestId };
    },
    observe: () => Promise.resolve({ settled: "done", after: "SHUTOFF" }),
    ...changes,
  };
}

/** A change of such targets. */
export function testChange(targets: readonly Target[], changes: Partial<Change> = {}): Change {
  return {
    action: "stop",
    things: "servers",
    operations: [STOP],
    args: { names: targets.map(({ name }) => name) },
    scope: () => Promise.resolve("project acme"),
    plan: () => Promise.resolve({ targets }),
    ...changes,
  };
}

/** The same call again, with other arguments. */
export function withArguments(change: Change, args: Change["args"]): Change {
  return { ...change, args: { ...change.args, ...args } };
}

/** How a call is made. */
export interface GateCall {
  readonly tool?: string;
  readonly caller?: string;
  readonly policy?: Partial<ChangePolicy>;
  readonly session?: Session;
  readonly reply?: Reply;
  readonly signal?: AbortSignal;
  /** Milliseconds that the call may take. @default {20000} */
  readonly deadlineMs?: number;
  readonly answerTokens?: number;
  readonly pauses?: Partial<Pauses>;
  /** What the service says. */
  readonly send?: (op: Operation, name: string, signal: AbortSignal) => Promise<Answer>;
  /** Keeps entries of the audit log from being written, with this error. */
  readonly auditFails?: (entry: LedgerEntry) => Error | undefined;
}

/** What a call gave. */
export interface Gated {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly error?: OpenStackError;
  readonly ask: Gate["ask"];
  readonly failed: boolean;
  /** What the audit log has of it, in order. */
  readonly audit: readonly LedgerEntry[];
  /** What the asking side was told of targets: name, target, outcome. */
  readonly steps: readonly (readonly [string, string, string])[];
  readonly progress: readonly string[];
  /** What was sent to the service, in order, by the name in the path. */
  readonly sent: readonly string[];
  /** The token of the plan; empty if there is none. */
  readonly token: string;
}

/** Calls that share one process: its key and the confirmations that were used. */
export class GateBench {
  readonly #confirmations: Confirmations;
  readonly #used = new Set<string>();

  /** Makes a bench with a clock of its own for confirmations. */
  constructor(now: () => number = Date.now) {
    this.#confirmations = new Confirmations(new Uint8Array(32), now);
  }

  /** Makes a call; an {@linkcode OpenStackError} is part of what it gives, anything else is thrown. */
  async call(change: Change, call: GateCall = {}): Promise<Gated> {
    const audit: LedgerEntry[] = [];
    const steps: [string, string, string][] = [];
    const progress: string[] = [];
    const sent: string[] = [];
    const { send = () => Promise.resolve(ACCEPTED) } = call;
    const sender = (_change: Change, signal: AbortSignal): SendChange => async (op, options = {}) => {
      const name = options.path?.["id"] ?? "";
      sent.push(name);
      return await send(op, name, signal);
    };
    const gate = new Gate({
      tool: call.tool ?? "set_instance",
      caller: call.caller ?? "ann",
      policy: { ...LENIENT, ...call.policy },
      confirmations: this.#confirmations,
      ledger: {
        audit: (entry) => {
          const error = call.auditFails?.(entry);
          if (error) return Promise.reject(error);
          audit.push(entry);
          return Promise.resolve();
        },
        consume: (nonce) => Promise.resolve(this.#used.size !== this.#used.add(nonce).size),
        step: (...step) => void steps.push(step),
      },
      reply: call.reply ?? { canAsk: false },
      session: () => Promise.resolve(call.session ?? testSession()),
      sender,
      signal: call.signal ?? new AbortController().signal,
      endsAt: Date.now() + (call.deadlineMs ?? 20_000),
      progress: (done, total, message) => void progress.push(`${done}/${total} ${message}`),
      answerTokens: call.answerTokens ?? 6_000,
      now: Date.now,
      pauses: { firstPollMs: 1, longestPollMs: 4, busyMs: 1, answerMs: 30, ...call.pauses },
    });
    const outcome = await answerOf(() => gate.change(change));
    const { confirm } = outcome.answer;
    const token = typeof confirm === "string" ? confirm : "";
    return { ...outcome, ask: gate.ask, failed: gate.failed, audit, steps, progress, sent, token };
  }

  /** Has a plan made, and confirms it with its token. */
  async confirmed(change: Change, call: GateCall = {}): Promise<Gated> {
    const { token } = await this.call(change, call);
    return await this.call(withArguments(change, { confirm: token }), call);
  }
}

async function answerOf(
  run: () => Promise<Gated["answer"]>,
): Promise<Pick<Gated, "answer"> & { error?: OpenStackError }> {
  try {
    return { answer: await run() };
  } catch (error) {
    if (error instanceof OpenStackError) return { answer: {}, error };
    throw error;
  }
}
