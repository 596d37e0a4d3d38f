/** What a command needs of the terminal that it runs in.
 *
 * @module
 */

/** The terminal's two outputs, and what is known of it. */
export interface Terminal {
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  /** Writes a line to standard error. */
  readonly note: (line: string) => void;
  /** Shows how far the work is, in place of what was shown before; an empty text takes it away. */
  readonly progress: (text: string) => void;
  /** Asks a person a question; absent where nobody is there to answer. Anything but a yes is a no. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Whether standard output is a terminal that shows colours. */
  readonly color: boolean;
  /** Whether standard error is a terminal: progress is shown only there. */
  readonly showsProgress: boolean;
  /** Columns of standard output. */
  readonly width: number;
}

/** The exit codes of every command but `report`. */
export const EXIT = { done: 0, failed: 1, usage: 2, cloud: 3, interrupted: 130 } as const;

/** The exit code for an answer that is an error: 3 if the cloud was not reached or refused the login, 2 if the command
 * line named a tool or an argument that does not exist. */
export function exitCodeOf(error: Readonly<Record<string, unknown>>): number {
  const { reason, what } = error;
  if (reason === "login failed" || what === "log in" || what === "reach the cloud") return EXIT.cloud;
  if (reason === "invalid argument") return EXIT.usage;
  return reason === "unavailable" && error["status"] === undefined ? EXIT.cloud : EXIT.failed;
}
