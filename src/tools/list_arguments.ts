/** The arguments that all list tools share, and those of older tools that mean the same.
 *
 * @module
 */
import * as z from "zod";
import type { CompatArgument } from "./tool.ts";

/** Longest name that any service accepts; a longer one cannot exist. */
const MAX_NAME = 255;

/** One name or id, several, or a JSON list as text. A text with commas stays whole: it may be a name. */
const names = z.preprocess(
  (value) => typeof value === "string" ? jsonList(value) ?? [value] : value,
  z.array(z.string().min(1).max(MAX_NAME)).min(1).max(100),
);

function jsonList(value: string): unknown[] | undefined {
  if (!value.trimStart().startsWith("[")) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A list given as one text, as older tools did. */
const fieldNames = z.preprocess(
  (value) =>
    typeof value === "string" ? jsonList(value) ?? value.split(",").map((part) => part.trim()) : value,
  z.array(z.string().max(MAX_NAME)).min(1).max(60),
);

/** Accepts `"5"` for 5 and `"true"` for true: some clients send every argument as text. */
function lenient<T extends z.ZodType>(type: T, words: Readonly<Record<string, unknown>> = {}) {
  return z.preprocess((value) => {
    if (typeof value !== "string") return value;
    if (value in words) return words[value];
    return /^-?\d+$/.test(value) ? Number(value) : value;
  }, type);
}

/** A yes or no, also as a word. */
export const flagArgument = lenient(z.boolean(), { true: true, false: false }).optional();

/** Words from a closed set that the tool knows: one, several, or a comma list. */
export const wordsArgument = fieldNames.optional();

/** An id or an exact name of something else than what is listed. */
export const referenceArgument = z.string().min(1).max(MAX_NAME).optional();

/** The shape that every list tool spreads into its own. */
export const LIST_ARGUMENTS = {
  names: names.optional(),
  name_contains: z.string().min(1).max(MAX_NAME).optional(),
  filters: z.record(z.string(), z.unknown()).optional(),
  fields: fieldNames.optional(),
  detail: z.enum(["basic", "detailed", "full"]).optional(),
  limit: lenient(z.int().min(1).max(1000)).optional(),
  cursor: z.string().max(2000).optional(),
  sort: z.string().max(100).optional(),
  count: flagArgument,
  // What only arguments of older tools set. A leading underscore keeps a name out of the schema.
  _offset: lenient(z.int().min(0).max(1_000_000)).optional(),
  _search_in: z.string().max(100).optional(),
  _case_sensitive: flagArgument,
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
}

/** Makes an older argument another name of today's. */
export function renamed(to: string): CompatArgument {
  return (value) => value === "" ? {} : { [to]: value };
}

/** Makes an older argument a filter on a field. */
export function filtering(field: string): CompatArgument {
  return (value) => value === "" ? {} : { filters: { [field]: value } };
}

/** Makes an older argument one that has nothing to say any more. */
export const ignored: CompatArgument = () => ({});

/** Older arguments that mean the same for every list. */
export const LIST_COMPAT: Readonly<Record<string, CompatArgument>> = {
  ids: renamed("names"),
  name: renamed("names"),
  filter: renamed("name_contains"),
  search_term: renamed("name_contains"),
  search_in: renamed("_search_in"),
  case_sensitive: renamed("_case_sensitive"),
  offset: renamed("_offset"),
  detail_level: renamed("detail"),
  detailed: (value) => ({ detail: value === false || value === "false" ? "basic" : "detailed" }),
  marker: renamed("cursor"),
  // They lifted or lowered bounds that the answer's own budget and cursor keep now.
  all_instances: ignored,
  include_all: ignored,
};

const { ids: _ids, name: _name, filter: _filter, search_term: _term, ...withoutNameArguments } = LIST_COMPAT;

/** Older arguments that mean the same where {@linkcode PART_ARGUMENTS} are. */
export const PART_COMPAT: Readonly<Record<string, CompatArgument>> = withoutNameArguments;
