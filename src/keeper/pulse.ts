/** Notices when a thread falls silent: a worker that dies raises no event at its ports.
 *
 * @module
 */

/** Options of {@linkcode Pulse}. */
export interface PulseOptions {
  /** Sends a ping. */
  readonly ping: (sequence: number) => void;
  /** Called once, when too many pings stayed unanswered. */
  readonly onSilence: () => void;
  /** Milliseconds between pings. @default {5000} */
  readonly everyMs?: number;
  /** Unanswered pings that are taken for the end. @default {3} */
  readonly patience?: number;
}

/** Pings a thread until it is stopped. */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #sent = 0;
  #answered = 0;

  /** Begins to ping. */
  constructor(options: PulseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), options.everyMs ?? 5_000);
  }

  /** Takes note of an answer. */
  pong(sequence: number): void {
    this.#answered = Math.max(this.#answered, sequence);
  }

  /** Stops pinging. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#sent - this.#answered >= (this.#options.patience ?? 3)) {
      this.stop();
      this.#options.onSilence();
      return;
    }
    this.#options.ping(++this.#sent);
  }
}
