/** Markup that cannot be broken out of: every value in a template is escaped, unless it is markup itself.
 *
 * @module
 */
import { sanitizeText } from "../../text/sanitize.ts";

/** A piece of HTML or XML. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The markup as text. */
  toString(): string {
    return this.#text;
  }
}

/** What a template takes; nothing comes of `undefined` and `false`. */
export type MarkupValue = Markup | string | number | undefined | false | readonly MarkupValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Noncharacters, which no markup may hold; the sanitiser takes care of controls and lone surrogates. */
const NONCHARACTER = /[\uFFFE\uFFFF]/g;

/** Text as it stands between tags and in quoted attributes of HTML and XML. The one place that escapes. */
export function escapeMarkup(text: string): string {
  return sanitizeText(text, { multiline: true })
    .replace(NONCHARACTER, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Makes markup from a template. The values are escaped; lists are put together; markup stays as it is. */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += textOf(value) + (parts[index + 1] ?? "");
  return new Markup(text);
}

function textOf(value: MarkupValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? escapeMarkup(value) : value.map(textOf).join("");
}
