/**
 * Text that strangers wrote, made harmless to a terminal, a log and a reader.
 *
 * Names, metadata and console logs come from the users of a cloud. They may hold escape sequences that rewrite
 * a terminal, direction marks that show one thing and mean another, and invisible characters that carry hidden
 * instructions to a model.
 *
 * @module
 */

import { mapParts, type PartMapper } from "./_walk.ts";

/** Options of {@linkcode sanitizeText}. */
export interface SanitizeTextOptions {
  /**
   * Whether tabs and line ends stay. Without it each becomes a space, so that words do not run together.
   *
   * @default {false}
   */
  multiline?: boolean;
}

/** Options of {@linkcode truncateText}. */
export interface TruncateTextOptions {
  /**
   * Which end of the text is kept; the end of a log says more than its start.
   *
   * @default {"start"}
   */
  keep?: "start" | "end";
}

/** Free text of a tenant, marked as data. */
export interface UntrustedText {
  /** The sanitised text. */
  untrusted_text: string;
}

const PLAIN = /^[ -~]*$/;

/**
 * Escape sequences as a whole: CSI; OSC, DCS, SOS, PM and APC with their terminator; then any other escape. A
 * string sequence without its terminator loses its introducer alone, for it must not hide the text after it.
 */
const ESCAPE_SEQUENCE = new RegExp(
  [
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -\/]*[@-~]`,
    String.raw`(?:\x1b\]|\x9d)[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)`,
    String.raw`(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x90\x98\x9c-\x9f]*(?:\x1b\\|\x9c)`,
    String.raw`\x1b[ -\/]*[0-~]`,
  ].join("|"),
  "g",
);

const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

const BLANK = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;

/**
 * Controls, and everything that Unicode calls ignorable by default: bidirectional marks, embeddings and
 * isolates, zero-width characters, soft hyphens, fillers, variation selectors, tags. Interlinear annotations
 * hide text as well.
 */
const INVISIBLE = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;

const INVISIBLE_BUT_BLANK = /(?![\t\n])[\p{Cc}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;

/**
 * Strips escape sequences, control, bidirectional and invisible characters. Lone surrogates become U+FFFD.
 *
 * @param text Any text.
 * @param options Whether line ends stay.
 * @returns Text of visible characters; with `multiline` also tabs and `\n`.
 */
export function sanitizeText(text: string, { multiline = false }: SanitizeTextOptions = {}): string {
  if (PLAIN.test(text)) return text;
  const stripped = text.replace(ESCAPE_SEQUENCE, "").toWellFormed();
  return multiline
    ? stripped.replace(LINE_END, "\n").replace(INVISIBLE_BUT_BLANK, "")
    : stripped.replace(BLANK, " ").replace(INVISIBLE, "");
}

/**
 * Sanitises every string of a value: object keys as single lines, values with their line ends. Two keys that
 * become equal are told apart by a number, so that nothing is lost.
 *
 * @param value Any value; an `Error` becomes an object with its name, message and cause.
 * @param options Whether values keep their line ends; here they do unless `multiline` is `false`.
 * @returns A sanitised copy.
 */
export function sanitizeValue(value: unknown, { multiline = true }: SanitizeTextOptions = {}): unknown {
  return mapParts(value, multiline ? MULTILINE : SINGLE_LINE);
}

/**
 * Marks free text of a tenant (a console log, a fault message, a description) as data. The text is sanitised;
 * it cannot break out of its mark, because in the JSON of an answer it is one quoted string.
 *
 * @param text The text as the service gave it.
 * @returns The marked text, to be put into an answer in place of the text.
 */
export function fence(text: string): UntrustedText {
  return { untrusted_text: sanitizeText(text, { multiline: true }) };
}

/**
 * Cuts a text to a number of characters, never through one, and says how many are missing.
 *
 * A cut can leave half of a secret that the redactor no longer knows: redact first, then cut.
 *
 * @param text Any text.
 * @param max The number of characters (code points) kept; the mark comes on top.
 * @param options Which end is kept.
 * @returns The text itself when it is short enough, else the part kept with the mark at the cut.
 */
export function truncateText(
  text: string,
  max: number,
  { keep = "start" }: TruncateTextOptions = {},
): string {
  if (text.length <= max) return text;
  const characters = Array.from(text);
  const cut = characters.length - max;
  if (cut <= 0) return text;
  const mark = `[${cut} characters cut]`;
  return keep === "start"
    ? `${characters.slice(0, max).join("")}… ${mark}`
    : `${mark} …${characters.slice(cut).join("")}`;
}

const MULTILINE: PartMapper = {
  text: (text) => sanitizeText(text, { multiline: true }),
  object: sanitizeEntries,
};

const SINGLE_LINE: PartMapper = { text: (text) => sanitizeText(text), object: sanitizeEntries };

function sanitizeEntries(
  entries: [string, unknown][],
  inner: (value: unknown) => unknown,
): [string, unknown][] {
  const clean = entries.map(([key, value]): [string, unknown] => [sanitizeText(key), inner(value)]);
  const changed = clean.some(([key], index) => key !== entries[index]?.[0]);
  return changed ? distinctKeys(clean) : clean;
}

function distinctKeys(entries: [string, unknown][]): [string, unknown][] {
  const seen = new Set<string>();
  return entries.map(([key, value]) => {
    let name = key;
    for (let number = 2; seen.has(name); number++) name = `${key} (${number})`;
    seen.add(name);
    return [name, value];
  });
}
