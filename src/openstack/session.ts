/** Keeps a login alive: one at a time, renewed before it ends, and never tried in a storm.
 *
 * @module
 */
import type { Session } from "./auth/mod.ts";
import { OpenStackError } from "./errors.ts";
import { abortable } from "./retry.ts";
import { parseTime } from "../text/time.ts";

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
const SHORTEST_LIFE_MS = 60_000;

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
    const now = this.#now();
    if (session && endOf(session) - this.#marginOf(session) > now) return session;
    try {
      return await this.#shared(signal);
    } catch (error) {
      // Keystone may be away for the last two minutes of a token that the services still accept.
      if (session && error instanceof OpenStackError && endOf(session) > this.#now()) return session;
      throw error;
    }
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

  /** Whether a login can be tried at any time, as {@linkcode tryLogin} does. */
  get renewable(): boolean {
    return this.#options.renewable ?? true;
  }

  /** Logs in beside the present session, to see whether and how fast that works. The present session stays.
   *
   * @throws {OpenStackError} If the login fails, or failed a short while ago.
   */
  async tryLogin(signal?: AbortSignal): Promise<Session> {
    if (this.#now() < this.#blockedUntil) throw this.#blocked();
    try {
      return await this.#options.login(signal);
    } catch (error) {
      if (error instanceof OpenStackError && error.reason === "login failed") this.#block(error);
      throw error;
    }
  }

  #marginOf(session: Session): number {
    if (this.#options.renewable === false) return 0;
    // A token that lives shorter than the margin would otherwise be renewed at every request.
    return Math.min(RENEW_BEFORE_MS, (endOf(session) - session.obtainedAt) / 4);
  }

  /** One login for all who wait. The caller's signal ends the wait, not the login that others share. */
  async #shared(signal?: AbortSignal): Promise<Session> {
    signal?.throwIfAborted();
    if (this.#now() < this.#blockedUntil) throw this.#blocked();
    this.#pending ??= this.#logIn().finally(() => this.#pending = undefined);
    return await abortable(this.#pending, signal);
  }

  async #logIn(): Promise<Session> {
    if (this.#session && this.#options.renewable === false) throw tokenEnded();
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

/** When a session ends by our clock, which may differ from the one of Keystone that dated it. */
function endOf(session: Session): number {
  const end = (parseTime(session.expiresAt) ?? 0) - (session.clockSkewMs ?? 0);
  // A token that was over when it was issued tells of two clocks, and of a login at every request.
  return end > session.obtainedAt ? end : session.obtainedAt + SHORTEST_LIFE_MS;
}

function tokenEnded(): OpenStackError {
  return new OpenStackError({
    what: "log in",
    service: "identity",
    reason: "login failed",
    detail: "the token has expired, was revoked or is refused, and a token cannot renew itself",
    next: "Get a new token, or use an application credential.",
  });
}
