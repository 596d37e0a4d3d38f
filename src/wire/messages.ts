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
}

/** A piece of work of a terminal command: the health report or the doctor. */
export interface RunMessage {
  readonly kind: "run";
  readonly id: number;
  readonly task: "report" | "doctor";
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
}

/** What an answering side sends. */
export type ResponseMessage = ProgressMessage | ResultMessage;

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
}
