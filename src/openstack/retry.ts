/** Tries again what may be tried again.
 *
 * @module
 */

/** What one attempt gave. */
export type Attempt<T> =
  | { readonly done: true; readonly value: T }
  | {
    readonly done: false;
    /** Thrown or returned when no attempt is left. */
    readonly give: () => T;
    /** What the service asked for, in milliseconds. */
    readonly retryAfterMs?: number;
  };

/** Options of {@linkcode retry}. */
export interface RetryOptions {
  /** @default {3} */
  readonly attempts?: number;
  /** Pause before the second attempt in milliseconds; doubles from there. @default {400} */
  readonly pauseMs?: number;
  /** No single pause is longer, whatever the service asks for. @default {10000} */
  readonly maxPauseMs?: number;
  readonly signal?: AbortSignal;
  /** Between 0 and 1; for tests. @default {Math.random} */
  readonly random?: () => number;
}

/** Runs a task until it is done or the attempts are used up. A longer wait than the bound is not begun at all.
 *
 * @throws What the last attempt's `give` throws; the signal's reason if it fires during a pause.
 */
export async function retry<T>(
  task: (attempt: number) => Promise<Attempt<T>>,
  options: RetryOptions = {},
): Promise<T> {
  const { attempts = 3, pauseMs = 400, maxPauseMs = 10_000, signal, random = Math.random } = options;
  for (let attempt = 1;; attempt++) {
    const result = await task(attempt);
    if (result.done) return result.value;
    const wait = result.retryAfterMs ?? pauseMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
    if (attempt >= attempts || wait > maxPauseMs) return result.give();
    await pause(wait, signal);
  }
}

/** Waits.
 *
 * @throws The signal's reason, if it fires first.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Waits for work that others share: the signal ends the wait, not the work.
 *
 * @throws The signal's reason, if it fires first; else what the work throws.
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  try {
    // The race listens to the work even when it is lost: its failure is never unhandled.
    return await Promise.race([promise, work]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Reads a `Retry-After` header: seconds or an HTTP date.
 *
 * @returns Milliseconds, never negative, or undefined if there is none or it cannot be read.
 */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  // The date parser also takes "1.5" or "-3" for a day: an HTTP date begins with its weekday.
  const date = /^\s*[a-z]{3}/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
