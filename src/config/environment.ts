/** Variables: the environment's, and those of a `.env` file.
 *
 * @module
 */

import { parseEnv } from "node:util";
import type { GivenFlag } from "./command_line.ts";
import { keyOfVariable, KNOWN_VARIABLES } from "./cloud_keys.ts";
import { readNamed } from "./config_files.ts";
import { FLAGS } from "./flags.ts";
import type { Origin, Setting } from "./origin.ts";
import { parseServiceKey, serviceKeys } from "./services.ts";
import { SettingsError } from "./settings_error.ts";
import { nearMiss } from "./suggest.ts";
import { absolutePath, type FileText, pathsOf, readProblem, type World } from "./world.ts";

const PLACE_VARIABLES = [
  "HOME",
  "USERPROFILE",
  "SNAP_REAL_HOME",
  "XDG_CONFIG_HOME",
  "XDG_CONFIG_DIRS",
  "APPDATA",
  "LOCALAPPDATA",
  "PROGRAMDATA",
];

/** Variables that name a proxy, by the scheme of the address that they are for. */
export const PROXY_VARIABLES = {
  http: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
  https: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
  none: ["no_proxy", "NO_PROXY"],
} as const;

/** Every variable that the program reads, names and wildcards, as `--allow-env` takes them. */
export const ENVIRONMENT_VARIABLES: readonly string[] = [
  "OS_*",
  "OPENSTACK_MCP_*",
  ...new Set(flagVariables().filter((name) => !/^(OS|OPENSTACK_MCP)_/.test(name))),
  ...new Set(Object.values(PROXY_VARIABLES).flat()),
  ...PLACE_VARIABLES,
  "NO_COLOR",
];

function flagVariables(): string[] {
  return Object.values(FLAGS).flatMap((spec) => spec.variables);
}

/** The variables in effect, each with its origin. */
export class Environment {
  readonly #variables: ReadonlyMap<string, Setting<string>>;

  /** @param variables The variables that are set and not empty. */
  constructor(variables: ReadonlyMap<string, Setting<string>>) {
    this.#variables = variables;
  }

  /** A variable's value, `undefined` when it is unset or empty.
   *
   * @param name The variable.
   */
  get(name: string): Setting<string> | undefined {
    return this.#variables.get(name);
  }

  /** The first of several variables that is set.
   *
   * @param names The variables, the preferred first.
   */
  first(names: readonly string[]): Setting<string> | undefined {
    return names.map((name) => this.get(name)).find((each) => each !== undefined);
  }

  /** All variables that are set, sorted by name. */
  all(): readonly Setting<string>[] {
    return [...this.#variables.values()].sort((a, b) => a.origin.name < b.origin.name ? -1 : 1);
  }
}

/** Reads the environment and the `.env` file that goes with it.
 *
 * @param world The world.
 * @param envFile The flag `--env-file`, if it was given: its file takes the place of `.env`, and counts as environment.
 * @param notes Takes what the user should know.
 * @throws {SettingsError} When the named file cannot be read or a variable is misspelt.
 */
export function readEnvironment(world: World, envFile: GivenFlag | undefined, notes: string[]): Environment {
  const file = envFile === undefined ? workingDirectoryFile(world, notes) : namedEnvFile(world, envFile);
  const variables = new Map<string, Setting<string>>();
  if (file !== undefined) addVariables(variables, parseEnv(file.text), (name) => ({ ...file.origin, name }));
  addVariables(variables, world.env, (name) => ({ kind: "environment", name }));
  for (const { origin } of variables.values()) refuseMisspelt(origin);
  return new Environment(variables);
}

function addVariables(
  variables: Map<string, Setting<string>>,
  found: Readonly<Record<string, string | undefined>>,
  originOf: (name: string) => Origin,
): void {
  for (const [name, value] of Object.entries(found)) {
    if (value !== undefined && value.trim() !== "") variables.set(name, { value, origin: originOf(name) });
  }
}

interface EnvFile {
  readonly text: string;
  readonly origin: Omit<Origin, "name">;
}

function namedEnvFile(world: World, { flag, texts }: GivenFlag): EnvFile {
  const path = absolutePath(world, texts[0] ?? "");
  const text = readNamed(world, path, { value: path, origin: { kind: "flag", name: flag } });
  return { text, origin: { kind: "environment", file: path } };
}

function workingDirectoryFile(world: World, notes: string[]): EnvFile | undefined {
  const path = pathsOf(world).join(world.cwd, ".env");
  let file: FileText | undefined;
  try {
    file = world.readFile(path);
  } catch (error) {
    notes.push(`${path} not read: ${readProblem(error)}`);
    return undefined;
  }
  if (file === undefined) return undefined;
  const distrust = distrustOf(world, file);
  if (distrust === undefined) return { text: file.text, origin: { kind: "env file", file: path } };
  notes.push(`${path} not read: ${distrust}; name it with --env-file if it is meant`);
  return undefined;
}

/** Why a `.env` that merely lies in the working directory is not believed. */
function distrustOf(world: World, { uid, mode }: FileText): string | undefined {
  if (world.platform === "windows") return undefined;
  if (world.uid === undefined || uid !== world.uid) return "it does not belong to this user";
  if (typeof mode !== "number" || (mode & 0o022) !== 0) return "others may write it";
  return undefined;
}

const SERVICE_VARIABLES = serviceKeys().map((key) => `OS_${key.toUpperCase()}`);

/** A variable that is one slip away from a known one was meant as that one. */
function refuseMisspelt(origin: Origin): void {
  const { name } = origin;
  const known = name.startsWith("OPENSTACK_MCP_") ? flagVariables() : knownFor(name);
  const meant = nearMiss(name, known);
  if (meant === undefined) return;
  throw new SettingsError({
    setting: name,
    origin,
    problem: "is not known",
    fix: `Perhaps ${meant} was meant`,
  });
}

function knownFor(name: string): readonly string[] {
  const key = keyOfVariable(name);
  if (key === undefined || parseServiceKey(key) !== undefined) return [];
  // Settings of services that are not supported look like those of other services.
  return KNOWN_VARIABLES.includes(name) ? [] : [...KNOWN_VARIABLES, ...SERVICE_VARIABLES];
}
