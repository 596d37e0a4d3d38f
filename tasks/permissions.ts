/**
 * What the process may do, and the files that its threads start from: written once for the checkout, the launcher
 * and the compiled program.
 *
 * @module
 */

/** The oldest Deno whose deny list is checked against every address that a name resolves to. */
export const MINIMUM_DENO = "2.9.0";

/** The Deno that the launcher takes from npm when there is none. */
export const PINNED_DENO = "2.9.6";

/**
 * Addresses that nobody may reach, whatever name leads there: the metadata services of clouds. The unspecified
 * addresses are not among them, because a server in a container listens there; as a place to go to they are refused
 * by the allowlist.
 */
export const DENIED_NET: readonly string[] = ["169.254.0.0/16", "[fd00:ec2::254]"];

/** The environment variables that are settings, and those that tell about the terminal and the user's directories. */
export const ENV_NAMES: readonly string[] = [
  "OS_*",
  "MCP_*",
  "OPENSTACK_MCP_*",
  "FASTMCP_*",
  "ALLOW_MODIFY_OPERATIONS",
  "REMOTE_AUTH_ENABLE",
  "REMOTE_SECRET_KEY",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "all_proxy",
  "no_proxy",
  "HOME",
  "USER",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
  "XDG_CONFIG_HOME",
  "XDG_CONFIG_DIRS",
  "SNAP_REAL_HOME",
  "CLICOLOR",
  "NO_COLOR",
  "TERM",
  "COLUMNS",
  "TZ",
];

/**
 * The permissions of the process, which are those of the keeper; the other threads get less. No `run`, `ffi` or
 * `sys`. Variables that are not ours read as unset, for libraries look for theirs.
 */
export const PERMISSION_FLAGS: readonly string[] = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-net",
  `--deny-net=${DENIED_NET.join(",")}`,
  `--allow-env=${ENV_NAMES.join(",")}`,
  "--ignore-env",
];

/** Worker permissions are still called unstable; an aborted request must not look like a finished one. */
export const UNSTABLE_FLAGS: readonly string[] = ["--unstable-worker-options", "--unstable-no-legacy-abort"];

/**
 * What keeps the memory small: V8 lets the part of each thread's heap where new values begin grow to 48 MB, which a
 * report on ten thousand servers fills without being any faster for it. A size is megabytes, a third of it all.
 */
export const MEMORY_FLAGS: readonly string[] = ["--v8-flags=--max-semi-space-size=4"];

/** The file that each thread starts from, by the name of its bundle. */
export interface Entries {
  /** The program, which makes the front before anything else. */
  main: string;
  /** The keeper, which starts the others. */
  keeper: string;
  /** The side of the client. */
  front: string;
  /** The side of the cloud. */
  cloud: string;
  /** The embedded demo cloud. */
  demo: string;
}

/** The entries of this repository, relative to its root. */
export const ENTRIES: Readonly<Entries> = {
  main: "main.ts",
  keeper: "src/keeper/main.ts",
  front: "src/front/worker.ts",
  cloud: "src/cloud/worker.ts",
  demo: "src/demo/worker.ts",
};

/**
 * The command line of the `start` task in `deno.json`, as the shell of `deno task` reads it: some flags hold
 * characters that it would expand.
 */
export function startCommand(): string {
  const flags = ["--quiet", "--no-remote", ...MEMORY_FLAGS, ...PERMISSION_FLAGS];
  return ["deno", "run", ...flags.map(quote), ENTRIES.main].join(" ");
}

function quote(argument: string): string {
  return /^[\w=./:-]+$/.test(argument) ? argument : `'${argument}'`;
}
