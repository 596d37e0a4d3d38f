/** What a tool says of a change before it is made: the plan that people and models see.
 *
 * @module
 */
import type { Answer } from "../openstack/answer.ts";
import type { Operation } from "../openstack/operation.ts";
import type { SendOptions } from "../openstack/request.ts";

/** Sends one of the change's operations: the only way in which a tool can change anything.
 *
 * @throws {OpenStackError} If the answer is not a success.
 */
export type SendChange = (op: Operation, options?: SendOptions) => Promise<Answer>;

/** Whose a target is. What belongs to no project is changed with `--allow-admin` only. */
export type Owner =
  | { readonly kind: "project"; /** Absent if it could not be read. */ readonly id?: string }
  | { readonly kind: "user"; readonly id?: string }
  | { readonly kind: "cloud" };

/** What sending gave. */
export interface Sent {
  /** The service's request id. */
  readonly requestId?: string;
  /** The id of what was created. */
  readonly id?: string;
  /** The state that the answer already tells, where there is nothing to wait for. */
  readonly after?: string;
  /** More members for the answer: the id of an image that is being made, for instance. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** What reading a target back showed. */
export interface Observation {
  /** Undefined while it is still on its way. */
  readonly settled?: "done" | "failed";
  /** Its state in words. */
  readonly after: string;
  /** Why it failed, or what it waits for. */
  readonly reason?: string;
}

/** One object that a change is about. */
export interface Target {
  readonly name: string;
  /** Absent for what is yet to be created. */
  readonly id?: string;
  readonly owner: Owner;
  /** Its state, in words. */
  readonly now: string;
  /** What it will be, in words. */
  readonly will: string;
  /** What a confirmation is bound to besides name and id: plain data that differs when the plan would. */
  readonly state: unknown;
  /** Targets of one root are changed one after the other. @default The target itself. */
  readonly root?: string;
  /** Why nothing is sent for it: its state forbids it. */
  readonly refused?: string;
  /** Nothing is to be done: it already is as wanted. */
  readonly unchanged?: boolean;
  /** Sends the change. Called once at most; throws what `send` throws. */
  readonly apply: (send: SendChange) => Promise<Sent>;
  /** Reads it back. Without it, what was answered is done.
   *
   * @param sent What sending gave; undefined if there was no answer.
   * @throws {OpenStackError} If it cannot be read; it is tried again until the time is over.
   */
  readonly observe?: (sent: Sent | undefined) => Promise<Observation>;
}

/** What would be done. */
export interface Plan {
  readonly targets: readonly Target[];
  /** What it interrupts, exposes or loses. */
  readonly warnings?: readonly string[];
  /** What could not be read for the warnings, in the form of every answer's `unavailable`. */
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
}

/** The arguments that every changing tool has. */
export interface ChangeOptions {
  /** The token of a plan that was seen. */
  readonly confirm?: string | undefined;
  /** Give the plan alone. */
  readonly dry_run?: boolean | undefined;
  /** Whether to read back until the targets have settled. @default {true} */
  readonly wait?: boolean | undefined;
  /** Seconds that reading back may take. @default {25} */
  readonly wait_seconds?: number | undefined;
}

/** A change that a tool asks for. */
export interface Change {
  /** What is done, in one word: `stop`. */
  readonly action: string;
  /** The plural of what it is done to: `servers`. */
  readonly things: string;
  /** The changing operations that it may send. Effect and needed role are read off these. */
  readonly operations: readonly Operation[];
  /** Whether the targets were found by a part of a name or by filters rather than named: the plan is shown then, unless
   * nothing at all is to be confirmed. @default {false}
   */
  readonly isSearched?: boolean;
  /** All arguments of the call. */
  readonly args: Readonly<Record<string, unknown>> & ChangeOptions;
  /** What the scope of the answer says. */
  readonly scope: () => Promise<string>;
  /** Finds the targets and judges their states. Sends nothing that changes anything. */
  readonly plan: () => Promise<Plan>;
}

/** Whether something is to be sent for a target. */
export function isToDo({ refused, unchanged }: Target): boolean {
  return refused === undefined && unchanged !== true;
}
