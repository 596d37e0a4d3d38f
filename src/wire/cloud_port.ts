/** The asking end of a port to a cloud's side. The front uses it, and the keeper for one-shot commands.
 *
 * A port gives no sign when the thread behind it dies, so the deadline is kept here.
 *
 * @module
 */
import { graceOf, type ProgressMessage, type RequestMessage, type ResponseMessage } from "./messages.ts";

/** An answer as it came: JSON text of an object. */
export interface PortAnswer {
  readonly json: string;
  readonly isError: boolean;
}

/** What is asked for; the number and kind are added here. */
export type PortRequest =
  | {
    readonly kind: "call";
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly deadlineMs: number;
    /** Whether asking a second time does no harm. */
    readonly repeatable: boolean;
  }
  | {
    readonly kind: "run";
    readonly task: "report" | "doctor";
    readonly options: Readonly<Record<string, unknown>>;
    readonly deadlineMs: number;
    readonly repeatable: boolean;
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
}

/** The cloud's side needs this long after the deadline to say that it passed. */
const GRACE_MS = 1_000;

/** Asks over whatever port the keeper last gave, and holds what is asked before there is one. */
export class CloudPort {
  #port: MessagePort | undefined;
  #sequence = 0;
  readonly #pending = new Map<number, Pending>();
  /** Ports that are open, by the number of the thread behind each. */
  readonly #threads = new Map<number, MessagePort>();
  readonly #onWanted: (() => void) | undefined;

  /** Makes an end without a port.
   *
   * @param onWanted Called when something is asked while there is no port.
   */
  constructor(onWanted?: () => void) {
    this.#onWanted = onWanted;
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
    former?.close();
    for (const [id, pending] of [...this.#pending]) {
      if (!former || pending.port !== former) continue;
      pending.port = undefined;
      if (!pending.request.repeatable || pending.attempts > 1) this.#settle(id, gone(pending));
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
    const pending: Pending = { request, options, settle: resolve, endsAt, port: undefined, attempts: 0 };
    const giveUp = () => {
      pending.port?.postMessage({ kind: "cancel", id });
      this.#settle(id, silence(pending));
    };
    let timer = setTimeout(() => {
      if (pending.port) timer = setTimeout(giveUp, graceOf(request) + GRACE_MS);
      else giveUp();
    }, request.deadlineMs);
    const abort = () => {
      pending.port?.postMessage({ kind: "cancel", id });
      reject(options.signal?.reason);
    };
    options.signal?.addEventListener("abort", abort, { once: true });
    this.#pending.set(id, pending);
    if (this.#port) this.#send(id, pending);
    else this.#onWanted?.();
    try {
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
    const { repeatable: _repeatable, ...rest } = request;
    // A part of the time may have gone by while there was nobody to ask.
    const deadlineMs = Math.max(100, Math.ceil((endsAt - performance.now()) / 100) * 100);
    const message: RequestMessage = { ...rest, deadlineMs, id, progress: options.onProgress !== undefined };
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
    else this.#settle(message.id, { json: message.json, isError: message.isError });
  }
}

function describe(request: PortRequest): string {
  return request.kind === "call" ? `call ${request.tool}` : `run the ${request.task}`;
}

/** A call that nobody could take was not kept waiting by itself: the login was. */
function silence({ request, port }: Pending): PortAnswer {
  const seconds = request.deadlineMs / 1000;
  return errorAnswer({
    what: port ? describe(request) : "log in",
    reason: "timed out",
    detail: port ? `no answer within ${seconds} s` : `not logged in within ${seconds} s`,
    next: port
      ? "Try again, ask for less, or raise --timeout."
      : "Run the check command, or raise --timeout.",
  });
}

function gone({ request }: Pending): PortAnswer {
  return errorAnswer({
    what: describe(request),
    reason: "unavailable",
    detail: request.repeatable
      ? "the thread that worked on it ended, twice"
      : "the thread that worked on it ended: whether it was done is not known",
    next: "The log on standard error may say why.",
  });
}

/** An answer that only says what failed. */
export function errorAnswer(error: Readonly<Record<string, unknown>>): PortAnswer {
  return { json: JSON.stringify({ error }), isError: true };
}
