/** Where a setting came from.
 *
 * @module
 */

/** The sources of settings, the strongest first. */
export type OriginKind =
  | "flag"
  | "environment"
  | "env file"
  | "clouds.yaml"
  | "secure.yaml"
  | "clouds-public.yaml"
  | "default";

/** Where one value came from. It never holds the value itself. */
export interface Origin {
  readonly kind: OriginKind;
  /** The flag, the variable, or the path of keys in a file (`clouds.acme.auth.auth_url`). */
  readonly name: string;
  /** The file, when there is one. */
  readonly file?: string;
}

/** A value that knows where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The origin of a value that nobody gave.
 *
 * @param name What the value is called, for messages.
 */
export function defaultOrigin(name: string): Origin {
  return { kind: "default", name };
}

/** Describes an origin in a few words: `--cloud`, `OS_CLOUD in the environment`, `auth_url in FILE`.
 *
 * @param origin The origin to describe.
 * @returns Words that fit into parentheses.
 */
export function describeOrigin(origin: Origin): string {
  if (origin.kind === "flag") return `${origin.name} on the command line`;
  if (origin.kind === "default") return "default";
  if (origin.file === undefined) return `${origin.name} in the environment`;
  return `${origin.name} in ${origin.file}`;
}
