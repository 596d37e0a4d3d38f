import type { Redactor } from "./redact.ts";
import { takeRevealed } from "./reveal.ts";
import { sanitizeText, sanitizeValue } from "./sanitize.ts";

/** Options of {@linkcode createOutputGuard}. */
export interface OutputGuardOptions {
  /** Knows the secrets of this thread. */
  redactor: Redactor;
  /**
   * Whether strings keep tabs and line ends. A log whose records are lines switches it off, so that no value can
   * pretend to be a record.
   *
   * @default {true}
   */
  multiline?: boolean;
}

/**
 * Sanitises, then redacts: a secret that invisible characters cut in two is whole again when it is looked for. What an
 * answer reveals on purpose (`reveal()`) is sanitised alone, and only where strings may span lines: never in a log.
 */
export interface OutputGuard {
  /** Guards a text. */
  (text: string): string;
  /** Guards an answer. */
  (answer: Record<string, unknown>): Record<string, unknown>;
  /** Guards any value; an `Error` becomes an object with its name, message and cause. */
  (value: unknown): unknown;
}

/**
 * Makes the one function through which answers, errors and log lines pass before they leave their thread.
 *
 * @param options The redactor of this thread, and whether strings may span lines.
 * @returns A function that gives back a harmless copy.
 */
export function createOutputGuard({ redactor, multiline = true }: OutputGuardOptions): OutputGuard {
  function guard(text: string): string;
  function guard(answer: Record<string, unknown>): Record<string, unknown>;
  function guard(value: unknown): unknown;
  function guard(value: unknown): unknown {
    if (typeof value === "string") return redactor.text(sanitizeText(value, { multiline }));
    const guarded = redactor.value(sanitizeValue(value, { multiline }));
    return multiline && typeof value === "object" && value !== null ? withRevealed(guarded, value) : guarded;
  }
  return guard;
}

/** Puts back what the answer shows on purpose. */
function withRevealed(guarded: unknown, answer: object): unknown {
  const revealed = takeRevealed(answer);
  if (!revealed || typeof guarded !== "object" || guarded === null) return guarded;
  const secrets = [...revealed].map(([member, secret]) =>
    [member, sanitizeText(secret, { multiline: true })] as const
  );
  return { ...guarded, ...Object.fromEntries(secrets) };
}
