/** What the keeper says to the threads that it made, and they to it.
 *
 * @module
 */
import type { LogMessage, PingMessage, PongMessage, ServePolicy } from "./messages.ts";

/** Keeper to a cloud thread: log in, then hand over what was learnt.
 *
 * `Settings` and `Session` are the client's own plain data; the wire need not know their members.
 */
export interface LoginOrder<Settings> {
  readonly kind: "login";
  readonly settings: Settings;
}

/** Keeper to a cloud thread: work with this session. The port to the asking side is transferred along. */
export interface WorkOrder<Settings, Session> {
  readonly kind: "work";
  readonly settings: Settings;
  readonly session: Session;
  readonly policy: ServePolicy;
  readonly port: MessagePort;
}

/** Keeper to a cloud thread: answer what you have, then say that you are done. */
export interface DrainOrder {
  readonly kind: "drain";
}

/** What the keeper sends to a cloud thread. */
export type CloudOrder<Settings, Session> =
  | LoginOrder<Settings>
  | WorkOrder<Settings, Session>
  | DrainOrder
  | PingMessage;

/** Cloud thread to keeper. */
export type CloudReport<Session> =
  | { readonly kind: "ready" }
  /** The login gave a session. */
  | { readonly kind: "session"; readonly session: Session }
  /** The login failed; the answer is what callers get. */
  | { readonly kind: "login failed"; readonly json: string }
  /** A new login gave a catalog whose addresses this thread may not reach. */
  | { readonly kind: "catalog changed"; readonly session: Session }
  | { readonly kind: "drained" }
  /** Something went wrong that the thread cannot mend: it is closing. */
  | { readonly kind: "ended" }
  | LogMessage
  | PongMessage;

/** What the front needs to know; everything else stays with the keeper. */
export interface FrontOptions {
  readonly name: string;
  readonly version: string;
  /** Names of the tools to list, in order. */
  readonly tools: readonly string[];
  /** Whether older names of tools and arguments are listed too. */
  readonly compat: boolean;
  readonly callDeadlineMs: number;
}

/** Keeper to the front. */
export type FrontOrder =
  | { readonly kind: "serve"; readonly transport: "stdio"; readonly options: FrontOptions }
  | { readonly kind: "port"; readonly port: MessagePort; readonly thread: number }
  /** The thread behind a port is gone. */
  | { readonly kind: "port lost"; readonly thread: number }
  | { readonly kind: "login failed"; readonly json: string }
  | PingMessage;

/** Front to keeper. */
export type FrontReport =
  | { readonly kind: "ready" }
  /** The first response went out: the rest may be made ahead now. */
  | { readonly kind: "answered" }
  /** A call waits for a cloud. */
  | { readonly kind: "cloud wanted" }
  /** The client closed its end. */
  | { readonly kind: "end" }
  /** Something went wrong that the front cannot mend. */
  | { readonly kind: "failed" }
  | LogMessage
  | PongMessage;
