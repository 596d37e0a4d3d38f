/** What the threads say to each other. Plain data only: everything here is posted.
 *
 * @module
 */

/** A tool call on its way to the cloud's side, as the client sent it. */
export interface CallMessage {
  readonly kind: "call";
  /** Chosen by the asking side, unique on its port. */
  readonly id: number;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Milliseconds that the call may take. */
  readonly deadlineMs: number;
  /** Whether progress messages are wanted. */
  readonly progress: boolean;
  /** The bearer token of an HTTP caller, as it came; it is judged on the cloud's side. */
  readonly token?: string;
  /** Trace context of the caller (W3C `traceparent`), carried upstream. */
  readonly traceparent?: string;
  /** Among how many answers the size budget is shared out. @default {1} */
  readonly share?: number;
  readonly confirmation?: Confirmation;
}

/** The longest that a caller may have a change waited for. */
const LONGEST_WAIT_SECONDS = 600;

/** Milliseconds that a change may take beyond its own work, until it is seen through. */
export function waitMs({ wait_seconds: seconds }: Readonly<Record<string, unknown>>): number {
  const wanted = typeof seconds === "string" ? Number(seconds) : seconds;
  if (typeof wanted !== "number" || !(wanted > 0)) return 0;
  return Math.min(wanted, LONGEST_WAIT_SECONDS) * 1000;
}

/** What a client can do, or did, about a change that needs a confirmation. */
export interface Confirmation {
  /** Whether it can show a form to a person. */
  readonly canAsk: boolean;
  /** The state that the question carried, as it came back. */
  readonly state?: string;
  /** What the person did with the form. */
  readonly reply?: "accept" | "decline" | "cancel";
}

/** A piece of work of a terminal command: the health report, the doctor, or the rules for a credential. */
export interface RunMessage {
  readonly kind: "run";
  readonly id: number;
  readonly task: "report" | "doctor" | "access rules";
  readonly options: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number;
  readonly progress: boolean;
}

/** A report ends by itself at its deadline; to put together what it knows by then takes a moment more. */
const REPORT_GRACE_MS = 5_000;

/** Milliseconds after its deadline that a piece of work is left in peace. */
export function graceOf(work: Pick<CallMessage, "kind"> | Pick<RunMessage, "kind" | "task">): number {
  return work.kind === "run" && work.task === "report" ? REPORT_GRACE_MS : 0;
}

/** The asking side gives up. */
export interface CancelMessage {
  readonly kind: "cancel";
  readonly id: number;
}

/** What an asking side sends. */
export type RequestMessage = CallMessage | RunMessage | CancelMessage;

/** How far a call is. */
export interface ProgressMessage {
  readonly kind: "progress";
  readonly id: number;
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** The answer to a call: one JSON object as text, so that large integers and large answers cross cheaply. */
export interface ResultMessage {
  readonly kind: "result";
  readonly id: number;
  readonly json: string;
  readonly isError: boolean;
  /** Present if a person is to be asked first; the answer is then what a client without forms would get. */
  readonly ask?: Question;
  /** Requests that the call sent, by service and status (`compute 200`; `compute none` without an answer). */
  readonly upstream?: Readonly<Record<string, number>>;
}

/** What a person is asked before a change. */
export interface Question {
  /** The plan in words. */
  readonly message: string;
  /** To be carried back with the reply. */
  readonly state: string;
}

/** A change of one target is about to be sent, or was seen through: what is known of it if the thread ends. */
export interface StepMessage {
  readonly kind: "step";
  readonly id: number;
  readonly name: string;
  readonly target: string;
  readonly outcome: "sent" | "done" | "failed" | "pending" | "unknown";
}

/** What an answering side sends. */
export type ResponseMessage = ProgressMessage | StepMessage | ResultMessage;

/** One line of the audit log. Besides these members it has what belongs to its event. */
export interface AuditEntry {
  readonly event: "asked" | "refused" | "planned" | "confirmed" | "sent" | "outcome";
  /** The same for all entries of one call. */
  readonly call: string;
  readonly caller: string;
  readonly tool: string;
  readonly action: string;
  readonly [member: string]: unknown;
}

/** One line for the log; the keeper writes it. */
export interface LogMessage {
  readonly kind: "log";
  readonly level: "debug" | "info" | "warning" | "error";
  readonly text: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Keeper to worker: are you there? */
export interface PingMessage {
  readonly kind: "ping";
  readonly sequence: number;
}

/** Worker to keeper: still here. */
export interface PongMessage {
  readonly kind: "pong";
  readonly sequence: number;
}

/** Options of a serving process that the cloud's side must know. */
export interface ServePolicy {
  /** Names of the tools that this process serves, in order. */
  readonly tools: readonly string[];
  readonly answerTokens: number;
  readonly allProjects: boolean;
  readonly allowSensitive: boolean;
  readonly allowWrite: boolean;
  readonly allowAdmin: boolean;
  readonly confirm: "human" | "always" | "risky" | "never";
  /** Objects that one change may touch. */
  readonly maxTargets: number;
  /** Who may call, where callers show a token; without it there is one caller, whoever it is. */
  readonly callers?: readonly CallerBound[];
  /** What the one caller is called where there are no tokens: `stdio`, `http`, `terminal`. */
  readonly caller: string;
}

/** A caller that shows a bearer token, and the most that it may do. */
export interface CallerBound {
  readonly name: string;
  /** SHA-256 of the token, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly readOnly: boolean;
  /** Names of the tools that it may call. */
  readonly tools: readonly string[];
}
