/** What a list tool declares of its resource.
 *
 * @module
 */
import type { Operation } from "../openstack/operation.ts";
import type { QueryValue } from "../openstack/request.ts";
import type { ToolAnswer, ToolContext } from "./tool.ts";

/** How much of a resource is shown; each includes the one before. `extra` columns come only when they are named. */
export type Level = "basic" | "detailed" | "full" | "extra";

/** One column of a list, or member of an object.
 *
 * @typeParam Item What the reader made of one wire object.
 * @typeParam Joined What was read beside the list (names of images, for instance).
 */
export interface Column<Item, Joined = undefined> {
  readonly name: string;
  readonly level: Level;
  /** The value; undefined when the item has none. Filters and sorting see the item alone, without what was joined. */
  readonly value: (item: Item, joined: Joined | undefined) => unknown;
  /** Query parameter by which the service itself filters on equality. The client checks again in any case. */
  readonly filter?: string;
  /** Sort key of the service. */
  readonly sort?: string;
  /** How filter values are spelt: status words are upper case in Nova. */
  readonly fold?: "upper" | "lower";
  /** For filters that mean another resource: finds out what a name stands for before anything is listed. */
  readonly resolve?: (wanted: string, context: ToolContext) => Promise<Part<Item>>;
  /** For searches in what an item has only an id of: finds out which items have a value with a part that matches. */
  readonly search?: (
    matches: (text: string) => boolean,
    context: ToolContext,
  ) => Promise<(item: Item) => boolean>;
  /** Shown to this role alone. Asking for it with another is an error, or a part that is unavailable. */
  readonly needs?: "admin";
  /** Its value comes from the join alone: it can be shown, and neither filtered nor sorted by. */
  readonly joined?: boolean;
  /** The value that goes without saying: a table whose rows have no other leaves the column out. */
  readonly usual?: unknown;
  /** Left out of rows, where it would be too wide; shown in objects. */
  readonly objectOnly?: boolean;
}

/** A kind of resource that can be listed. */
export interface ListSpec<Item, Joined = undefined> {
  /** `server` and `servers`: words of answers. */
  readonly noun: readonly [singular: string, plural: string];
  /** Where they are looked for, in words; in the scope of the login unless said. */
  readonly place?: string;
  readonly list: Operation;
  /** Reads one by id; without it, ids are looked for in the list. */
  readonly show?: {
    readonly operation: Operation;
    /** Name of the path's parameter. */
    readonly parameter: string;
    /** Member of the body that holds the object; empty where the body itself is the object. */
    readonly key: string;
  };
  /** Lists ids and names alone, where that is much cheaper: names are then looked up here and shown by id. */
  readonly references?: Operation;
  /** Fills the parts in braces of the list's path, and those of {@linkcode show} that are the same. */
  readonly path?: Readonly<Record<string, string>>;
  /** Collects the items where one list does not have them all. {@linkcode list} then only names the query. */
  readonly gather?: (context: ToolContext) => Promise<Gathered<Item>>;
  /** Where what others share is gathered with a list that can be paged: the query of the list, and the rest apart. */
  readonly apart?: {
    readonly own: Readonly<Record<string, QueryValue>>;
    readonly shared: (context: ToolContext) => Promise<Gathered<Item>>;
  };
  readonly read: (value: unknown) => Item | undefined;
  readonly id: (item: Item) => string;
  readonly name: (item: Item) => string | undefined;
  /** What else it answers to, exactly or in part. */
  readonly alsoKnownAs?: (item: Item) => readonly string[];
  /** The owning project; undefined for what may be shown whoever owns it (shared, public). */
  readonly owner?: (item: Item) => string | undefined;
  /** For kinds that projects share with each other: the queries that together find, for an administrator, the
   * project's own and what is shared with it. A member is shown what the service shows it.
   */
  readonly sharing?: (projectId: string) => readonly Readonly<Record<string, QueryValue>>[];
  /** Query parameters of every request. */
  readonly query?: (context: ToolContext) => Promise<Readonly<Record<string, QueryValue>>>;
  /** Headers of every request: Designate is asked for all projects by one. */
  readonly headers?: (context: ToolContext) => Promise<Readonly<Record<string, string>>>;
  /** How many the service says that there are, read out of the body of a page. */
  readonly counted?: (body: unknown) => number | undefined;
  /** Query that narrows the list to a name, to be checked again: it may find too much, never too little. */
  readonly byName?: (name: string) => Readonly<Record<string, QueryValue>>;
  /** The same for a part of a name. */
  readonly byPart?: (part: string) => Readonly<Record<string, QueryValue>>;
  readonly columns: readonly Column<Item, Joined>[];
  /** Reads what the wanted columns need beside the list. */
  readonly join?: (
    items: readonly Item[],
    wants: (column: string) => boolean,
    context: ToolContext,
  ) => Promise<Join<Joined>>;
  /** How the service is asked to sort; `sort_key` and `sort_dir` unless said. */
  readonly sortQuery?: (key: string, direction: "asc" | "desc") => Readonly<Record<string, QueryValue>>;
  /** Its pages cannot be trusted: what a policy hides leaves gaps, after which the service names no next page. */
  readonly gaps?: true;
  /** Rows of an answer that did not say how many; as many as fit unless said. */
  readonly usualRows?: number;
  /** Columns that cost requests for each row: with one of them an answer has so many rows at most. */
  readonly costly?: { readonly columns: readonly string[]; readonly rows: number };
  /** What a list says beside its rows: sums, for instance. Sees what was joined, so never more than the page; `whole`
   * tells whether that is all there is.
   */
  readonly summary?: (items: readonly Item[], joined: Joined | undefined, whole: boolean) => ToolAnswer;
}

/** Items from several sources, and which sources could not be read. */
export interface Gathered<Item> {
  readonly items: readonly Item[];
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
  /** Columns that could not be read at all, and so are not in the answer. */
  readonly missing?: readonly string[];
}

/** What a join found, and which parts it could not read. */
export interface Join<Joined> {
  readonly joined: Joined;
  readonly unavailable?: readonly Readonly<Record<string, unknown>>[];
  /** Columns that could not be read at all, and so are not in the answer. */
  readonly missing?: readonly string[];
}

/** A part of a query: what the service is asked, if it can do it, and the test that holds in any case. */
export interface Part<Item> {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly test: (item: Item) => boolean;
}
