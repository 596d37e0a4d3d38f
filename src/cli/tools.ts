/** The command `tools`: the same tools as an assistant has, for a terminal and for scripts.
 *
 * @module
 */
import type { SnapshotTool } from "../front/snapshot.ts";
import { parseJson, stringifyJson } from "../text/json.ts";
import { suggest } from "../text/suggest.ts";
import type { PortAnswer } from "../wire/cloud_port.ts";
import { EXIT, exitCodeOf, type Terminal } from "./terminal.ts";

/** Writes the chosen tools, one a line, or as JSON. */
export function listTools(
  tools: readonly SnapshotTool[],
  format: "text" | "json",
  terminal: Terminal,
): number {
  if (format === "json") {
    terminal.write(
      `${stringifyJson({ tools: tools.map((tool) => ({ ...tool.listed, toolset: tool.toolset })) })}\n`,
    );
    return EXIT.done;
  }
  const width = Math.max(0, ...tools.map((tool) => tool.listed.name.length));
  for (const tool of tools) {
    terminal.write(
      `${tool.listed.name.padEnd(width)}  ${tool.toolset.padEnd(13)}  ${tool.listed.description}\n`,
    );
  }
  return EXIT.done;
}

/** Writes everything about one tool: description, arguments, older names. */
export function describeTool(
  tools: readonly SnapshotTool[],
  name: string,
  format: "text" | "json",
  terminal: Terminal,
): number {
  const tool = tools.find((one) => one.listed.name === name || one.aliases.includes(name));
  if (!tool) {
    const near = suggest(name, tools.map((one) => one.listed.name));
    terminal.note(`There is no tool "${name}"${near ? `; did you mean ${near}?` : ""}`);
    return EXIT.usage;
  }
  if (format === "json") {
    terminal.write(`${stringifyJson({ ...tool.listed, toolset: tool.toolset, aliases: tool.aliases })}\n`);
    return EXIT.done;
  }
  terminal.write(`${tool.listed.name} (${tool.toolset})\n${tool.listed.description ?? ""}\n\n`);
  const required = new Set(tool.listed.inputSchema.required ?? []);
  const properties = Object.entries(tool.listed.inputSchema.properties ?? {});
  for (const [argument, schema] of properties) {
    terminal.write(`  ${required.has(argument) ? argument : `[${argument}]`}  ${typeText(schema)}\n`);
  }
  if (properties.length === 0) terminal.write("  no arguments\n");
  if (tool.aliases.length > 0) terminal.write(`\nOlder names: ${tool.aliases.join(", ")}\n`);
  return EXIT.done;
}

function typeText(schema: unknown): string {
  if (typeof schema !== "object" || schema === null) return "anything";
  const { type, enum: choices, items, description } = Object.fromEntries(Object.entries(schema));
  const kind = Array.isArray(choices)
    ? choices.join(" | ")
    : type === "array"
    ? `list of ${typeText(items)}`
    : typeof type === "string"
    ? type
    : "anything";
  return typeof description === "string" ? `${kind}: ${description}` : kind;
}

/** Writes the answer of a call: indented JSON for a person, one line for a pipe.
 *
 * @returns The exit code.
 */
export function writeAnswer(answer: PortAnswer, pretty: boolean, terminal: Terminal): number {
  const value = parseJson(answer.json);
  terminal.write(pretty ? `${indented(value)}\n` : `${answer.json}\n`);
  if (!answer.isError) return EXIT.done;
  const error = typeof value === "object" && value !== null && "error" in value ? value.error : undefined;
  return typeof error === "object" && error !== null
    ? exitCodeOf(Object.fromEntries(Object.entries(error)))
    : EXIT.failed;
}

/** Rows stay on one line each: a table reads better than a column of cells. */
function indented(value: unknown, depth = 0): string {
  const pad = "  ".repeat(depth + 1);
  const end = "  ".repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0 || value.every((item) => typeof item !== "object" || item === null)) {
      return stringifyJson(value);
    }
    return `[\n${
      value.map((item) => `${pad}${Array.isArray(item) ? stringifyJson(item) : indented(item, depth + 1)}`)
        .join(",\n")
    }\n${end}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, item]) =>
      `${pad}${JSON.stringify(key)}: ${indented(item, depth + 1)}`
    );
    return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${end}}`;
  }
  return stringifyJson(value);
}
