/** Asks the demo cloud the example question of every tool and writes `docs/examples.json`.
 *
 * Its clock stands still and addresses of this machine are replaced, so that a second run changes little.
 *
 * @module
 */
import { type DemoCloud, startDemo } from "../src/demo/mod.ts";
import { isWire } from "../src/openstack/read.ts";
import { parseJson, stringifyJson } from "../src/text/json.ts";
import { type CallTool, withClient } from "../src/tools/testing.ts";
import { isListTool } from "../src/tools/describe.ts";
import { TOOLS } from "../src/tools/mod.ts";
import type { Tool, ToolAnswer } from "../src/tools/tool.ts";
import { LIST_ARGUMENTS } from "../src/tools/list_arguments.ts";
import { EXAMPLE_QUESTIONS, type ExampleQuestion } from "./example_questions.ts";

/** Where the examples are kept. */
export const EXAMPLES_FILE = "docs/examples.json";

/** A question, its call, and what the demo cloud answered. */
export interface Example {
  readonly question: string;
  /** Who asks: a user of the demo cloud. */
  readonly user: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly answer: ToolAnswer;
  /** Present for list tools. */
  readonly fields?: Fields;
}

/** The columns of a list tool, in its order. */
export interface Fields {
  readonly names: readonly string[];
  /** Those that only an administrator is told. */
  readonly admin?: readonly string[];
  /** Those that can be shown, and neither filtered nor sorted by. */
  readonly shown_only?: readonly string[];
}

const USUAL_USER = "alice";
const ADMINISTRATOR = "operator";
const USUAL_TOKENS = 300;

/** The moment at which all examples are asked. */
const NOW = Date.UTC(2026, 10, 20, 12);

/** Reads the examples from the text of the file.
 *
 * @throws {TypeError} If it holds something else.
 */
export function readExamples(text: string): ReadonlyMap<string, Example> {
  const parsed = parseJson(text);
  if (!isWire(parsed)) throw new TypeError(`${EXAMPLES_FILE} holds no object`);
  return new Map(Object.entries(parsed).map(([name, value]) => [name, readExample(name, value)]));
}

function readExample(name: string, value: unknown): Example {
  if (!isWire(value)) throw new TypeError(`The example of ${name} is no object`);
  const { question, user, arguments: args, answer, fields } = value;
  if (typeof question !== "string" || typeof user !== "string" || !isWire(args) || !isWire(answer)) {
    throw new TypeError(`The example of ${name} lacks question, user, arguments or answer`);
  }
  return {
    question,
    user,
    arguments: args,
    answer,
    ...(isWire(fields) ? { fields: readFields(fields) } : {}),
  };
}

function readFields(fields: Readonly<Record<string, unknown>>): Fields {
  const { names, admin, shown_only } = fields;
  return {
    names: texts(names),
    ...(admin === undefined ? {} : { admin: texts(admin) }),
    ...(shown_only === undefined ? {} : { shown_only: texts(shown_only) }),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The text of the file: a line for each row of an answer, so that a change can be seen. */
export function examplesText(examples: ReadonlyMap<string, Example>): string {
  return `${jsonText(Object.fromEntries(examples))}\n`;
}

const LINE_WIDTH = 100;

/** JSON with short values and rows on one line, and the others a member each. */
export function jsonText(value: unknown, indent = ""): string {
  const line = stringifyJson(value);
  if (indent.length + line.length <= LINE_WIDTH || !isNested(value) || isRow(value)) return line;
  const inner = `${indent}  `;
  const [open, close, members] = Array.isArray(value)
    ? ["[", "]", value.map((item) => jsonText(item, inner))]
    : [
      "{",
      "}",
      Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item, inner)}`),
    ];
  return `${open}\n${members.map((member) => `${inner}${member}`).join(",\n")}\n${indent}${close}`;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** Asks one question.
 *
 * @throws {Error} If the tool refuses the arguments, which no example should show.
 */
export async function askExample(
  demo: DemoCloud,
  tool: Tool,
  { question, arguments: args, user = USUAL_USER, ...options }: ExampleQuestion,
): Promise<Example> {
  if (tool.sensitive) return { question, user, arguments: args, answer: await refusal(tool, args) };
  const answer = await withLogin(demo, user, { ...options, allowWrite: !tool.readOnly }, async (call) => {
    const called = await call(tool, args);
    if (called.error) throw new Error(`${tool.name} refused its example: ${called.error.message}`);
    return called.answer;
  });
  const fields = await fieldsOf(demo, tool, args);
  return {
    question,
    user,
    arguments: args,
    answer: withoutPlace(demo, answer),
    ...(fields ? { fields } : {}),
  };
}

/** The error as the server gives it without `--allow-sensitive`: asked of the program, for no tool says it itself. */
async function refusal(tool: Tool, args: Readonly<Record<string, unknown>>): Promise<ToolAnswer> {
  const call = ["tools", "call", tool.name, "--demo", "--format", "json", "--json", stringifyJson(args)];
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "-A", new URL("../main.ts", import.meta.url).href, ...call],
    stderr: "null",
  }).output();
  const answer = parseJson(new TextDecoder().decode(stdout));
  if (!isWire(answer) || !isWire(answer["error"])) throw new Error(`${tool.name} was not refused`);
  return answer;
}

interface LoginOptions extends Pick<ExampleQuestion, "allProjects" | "answerTokens"> {
  /** @default {false} */
  readonly allowWrite?: boolean;
}

async function withLogin<T>(
  demo: DemoCloud,
  user: string,
  options: LoginOptions,
  body: (call: CallTool) => Promise<T>,
): Promise<T> {
  const found: T[] = [];
  const { allProjects = false, answerTokens = USUAL_TOKENS, allowWrite = false } = options;
  await withClient(
    demo,
    { user, allProjects, answerTokens, tools: TOOLS, policy: { allowWrite }, now: () => NOW },
    async ({ call }) => {
      found.push(await body(call));
    },
  );
  const [only] = found;
  if (only === undefined) throw new Error("nothing was found");
  return only;
}

/** No column has this name: the error names those that there are. */
const NO_COLUMN = "?";

/** The columns of a list tool, as its answers tell them; undefined for other tools.
 *
 * @param args Those of an example: what the list is of.
 */
export async function fieldsOf(
  demo: DemoCloud,
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
): Promise<Fields | undefined> {
  if (!isListTool(tool)) return undefined;
  const subject = Object.fromEntries(Object.entries(args).filter(([name]) => !(name in LIST_ARGUMENTS)));
  return await withLogin(demo, ADMINISTRATOR, {}, async (call) => {
    const { error } = await call(tool, { ...subject, fields: [NO_COLUMN] });
    const names = named(error?.detail, "there are: ");
    if (names.length === 0) throw new Error(`${tool.name} does not tell its fields: ${error?.detail}`);
    const admin = await withLogin(demo, USUAL_USER, {}, (ask) => deniedOf(ask, tool, subject, names));
    const shownOnly = await shownOnlyOf(call, tool, subject, names);
    return {
      names,
      ...(admin.length > 0 ? { admin } : {}),
      ...(shownOnly.length > 0 ? { shown_only: shownOnly } : {}),
    };
  });
}

function named(detail: string | undefined, before: string): string[] {
  const at = detail?.indexOf(before) ?? -1;
  return at < 0 ? [] : detail?.slice(at + before.length).split(", ") ?? [];
}

/** What a member is refused of a list that it may read. */
async function deniedOf(
  call: CallTool,
  tool: Tool,
  subject: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Promise<string[]> {
  const { answer } = await call(tool, { ...subject, fields: names, limit: 1 });
  const missing = Array.isArray(answer["unavailable"]) ? answer["unavailable"] : [];
  const denied = new Set(missing.map((part: unknown) => isWire(part) ? String(part["what"]) : ""));
  return names.filter((name) => denied.has(`column ${name}`));
}

/** The first column that cannot be sorted by names all that can. */
async function shownOnlyOf(
  call: CallTool,
  tool: Tool,
  subject: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Promise<string[]> {
  for (const name of names) {
    const { error } = await call(tool, { ...subject, sort: name, limit: 1 });
    const sortable = new Set(named(error?.detail, "these can: "));
    if (sortable.size > 0) return names.filter((one) => !sortable.has(one));
  }
  return [];
}

/** Addresses of this machine become hosts of a cloud that is nobody's. */
function withoutPlace(demo: DemoCloud, answer: ToolAnswer): ToolAnswer {
  const hosts = Object.entries(demo.endpoints).map(([service, url]) =>
    [new URL(url).origin, `https://${service}.cloud.example`] as const
  );
  let text = stringifyJson(answer);
  for (const [origin, host] of [[new URL(demo.authUrl).origin, "https://identity.cloud.example"], ...hosts]) {
    if (origin !== undefined && host !== undefined) text = text.replaceAll(origin, host);
  }
  const replaced = parseJson(text);
  return isWire(replaced) ? replaced : {};
}

/** A list with a plain value in it: a row of a table, or names. */
function isRow(value: object): boolean {
  return Array.isArray(value) && value.some((item) => !isNested(item));
}

/** Stops the clock, and numbers what is random otherwise. */
function standStill(): void {
  let count = 0;
  Date.now = () => NOW;
  crypto.randomUUID = () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, "0")}`;
}

if (import.meta.main) {
  standStill();
  const demo = await startDemo();
  try {
    const examples = new Map<string, Example>();
    for (const tool of TOOLS) {
      const question = EXAMPLE_QUESTIONS[tool.name];
      if (question === undefined) {
        throw new Error(`tasks/example_questions.ts has no question for ${tool.name}`);
      }
      examples.set(tool.name, await askExample(demo, tool, question));
    }
    await Deno.writeTextFile(EXAMPLES_FILE, examplesText(examples));
    console.log(`written: ${EXAMPLES_FILE}`);
  } finally {
    await demo.close();
  }
}
