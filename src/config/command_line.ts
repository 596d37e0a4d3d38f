/** A command line that was taken apart and whose values have not been read yet.
 *
 * @module
 */

import type { CommandName, FlagKey } from "./flags.ts";

/** A flag as it was given. */
export interface GivenFlag {
  /** As it stands in the table: `--max-targets`. */
  readonly flag: string;
  /** Its values in order; empty for a flag that stands alone. */
  readonly texts: readonly string[];
}

/** What the command line says. */
export interface CommandLine {
  readonly command: CommandName;
  readonly flags: Readonly<Partial<Record<FlagKey, GivenFlag>>>;
  /** Whether this use of the command works on a cloud; the command's own answer if absent. */
  readonly needsCloud?: boolean;
}
