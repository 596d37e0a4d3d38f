/** Keeps a login alive: one at a time, renewed before it ends, and never tried in a storm.
 *
 * @module
 */
import type { Session } from "./auth/mod.ts";
import { OpenStackError } from "./errors.ts";

/** Options of {@linkcode SessionHolder}. */
export interface SessionHolderOptions {
  /** Logs in; see `login`. */
  readonly login: (signal?: AbortSignal) => Promise<Session>;
  /** A session that another thread already made. */
  readonly session?: Session;
  /** Called with every new session. */
  readonly onSession?: (session: Session) => void;
  /** Whether the login can be repeated; a bare token cannot. @default {true} */
  readonly renewable?: boolean;
  /** Milliseconds since the epoch; for tests. @default {Date.now} */
  readonly now?: () => number;
}

const RENEW_BEFORE_MS = 120_000;
const FIRST_BLOCK_MS = 60_000;
const LONGEST_BLOCK_MS = 600_000;

/** Hands out a valid session. After a refused login none is tried for a while: accounts get locked. */
export class SessionHolder {
  readonly #options: SessionHolderOptions;
  readonly #now: () => number;
  #session: Session | undefined;
  #pending: Promise<Session> | undefined;
  #refusals = 0;
  #blockedUntil = 0;
  #lastRefusal: OpenStackError | undefined;

  /** Makes a holder; nothing is sent before a session is asked for. */
  constructor(options: SessionHolderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#session = options.session;
  }

  /** The present session, even if it has ended; undefined before the first login. */
  get current(): Session | undefined {
    return this.#session;
  }

  /** A session that is good for at least two more minutes, if the cloud gives such.
   *
   * @throws {OpenStackError} If the login fails, or failed a short while ago.
   */
  async get(signal?: AbortSignal): Promise<Session> {
    const session = this.#session;
    if (session && this.#lifeOf(session) > 0) return session;
    return await this.#shared(signal);
  }

  /** A session other than the one that a service refused; the present one, if it is another already.
   *
   * @throws {OpenStackError} As {@linkcode get}.
   */
  async renew(refused: Session, signal?: AbortSignal): Promise<Session> {
    const session = this.#session;
    if (session && session.token !== refused.token) return session;
    return await this.#shared(signal);
  }

  #lifeOf(session: Session): number {
    const end = Date.parse(session.expiresAt);
    // A token that lives shorter than the margin would otherwise be renewed at every request.
    const margin = Math.min(RENEW_BEFORE_MS, (end - session.obtainedAt) / 4);
    const renewable = this.#options.renewable ?? true;
    return end - (renewable ? margin : 0) - this.#now();
  }

  /** One login for all who wait. The caller's signal ends the wait, not the login that others share. */
  async #shared(signal?: AbortSignal): Promise<Session> {
    if (this.#now() < this.#blockedUntil) throw this.#blocked();
    this.#pending ??= this.#logIn().finally(() => this.#pending = undefined);
    if (!signal) return await this.#pending;
    signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([this.#pending, promise]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async #logIn(): Promise<Session> {
    if (this.#session && this.#options.renewable === false) throw TOKEN_ENDED;
    try {
      const session = await this.#options.login();
      this.#refusals = 0;
      this.#session = session;
      this.#options.onSession?.(session);
      return session;
    } catch (error) {
      if (error instanceof OpenStackError && error.reason === "login failed") this.#block(error);
      throw error;
    }
  }

  #block(error: OpenStackError): void {
    this.#refusals++;
    const block = Math.min(FIRST_BLOCK_MS * 2 ** (this.#refusals - 1), LONGEST_BLOCK_MS);
    this.#blockedUntil = this.#now() + block;
    this.#lastRefusal = error;
  }

  #blocked(): OpenStackError {
    const next = new Date(this.#blockedUntil).toISOString().replace(/\.\d+Z$/, "Z");
    const detail = this.#lastRefusal?.detail;
    return new OpenStackError({
      what: "log in",
      service: "identity",
      reason: "login failed",
      ...(this.#lastRefusal?.status === undefined ? {} : { status: this.#lastRefusal.status }),
      detail: `${
        detail ? `${detail}; ` : ""
      }no other login is tried before ${next}, so that the account is not locked`,
      next: "Correct the login settings and start again, or wait.",
    });
  }
}

const TOKEN_ENDED = new OpenStackError({
  what: "log in",
  service: "identity",
  reason: "login failed",
  detail: "the token has expired or was revoked, and a token cannot renew itself",
  next: "Get a new token, or use an application credential.",
});
