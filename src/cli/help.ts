/** The help, made from the table of flags.
 *
 * @module
 */

import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type CommandSpec,
  FLAG_GROUPS,
  type FlagKey,
  flagSpec,
} from "../config/flags.ts";

/** The help of the program as a whole. */
export function generalHelp(): string {
  const width = Math.max(...COMMAND_NAMES.map((name) => name.length));
  const commands = COMMAND_NAMES.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`);
  return [
    "Operate an OpenStack cloud through an assistant (MCP), or report on its health.",
    "",
    "Usage: openstack-mcp [COMMAND] [FLAGS]",
    "",
    "Commands:",
    ...commands,
    "",
    "Without a command: serve when standard input is not a terminal or a serve flag is given, else this help.",
    "",
    ...section("Flags of every command", FLAG_GROUPS.common),
    `"openstack-mcp COMMAND --help" lists the flags of a command.`,
    "",
  ].join("\n");
}

/** The help of one command.
 *
 * @param name The command.
 */
export function commandHelp(name: CommandName): string {
  const command: CommandSpec = COMMANDS[name];
  const current = command.flags.filter((key) => !flagSpec(key).older);
  const older = command.flags.filter((key) => flagSpec(key).older);
  const operands = command.operands === undefined ? "" : ` ${command.operands}`;
  return [
    `${capitalized(command.summary)}.`,
    "",
    `Usage: openstack-mcp ${name}${operands} [FLAGS]`,
    "",
    ...section("Flags", current),
    ...section("Flags of every command", FLAG_GROUPS.common, command.timeoutMs),
    ...section("Older spellings", older),
    ...section("A login on the command line", FLAG_GROUPS.login),
    ...variablesSection(command.flags),
    ...exitCodes(name),
    "",
  ].join("\n");
}

function section(title: string, keys: readonly FlagKey[], timeoutMs?: number): string[] {
  const rows = keys.flatMap((key) => {
    const { flag } = flagSpec(key);
    return flag === undefined ? [] : [{ usage: flagUsage(key), text: flagText(key, timeoutMs) }];
  });
  if (timeoutMs !== undefined) {
    rows.push({ usage: "--help", text: "this help" }, { usage: "--version", text: "the version" });
  }
  return rows.length === 0 ? [] : [`${title}:`, ...aligned(rows), ""];
}

/** A flag with what stands behind it: `--max-targets N`.
 *
 * @param key The flag's name in the table.
 */
export function flagUsage(key: FlagKey): string {
  const { flag = "", kind } = flagSpec(key);
  if (kind.placeholder === undefined) return flag;
  return kind.optionalValue === undefined ? `${flag} ${kind.placeholder}` : `${flag} [${kind.placeholder}]`;
}

/** A flag's meaning with its default.
 *
 * @param key The flag's name in the table.
 * @param timeoutMs The default of `--timeout`, which differs by command.
 */
export function flagText(key: FlagKey, timeoutMs?: number): string {
  const fallback = defaultText(key, timeoutMs);
  return fallback === "" ? flagSpec(key).help : `${flagSpec(key).help} [${fallback}]`;
}

function defaultText(key: FlagKey, timeoutMs?: number): string {
  const spec = flagSpec(key);
  if (key === "timeoutMs") return timeoutMs === undefined ? "by command" : String(timeoutMs / 1000);
  if (spec.defaultText !== undefined) return spec.defaultText;
  const value = spec.default;
  if (Array.isArray(value)) return value.join(",");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

interface Row {
  readonly usage: string;
  readonly text: string;
}

const MAX_USAGE = 36;

function aligned(rows: readonly Row[]): string[] {
  const width = Math.min(MAX_USAGE, Math.max(...rows.map(({ usage }) => usage.length)));
  return rows.flatMap(({ usage, text }) => {
    if (usage.length <= width) return [`  ${usage.padEnd(width)}  ${text}`];
    return [`  ${usage}`, `  ${" ".repeat(width)}  ${text}`];
  });
}

function variablesSection(keys: readonly FlagKey[]): string[] {
  const older = keys.flatMap((key) =>
    flagSpec(key).variables.filter((name) => !name.startsWith("OPENSTACK_MCP_"))
  );
  const own = keys.some((key) => flagSpec(key).variables.some((name) => name.startsWith("OPENSTACK_MCP_")));
  const lines = [
    ...(own ? ["A flag can be given as a variable: --max-targets 5 is OPENSTACK_MCP_MAX_TARGETS=5."] : []),
    ...(older.length > 0 ? [`Also read: ${[...new Set(older)].join(", ")}.`] : []),
  ];
  return lines.length === 0 ? [] : [...lines, ""];
}

function exitCodes(name: CommandName): string[] {
  if (name === "report") return ["Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN or not able to run."];
  return [
    "Exit codes: 0 done, 1 failed, 2 wrong command line or settings, 3 cloud not reached or login refused.",
  ];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
