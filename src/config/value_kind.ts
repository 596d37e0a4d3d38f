/** How the text of a flag or a variable becomes a value.
 *
 * @module
 */

import { suggestion } from "./suggest.ts";

/** Thrown by {@linkcode ValueKind.parse}; whoever knows the setting's name and origin makes it a `SettingsError`. */
export class ValueProblem extends Error {
  override readonly name = "ValueProblem";

  /**
   * @param message What is wrong, as the predicate of a sentence about the setting.
   * @param fix What to do, as a sentence without its full stop.
   */
  constructor(message: string, readonly fix: string) {
    super(message);
  }
}

/** A kind of value: how it is shown in the help and how it is read. */
export interface ValueKind<T> {
  /** What stands behind the flag in the help (`SECONDS`); a switch has none. */
  readonly placeholder?: string;
  /** The values that there are, when they can be listed. */
  readonly choices?: readonly string[];
  /** Whether the flag may be given several times. */
  readonly repeatable?: boolean;
  /** The flag may stand alone; a following word is its value only if it looks like this. */
  readonly optionalValue?: RegExp;
  /** Reads the value.
   *
   * @param texts Every text that was given, in order; none for a flag that stands alone.
   * @throws {ValueProblem} When the text does not make a value.
   */
  parse(texts: readonly string[]): T;
}

/** An address to listen on. */
export interface ListenAddress {
  readonly host?: string;
  readonly port?: number;
}

/** A report to write: in which format (by the file's ending or the default if none was named), to which file. */
export interface OutputTarget {
  readonly format?: string;
  readonly file: string;
}

const TRUE_WORDS = new Set(["true", "1", "yes", "on"]);
const FALSE_WORDS = new Set(["false", "0", "no", "off"]);

/** Reads a word for yes or no.
 *
 * @param text The word, in any case.
 * @returns The truth value, or `undefined` when it is no such word.
 */
export function truthOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** A switch: a flag without a value, a variable that says yes or no. */
export function toggle(): ValueKind<boolean> {
  return {
    parse(texts) {
      const text = texts[0];
      if (text === undefined) return true;
      const truth = truthOf(text);
      if (truth === undefined) {
        throw new ValueProblem(`${quote(text)} is neither true nor false`, "Say true or false");
      }
      return truth;
    },
  };
}

/** Any text that is not empty.
 *
 * @param placeholder What the help calls it.
 */
export function text(placeholder: string): ValueKind<string | undefined> {
  return { placeholder, parse: (texts) => nonEmpty(last(texts)) };
}

/** Several names: comma-separated, or the flag given several times.
 *
 * @param placeholder What the help calls it.
 */
export function list(placeholder: string): ValueKind<readonly string[]> {
  return {
    placeholder,
    repeatable: true,
    parse: (texts) => {
      const words = texts.flatMap((each) => each.split(",")).map((word) => word.trim());
      const found = [...new Set(words.filter((word) => word !== ""))];
      if (found.length === 0) throw new ValueProblem("is empty", "Give at least one name");
      return found;
    },
  };
}

/** Several whole texts, one for each time that the flag is given.
 *
 * @param placeholder What the help calls it.
 */
export function texts(placeholder: string): ValueKind<readonly string[]> {
  return { placeholder, repeatable: true, parse: (given) => [...new Set(given.map(nonEmpty))] };
}

/** What a number has to respect. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
}

/** A whole number.
 *
 * @param placeholder What the help calls it.
 * @param limits Its range.
 */
export function integer(placeholder: string, limits: NumberLimits): ValueKind<number> {
  return { placeholder, parse: (texts) => inRange(wholeNumber(last(texts)), limits) };
}

/** Like {@linkcode integer}, for a setting that has no default.
 *
 * @param placeholder What the help calls it.
 * @param limits Its range.
 */
export function maybeInteger(placeholder: string, limits: NumberLimits): ValueKind<number | undefined> {
  return integer(placeholder, limits);
}

/** Seconds, with a decimal part if need be; the value is in milliseconds.
 *
 * @param limits Its range in seconds.
 */
export function seconds(limits: NumberLimits): ValueKind<number> {
  return {
    placeholder: "SECONDS",
    parse: (texts) => Math.round(inRange(decimalNumber(last(texts)), limits, "seconds") * 1000),
  };
}

/** One word of several.
 *
 * @param choices The words.
 * @param spellings Other words that mean one of them.
 */
export function choice<T extends string>(
  choices: readonly T[],
  spellings: Readonly<Record<string, T>> = {},
): ValueKind<T> {
  return {
    placeholder: choices.join("|"),
    choices,
    parse(texts) {
      const word = last(texts).trim().toLowerCase();
      const found = choices.find((each) => each === word) ?? spellings[word];
      if (found !== undefined) return found;
      throw new ValueProblem(
        `${quote(last(texts))} is not one of ${choices.join(", ")}`,
        didYouMean(word, choices),
      );
    },
  };
}

/** Like {@linkcode choice}, for a setting that has no default. */
export function maybeChoice<T extends string>(choices: readonly T[]): ValueKind<T | undefined> {
  return choice(choices);
}

/** `[[HOST:]PORT]`. */
export function listenAddress(): ValueKind<ListenAddress | undefined> {
  return {
    placeholder: "[HOST:]PORT",
    optionalValue: /^(.*:)?\d+$/,
    parse(texts) {
      const given = texts[0];
      if (given === undefined || given === "") return {};
      const match = /^(?:(\[[0-9a-fA-F:.]+\]|[^\s:\/\[\]]+):)?(\d+)$/.exec(given);
      if (match === null) {
        throw new ValueProblem(`${quote(given)} is not [HOST:]PORT`, "Write 8080 or 127.0.0.1:8080");
      }
      const port = inRange(wholeNumber(match[2] ?? ""), PORTS);
      return match[1] === undefined ? { port } : { host: match[1].replace(/^\[|\]$/g, ""), port };
    },
  };
}

/** A switch that may be followed by its only value, as `--system-scope all`.
 *
 * @param word That value.
 */
export function toggleOrWord(word: string): ValueKind<boolean> {
  return {
    optionalValue: new RegExp(`^${word}$`, "i"),
    parse(texts) {
      const given = (texts[0] ?? "").trim().toLowerCase();
      if (given === "" || given === word) return true;
      throw new ValueProblem(`${quote(given)} is not ${word}`, `Leave the value out or write ${word}`);
    },
  };
}

/** The ports that one can ask for; 0 takes any that is free. */
export const PORTS: NumberLimits = { min: 0, max: 65535 };

/** `[FORMAT=]FILE`, several times.
 *
 * @param formats The formats that there are.
 */
export function outputTargets(formats: readonly string[]): ValueKind<readonly OutputTarget[]> {
  return {
    placeholder: "[FORMAT=]FILE",
    repeatable: true,
    parse: (texts) => texts.map((each) => outputTarget(each, formats)),
  };
}

/** A day (`2026-12-31`) or a time of ISO 8601 in UTC or with its offset; the value is ISO 8601 UTC. */
export function date(): ValueKind<string | undefined> {
  return {
    placeholder: "DATE",
    parse(texts) {
      const given = last(texts).trim();
      const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(given);
      const time = form ? Date.parse(given) : Number.NaN;
      // Date.parse accepts the 31st of February and gives a day of March.
      const real = !Number.isNaN(time) &&
        new Date(Date.parse(given.slice(0, 10))).toISOString().startsWith(given.slice(0, 10));
      if (!real) {
        throw new ValueProblem(`${quote(given)} is not a date`, "Write 2026-12-31 or 2026-12-31T18:00:00Z");
      }
      return new Date(time).toISOString();
    },
  };
}

/** A path below which HTTP is served. */
export function urlPath(): ValueKind<string> {
  return {
    placeholder: "PATH",
    parse(texts) {
      const path = last(texts).trim();
      if (/^\/[\w\-.~\/]*$/.test(path)) return path.length > 1 ? path.replace(/\/+$/, "") : path;
      throw new ValueProblem(`${quote(path)} is not a path`, "Begin with a slash: /mcp");
    },
  };
}

function outputTarget(given: string, formats: readonly string[]): OutputTarget {
  const cut = given.indexOf("=");
  const before = cut < 0 ? "" : given.slice(0, cut);
  if (formats.includes(before)) return { format: before, file: nonEmpty(given.slice(cut + 1)) };
  // A lone word before "=" was meant as a format; a path with "=" in it has a slash or a dot before it.
  const meantAsFormat = /^[a-z]+$/i.test(before);
  if (!meantAsFormat) return { file: nonEmpty(given) };
  throw new ValueProblem(`${quote(before)} is not one of ${formats.join(", ")}`, didYouMean(before, formats));
}

function wholeNumber(given: string): number {
  if (/^[+-]?\d{1,15}$/.test(given.trim())) return Number(given);
  throw new ValueProblem(`${quote(given)} is not a whole number`, "Write it with digits only");
}

function decimalNumber(given: string): number {
  if (/^[+-]?\d{1,12}(\.\d+)?$/.test(given.trim())) return Number(given);
  throw new ValueProblem(`${quote(given)} is not a number of seconds`, "Write it with digits only");
}

function inRange(value: number, { min, max }: NumberLimits, unit = ""): number {
  if (value >= min && value <= max) return value;
  const range = `${min} to ${max}${unit === "" ? "" : ` ${unit}`}`;
  throw new ValueProblem(`${value} is out of range`, `Choose a value from ${range}`);
}

function nonEmpty(given: string): string {
  if (given.trim() !== "") return given;
  throw new ValueProblem("is empty", "Give it a value or leave it out");
}

function last(texts: readonly string[]): string {
  return texts.at(-1) ?? "";
}

function didYouMean(word: string, choices: readonly string[]): string {
  const meant = suggestion(word, choices);
  return meant === undefined ? `Choose one of ${choices.join(", ")}` : `Perhaps ${meant} was meant`;
}

function quote(given: string): string {
  return JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}...` : given);
}
