/** A fault that is made on a real cloud for the time of a report.
 *
 * @module
 */
import type { Severity } from "../../src/health/report.ts";
import type { Hands } from "./real_hands.ts";
import type { Processes } from "./real_processes.ts";

/** Whose report can tell of a fault: an administrator's on all projects, or a member's on its own. */
export type Reporter = "admin" | "alice";

/** A finding that there must be while the fault is there. */
export interface Expected {
  readonly check: string;
  /** What was made, as the finding must name it. */
  readonly name: string;
  readonly by: readonly Reporter[];
  /** Where the check knows more than one. */
  readonly severity?: Severity;
}

/** What faults are made with. */
export interface Tools {
  readonly alice: Hands;
  readonly admin: Hands;
  /** Logs in as a user whom a fault made. */
  readonly logIn: (user: string, project: string, password: string) => Promise<Hands>;
  /** A name for what a fault makes. */
  readonly named: (name: string) => string;
  /** The processes of the cloud, if they can be halted; what was halted goes on before anything is undone. */
  readonly processes: Processes | undefined;
}

/** Makes one or several faults. What undoes them goes to the stack. */
export type Fault = (tools: Tools, undo: AsyncDisposableStack) => Promise<readonly Expected[]>;

/** Both of them. */
export const BOTH: readonly Reporter[] = ["admin", "alice"];
