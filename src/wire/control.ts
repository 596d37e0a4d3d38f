/** What the keeper says to the threads that it made, and they to it.
 *
 * @module
 */
import type { Place } from "./places.ts";
import type { AuditEntry, LogMessage, PingMessage, PongMessage, ServePolicy } from "./messages.ts";

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
  /** Key of the confirmations, in base64. */
  readonly confirmKey: string;
}

/** Keeper to a cloud thread: answer what you have, then say that you are done. */
export interface DrainOrder {
  readonly kind: "drain";
  /** Whether reads are to be given up: the process ends, and only changes that were sent are waited for. */
  readonly hurry?: boolean;
}

/** Keeper to a cloud thread: what became of an entry for the audit log, or of a nonce. */
export interface NotedOrder {
  readonly kind: "noted";
  readonly sequence: number;
  /** Whether it is written and synced; whether the nonce had not been used. */
  readonly ok: boolean;
  readonly detail?: string;
}

/** What the keeper sends to a cloud thread. */
export type CloudOrder<Settings, Session> =
  | LoginOrder<Settings>
  | WorkOrder<Settings, Session>
  | DrainOrder
  | NotedOrder
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
  /** An entry for the audit log; answered by `noted` once it is written and synced. */
  | { readonly kind: "audit"; readonly sequence: number; readonly entry: AuditEntry }
  /** A confirmation is about to be used; answered by `noted`, with `ok` for the first time only. */
  | {
    readonly kind: "consume";
    readonly sequence: number;
    readonly nonce: string;
    /** Milliseconds since the epoch. */
    readonly expiresAt: number;
  }
  /** Something went wrong that the thread cannot mend: it is closing. */
  | { readonly kind: "ended" }
  | LogMessage
  | PongMessage;

/** What the front needs to know; everything else stays with the keeper. */
export interface FrontOptions {
  readonly name: string;
  readonly version: string;
  /** Names of the chosen tools, in order; those that change something are listed where that is allowed. */
  readonly tools: readonly string[];
  /** Whether older names of tools and arguments are listed too. */
  readonly compat: boolean;
  readonly callDeadlineMs: number;
  /** Whether the server can change anything at all. */
  readonly allowWrite: boolean;
  /** The cloud of callers that are bound to none: the key of its place. */
  readonly cloud: string;
  /** Where calls of callers that are bound to no cloud can go, the default first; it alone unless there are more. */
  readonly places?: readonly Place[];
  /** Who may call over HTTP; without it nobody is asked for a token. */
  readonly callers?: readonly FrontCaller[];
}

/** A caller that shows a bearer token, as the front needs to know it. */
export interface FrontCaller {
  readonly name: string;
  /** SHA-256 of the token, in lower-case hexadecimal. */
  readonly sha256: string;
  /** The cloud that its calls go to: the key of its place. */
  readonly cloud: string;
  /** Present if it can go nowhere else. */
  readonly bound?: true;
  readonly readOnly: boolean;
  /** Names of the tools that it may call. */
  readonly tools: readonly string[];
}

/** How the front listens for HTTP. */
export interface HttpOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly path: string;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Host headers that are accepted besides loopback names. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly jsonResponse: boolean;
  readonly metrics: boolean;
}

/** Keeper to the front. */
export type FrontOrder =
  | { readonly kind: "serve"; readonly transport: "stdio"; readonly options: FrontOptions }
  | {
    readonly kind: "serve";
    readonly transport: "http";
    readonly options: FrontOptions;
    readonly http: HttpOptions;
  }
  | { readonly kind: "port"; readonly cloud: string; readonly port: MessagePort; readonly thread: number }
  /** The thread behind a port is gone. */
  | {
    readonly kind: "port lost";
    readonly cloud: string;
    readonly thread: number;
    /** Whether it died rather than having been replaced. */
    readonly died: boolean;
  }
  | { readonly kind: "login failed"; readonly cloud: string; readonly json: string }
  /** Take no more calls, answer what is under way, then say `end`. */
  | { readonly kind: "close" }
  | PingMessage;

/** Front to keeper. */
export type FrontReport =
  | { readonly kind: "ready" }
  /** The first response went out: the rest may be made ahead now. */
  | { readonly kind: "answered" }
  /** A call waits for a cloud. */
  | { readonly kind: "cloud wanted"; readonly cloud: string }
  /** The HTTP listener is open. */
  | { readonly kind: "listening"; readonly host: string; readonly port: number }
  /** The client closed its end. */
  | { readonly kind: "end" }
  /** Something went wrong that the front cannot mend. */
  | { readonly kind: "failed" }
  | LogMessage
  | PongMessage;
