/** Every flag of the command line, declared once: parser, help, completions, environment variables and the
 * documentation are made from this table.
 *
 * @module
 */

import {
  choice,
  date,
  integer,
  list,
  listenAddress,
  maybeChoice,
  maybeInteger,
  outputTargets,
  PORTS,
  seconds,
  text,
  texts,
  toggle,
  toggleOrWord,
  urlPath,
  type ValueKind,
} from "./value_kind.ts";

/** What makes up one setting that a flag or a variable can give. */
export interface FlagSpec<T> {
  /** The flag; a setting that only the environment gives has none. */
  readonly flag?: string;
  readonly kind: ValueKind<T>;
  /** The value in effect when nobody gives one. */
  readonly default: T;
  /** The default as the help says it, where the value itself would not do. */
  readonly defaultText?: string;
  /** The variables that give it; the first is the one to recommend. */
  readonly variables: readonly string[];
  /** One line for the help, with its unit. */
  readonly help: string;
  /** Whether the value takes away a protection: such a value is refused from a file of the working directory. */
  loosens?(value: T): boolean;
  /** Whether the value is a secret, which everybody on the host can read on a command line. */
  readonly secret?: boolean;
  /** An older spelling, at the end of the help. */
  readonly older?: boolean;
}

type Draft<T> = Omit<FlagSpec<T>, "variables"> & {
  readonly variables?: readonly string[];
  readonly own?: false;
};

/** Completes a declaration with the product's own variable (`--max-targets`: `OPENSTACK_MCP_MAX_TARGETS`). */
function setting<T>(draft: Draft<T>): FlagSpec<T> {
  const { own, variables = [], ...rest } = draft;
  if (own === false || rest.flag === undefined) return { ...rest, variables };
  return { ...rest, variables: [ownVariable(rest.flag), ...variables] };
}

function ownVariable(flag: string): string {
  return `OPENSTACK_MCP_${flag.replace(/^--/, "").replaceAll("-", "_").toUpperCase()}`;
}

/** The formats of the health report. */
export const REPORT_FORMATS = [
  "text",
  "json",
  "html",
  "markdown",
  "nagios",
  "prometheus",
  "junit",
  "csv",
  "mail",
] as const;

/** Objects that one change may touch, unless the operator says otherwise. */
const MAX_TARGETS = 25;

/** When a change needs a confirmation, the strictest first. */
export const CONFIRM_LEVELS = ["human", "always", "risky", "never"] as const;

/** How much is logged. */
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;

const isOn = (value: boolean) => value;
const isAny = (entries: readonly string[]) => entries.length > 0;
const none = undefined;

/** The table, by the name that a setting has in `Settings`. */
export const FLAGS = {
  // Which cloud, and what of it. Their variables are OpenStack's own.
  cloud: setting({
    flag: "--cloud",
    kind: texts("NAME"),
    default: [],
    own: false,
    variables: ["OS_CLOUD"],
    help: "entry of clouds.yaml to use; may be repeated",
  }),
  region: setting({
    flag: "--region",
    kind: texts("NAME"),
    default: [],
    own: false,
    variables: ["OS_REGION_NAME"],
    help: "region of the catalog; may be repeated",
  }),
  interface: setting({
    flag: "--interface",
    kind: list("NAME"),
    default: [],
    defaultText: "public",
    own: false,
    variables: ["OS_INTERFACE", "OS_ENDPOINT_TYPE"],
    help: "endpoint interface, public, internal or admin, the preferred first",
  }),
  project: setting({
    flag: "--project",
    kind: text("NAME|ID"),
    default: none,
    own: false,
    help: "project to work in, in place of the configured one",
  }),
  projectDomain: setting({
    flag: "--project-domain",
    kind: text("NAME|ID"),
    default: none,
    own: false,
    help: "domain of the project",
  }),
  systemScope: setting({
    flag: "--system-scope",
    kind: toggleOrWord("all"),
    default: false,
    own: false,
    help: "ask for a token of the system rather than of a project",
  }),
  demo: setting({
    flag: "--demo",
    kind: toggle(),
    default: false,
    own: false,
    help: "use the embedded demo cloud",
  }),
  envFile: setting({
    flag: "--env-file",
    kind: text("FILE"),
    default: none,
    own: false,
    help: "read variables from this file in place of ./.env",
  }),
  osClientConfigFile: setting({
    flag: "--os-client-config-file",
    kind: text("FILE"),
    default: none,
    own: false,
    variables: ["OS_CLIENT_CONFIG_FILE"],
    help: "the clouds.yaml to read",
  }),
  cacert: setting({
    flag: "--cacert",
    kind: text("FILE"),
    default: none,
    own: false,
    variables: ["OS_CACERT"],
    help: "PEM file of certificate authorities to trust besides the built-in ones",
  }),
  timeoutMs: setting({
    flag: "--timeout",
    kind: seconds({ min: 1, max: 86_400 }),
    default: 60_000,
    help: "limit of the whole command; in serve, of one tool call",
  }),
  requestTimeoutMs: setting({
    flag: "--request-timeout",
    kind: seconds({ min: 1, max: 3600 }),
    default: 30_000,
    defaultText: "30",
    help: "limit of one request to the cloud",
  }),
  allowHttpEndpoints: setting({
    flag: "--allow-http-endpoints",
    kind: toggle(),
    default: false,
    loosens: isOn,
    help: "use http endpoints although Keystone is reached by https",
  }),
  logLevel: setting({
    flag: "--log-level",
    kind: choice(LOG_LEVELS, { warn: "warning", critical: "error" }),
    default: "info" as const,
    variables: ["MCP_LOG_LEVEL"],
    help: "how much to log to stderr",
  }),
  logFormat: setting({
    flag: "--log-format",
    kind: choice(["text", "json"]),
    default: "text" as const,
    help: "form of a log line",
  }),

  // A login given on the command line.
  authUrl: setting({
    flag: "--auth-url",
    kind: text("URL"),
    default: none,
    own: false,
    variables: ["OS_AUTH_URL"],
    help: "Keystone's address",
    older: true,
  }),
  username: setting({
    flag: "--username",
    kind: text("NAME"),
    default: none,
    own: false,
    variables: ["OS_USERNAME"],
    help: "user to log in as",
    older: true,
  }),
  password: setting({
    flag: "--password",
    kind: text("PASSWORD"),
    default: none,
    own: false,
    variables: ["OS_PASSWORD"],
    help: "password; everybody on this host can read it: better in secure.yaml",
    secret: true,
    older: true,
  }),
  projectName: setting({
    flag: "--project-name",
    kind: text("NAME"),
    default: none,
    own: false,
    variables: ["OS_PROJECT_NAME"],
    help: "project by name",
    older: true,
  }),
  userDomainName: setting({
    flag: "--user-domain-name",
    kind: text("NAME"),
    default: none,
    own: false,
    variables: ["OS_USER_DOMAIN_NAME"],
    help: "domain of the user by name",
    older: true,
  }),
  projectDomainName: setting({
    flag: "--project-domain-name",
    kind: text("NAME"),
    default: none,
    own: false,
    variables: ["OS_PROJECT_DOMAIN_NAME"],
    help: "domain of the project by name",
    older: true,
  }),

  // What the tools may do.
  toolsets: setting({
    flag: "--toolsets",
    kind: list("LIST"),
    default: ["default"],
    help: "sets of tools: default, all, or names",
  }),
  tools: setting({ flag: "--tools", kind: list("LIST"), default: [], help: "single tools to add" }),
  excludeTools: setting({
    flag: "--exclude-tools",
    kind: list("LIST"),
    default: [],
    help: "single tools to leave out; wins over the others",
  }),
  allowWrite: setting({
    flag: "--allow-write",
    kind: toggle(),
    default: false,
    variables: ["ALLOW_MODIFY_OPERATIONS"],
    loosens: isOn,
    help: "list the tools that change things, and let them",
  }),
  allowAdmin: setting({
    flag: "--allow-admin",
    kind: toggle(),
    default: false,
    loosens: isOn,
    help: "with --allow-write: also changes that need the admin role and belong to no project",
  }),
  allowSensitive: setting({
    flag: "--allow-sensitive",
    kind: toggle(),
    default: false,
    loosens: isOn,
    help: "reads that can show secrets: console log, user data, secret payloads",
  }),
  confirm: setting({
    flag: "--confirm",
    kind: choice(CONFIRM_LEVELS),
    default: "risky" as const,
    loosens: (level: string) => level === "never",
    help: "when a change needs a confirmation",
  }),
  yes: setting({
    flag: "--yes",
    kind: toggle(),
    default: false,
    own: false,
    help: "with tools call: make the change without asking",
  }),
  allProjects: setting({
    flag: "--all-projects",
    kind: toggle(),
    default: false,
    loosens: isOn,
    help: "an admin login may see and act on other projects' objects",
  }),
  maxTargets: setting({
    flag: "--max-targets",
    kind: integer("N", { min: 1, max: 10_000 }),
    default: MAX_TARGETS,
    loosens: (targets: number) => targets > MAX_TARGETS,
    help: "objects that one change may touch",
  }),
  answerTokens: setting({
    flag: "--answer-tokens",
    kind: integer("N", { min: 500, max: 1_000_000 }),
    default: 6000,
    help: "size budget of one answer, in tokens",
  }),
  compat: setting({
    flag: "--compat",
    kind: toggle(),
    default: false,
    help: "list the aliases and parity arguments of older servers",
  }),
  auditLog: setting({
    flag: "--audit-log",
    kind: text("FILE"),
    default: none,
    help: "append a record of every change asked, refused, confirmed, done",
  }),
  confirmKeyFile: setting({
    flag: "--confirm-key-file",
    kind: text("FILE"),
    default: none,
    // Who knows the key can confirm whatever there is.
    loosens: (path: string | undefined) => path !== undefined,
    help: "key that several replicas share, to accept each other's confirmations",
  }),

  // How the server is reached.
  stdio: setting({
    flag: "--stdio",
    kind: toggle(),
    default: false,
    own: false,
    help: "speak over stdio (default)",
  }),
  http: setting({
    flag: "--http",
    kind: listenAddress(),
    default: none,
    defaultText: "127.0.0.1:8080",
    help: "speak over HTTP",
  }),
  type: setting({
    flag: "--type",
    kind: maybeChoice(["stdio", "streamable-http"]),
    default: none,
    own: false,
    variables: ["FASTMCP_TYPE"],
    help: "older spelling of --stdio and --http",
    older: true,
  }),
  host: setting({
    flag: "--host",
    kind: text("HOST"),
    default: none,
    own: false,
    variables: ["FASTMCP_HOST"],
    help: "address to listen on, with --http",
    older: true,
  }),
  port: setting({
    flag: "--port",
    kind: maybeInteger("PORT", PORTS),
    default: none,
    own: false,
    variables: ["FASTMCP_PORT"],
    help: "port to listen on, with --http",
    older: true,
  }),
  path: setting({ flag: "--path", kind: urlPath(), default: "/mcp", help: "HTTP path" }),
  authEnable: setting({
    flag: "--auth-enable",
    kind: toggle(),
    default: false,
    variables: ["REMOTE_AUTH_ENABLE"],
    help: "ask HTTP callers for a bearer token",
  }),
  authDisable: setting({
    flag: "--auth-disable",
    kind: toggle(),
    default: false,
    own: false,
    help: "do not ask for one, whatever REMOTE_AUTH_ENABLE says",
    older: true,
  }),
  secretKey: setting({
    flag: "--secret-key",
    kind: text("KEY"),
    default: none,
    own: false,
    variables: ["REMOTE_SECRET_KEY"],
    secret: true,
    help: "the bearer token; better: a file named by MCP_AUTH_TOKENS_FILE",
  }),
  authTokensFile: setting({
    kind: text("FILE"),
    default: none,
    variables: ["MCP_AUTH_TOKENS_FILE"],
    help: "bearer tokens by name, as SHA-256, with what each may do",
  }),
  tlsCert: setting({
    flag: "--tls-cert",
    kind: text("FILE"),
    default: none,
    help: "PEM certificate of the listener",
  }),
  tlsKey: setting({ flag: "--tls-key", kind: text("FILE"), default: none, help: "PEM key of the listener" }),
  allowedHosts: setting({
    flag: "--allowed-hosts",
    kind: list("LIST"),
    default: [],
    loosens: isAny,
    help: "Host headers to accept besides loopback names",
  }),
  allowedOrigins: setting({
    flag: "--allowed-origins",
    kind: list("LIST"),
    default: [],
    loosens: isAny,
    help: "Origin headers to accept besides loopback names",
  }),
  jsonResponse: setting({
    flag: "--json-response",
    kind: toggle(),
    default: false,
    help: "answer plain JSON rather than an event stream",
  }),
  metrics: setting({
    flag: "--metrics",
    kind: toggle(),
    default: false,
    help: "serve Prometheus metrics at /metrics",
  }),

  // The health report.
  checks: setting({
    flag: "--checks",
    kind: list("AREA,ID"),
    default: [],
    defaultText: "all",
    help: "areas and checks to run",
  }),
  exclude: setting({ flag: "--exclude", kind: list("ID"), default: [], help: "checks to leave out" }),
  format: setting({
    flag: "--format",
    kind: choice(REPORT_FORMATS),
    default: "text" as const,
    help: "form of the report on stdout",
  }),
  output: setting({
    flag: "--output",
    kind: outputTargets(REPORT_FORMATS),
    default: [],
    help: "write the report to a file; may be repeated",
  }),
  quiet: setting({
    flag: "--quiet",
    kind: toggle(),
    default: false,
    help: "print only when something is not OK",
  }),
  onlyChanges: setting({
    flag: "--only-changes",
    kind: toggle(),
    default: false,
    help: "report only what differs from --state or --since",
  }),
  state: setting({
    flag: "--state",
    kind: text("FILE"),
    default: none,
    help: "state of the last run, read and rewritten",
  }),
  since: setting({
    flag: "--since",
    kind: text("FILE"),
    default: none,
    help: "state to compare with, only read",
  }),
  ack: setting({
    flag: "--ack",
    kind: text("KEY"),
    default: none,
    own: false,
    help: "acknowledge a finding",
  }),
  reason: setting({
    flag: "--reason",
    kind: text("TEXT"),
    default: none,
    own: false,
    help: "why it is acknowledged",
  }),
  until: setting({ flag: "--until", kind: date(), default: none, own: false, help: "until when, UTC" }),
  thresholds: setting({
    flag: "--thresholds",
    kind: text("FILE"),
    default: none,
    help: "limits of the checks",
  }),
  profile: setting({
    flag: "--profile",
    kind: text("FILE"),
    default: none,
    help: "a choice of checks and limits",
  }),
  failOn: setting({
    flag: "--fail-on",
    kind: choice(["warning", "critical"]),
    default: "warning" as const,
    help: "the mildest state that makes the exit code other than 0",
  }),
  requireAll: setting({
    flag: "--require-all",
    kind: toggle(),
    default: false,
    help: "a check that is not permitted counts as UNKNOWN",
  }),
  dryRun: setting({
    flag: "--dry-run",
    kind: toggle(),
    default: false,
    own: false,
    help: "say which checks would run with which requests, and run none",
  }),
  maxHosts: setting({
    flag: "--max-hosts",
    kind: maybeInteger("N", { min: 1, max: 100_000 }),
    default: none,
    defaultText: "500",
    help: "hosts to look at one by one",
  }),

  // Other commands.
  json: setting({
    flag: "--json",
    kind: text("OBJECT"),
    default: none,
    own: false,
    help: "the tool's arguments as JSON",
  }),
  listFormat: setting({
    flag: "--format",
    kind: choice(["text", "json"]),
    default: "text" as const,
    own: false,
    help: "form of the answer",
  }),
};

/** The name of a flag in the table. */
export type FlagKey = keyof typeof FLAGS;

/** What a flag's value is. */
export type FlagValue<K extends FlagKey> = (typeof FLAGS)[K] extends FlagSpec<infer T> ? T : never;

const COMMON = [
  "cloud",
  "region",
  "interface",
  "project",
  "projectDomain",
  "systemScope",
  "demo",
  "envFile",
  "osClientConfigFile",
  "cacert",
  "timeoutMs",
  "requestTimeoutMs",
  "allowHttpEndpoints",
  "logLevel",
  "logFormat",
] as const satisfies readonly FlagKey[];

const LOGIN = [
  "authUrl",
  "username",
  "password",
  "projectName",
  "userDomainName",
  "projectDomainName",
] as const satisfies readonly FlagKey[];

const TOOL_CHOICE = [
  "toolsets",
  "tools",
  "excludeTools",
  "allowWrite",
  "allowAdmin",
  "allowSensitive",
] as const satisfies readonly FlagKey[];

const TOOL_POLICY = [
  ...TOOL_CHOICE,
  "confirm",
  "allProjects",
  "maxTargets",
  "answerTokens",
  "compat",
  "auditLog",
  "confirmKeyFile",
] as const satisfies readonly FlagKey[];

const SERVE = [
  ...TOOL_POLICY,
  "stdio",
  "http",
  "type",
  "host",
  "port",
  "path",
  "authEnable",
  "authDisable",
  "secretKey",
  "authTokensFile",
  "tlsCert",
  "tlsKey",
  "allowedHosts",
  "allowedOrigins",
  "jsonResponse",
  "metrics",
] as const satisfies readonly FlagKey[];

const REPORT = [
  "checks",
  "exclude",
  "format",
  "output",
  "quiet",
  "onlyChanges",
  "state",
  "since",
  "ack",
  "reason",
  "until",
  "thresholds",
  "profile",
  "failOn",
  "requireAll",
  "allProjects",
  "dryRun",
  "maxHosts",
  "allowSensitive",
] as const satisfies readonly FlagKey[];

/** The flags by group: what every command takes, the login, what only some commands take. */
export const FLAG_GROUPS = {
  common: COMMON,
  login: LOGIN,
  serve: SERVE,
  report: REPORT,
} as const;

/** What is to be known of a command before it runs. */
export interface CommandSpec {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands behind the command besides flags. */
  readonly operands?: string;
  /** Its flags, besides those that every command takes. */
  readonly flags: readonly FlagKey[];
  /** Whether it works on a cloud: then a cloud has to be configured. */
  readonly needsCloud: boolean;
  /** The default of `--timeout` in milliseconds. */
  readonly timeoutMs: number;
}

/** Every command. */
export const COMMANDS = {
  serve: {
    summary: "MCP server: stdio unless --http",
    flags: SERVE,
    needsCloud: true,
    timeoutMs: 60_000,
  },
  report: {
    summary: "health report, for people and cron",
    flags: REPORT,
    needsCloud: true,
    timeoutMs: 300_000,
  },
  tools: {
    summary: "list, describe or call a tool",
    operands: "list | describe NAME | call NAME [key=value ... | --json OBJECT]",
    flags: [...TOOL_POLICY, "json", "listFormat", "yes"],
    needsCloud: true,
    timeoutMs: 60_000,
  },
  check: {
    summary: "the doctor: settings, files, TLS, login, catalogue, versions, permissions; each with its fix",
    flags: [...TOOL_CHOICE, "listFormat"],
    needsCloud: true,
    timeoutMs: 60_000,
  },
  "access-rules": {
    summary: "the smallest application-credential access rules for a choice of tools",
    flags: [...TOOL_CHOICE, "listFormat"],
    needsCloud: true,
    timeoutMs: 60_000,
  },
  clouds: {
    summary: "the configured clouds and where each setting came from (never a secret)",
    flags: ["listFormat"],
    needsCloud: false,
    timeoutMs: 60_000,
  },
  "client-config": {
    summary: "what to paste into an assistant's configuration",
    operands: "claude | claude-code | vscode | cursor | codex | gemini",
    flags: TOOL_CHOICE,
    needsCloud: false,
    timeoutMs: 60_000,
  },
  demo: {
    summary: "run the embedded demo cloud and print how to reach it",
    flags: [],
    needsCloud: false,
    timeoutMs: 60_000,
  },
  completions: {
    summary: "completions for a shell",
    operands: "bash | zsh | fish",
    flags: [],
    needsCloud: false,
    timeoutMs: 60_000,
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** All names of commands, in the order of the help. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The flags that a command takes, those that every command takes included.
 *
 * @param command The command.
 */
export function flagsOf(command: CommandName): readonly FlagKey[] {
  return [...COMMANDS[command].flags, ...COMMON, ...LOGIN];
}

/** A flag's declaration, without the type of its value.
 *
 * @param key Its name in the table.
 */
export function flagSpec(key: FlagKey): FlagSpec<unknown> {
  return FLAGS[key];
}
