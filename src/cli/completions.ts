/** Completion scripts for shells, made from the table of flags.
 *
 * @module
 */

import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  FLAG_GROUPS,
  type FlagKey,
  flagsOf,
  flagSpec,
} from "../config/flags.ts";
import { CLIENTS, type Shell, SHELLS, TOOLS_ACTIONS } from "./options.ts";

/** The completion script of a shell.
 *
 * @param shell The shell.
 */
export function completions(shell: Shell): string {
  return SCRIPTS[shell]();
}

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

const OPERANDS: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  tools: TOOLS_ACTIONS,
  "client-config": CLIENTS,
  completions: SHELLS,
};

interface Completion {
  readonly flag: string;
  readonly help: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly takesFile: boolean;
}

function completionOf(key: FlagKey): Completion[] {
  const { flag, kind, help } = flagSpec(key);
  if (flag === undefined) return [];
  const takesValue = kind.placeholder !== undefined && kind.optionalValue === undefined;
  return [{
    flag,
    help,
    takesValue,
    choices: kind.choices ?? [],
    takesFile: kind.placeholder?.endsWith("FILE") ?? false,
  }];
}

function completionsOf(command: CommandName): Completion[] {
  return flagsOf(command).flatMap(completionOf);
}

function bashScript(): string {
  return [
    "# bash completion for openstack-mcp",
    "_openstack_mcp() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" words="" index',
    "  COMPREPLY=()",
    "  for ((index = 1; index < COMP_CWORD; index++)); do",
    '    case "${COMP_WORDS[index]}" in',
    `      ${COMMAND_NAMES.join("|")}) command="\${COMP_WORDS[index]}"; break ;;`,
    "    esac",
    "  done",
    ...valueCases(
      (words) => `COMPREPLY=($(compgen -W "${words}" -- "$current"))`,
      "compopt -o default",
      "$command:$previous",
    ),
    '  case "$command" in',
    ...COMMAND_NAMES.map((name) => `    ${name}) words="${wordsOf(name).join(" ")}" ;;`),
    `    *) words="${[...COMMAND_NAMES, ...commonWords()].join(" ")}" ;;`,
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -F _openstack_mcp openstack-mcp",
    "",
  ].join("\n");
}

function zshScript(): string {
  return [
    "#compdef openstack-mcp",
    "_openstack_mcp() {",
    '  local previous="$words[CURRENT-1]" command="" word',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    '    case "$word" in',
    `      ${COMMAND_NAMES.join("|")}) command="$word"; break ;;`,
    "    esac",
    "  done",
    ...valueCases((words) => `compadd -- ${words}`, "_files", "$command:$previous"),
    '  case "$command" in',
    ...COMMAND_NAMES.map((name) => `    ${name}) compadd -- ${wordsOf(name).join(" ")} ;;`),
    `    *) compadd -- ${[...COMMAND_NAMES, ...commonWords()].join(" ")} ;;`,
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_openstack_mcp" ]; then _openstack_mcp "$@"; else compdef _openstack_mcp openstack-mcp; fi',
    "",
  ].join("\n");
}

function wordsOf(command: CommandName): string[] {
  return [...(OPERANDS[command] ?? []), ...completionsOf(command).map(({ flag }) => flag), "--help"];
}

function commonWords(): string[] {
  return [...FLAG_GROUPS.common.flatMap(completionOf).map(({ flag }) => flag), "--help", "--version"];
}

/** What follows a flag that takes a value: one of its choices, a file, or nothing that could be known. */
function valueCases(choose: (words: string) => string, files: string, subject: string): string[] {
  const cases = new Map<string, string>();
  for (const command of COMMAND_NAMES) {
    for (const each of completionsOf(command).filter(({ takesValue }) => takesValue)) {
      const action = each.choices.length > 0 ? choose(each.choices.join(" ")) : each.takesFile ? files : ":";
      cases.set(`${command}:${each.flag}`, action);
    }
  }
  for (const each of FLAG_GROUPS.common.flatMap(completionOf).filter(({ takesValue }) => takesValue)) {
    cases.set(
      `:${each.flag}`,
      each.choices.length > 0 ? choose(each.choices.join(" ")) : each.takesFile ? files : ":",
    );
  }
  const byAction = Map.groupBy(cases, ([, action]) => action);
  const lines = [...byAction].map(([action, found]) =>
    `    ${found.map(([name]) => name).join("|")}) ${action}; return ;;`
  );
  return [`  case "${subject}" in`, ...lines, "  esac"];
}

function fishScript(): string {
  const first = `"not __fish_seen_subcommand_from ${COMMAND_NAMES.join(" ")}"`;
  return [
    "# fish completion for openstack-mcp",
    "complete -c openstack-mcp -f",
    ...COMMAND_NAMES.map((name) =>
      `complete -c openstack-mcp -n ${first} -a ${name} -d ${fishString(COMMANDS[name].summary)}`
    ),
    ...Object.entries(OPERANDS).map(([name, words]) =>
      `complete -c openstack-mcp -n "__fish_seen_subcommand_from ${name}" -a "${words.join(" ")}"`
    ),
    ...[...FLAG_GROUPS.common, ...FLAG_GROUPS.login].flatMap(completionOf).map((each) => fishFlag(each)),
    ...COMMAND_NAMES.flatMap((name) =>
      COMMANDS[name].flags.flatMap(completionOf).map((each) => fishFlag(each, name))
    ),
    "complete -c openstack-mcp -l help -d 'this help'",
    "complete -c openstack-mcp -l version -d 'the version'",
    "",
  ].join("\n");
}

function fishFlag({ flag, help, takesValue, choices, takesFile }: Completion, command?: CommandName): string {
  return [
    "complete -c openstack-mcp",
    ...(command === undefined ? [] : [`-n "__fish_seen_subcommand_from ${command}"`]),
    `-l ${flag.slice(2)}`,
    ...(takesValue ? [takesFile ? "-r -F" : "-x"] : []),
    ...(choices.length > 0 ? [`-a "${choices.join(" ")}"`] : []),
    `-d ${fishString(help)}`,
  ].join(" ");
}

function fishString(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
