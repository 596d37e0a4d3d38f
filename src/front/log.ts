/** Log lines of the front. What clients send may stand in them, so each passes the one sanitiser.
 *
 * @module
 */
import { createOutputGuard } from "../text/guard_output.ts";
import { Redactor } from "../text/redact.ts";
import type { LogMessage } from "../wire/messages.ts";

const guard = createOutputGuard({ redactor: new Redactor(), multiline: false });

/** Makes a line for the log; the keeper writes it. */
export function logLine(
  level: LogMessage["level"],
  text: string,
  fields?: Readonly<Record<string, unknown>>,
): LogMessage {
  return {
    kind: "log",
    level,
    text: guard(text),
    ...(fields === undefined ? {} : { fields: guard(fields) }),
  };
}

/** Makes a line about something that failed. */
export function failureLine(what: string, error: unknown): LogMessage {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return logLine("error", `${what}: ${text}`);
}
