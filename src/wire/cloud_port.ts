/** The asking end of a port to a cloud's side. The front uses it, and the keeper for one-shot commands.
 *
 * A port gives no sign when the thread behind it dies, so the deadline is kept here.
 *
 * @module
 */
import type { ProgressMessage, RequestMessage, ResponseMessage } from "./messages.ts";

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
  readonly #onWanted: (() => void) | undefined;

  /** Makes an end without a port.
   *
   * @param onWanted Called when something is asked while there is no port.
   */
  constructor(onWanted?: () => void) {
    this.#onWanted = onWanted;
  }

  /** Takes a port into use. What has nobody to ask is asked there; what a draining thread still has stays with it. */
  use(port: MessagePort): void {
    const former = this.#port;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ResponseMessage>) => this.#receive(data);
    this.#closeIdle(former);
    for (const [id, pending] of [...this.#pending]) if (!pending.port) this.#send(id, pending);
  }

  /** The thread behind the port is gone. What it had is asked again at the next port, once, if that does no harm. */
  lost(): void {
    const former = this.#port;
    this.#port = undefined;
    for (const pending of this.#pending.values()) if (pending.port === former) pending.port = undefined;
    former?.close();
    if (this.#pending.size > 0) this.#onWanted?.();
  }

  /** Ends what waits with an answer that says why, and closes the port. */
  fail(answer: PortAnswer): void {
    for (const pending of [...this.#pending.values()]) pending.settle(answer);
  }

  /** Closes the port; nothing more is answered. */
  close(): void {
    this.#port?.close();
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
    const timer = setTimeout(() => {
      pending.port?.postMessage({ kind: "cancel", id });
      resolve(silence(request));
    }, request.deadlineMs + GRACE_MS);
    const abort = () => {
      pending.port?.postMessage({ kind: "cancel", id });
      reject(options.signal?.reason);
    };
    options.signal?.addEventListener("abort", abort, { once: true });
    const pending: Pending = { request, options, settle: resolve, port: undefined, attempts: 0 };
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
    const { request, options } = pending;
    if (++pending.attempts > 1 && (!request.repeatable || pending.attempts > 2)) {
      pending.settle(gone(request));
      return;
    }
    const { repeatable: _repeatable, ...call } = request;
    const message: RequestMessage = { ...call, id, progress: options.onProgress !== undefined };
    pending.port = this.#port;
    pending.port?.postMessage(message);
  }

  /** A port that was replaced is closed once nothing waits for it. */
  #closeIdle(port: MessagePort | undefined): void {
    if (!port || port === this.#port) return;
    if (![...this.#pending.values()].some((pending) => pending.port === port)) port.close();
  }

  #receive(message: ResponseMessage): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.kind === "progress") pending.options.onProgress?.(message);
    else pending.settle({ json: message.json, isError: message.isError });
  }
}

function describe(request: PortRequest): string {
  return request.kind === "call" ? `call ${request.tool}` : `run the ${request.task}`;
}

function silence(request: PortRequest): PortAnswer {
  return errorAnswer({
    what: describe(request),
    reason: "timed out",
    detail: `no answer within ${request.deadlineMs / 1000} s`,
    next: "Try again, ask for less, or raise --timeout.",
  });
}

function gone(request: PortRequest): PortAnswer {
  return errorAnswer({
    what: describe(request),
    reason: "unavailable",
    detail: "the thread that worked on it ended, twice",
    next: "The log on standard error may say why.",
  });
}

/** An answer that only says what failed. */
export function errorAnswer(error: Readonly<Record<string, unknown>>): PortAnswer {
  return { json: JSON.stringify({ error }), isError: true };
}
