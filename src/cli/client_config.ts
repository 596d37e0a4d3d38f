/** What to paste into an assistant's configuration.
 *
 * @module
 */

import type { CommandLine } from "../config/command_line.ts";
import { type FlagKey, FLAGS, flagsOf, flagSpec } from "../config/flags.ts";
import type { Client } from "./options.ts";

/** How the server is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Variables to set. Those that hold a secret are left out. */
  readonly env: Readonly<Record<string, string>>;
}

/** A client's configuration. */
export interface ClientConfig {
  /** What to paste, ready as it is. */
  readonly text: string;
  /** Where to paste it and what else to know, for stderr. */
  readonly hint: string;
}

const SERVER_NAME = "openstack";

/** Variables whose values must not be copied into a client's file. */
const SECRET_VARIABLE = /PASSWORD|PASSWD|PASSCODE|SECRET|TOKEN|_PROXY$|PRIVATE|_KEY$/i;

interface Format {
  readonly where: string;
  render(launch: Launch): string;
}

const FORMATS: Readonly<Record<Client, Format>> = {
  claude: {
    where: "claude_desktop_config.json (Settings, Developer, Edit Config)",
    render: (launch) => json({ mcpServers: { [SERVER_NAME]: plain(launch) } }),
  },
  "claude-code": {
    where: "a shell, in the directory of the project",
    render: claudeCodeCommand,
  },
  vscode: {
    where: ".vscode/mcp.json",
    render: (launch) => json({ servers: { [SERVER_NAME]: { type: "stdio", ...plain(launch) } } }),
  },
  cursor: {
    where: "~/.cursor/mcp.json, or .cursor/mcp.json of a project",
    render: (launch) => json({ mcpServers: { [SERVER_NAME]: plain(launch) } }),
  },
  codex: {
    where: "~/.codex/config.toml",
    render: codexTable,
  },
  gemini: {
    where: "~/.gemini/settings.json, or .gemini/settings.json of a project",
    render: (launch) => json({ mcpServers: { [SERVER_NAME]: plain(launch) } }),
  },
};

/** Renders the configuration of a client.
 *
 * @param client The client.
 * @param launch How the server is started.
 */
export function clientConfig(client: Client, launch: Launch): ClientConfig {
  const safe = withoutSecrets(launch);
  const { where, render } = FORMATS[client];
  const cloud = namesCloud(safe)
    ? "The login stays in clouds.yaml and secure.yaml; nothing secret belongs into this file."
    : "Name the cloud with --cloud or OS_CLOUD; its login belongs into clouds.yaml and secure.yaml, not into this file.";
  return { text: render(safe), hint: `Paste into ${where}. ${cloud}` };
}

/** The arguments that start the server with the flags of a command line, without any secret.
 *
 * @param flags The flags that were given.
 */
export function launchArguments(flags: CommandLine["flags"]): string[] {
  return ["serve", ...flagsOf("serve").flatMap((key) => flagArguments(key, flags))];
}

function flagArguments(key: FlagKey, flags: CommandLine["flags"]): string[] {
  const given = flags[key];
  if (given === undefined || flagSpec(key).secret === true) return [];
  return given.texts.length === 0 ? [given.flag] : given.texts.flatMap((text) => [given.flag, text]);
}

function withoutSecrets({ command, args, env }: Launch): Launch {
  const safe = Object.entries(env).filter(([name]) => !SECRET_VARIABLE.test(name) || name.endsWith("_FILE"));
  return {
    command,
    args: args.filter((_, index) => !isSecretArgument(args, index)),
    env: Object.fromEntries(safe),
  };
}

/** A flag that takes a secret, or the secret behind it. */
function isSecretArgument(args: readonly string[], index: number): boolean {
  const [flag = ""] = args[index]?.split("=", 1) ?? [];
  return SECRET_FLAGS.has(flag) || SECRET_FLAGS.has(args[index - 1] ?? "");
}

const SECRET_FLAGS: ReadonlySet<string> = new Set(
  Object.values(FLAGS).flatMap((spec) => spec.secret === true && spec.flag !== undefined ? [spec.flag] : []),
);

function namesCloud({ args, env }: Launch): boolean {
  return env.OS_CLOUD !== undefined || args.some((arg) => /^--(cloud|demo)(=|$)/.test(arg));
}

function plain({ command, args, env }: Launch): Record<string, unknown> {
  const hasEnv = Object.keys(env).length > 0;
  return { command, args, ...(hasEnv ? { env } : {}) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function claudeCodeCommand({ command, args, env }: Launch): string {
  const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  // --env takes every word up to the next flag, so that flag stands between it and the name.
  const words = [
    "claude",
    "mcp",
    "add",
    ...variables,
    "--transport",
    "stdio",
    SERVER_NAME,
    "--",
    command,
    ...args,
  ];
  return `${words.map(shellWord).join(" ")}\n`;
}

function shellWord(word: string): string {
  return /^[\w@%+=:,.\/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function codexTable({ command, args, env }: Launch): string {
  const variables = Object.entries(env).map(([name, value]) => `${tomlKey(name)} = ${tomlString(value)}`);
  return [
    `[mcp_servers.${SERVER_NAME}]`,
    `command = ${tomlString(command)}`,
    `args = [${args.map(tomlString).join(", ")}]`,
    ...(variables.length > 0 ? ["", `[mcp_servers.${SERVER_NAME}.env]`, ...variables] : []),
    "",
  ].join("\n");
}

function tomlKey(name: string): string {
  return /^[\w-]+$/.test(name) ? name : tomlString(name);
}

/** A basic string of TOML is escaped like one of JSON, but for the delete character. */
function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
