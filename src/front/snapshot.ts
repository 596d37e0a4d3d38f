/** The generated list of tools: what `tools/list` gives, and what choosing among them needs.
 *
 * The list is written from the declarations by `deno task docs`, so that the front needs neither the tools nor their
 * validators to answer it.
 *
 * @module
 */
import type { Tool as ListedTool } from "@modelcontextprotocol/server";
import { TOOLS } from "./tools_generated.ts";

/** One tool of the snapshot. */
export interface SnapshotTool {
  /** As it stands in `tools/list`. */
  readonly listed: ListedTool;
  readonly toolset: string;
  /** Whether its toolset is on unless the operator chooses. */
  readonly isDefault: boolean;
  /** Needs `--allow-sensitive`. */
  readonly sensitive: boolean;
  readonly readOnly: boolean;
  /** Older names: callable, not listed. */
  readonly aliases: readonly string[];
  /** Arguments of older tools: accepted, not in the schema. */
  readonly olderArguments: readonly string[];
  /** Tools for changes some of whose actions read, and are answered by this one. */
  readonly reads: readonly ReadingName[];
}

/** Another name under which a tool is called, with an action. */
export interface ReadingName {
  readonly name: string;
  readonly actions: readonly string[];
  /** Arguments of its own: accepted, not in the schema. */
  readonly arguments: readonly string[];
}

/** Every declared tool, in the order of the list. */
export const SNAPSHOT: readonly SnapshotTool[] = TOOLS;

/** The tools as clients of older servers know them: every name is listed, every argument is in the schema. */
export function withOlderNames(tools: readonly SnapshotTool[]): ListedTool[] {
  const names = tools.flatMap((tool) => {
    const whole = withOlderArguments(tool, tool.olderArguments);
    return [
      whole,
      ...tool.aliases.map((name) => ({ ...whole, name, description: `Older name of ${tool.listed.name}.` })),
    ];
  });
  return [...names, ...readingTools(tools)];
}

function withOlderArguments({ listed }: SnapshotTool, older: readonly string[]): ListedTool {
  const known = Object.fromEntries(older.map((name) => [name, { description: "older name" }]));
  const properties = { ...known, ...listed.inputSchema.properties };
  return { ...listed, inputSchema: { ...listed.inputSchema, properties } };
}

/** Tools for changes that only read here. Several tools may read for one: it is listed once, with all they take. */
function readingTools(tools: readonly SnapshotTool[]): ListedTool[] {
  const parts = tools.flatMap((tool) => tool.reads.map((reads) => ({ tool, reads })));
  return [...Map.groupBy(parts, ({ reads }) => reads.name)].map(([name, own]) => {
    const actions = [...new Set(own.flatMap(({ reads }) => reads.actions))];
    const schemas = own.map(({ tool, reads }) =>
      withOlderArguments(tool, [...tool.olderArguments, ...reads.arguments]).inputSchema.properties
    );
    const readers = own.map(({ tool }) => tool.listed.name);
    return {
      name,
      description: `Reads as ${[...new Set(readers)].join(", ")}.`,
      inputSchema: {
        type: "object",
        properties: { action: { enum: actions }, ...Object.assign({}, ...schemas) },
        required: ["action"],
      },
      annotations: own[0]?.tool.listed.annotations ?? {},
    };
  });
}

/** What an operator may choose; see INTERFACE "serve". */
export interface ToolChoice {
  /** `default`, `all`, or names of toolsets. */
  readonly toolsets: readonly string[];
  /** Single tools that are added. */
  readonly tools: readonly string[];
  /** Single tools that are taken away; this wins. */
  readonly excluded: readonly string[];
  readonly allowSensitive: boolean;
}

/** The chosen tools, in the order of the list.
 *
 * @throws {TypeError} If a name is unknown, or a chosen tool needs leave that was not given; the message says what there is.
 */
export function chooseTools(
  choice: ToolChoice,
  snapshot: readonly SnapshotTool[] = SNAPSHOT,
): SnapshotTool[] {
  const toolsets = new Set(snapshot.map((tool) => tool.toolset));
  const names = new Set(snapshot.map((tool) => tool.listed.name));
  const wrongSet = choice.toolsets.find((name) =>
    name !== "all" && name !== "default" && !toolsets.has(name)
  );
  if (wrongSet !== undefined) throw unknown("toolset", wrongSet, ["default", "all", ...toolsets]);
  const wrongTool = [...choice.tools, ...choice.excluded].find((name) => !names.has(name));
  if (wrongTool !== undefined) throw unknown("tool", wrongTool, [...names]);
  return snapshot.filter((tool) => {
    const { name } = tool.listed;
    if (choice.excluded.includes(name)) return false;
    if (choice.tools.includes(name)) {
      if (tool.sensitive && !choice.allowSensitive) {
        throw new TypeError(`Tool "${name}" needs --allow-sensitive`);
      }
      return true;
    }
    const chosen = choice.toolsets.includes("all") || choice.toolsets.includes(tool.toolset) ||
      (choice.toolsets.includes("default") && tool.isDefault);
    return chosen && (choice.allowSensitive || !tool.sensitive);
  });
}

function unknown(kind: string, name: string, known: readonly string[]): TypeError {
  return new TypeError(`There is no ${kind} "${name}"; there are: ${known.join(", ")}`);
}
