/** Writes what is generated from the declarations: the list of tools, the README's table, the reference of tools.
 *
 * `--check` writes nothing and fails if something would change.
 *
 * @module
 */
import * as z from "zod";
import { REPORT_SCHEMA } from "../src/health/report_schema.ts";
import { DEFAULT_TOOLSETS, type Tool, TOOLSETS } from "../src/tools/tool.ts";
import { TOOLS } from "../src/tools/mod.ts";
import { COMMON_INPUT_NOTE, describeArguments } from "../src/tools/describe.ts";

/** A file and the text that it should hold. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Everything that is generated, from the files as they stand.
 *
 * @throws {Error} If the README lacks its markers.
 */
export function generate(readme: string): Generated[] {
  return [
    { path: "src/front/tools_generated.ts", text: snapshotModule() },
    { path: "README.md", text: withTable(readme) },
    { path: "docs/tools.md", text: reference() },
    { path: "docs/report.schema.json", text: JSON.stringify(REPORT_SCHEMA) },
  ];
}

function snapshotModule(): string {
  const tools = TOOLS.map((tool) => ({
    listed: {
      name: tool.name,
      title: tool.title,
      description: tool.description,
      inputSchema: inputSchema(tool),
      annotations: annotations(tool),
    },
    toolset: tool.toolset,
    isDefault: DEFAULT_TOOLSETS.includes(tool.toolset),
    sensitive: tool.sensitive,
    readOnly: tool.readOnly,
    aliases: Object.keys(tool.aliases),
    olderArguments: Object.keys(tool.compat).filter((name) => !(name in tool.input.shape)),
  }));
  return `// Written by \`deno task docs\` from the declarations in src/tools. Do not edit.
import type { SnapshotTool } from "./snapshot.ts";

/** Every declared tool, in the order of the list. */
export const TOOLS: readonly SnapshotTool[] = ${JSON.stringify(tools, null, 2)};
`;
}

/** All four hints on every tool: a client takes the worst for one that is missing. */
function annotations(tool: Tool) {
  return {
    title: tool.title,
    readOnlyHint: tool.readOnly,
    destructiveHint: !tool.readOnly,
    idempotentHint: tool.readOnly,
    openWorldHint: false,
  };
}

/** The schema as a model reads it: every byte costs tokens in each conversation. */
function inputSchema(tool: Tool): { type: "object"; [key: string]: unknown } {
  const shape = Object.fromEntries(
    Object.entries(tool.input.shape).filter(([name]) => !name.startsWith("_")),
  );
  const { $schema: _schema, ...schema } = z.toJSONSchema(z.strictObject(shape), { io: "output" });
  const slim: unknown = JSON.parse(
    JSON.stringify(
      schema,
      (key, value) => NOISE.has(key) || isAnything(key, value) ? undefined : withoutType(value),
    ),
  );
  if (typeof slim !== "object" || slim === null) {
    throw new TypeError(`Tool "${tool.name}" has no object schema`);
  }
  return { ...slim, type: "object" };
}

/** Bounds are checked when a tool is called; a model gains nothing from them. */
const NOISE = new Set([
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "propertyNames",
]);

/** Values that are listed need no type. */
function withoutType(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("enum" in value) || !("type" in value)) return value;
  const { type: _type, ...rest } = value;
  return rest;
}

/** An object whose members may be anything is an object, no more; and that it has no others, a call is told. */
function isAnything(key: string, value: unknown): boolean {
  return key === "additionalProperties" && (typeof value === "object" || value === false);
}

const BEGIN = "<!-- tools: written by `deno task docs` -->";
const END = "<!-- end of tools -->";

function withTable(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("README.md has no markers for the table of tools");
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table()}\n\n${readme.slice(end)}`;
}

function table(): string {
  const rows = TOOLSETS.flatMap((toolset) => {
    const tools = TOOLS.filter((tool) => tool.toolset === toolset);
    const names = tools.map((tool) =>
      `\`${tool.name}\`${tool.sensitive ? " (s)" : ""}${tool.readOnly ? "" : " (w)"}`
    );
    return names.length === 0
      ? []
      : [[`${toolset}${DEFAULT_TOOLSETS.includes(toolset) ? " *" : ""}`, names.join(", ")]];
  });
  return markdownTable(["toolset", "tools"], rows);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}

function reference(): string {
  const sections = TOOLS.map((tool) =>
    [
      `## ${tool.name}`,
      "",
      `${tool.title}. ${tool.description}`,
      "",
      ...describeArguments(tool),
      "",
      `Operations: ${tool.operations.map((op) => `\`${op.id}\``).join(", ") || "none"}.`,
      ...Object.keys(tool.aliases).length > 0
        ? ["", `Older names: ${Object.keys(tool.aliases).map((name) => `\`${name}\``).join(", ")}.`]
        : [],
      ...Object.keys(tool.compat).length > 0
        ? ["", `Older arguments: ${Object.keys(tool.compat).map((name) => `\`${name}\``).join(", ")}.`]
        : [],
    ].join("\n")
  );
  return `# Tools\n\nWritten by \`deno task docs\` from the declarations. ${COMMON_INPUT_NOTE}\n\n${
    sections.join("\n\n")
  }\n`;
}

/** Formats as `deno fmt` would, so that what is generated and what is committed are the same text. */
async function formatted(file: Generated): Promise<Generated> {
  const extension = file.path.split(".").pop() ?? "md";
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext", extension, "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(file.text));
  await writer.close();
  const { stdout, success } = await child.output();
  if (!success) throw new Error(`deno fmt refused ${file.path}`);
  return { path: file.path, text: new TextDecoder().decode(stdout) };
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const files = await Promise.all(generate(await Deno.readTextFile("README.md")).map(formatted));
  const present = await Promise.all(files.map((file) => Deno.readTextFile(file.path).catch(() => "")));
  const stale = files.filter((file, index) => file.text !== present[index]);
  if (!check) await Promise.all(stale.map((file) => Deno.writeTextFile(file.path, file.text)));
  for (const file of stale) console.log(`${check ? "out of date" : "written"}: ${file.path}`);
  if (check && stale.length > 0) Deno.exit(1);
}
