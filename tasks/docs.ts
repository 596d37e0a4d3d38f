/** Writes what is generated from the declarations and the examples: the list of tools, the README's table, the
 * reference of tools, their documentation as resources, the schemas.
 *
 * `--check` writes nothing and fails if something would change. The examples are written by `deno task examples`.
 *
 * @module
 */
import * as z from "zod";
import { REPORT_SCHEMA } from "../src/health/report_schema.ts";
import { DEFAULT_TOOLSETS, type Tool, TOOLSETS } from "../src/tools/tool.ts";
import { TOOLS } from "../src/tools/mod.ts";
import type { SnapshotTool } from "../src/front/snapshot.ts";
import { argumentsOf, type DescribedArgument, isListTool, listArguments } from "../src/tools/describe.ts";
import { LIST_COMPAT } from "../src/tools/list_arguments.ts";
import { stringifyJson } from "../src/text/json.ts";
import { checkReference } from "./check_reference.ts";
import { answersSchema } from "./answer_shapes.ts";
import { type Example, EXAMPLES_FILE, type Fields, jsonText, readExamples } from "./examples.ts";

/** A file and the text that it should hold. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Everything that is generated, from the files as they stand.
 *
 * @throws {Error} If the README lacks its markers, or a tool its example.
 */
export function generate(readme: string, examples: string): Generated[] {
  const documented = withExamples(readExamples(examples));
  return [
    { path: "src/front/tools_generated.ts", text: snapshotModule() },
    { path: "src/front/tool_docs_generated.ts", text: docsModule(documented) },
    { path: "README.md", text: withTable(readme) },
    { path: "docs/tools.md", text: reference(documented) },
    { path: "docs/checks.md", text: checkReference() },
    { path: "docs/report.schema.json", text: JSON.stringify(REPORT_SCHEMA) },
    { path: "docs/answers.schema.json", text: JSON.stringify(answersSchema()) },
  ];
}

/** A tool and its example. */
interface Documented {
  readonly tool: Tool;
  readonly example: Example;
}

function withExamples(examples: ReadonlyMap<string, Example>): Documented[] {
  return TOOLS.map((tool) => {
    const example = examples.get(tool.name);
    if (example === undefined) {
      throw new Error(
        `${EXAMPLES_FILE} has no example of ${tool.name}: add a question to tasks/example_questions.ts and run deno task examples`,
      );
    }
    return { tool, example };
  });
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
    reads: readingNames(tool),
  }));
  return `// Written by \`deno task docs\` from the declarations in src/tools. Do not edit.
import type { SnapshotTool } from "./snapshot.ts";

/** Every declared tool, in the order of the list. */
export const TOOLS: readonly SnapshotTool[] = ${JSON.stringify(tools, null, 2)};
`;
}

/** Tools for changes whose reading actions a tool answers; not those that are declared themselves. */
function readingNames(tool: Tool): SnapshotTool["reads"] {
  return Object.entries(tool.readsOf).filter(([name]) => !TOOLS.some((other) => other.name === name)).map((
    [name, { actions, compat = {}, ignored = [] }],
  ) => ({
    name,
    actions: Object.keys(actions),
    arguments: [...Object.keys(compat), ...ignored].filter((argument) => !(argument in tool.input.shape)),
  }));
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

function reference(documented: readonly Documented[]): string {
  return `<!-- deno-fmt-ignore-file -->

# Tools

Written by \`deno task docs\` from the declarations in \`src/tools\`, and from \`${EXAMPLES_FILE}\`, which holds what
the embedded demo cloud answered: its records come from a real cloud. Try any of them:

\`\`\`sh
deno task start --demo tools call get_instance --json '{"filters":{"status":"ERROR"}}'
\`\`\`

The shapes of answers are in [answers.schema.json](answers.schema.json).

## Lists

Every tool that lists takes these, and its own arguments beside them:

${argumentsTable(listArguments(), LIST_NOTES)}

Arguments of older tools that mean the same everywhere: ${listed(Object.keys(LIST_COMPAT))}.

Fields marked (a) are shown to administrators alone; those marked (s) can be shown, and neither filtered nor sorted by.

${documented.map(toolSection).join("\n\n")}
`;
}

/** What a name does not say of the arguments that lists share. */
const LIST_NOTES: Readonly<Record<string, string>> = {
  names: "ids or exact names; one alone gives everything about it",
  name_contains: "a part of the name, in any case of letters",
  filters: "field to wanted value, or to a list of values any of which fits; all fields must fit",
  fields: "the fields to show",
  detail: "how many fields; detailed unless said, full for what is named",
  limit: "rows; as many as the answer's budget holds unless said, 1000 at most",
  cursor: "`next` of the answer before",
  sort: "a field, or `-field` for descending",
  count: "whether to count all, where that takes reading all",
};

function argumentsTable(
  described: readonly DescribedArgument[],
  notes: Readonly<Record<string, string>> = {},
): string {
  const rows = described.map(({ name, type, required, about }) => [
    `\`${name}\`${required ? " (required)" : ""}`,
    type.replaceAll("|", "\\|"),
    about ?? notes[name] ?? "",
  ]);
  const width = rows.some(([, , meaning]) => meaning !== "") ? 3 : 2;
  return markdownTable(
    ["argument", "type", "meaning"].slice(0, width),
    rows.map((row) => row.slice(0, width)),
  );
}

/** The arguments that a tool does not share with every list. */
function ownArguments(tool: Tool): DescribedArgument[] {
  const shared = new Set(isListTool(tool) ? listArguments().map(({ name }) => name) : []);
  return argumentsOf(tool).filter(({ name }) => !shared.has(name));
}

function sharedArguments(tool: Tool): string[] {
  if (!isListTool(tool)) return [];
  const taken = new Set(argumentsOf(tool).map(({ name }) => name));
  return listArguments().map(({ name }) => name).filter((name) => taken.has(name));
}

function toolSection({ tool, example }: Documented): string {
  const own = ownArguments(tool);
  const shared = sharedArguments(tool);
  const parts = [
    `## ${tool.name}`,
    `${tool.title}. ${tool.description}`,
    conditions(tool),
    own.length > 0 ? argumentsTable(own) : "",
    shared.length > 0
      ? `Of the arguments of [lists](#lists): ${listed(shared)}.`
      : own.length === 0
      ? "No arguments."
      : "",
    example.fields ? `Fields: ${fieldsText(example.fields)}.` : "",
    `> ${example.question}`,
    `\`\`\`json\n${jsonText(callOf(tool, example))}\n\`\`\``,
    answerTitle(example),
    `\`\`\`json\n${jsonText(example.answer)}\n\`\`\``,
    `Operations: ${listed([...new Set(tool.operations.map(({ id }) => id))])}.`,
    alsoAnswers(tool),
    named("Older names", Object.keys(tool.aliases)),
    named("Older arguments", olderArguments(tool)),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Those that a tool does not share with every list. */
function olderArguments(tool: Tool): string[] {
  return Object.keys(tool.compat).filter((name) =>
    !(name in tool.input.shape) && !(isListTool(tool) && name in LIST_COMPAT)
  );
}

function conditions(tool: Tool): string {
  const isDefault = DEFAULT_TOOLSETS.includes(tool.toolset);
  return [
    `Toolset \`${tool.toolset}\`${isDefault ? ", on by default." : "."}`,
    ...tool.sensitive ? ["Needs `--allow-sensitive`."] : [],
    ...tool.readOnly ? [] : ["Needs `--allow-write` to change anything."],
    ...needsAdmin(tool) ? ["Needs the role admin."] : [],
  ].join(" ");
}

function needsAdmin(tool: Tool): boolean {
  return tool.readOnly && tool.essential.some(({ needs }) => needs === "admin");
}

function callOf(tool: Tool, example: Example) {
  return { name: tool.name, arguments: example.arguments };
}

const ADMINISTRATOR = "operator";

function answerTitle({ user, answer }: Example): string {
  if ("error" in answer) return "Without `--allow-sensitive` the answer is:";
  const isAdmin = user === ADMINISTRATOR;
  return `Asked by ${isAdmin ? "an administrator" : "a member"} of the project acme:`;
}

/** The reading actions of tools for changes that are calls of this tool. */
function alsoAnswers(tool: Tool): string {
  const reads = Object.entries(tool.readsOf).map(([name, { actions }]) =>
    `\`${name}\` (action ${listed(Object.keys(actions))})`
  );
  return reads.length > 0 ? `Also answers ${reads.join(", ")}.` : "";
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");
}

function named(what: string, names: readonly string[]): string {
  return names.length > 0 ? `${what}: ${listed(names)}.` : "";
}

function fieldsText({ names, admin = [], shown_only = [] }: Fields): string {
  return names.map((name) =>
    `${name}${admin.includes(name) ? " (a)" : ""}${shown_only.includes(name) ? " (s)" : ""}`
  ).join(", ");
}

function docsModule(documented: readonly Documented[]): string {
  const docs = Object.fromEntries(documented.map((one) => [one.tool.name, toolDocs(one)]));
  return `// Written by \`deno task docs\` from the declarations in src/tools and the examples. Do not edit.

/** What \`openstack://docs/tools/NAME\` says of each tool. */
export const TOOL_DOCS: Readonly<Record<string, string>> = ${JSON.stringify(docs, null, 2)};
`;
}

/** A tool in few words: a model reads it when the list of tools did not say enough. */
function toolDocs({ tool, example }: Documented): string {
  const own = ownArguments(tool).map(({ name, type, required, about }) =>
    `${name}${required ? "*" : ""} ${type}${about === undefined ? "" : ` (${about})`}`
  );
  const shared = sharedArguments(tool);
  const { fields } = example;
  const marks = [
    ...fields?.admin ? ["(a): for administrators alone."] : [],
    ...fields?.shown_only ? ["(s): neither for filters nor sort."] : [],
  ];
  return [
    `# ${tool.name}`,
    `${tool.title}. ${tool.description}${needsAdmin(tool) ? " Needs the role admin." : ""}`,
    ...own.length > 0 ? [`Arguments (* required): ${own.join("; ")}.`] : [],
    ...shared.length > 0 ? [`List arguments: ${shared.join(", ")}.`] : [],
    ...fields ? [[`Fields: ${fieldsText(fields)}.`, ...marks].join(" ")] : [],
    `Example: ${example.question}\n${tool.name} ${stringifyJson(example.arguments)}`,
  ].join("\n\n");
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
  const [readme, examples] = await Promise.all(
    ["README.md", EXAMPLES_FILE].map((path) => Deno.readTextFile(path)),
  );
  const files = await Promise.all(generate(readme ?? "", examples ?? "").map(formatted));
  const present = await Promise.all(files.map((file) => Deno.readTextFile(file.path).catch(() => "")));
  const stale = files.filter((file, index) => file.text !== present[index]);
  if (!check) await Promise.all(stale.map((file) => Deno.writeTextFile(file.path, file.text)));
  for (const file of stale) console.log(`${check ? "out of date" : "written"}: ${file.path}`);
  if (check && stale.length > 0) Deno.exit(1);
}
