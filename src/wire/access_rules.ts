/** What the command `access-rules` is told by the cloud's side.
 *
 * @module
 */

/** Access rules, and what a person must know to use them. */
export interface AccessRulesAnswer {
  /** Ready for Keystone. */
  readonly rules: readonly {
    readonly service: string;
    readonly method: string;
    readonly path: string;
  }[];
  /** The roles to give the credential, each held by this login. */
  readonly roles: readonly string[];
  /** What the rules cannot do, a sentence each. */
  readonly notes: readonly string[];
  /** How the services hold callers to rules. */
  readonly enforcement: readonly {
    readonly service: string;
    readonly detail: string;
  }[];
  /** Whether the services were tried. False without a credential that has rules: then it is what is known in general. */
  readonly probed: boolean;
}

/** Whether a value that crossed the wire is such an answer. */
export function isAccessRulesAnswer(value: unknown): value is AccessRulesAnswer {
  return typeof value === "object" && value !== null &&
    ["rules", "roles", "notes", "enforcement"].every((key) =>
      Array.isArray(Object.getOwnPropertyDescriptor(value, key)?.value)
    );
}
