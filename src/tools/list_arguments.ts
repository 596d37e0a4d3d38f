/** The arguments that all list tools share, and those of older tools that mean the same.
 *
 * @module
 */
import * as z from "zod";
import type { CompatArgument } from "./tool.ts";

/** Longest name that any service accepts; a longer one cannot exist. */
const MAX_NAME = 255;

/** Empty text means that an argument was not given: older tools had it as the default. */
function unlessBlank(read: (text: string) => unknown) {
  return (value: unknown) => value === "" ? undefined : typeof value === "string" ? read(value) : value;
}

/** An argument that may be left out; `read` turns a text into what it stands for. */
export function optional<T extends z.ZodType>(type: T, read: (text: string) => unknown = (text) => text) {
  return z.preprocess(unlessBlank(read), type.optional()).optional();
}

/** The value that a text is the JSON of, if it begins with this sign. */
export function parsed(text: string, sign: "[" | "{"): unknown {
  if (!text.trimStart().startsWith(sign)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One name or id, several, or a JSON list as text. A text with commas stays whole: it may be a name. */
const names = optional(
  z.array(z.string().min(1).max(MAX_NAME)).min(1).max(100),
  (text) => parsed(text, "[") ?? [text],
);

/** A list given as one text, as older tools did. */
const fieldNames = optional(
  z.array(z.string().max(MAX_NAME)).min(1).max(60),
  (text) => parsed(text, "[") ?? text.split(",").map((part) => part.trim()),
);

/** Accepts `"5"` for 5: some clients send every argument as text. */
export function numeric<T extends z.ZodType>(type: T) {
  return optional(type, (text) => /^-?\d+$/.test(text) ? Number(text) : text);
}

const WORDS: ReadonlyMap<string, boolean> = new Map([["true", true], ["false", false]]);

/** A yes or no, also as a word. */
export const flagArgument = optional(z.boolean(), (text) => WORDS.get(text.toLowerCase()) ?? text);

/** Words from a closed set that the tool knows: one, several, or a comma list. */
export const wordsArgument = fieldNames;

/** An id or an exact name of something else than what is listed. */
export const referenceArgument = optional(z.string().max(MAX_NAME));

/** The shape that every list tool spreads into its own. */
export const LIST_ARGUMENTS = {
  names,
  name_contains: optional(z.string().max(MAX_NAME)),
  filters: optional(z.record(z.string(), z.unknown()), (text) => parsed(text, "{") ?? text),
  fields: fieldNames,
  detail: optional(z.enum(["basic", "detailed", "full"])),
  limit: numeric(z.int().min(1).max(1000)),
  cursor: optional(z.string().max(2000)),
  sort: optional(z.string().max(100)),
  count: flagArgument,
  // What only arguments of older tools set. A leading underscore keeps a name out of the schema.
  _offset: numeric(z.int().min(0).max(1_000_000)),
  _search_in: optional(z.string().max(100)),
  _case_sensitive: flagArgument,
  _all: flagArgument,
  _marker: optional(z.string().max(MAX_NAME)),
};

const { names: _names, name_contains: _part, ...withoutNames } = LIST_ARGUMENTS;

/** The same for items that have no name of their own: the events of a server, for instance. */
export const PART_ARGUMENTS = withoutNames;

/** What {@linkcode LIST_ARGUMENTS} gives, and what only older arguments can set. */
export interface ListArguments {
  readonly names?: readonly string[] | undefined;
  readonly name_contains?: string | undefined;
  readonly filters?: Readonly<Record<string, unknown>> | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly detail?: "basic" | "detailed" | "full" | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly sort?: string | undefined;
  readonly count?: boolean | undefined;
  readonly _offset?: number | undefined;
  readonly _search_in?: string | undefined;
  readonly _case_sensitive?: boolean | undefined;
  /** Whether older bounds (limit, offset) do not count: the answer's own budget does. */
  readonly _all?: boolean | undefined;
  /** The id of the last item that is known: the service's own marker. */
  readonly _marker?: string | undefined;
}

/** Makes an older argument another name of today's. */
export function renamed(to: string): CompatArgument {
  return (value) => value === "" ? {} : { [to]: value };
}

/** Makes an older argument a filter on a field. */
export function filtering(field: string): CompatArgument {
  return (value) => value === "" ? {} : { filters: { [field]: value } };
}

/** Makes an older argument a part that is looked for in these fields. */
export function searching(fields: string): CompatArgument {
  return (value) => value === "" ? {} : { name_contains: value, _search_in: fields };
}

/** Makes an older argument one that has nothing to say any more. */
export const ignored: CompatArgument = () => ({});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Lifts the older bounds; that it does not is what goes without saying. */
const everything: CompatArgument = (value) => value === true || value === "true" ? { _all: true } : {};

/** Older arguments that mean the same for every list. */
export const LIST_COMPAT: Readonly<Record<string, CompatArgument>> = {
  ids: renamed("names"),
  name: renamed("names"),
  filter: renamed("name_contains"),
  search_term: renamed("name_contains"),
  search_in: renamed("_search_in"),
  case_sensitive: renamed("_case_sensitive"),
  // At an offset a list is read as a whole: not at the one that says nothing.
  offset: (value) => value === 0 || value === "0" || value === "" ? {} : { _offset: value },
  detail_level: renamed("detail"),
  // True was the default: as much as is usual.
  detailed: (value) => value === false || value === "false" ? { detail: "basic" } : {},
  marker: (value) =>
    typeof value === "string" && UUID.test(value) ? { _marker: value } : renamed("cursor")(value),
  all_instances: everything,
  include_all: everything,
};

const { ids: _ids, name: _name, filter: _filter, search_term: _term, ...withoutNameArguments } = LIST_COMPAT;

/** Older arguments that mean the same where {@linkcode PART_ARGUMENTS} are. */
export const PART_COMPAT: Readonly<Record<string, CompatArgument>> = withoutNameArguments;
