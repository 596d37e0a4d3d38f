/** The asking end of a port to a cloud's side. The front uses it, and the keeper for one-shot commands.
 *
 * A port gives no sign when the thread behind it dies, so the deadline is kept here.
 *
 * @module
 */
import {
  type Confirmation,
  graceOf,
  type ProgressMessage,
  type Question,
  type RequestMessage,
  type ResponseMessage,
  type RunMessage,
  type StepMessage,
} from "./messages.ts";

/** An answer as it came: JSON text of an object. */
export interface PortAnswer {
  readonly json: string;
  readonly isError: boolean;
  /** Present if a person is to be asked first. */
  readonly ask?: Question;
  /** Requests that the call sent, by service and status. */
  readonly upstream?: Readonly<Record<string, number>>;
}

/** What is asked for; the number and kind are added here. */
export type PortRequest =
  | {
    readonly kind: "call";
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly deadlineMs: number;
    readonly token?: string;
    readonly traceparent?: string;
    readonly share?: number;
    readonly confirmation?: Confirmation;
  }
  | {
    readonly kind: "run";
    readonly task: RunMessage["task"];
    readonly options: Readonly<Record<string, unknown>>;
    readonly deadlineMs: number;
  };

/** Options of {@linkcode CloudPort.ask}. */
export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ProgressMessage) => void;
}

interface Pending {
  readonly request: PortRequest;
  readonly options: AskOptions;
  readonly settle: (answer: PortAnswer) => void;
  /** When its time is up, as `performance.now()` counts. */
  readonly endsAt: number;
  /** Where it was asked; undefined while there is nobody to ask. */
  port: MessagePort | undefined;
  attempts: number;
  /** The latest word on each target whose change was sent: such a call is never asked again. */
  readonly steps: Map<string, StepMessage>;
}

/** The cloud's side needs this long after the deadline to say that it passed. */
const GRACE_MS = 1_000;
/** The answer to a change that was sent is waited for a while longer. */
const SENT_GRACE_MS = 12_000;

/** The word that a thread ended comes by another way than what it said before: that is listened to for so long. A step
 * that went unheard would have a change sent twice.
 */
const LAST_WORDS_MS = 50;

/** Asks over whatever port the keeper last gave, and holds what is asked before there is one. */
export class CloudPort {
  #port: MessagePort | undefined;
  #sequence = 0;
  readonly #pending = new Map<number, Pending>();
  /** Ports that are open, by the number of the thread behind each. */
  readonly #threads = new Map<number, MessagePort>();
  readonly #burials = new Set<ReturnType<typeof setTimeout>>();
  readonly #onWanted: (() => void) | undefined;
  readonly #sentGraceMs: number;

  /** Makes an end without a port.
   *
   * @param onWanted Called when something is asked while there is no port.
   * @param sentGraceMs How long after its deadline the answer to a change that was sent is waited for; for tests.
   */
  constructor(onWanted?: () => void, sentGraceMs: number = SENT_GRACE_MS) {
    this.#onWanted = onWanted;
    this.#sentGraceMs = sentGraceMs;
  }

  /** Takes a port into use. What has nobody to ask is asked there; what a draining thread still has stays with it.
   *
   * @param thread Number of the thread behind it, as {@linkcode CloudPort.lost} names it.
   */
  use(port: MessagePort, thread = 0): void {
    const former = this.#port;
    this.#port = port;
    this.#threads.set(thread, port);
    port.onmessage = ({ data }: MessageEvent<ResponseMessage>) => this.#receive(data);
    this.#closeIdle(former);
    for (const [id, pending] of this.#pending) if (!pending.port) this.#send(id, pending);
  }

  /** A thread is gone. What it had is asked again, once, if that does no harm.
   *
   * @param thread Its number. @default {0}
   */
  lost(thread = 0): void {
    const former = this.#threads.get(thread);
    this.#threads.delete(thread);
    if (former === this.#port) this.#port = undefined;
    if (![...this.#pending.values()].some(({ port }) => port !== undefined && port === former)) {
      return this.#bury(former);
    }
    const timer = setTimeout(() => {
      this.#burials.delete(timer);
      this.#bury(former);
    }, LAST_WORDS_MS);
    this.#burials.add(timer);
  }

  #bury(former: MessagePort | undefined): void {
    former?.close();
    for (const [id, pending] of [...this.#pending]) {
      if (!former || pending.port !== former) continue;
      pending.port = undefined;
      if (pending.steps.size > 0 || pending.attempts > 1) this.#settle(id, gone(pending));
      else if (this.#port) this.#send(id, pending);
    }
    if (!this.#port && this.#pending.size > 0) this.#onWanted?.();
  }

  /** Ends what waits with an answer that says why. What a draining thread still has stays with it. */
  fail(answer: PortAnswer): void {
    for (const [id, { port }] of [...this.#pending]) {
      if (!port || port === this.#port) this.#settle(id, answer);
    }
  }

  /** Closes the ports; nothing more is answered. */
  close(): void {
    for (const timer of this.#burials) clearTimeout(timer);
    this.#burials.clear();
    for (const port of this.#threads.values()) port.close();
    this.#threads.clear();
    this.#port = undefined;
  }

  /** Number of questions without an answer. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Asks, and gives the answer, or one that says that there was none in time.
   *
   * @throws The signal's reason if the asker gives up; the cloud's side is told.
   */
  async ask(request: PortRequest, options: AskOptions = {}): Promise<PortAnswer> {
    options.signal?.throwIfAborted();
    const id = ++this.#sequence;
    const { promise, resolve, reject } = Promise.withResolvers<PortAnswer>();
    const endsAt = performance.now() + request.deadlineMs;
    const pending: Pending = {
      request,
      options,
      settle: resolve,
      endsAt,
      port: undefined,
      attempts: 0,
      steps: new Map(),
    };
    const giveUp = () => {
      pending.port?.postMessage({ kind: "cancel", id });
      this.#settle(id, silence(pending));
    };
    let timer = setTimeout(() => {
      const graceMs = graceOf(request) + (pending.steps.size > 0 ? this.#sentGraceMs : GRACE_MS);
      if (pending.port) timer = setTimeout(giveUp, graceMs);
      else giveUp();
    }, request.deadlineMs);
    const abort = () => {
      pending.port?.postMessage({ kind: "cancel", id });
      reject(options.signal?.reason);
    };
    options.signal?.addEventListener("abort", abort, { once: true });
    this.#pending.set(id, pending);
    try {
      if (this.#port) this.#send(id, pending);
      else this.#onWanted?.();
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
      this.#closeIdle(pending.port);
      options.signal?.removeEventListener("abort", abort);
    }
  }

  #send(id: number, pending: Pending): void {
    const { request, options, endsAt } = pending;
    // A part of the time may have gone by while there was nobody to ask.
    const deadlineMs = Math.max(100, Math.ceil((endsAt - performance.now()) / 100) * 100);
    const message: RequestMessage = {
      ...request,
      deadlineMs,
      id,
      progress: options.onProgress !== undefined,
    };
    pending.attempts++;
    pending.port = this.#port;
    pending.port?.postMessage(message);
  }

  #settle(id: number, answer: PortAnswer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settle(answer);
  }

  /** A port that was replaced is closed once nothing waits for it. */
  #closeIdle(port: MessagePort | undefined): void {
    if (!port || port === this.#port) return;
    if ([...this.#pending.values()].some((pending) => pending.port === port)) return;
    port.close();
    for (const [thread, open] of this.#threads) if (open === port) this.#threads.delete(thread);
  }

  #receive(message: ResponseMessage): void {
    if (message.kind === "progress") this.#pending.get(message.id)?.options.onProgress?.(message);
    else if (message.kind === "step") this.#pending.get(message.id)?.steps.set(message.target, message);
    else {
      const { kind: _kind, id, ...answer } = message;
      this.#settle(id, answer);
    }
  }
}

function describe(request: PortRequest): string {
  return request.kind === "call" ? `call ${request.tool}` : `run the ${request.task}`;
}

/** A call that nobody could take was not kept waiting by itself: the login was. */
function silence({ request, port, steps }: Pending): PortAnswer {
  const seconds = request.deadlineMs / 1000;
  if (steps.size > 0) return stepsAnswer(steps, `no answer within ${seconds} s`);
  return errorAnswer({
    what: port ? describe(request) : "log in",
    reason: "timed out",
    detail: port ? `no answer within ${seconds} s` : `not logged in within ${seconds} s`,
    next: port
      ? "Try again, ask for less, or raise --timeout."
      : "Run the check command, or raise --timeout.",
  });
}

function gone({ request, steps }: Pending): PortAnswer {
  if (steps.size > 0) return stepsAnswer(steps, "the thread that worked on it ended");
  return errorAnswer({
    what: describe(request),
    reason: "unavailable",
    detail: "the thread that worked on it ended, twice",
    next: "The log on standard error may say why.",
  });
}

/** What is known of a change when nobody is left to ask: what was sent and not seen through is unknown. */
function stepsAnswer(steps: ReadonlyMap<string, StepMessage>, why: string): PortAnswer {
  const rows = [...steps.values()].map(({ name, target, outcome }) =>
    outcome === "sent" ? [name, target, "unknown", "", "", "", why] : [name, target, outcome, "", "", "", ""]
  );
  return {
    json: JSON.stringify({
      columns: ["name", "id", "outcome", "before", "after", "request_id", "reason"],
      rows,
      note: `${why}; targets that are not listed were not sent`,
      next: "Read the targets before anything is tried again.",
    }),
    isError: true,
  };
}

/** An answer that only says what failed. */
export function errorAnswer(error: Readonly<Record<string, unknown>>): PortAnswer {
  return { json: JSON.stringify({ error }), isError: true };
}
