/** One finding of the doctor, as it crosses from the cloud's side to the terminal.
 *
 * @module
 */

/** What was looked at, how it is, and what to do about it. */
export interface Diagnosis {
  readonly area: "settings" | "files" | "tls" | "login" | "catalogue" | "services" | "permissions";
  /** The thing itself, in a word or two. */
  readonly what: string;
  readonly state: "ok" | "warning" | "failed";
  readonly detail: string;
  readonly fix?: string;
}

/** Whether a value that crossed the wire is a diagnosis. */
export function isDiagnosis(value: unknown): value is Diagnosis {
  return typeof value === "object" && value !== null && "area" in value && "what" in value &&
    "state" in value &&
    "detail" in value;
}
