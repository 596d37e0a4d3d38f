/** The command line: which command, which flags, which operands. Values are read later, with all other settings.
 *
 * @module
 */

import { Command, CommanderError, Option } from "commander";
import type { CommandLine, GivenFlag } from "../config/command_line.ts";
import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  FLAG_GROUPS,
  type FlagKey,
  FLAGS,
  flagsOf,
  flagSpec,
} from "../config/flags.ts";
import { suggestion } from "../config/suggest.ts";
import { commandHelp, generalHelp } from "./help.ts";

export { ENVIRONMENT_VARIABLES } from "../config/environment.ts";

/** The clients that `client-config` knows. */
export const CLIENTS = ["claude", "claude-code", "vscode", "cursor", "codex", "gemini"] as const;

/** A client that `client-config` knows. */
export type Client = (typeof CLIENTS)[number];

/** The shells that `completions` knows. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell that `completions` knows. */
export type Shell = (typeof SHELLS)[number];

/** What `tools` is to do. */
export type ToolsAction =
  | { readonly kind: "list" }
  | { readonly kind: "describe"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

/** The actions of `tools`. */
export const TOOLS_ACTIONS = ["list", "describe", "call"] as const satisfies readonly ToolsAction["kind"][];

/** A command line that was understood: either a text to print, or a command to run. */
export type ParsedCommandLine =
  | { readonly kind: "print"; readonly text: string }
  | ({ readonly kind: "run" } & CommandLine & Operands);

/** What stands on the command line besides flags. */
export interface Operands {
  /** With the command `tools`. */
  readonly tools?: ToolsAction;
  /** With the command `client-config`. */
  readonly client?: Client;
  /** With the command `completions`. */
  readonly shell?: Shell;
}

/** What the parser has to know besides the command line. */
export interface ParseOptions {
  /** Printed by `--version`. */
  readonly version: string;
  /** Whether standard input is a terminal: decides between the server and the help when no command is given. */
  readonly stdinIsTerminal: boolean;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /**
   * @param message What is wrong and what was probably meant.
   * @param command The command that was recognized, if one was: it decides the exit code.
   */
  constructor(message: string, readonly command?: CommandName) {
    super(message);
  }
}

/** Understands a command line.
 *
 * @param argv The arguments, without the program.
 * @param options Version and the kind of standard input.
 * @returns A text to print, or the command with its flags and operands.
 * @throws {UsageError} On an unknown command or flag, a missing or superfluous operand, a contradiction.
 */
export function parseCommandLine(argv: readonly string[], options: ParseOptions): ParsedCommandLine {
  const { words, rest, help, version, problem } = scan(argv);
  if (version) return { kind: "print", text: `openstack-mcp ${options.version}\n` };
  if (words[0] === "help") return { kind: "print", text: helpFor(words[1]) };
  if (help) return { kind: "print", text: helpFor(words[0]) };
  if (problem !== undefined) {
    throw new UsageError(
      problem,
      COMMAND_NAMES.find((name) => words.includes(name)),
    );
  }
  if (words[0] !== undefined) return parseCommand(commandNamed(words[0]), rest);
  // Flags of no command are the server's: "openstack-mcp --allow-write" is how a client's configuration starts it.
  const parsed = parseCommand("serve", rest);
  const asksForServer = parsed.kind === "run" &&
    FLAG_GROUPS.serve.some((key) => parsed.flags[key] !== undefined);
  if (asksForServer || !options.stdinIsTerminal) return parsed;
  return { kind: "print", text: generalHelp() };
}

interface Scan {
  /** Words that are neither flags nor their values; the first is the command. */
  readonly words: readonly string[];
  /** Everything but the command, optional values joined to their flags. */
  readonly rest: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
  /** What is wrong whichever command it is. */
  readonly problem?: string | undefined;
}

/** Finds the command among flags that may stand before it. */
function scan(argv: readonly string[]): Scan {
  const words: string[] = [];
  const rest: string[] = [];
  let help = false;
  let version = false;
  let problem: string | undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? "";
    if (word === "--") {
      words.push(...argv.slice(index + 1));
      rest.push(...argv.slice(index));
      break;
    }
    if (word === "--help" || word === "-h") help = true;
    else if (word === "--version") version = true;
    else if (!isFlag(word)) {
      if (words.push(word) > 1) rest.push(word);
    } else {
      const taken = takeFlag(word, argv[index + 1]);
      rest.push(taken.word);
      problem ??= taken.problem;
      if (taken.withNext) index++;
    }
  }
  // What follows a misspelt flag is its value rather than a command.
  const unknown = isCommand(words[0])
    ? undefined
    : rest.find((word) => isFlag(word) && !KIND_BY_FLAG.has(flagOf(word)));
  return {
    words,
    rest,
    help,
    version,
    problem: problem ?? (unknown && unknownFlag(flagOf(unknown), "serve")),
  };
}

interface TakenFlag {
  /** The flag, with the value that belongs to it. */
  readonly word: string;
  /** Whether the value was the next word. */
  readonly withNext?: boolean;
  readonly problem?: string;
}

function takeFlag(word: string, next: string | undefined): TakenFlag {
  const flag = flagOf(word);
  const joined = word.includes("=");
  const kind = KIND_BY_FLAG.get(flag);
  if (kind === undefined) return { word };
  const { placeholder, optionalValue } = kind;
  if (optionalValue !== undefined) {
    if (joined) return { word };
    const withNext = next !== undefined && optionalValue.test(next);
    return { word: `${flag}=${withNext ? next : ""}`, withNext };
  }
  if (placeholder === undefined) {
    return joined
      ? { word, problem: `${flag} takes no value. Leave the flag out to switch it off.` }
      : { word };
  }
  if (joined) return { word };
  if (next === undefined) return { word, problem: `${flag} needs a value: ${flag} ${placeholder}` };
  return { word: `${flag}=${next}`, withNext: true };
}

const KIND_BY_FLAG = new Map(
  Object.values(FLAGS).flatMap((spec) => spec.flag === undefined ? [] : [[spec.flag, spec.kind] as const]),
);

function flagOf(word: string): string {
  return word.split("=", 1)[0] ?? word;
}

function isCommand(word: string | undefined): boolean {
  return COMMAND_NAMES.some((name) => name === word);
}

function isFlag(word: string): boolean {
  return word.startsWith("-") && word.length > 1;
}

function helpFor(word: string | undefined): string {
  return word === undefined ? generalHelp() : commandHelp(commandNamed(word));
}

function commandNamed(word: string): CommandName {
  const found = COMMAND_NAMES.find((name) => name === word);
  if (found !== undefined) return found;
  const meant = suggestion(word, COMMAND_NAMES);
  const hint = meant === undefined
    ? `The commands are ${COMMAND_NAMES.join(", ")}.`
    : `Did you mean ${meant}?`;
  throw new UsageError(`unknown command ${JSON.stringify(word)}. ${hint}`);
}

function parseCommand(command: CommandName, rest: readonly string[]): ParsedCommandLine {
  const { flags, operands } = parseFlags(command, rest);
  if (command !== "tools") return { kind: "run", command, flags, ...readOperands(command, operands, flags) };
  const { levels, token } = confirmations(flags);
  const { tools, ...others } = readOperands(command, operands, levels);
  return { kind: "run", command, flags: levels, ...others, tools: withToken(tools, token) };
}

/** `--confirm` says when to confirm or, for a call, is the token of a plan. */
function confirmations({ confirm, ...others }: CommandLine["flags"]): {
  readonly levels: CommandLine["flags"];
  readonly token?: string;
} {
  if (confirm === undefined) return { levels: others };
  const text = confirm.texts.at(-1) ?? "";
  // A token has a dot in it; a level that was misspelt has none, and is told so where it is read.
  return text.includes(".") ? { levels: others, token: text } : { levels: { ...others, confirm } };
}

function withToken(tools: ToolsAction | undefined, token: string | undefined): ToolsAction {
  const action = tools ?? { kind: "list" };
  if (token === undefined) return action;
  if (action.kind !== "call") throw new UsageError(`--confirm TOKEN belongs to "tools call".`, "tools");
  return { ...action, arguments: { ...action.arguments, confirm: token } };
}

interface ParsedFlags {
  readonly flags: CommandLine["flags"];
  readonly operands: readonly string[];
}

function parseFlags(command: CommandName, rest: readonly string[]): ParsedFlags {
  const parser = new Command(command).exitOverride().helpOption(false).allowExcessArguments();
  parser.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const given: Partial<Record<FlagKey, GivenFlag>> = {};
  for (const key of flagsOf(command)) addOption(parser, key, given);
  try {
    parser.parse(rest, { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? usageErrorOf(error, command) : error;
  }
  for (const each of Object.values(given)) refuseContradiction(each, command);
  return { flags: given, operands: parser.args };
}

function addOption(parser: Command, key: FlagKey, given: Partial<Record<FlagKey, GivenFlag>>): void {
  const { flag, kind } = flagSpec(key);
  if (flag === undefined) return;
  const hasValue = kind.placeholder !== undefined || kind.optionalValue !== undefined;
  const option = new Option(hasValue ? `${flag} <value>` : flag);
  parser.addOption(option);
  parser.on(`option:${option.name()}`, (text: string | null | undefined) => {
    const before = given[key]?.texts ?? [];
    const standsAlone = !text && (!hasValue || kind.optionalValue !== undefined);
    given[key] = { flag, texts: standsAlone ? before : [...before, text ?? ""] };
  });
}

function refuseContradiction({ flag, texts }: GivenFlag, command: CommandName): void {
  const repeatable = KIND_BY_FLAG.get(flag)?.repeatable === true;
  if (repeatable || new Set(texts).size < 2) return;
  throw new UsageError(
    `${flag} was given ${texts.length} times with different values. Give it once.`,
    command,
  );
}

function usageErrorOf(error: CommanderError, command: CommandName): UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const [flag = quoted] = quoted.split(/[= ]/, 1);
  if (error.code === "commander.unknownOption") return new UsageError(unknownFlag(flag, command), command);
  return new UsageError(error.message.replace(/^error: /, ""), command);
}

function unknownFlag(flag: string, command: CommandName): string {
  const owners = COMMAND_NAMES.filter((name) => flagNames(name).includes(flag));
  if (owners.length > 0) return `${flag} is not a flag of ${command}, but of ${owners.join(", ")}.`;
  const meant = suggestion(flag, flagNames(command));
  const hint = meant === undefined
    ? `"openstack-mcp ${command} --help" lists the flags.`
    : `Did you mean ${meant}?`;
  return `unknown flag ${flag}. ${hint}`;
}

function flagNames(command: CommandName): string[] {
  return flagsOf(command).flatMap((key) => flagSpec(key).flag ?? []);
}

function readOperands(
  command: CommandName,
  operands: readonly string[],
  flags: CommandLine["flags"],
): Operands & { needsCloud: boolean } {
  const needsCloud = COMMANDS[command].needsCloud;
  if (command === "tools") {
    const tools = toolsAction(operands, flags.json?.texts[0]);
    return { tools, needsCloud: tools.kind === "call" };
  }
  if (command === "client-config") return { client: oneOf(CLIENTS, operands, command), needsCloud };
  if (command === "completions") return { shell: oneOf(SHELLS, operands, command), needsCloud };
  if (operands.length === 0) return { needsCloud };
  throw new UsageError(
    `${command} takes no argument, but ${JSON.stringify(operands[0])} was given.`,
    command,
  );
}

function oneOf<T extends string>(
  choices: readonly T[],
  operands: readonly string[],
  command: CommandName,
): T {
  const [word, ...more] = operands;
  const found = choices.find((each) => each === word);
  if (found !== undefined && more.length === 0) return found;
  const meant = word === undefined ? undefined : suggestion(word, choices);
  const hint = meant === undefined || more.length > 0 ? "" : ` Did you mean ${meant}?`;
  throw new UsageError(`${command} takes one of ${choices.join(", ")}.${hint}`, command);
}

function toolsAction(operands: readonly string[], json: string | undefined): ToolsAction {
  const [word = "list", name, ...pairs] = operands;
  const kind = oneOf(TOOLS_ACTIONS, [word], "tools");
  if (kind !== "call" && json !== undefined) throw new UsageError(`--json belongs to "tools call".`, "tools");
  if (kind === "list") {
    if (name !== undefined) throw new UsageError(`"tools list" takes no argument.`, "tools");
    return { kind };
  }
  if (name === undefined) throw new UsageError(`"tools ${kind}" needs the name of a tool.`, "tools");
  if (kind === "call") return { kind, name, arguments: callArguments(pairs, json) };
  if (pairs.length > 0) throw new UsageError(`"tools describe" takes one name.`, "tools");
  return { kind, name };
}

function callArguments(
  pairs: readonly string[],
  json: string | undefined,
): Readonly<Record<string, unknown>> {
  if (json === undefined) return pairArguments(pairs);
  if (pairs.length > 0) throw new UsageError("give either key=value arguments or --json, not both.", "tools");
  const value = parseJson(json);
  if (isObject(value)) return value;
  throw new UsageError(`--json must be a JSON object, as --json '{"names": ["web-01"]}'.`, "tools");
}

function pairArguments(pairs: readonly string[]): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = Object.create(null);
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    if (cut <= 0) throw new UsageError(`${JSON.stringify(pair)} is not key=value.`, "tools");
    const key = pair.slice(0, cut);
    if (key in found) {
      throw new UsageError(`${key} was given twice; several values: ${key}='["a", "b"]'.`, "tools");
    }
    found[key] = argumentValue(pair.slice(cut + 1));
  }
  return { ...found };
}

/** A number, truth value, array or object if it is written as one, else the text itself.
 *
 * Only plain decimal numbers count: `123e4567` is the beginning of an id, and a number that a double cannot hold
 * exactly would come out as another one.
 *
 * @param text What stands behind the equals sign.
 */
export function argumentValue(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) {
    const number = Number(text);
    return String(number) === text ? number : text;
  }
  if (!/^\s*[\[{]/.test(text)) return text;
  return parseJson(text) ?? text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
