/** Completion of prompt arguments and template variables from the live cloud.
 *
 * @module
 */
import { parseJson } from "../text/json.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";

/** What values are completed from: resources of the cloud, tools, sections of the guide. */
export type Kind = ResourceKind | "host" | "tool" | "section";

/** Resources that can be read by id. */
export type ResourceKind = "server" | "network" | "volume" | "stack" | "load-balancer";

/** A call of a tool. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Values that a completion may have. */
export const MOST_VALUES = 100;

const LISTS: Readonly<Record<ResourceKind, string>> = {
  "server": "get_instance",
  "network": "get_network_details",
  "volume": "get_volume_list",
  "stack": "get_heat_stacks",
  "load-balancer": "get_load_balancer_list",
};

/** The tool that lists what values are completed from; undefined if that is no matter of the cloud. */
export function completingTool(kind: Kind): string | undefined {
  if (kind === "host") return "get_compute_services";
  return kind === "tool" || kind === "section" ? undefined : LISTS[kind];
}

/** The call that finds what begins or goes on like a value; undefined if that is no matter of the cloud. */
export function completingCall(kind: Kind, value: string): ToolCall | undefined {
  const tool = completingTool(kind);
  if (tool === undefined) return undefined;
  if (kind === "host") {
    return { tool, arguments: { filters: { binary: "nova-compute" }, fields: ["host"], limit: 1000 } };
  }
  const part = value.trim();
  return {
    tool,
    arguments: {
      ...(part === "" ? {} : { name_contains: part }),
      fields: ["name", "id"],
      limit: MOST_VALUES,
    },
  };
}

/** The values in the answer to a {@linkcode completingCall}: names first, ids after. */
export function valuesIn(kind: Kind, answer: PortAnswer, value: string): readonly string[] {
  const table: unknown = parseJson(answer.json);
  if (kind === "host") return fitting(columnOf(table, "host"), value);
  return [...new Set([...columnOf(table, "name"), ...columnOf(table, "id")])];
}

/** The values that hold what was typed, those that begin with it first. */
export function fitting(values: readonly string[], value: string): readonly string[] {
  const part = value.trim().toLowerCase();
  const found = [...new Set(values)].filter((one) => one.toLowerCase().includes(part));
  const begins = (one: string) => one.toLowerCase().startsWith(part);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

function columnOf(table: unknown, name: string): string[] {
  if (typeof table !== "object" || table === null || !("columns" in table) || !("rows" in table)) return [];
  const { columns, rows } = table;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [];
  const index = columns.indexOf(name);
  return rows.flatMap((row: unknown) => {
    const cell: unknown = Array.isArray(row) ? row[index] : undefined;
    return typeof cell === "string" && cell !== "" ? [cell] : [];
  });
}

/** The result that the protocol wants. */
export function completionResult(values: readonly string[]) {
  return {
    completion: {
      values: values.slice(0, MOST_VALUES),
      hasMore: values.length > MOST_VALUES,
    },
  };
}

const KEPT_MS = 15_000;
const MOST_KEPT = 100;

/** Remembers for a moment what was found: a person types letter by letter. */
export class CompletionCache {
  readonly #kept = new Map<string, { readonly values: readonly string[]; readonly until: number }>();
  readonly #now: () => number;

  /** Makes an empty cache.
   *
   * @param now Milliseconds; for tests.
   */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What is kept under a key, or what is found now. A failure is not kept. */
  async get(key: string, find: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#now()) return kept.values;
    const values = await find();
    this.#kept.delete(key);
    this.#kept.set(key, { values, until: this.#now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return values;
  }
}
