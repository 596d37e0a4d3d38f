/** Writes the log: one line an entry, on standard error.
 *
 * @module
 */
import { stringifyJson } from "../text/json.ts";
import { sanitizeText, sanitizeValue } from "../text/sanitize.ts";
import type { LogMessage } from "../wire/messages.ts";

/** Options of {@linkcode createLog}. */
export interface LogOptions {
  readonly level: LogMessage["level"];
  readonly format: "text" | "json";
  /** Writes a line. @default {console.error} */
  readonly write?: (line: string) => void;
}

const LEVELS: Readonly<Record<LogMessage["level"], number>> = { debug: 0, info: 1, warning: 2, error: 3 };

/** Makes the function that writes log entries at or above a level.
 *
 * An entry is one line, whatever stands in it: what a tenant wrote cannot pretend to be an entry of its own.
 */
export function createLog({ level, format, write = console.error }: LogOptions): (entry: LogMessage) => void {
  return (entry) => {
    if (LEVELS[entry.level] < LEVELS[level]) return;
    const time = new Date().toISOString();
    if (format === "json") {
      write(stringifyJson(sanitizeValue({ time, level: entry.level, text: entry.text, ...entry.fields })));
    } else write([time, entry.level, sanitizeText(entry.text), ...fieldTexts(entry)].join(" "));
  };
}

function fieldTexts(entry: LogMessage): string[] {
  return Object.entries(entry.fields ?? {}).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = sanitizeText(typeof value === "string" ? value : stringifyJson(value), { multiline: true });
    return [`${sanitizeText(name)}=${/^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)}`];
  });
}
