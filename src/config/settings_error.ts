/** The error for every setting that cannot be used.
 *
 * @module
 */

import { describeOrigin, type Origin } from "./origin.ts";

/** What a {@linkcode SettingsError} says. No part of it may hold a secret: it is printed and logged. */
export interface SettingsErrorOptions {
  /** The setting as the user spells it: a flag, a variable or a key. */
  readonly setting: string;
  /** What is wrong, as the predicate of a sentence about the setting: `must be a whole number`. */
  readonly problem: string;
  /** What to do about it, as a sentence in the imperative, without its full stop. */
  readonly fix: string;
  readonly origin?: Origin | undefined;
}

/** A setting that is misspelt, contradictory or unusable. Its message names the setting, its origin and the fix. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly setting: string;
  readonly problem: string;
  readonly fix: string;
  readonly origin: Origin | undefined;

  constructor(options: SettingsErrorOptions) {
    super(messageOf(options));
    this.setting = options.setting;
    this.problem = options.problem;
    this.fix = options.fix;
    this.origin = options.origin;
  }
}

function messageOf({ setting, origin, problem, fix }: SettingsErrorOptions): string {
  const source = origin === undefined || origin.kind === "default" ? "" : ` (${describeOrigin(origin)})`;
  return `${setting}${source}: ${problem}. ${fix}.`;
}
