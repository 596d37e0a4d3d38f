/** Finding and reading clouds.yaml, secure.yaml and clouds-public.yaml.
 *
 * @module
 */

import { LineCounter, parseDocument, Scalar, visit } from "yaml";
import type { Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import { absolutePath, type FileText, pathsOf, readProblem, type World } from "./world.ts";

/** The kinds of files. */
export type ConfigFileKind = "clouds.yaml" | "secure.yaml" | "clouds-public.yaml";

/** YAML of which every scalar is kept as it was written: a password `0777` is not the number 511. */
export type Tree = string | readonly Tree[] | ReadonlyMap<string, Tree>;

/** A mapping of YAML. */
export type TreeMap = ReadonlyMap<string, Tree>;

/** Whose word a file is. Sources of different groups do not complete each other's logins. */
export type FileGroup = "named file" | "working directory" | "user or site";

/** A file that was read. */
export interface ConfigFile {
  readonly kind: ConfigFileKind;
  readonly path: string;
  readonly directory: string;
  readonly group: FileGroup;
  readonly content: TreeMap;
}

/** Where to look for a file. */
export interface SearchOptions {
  readonly kind: ConfigFileKind;
  /** The path that a flag or a variable gives. */
  readonly named?: Setting<string> | undefined;
  /** Places to look into before the usual ones. */
  readonly before?: readonly SearchPlace[];
}

/** Finds and reads the first file of a kind, in openstacksdk's order.
 *
 * A file of the search path that may not be read is passed over with a note, as the SDK does. One that can be
 * read and is malformed is an error, as is anything wrong with a file that was named: to go on with another
 * file would be to act on another cloud than the one that was meant.
 *
 * @param world The world.
 * @param options What to look for.
 * @param notes Takes what the user should know.
 * @returns The file, or `undefined` when there is none.
 * @throws {SettingsError} When the file cannot be used.
 */
export function findConfigFile(
  world: World,
  options: SearchOptions,
  notes: string[],
): ConfigFile | undefined {
  if (options.named !== undefined) return namedFile(world, options.kind, options.named);
  for (const { directory, group } of searchPath(world, options.before)) {
    for (const suffix of [".yaml", ".yml", ".json"]) {
      const path = pathsOf(world).join(directory, options.kind.replace(/\.yaml$/, suffix));
      const text = readIfPermitted(world, path, notes);
      if (text === undefined) continue;
      return { kind: options.kind, path, directory, group, content: parseConfig(text, options.kind, path) };
    }
  }
  return undefined;
}

function namedFile(world: World, kind: ConfigFileKind, named: Setting<string>): ConfigFile {
  const path = absolutePath(world, named.value);
  // A variable of the working directory's .env speaks for that directory, wherever it points.
  const group = named.origin.kind === "env file" ? "working directory" : "named file";
  const text = readNamed(world, path, named);
  return {
    kind,
    path,
    directory: pathsOf(world).dirname(path),
    group,
    content: parseConfig(text, kind, path),
  };
}

/** Reads the text of a file that a setting names.
 *
 * @throws As {@linkcode readNamedFile}.
 */
export function readNamed(world: World, path: string, named: Setting<string>): string {
  return readNamedFile(world, path, named).text;
}

/** Reads a file that a setting names, with who may do what with it.
 *
 * @param world The world.
 * @param path Its absolute path.
 * @param named The setting that names it.
 * @throws {SettingsError} When there is none or it may not be read.
 */
export function readNamedFile(world: World, path: string, named: Setting<string>): FileText {
  const { origin } = named;
  let file;
  try {
    file = world.readFile(path);
  } catch (error) {
    throw new SettingsError({
      setting: origin.name,
      origin,
      problem: `${path}: ${readProblem(error)}`,
      fix: "Make the file readable for this user, or name another",
    });
  }
  if (file !== undefined) return file;
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: `${path} does not exist`,
    fix: "Correct the path, or leave the setting out",
  });
}

function readIfPermitted(world: World, path: string, notes: string[]): string | undefined {
  try {
    return world.readFile(path)?.text;
  } catch (error) {
    notes.push(`${path} passed over: ${readProblem(error)}`);
    return undefined;
  }
}

/** A place of the search path. */
export interface SearchPlace {
  readonly directory: string;
  readonly group: FileGroup;
}

/** The directories that are searched, in order.
 *
 * @param world The world.
 * @param before Places that come first.
 */
export function searchPath(world: World, before: readonly SearchPlace[] = []): readonly SearchPlace[] {
  const beyond = [...userDirectories(world), ...siteDirectories(world)];
  // Standing in one's own configuration directory does not make it less one's own.
  const cwdGroup = beyond.includes(world.cwd) ? "user or site" : "working directory";
  const places: SearchPlace[] = [
    ...before,
    { directory: world.cwd, group: cwdGroup },
    ...beyond.map((directory) => ({ directory, group: "user or site" as const })),
  ];
  return places.filter((place, index) =>
    places.findIndex((each) => each.directory === place.directory) === index
  );
}

function userDirectories(world: World): string[] {
  const { env, home, platform } = world;
  const { join } = pathsOf(world);
  const realHome = env.SNAP_REAL_HOME ?? home;
  return [
    ...(platform === "darwin" && home !== undefined
      ? [join(home, "Library", "Application Support", "openstack")]
      : []),
    ...(platform === "windows" && env.LOCALAPPDATA ? [join(env.LOCALAPPDATA, "OpenStack", "openstack")] : []),
    ...(platform === "windows" && env.APPDATA ? [join(env.APPDATA, "OpenStack", "openstack")] : []),
    ...(platform !== "windows" && env.XDG_CONFIG_HOME ? [join(env.XDG_CONFIG_HOME, "openstack")] : []),
    ...(realHome ? [join(realHome, ".config", "openstack")] : []),
  ];
}

function siteDirectories({ env, platform }: World): string[] {
  if (platform === "windows") {
    // C:\etc\openstack is left out: any user may create it there.
    return env.PROGRAMDATA ? [`${env.PROGRAMDATA}\\OpenStack\\openstack`] : [];
  }
  const xdg = (env.XDG_CONFIG_DIRS || "/etc/xdg").split(":").filter((each) => each.startsWith("/"));
  return [
    ...(platform === "darwin"
      ? ["/Library/Application Support/openstack"]
      : xdg.map((each) => `${each}/openstack`)),
    "/etc/openstack",
  ];
}

/** Reads the text of a configuration file.
 *
 * @param text YAML, or JSON, which is YAML too.
 * @param kind The kind of file.
 * @param path Its path, for messages.
 * @throws {SettingsError} When it is malformed, empty or no mapping. The message never quotes the text.
 */
export function parseConfig(text: string, kind: ConfigFileKind, path: string): TreeMap {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    merge: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    // The parser's own message may quote the line, and with it a password.
    const { line, col } = lines.linePos(error.pos[0]);
    const what = error.code.toLowerCase().replaceAll("_", " ");
    throw malformed(kind, path, `is not valid YAML at line ${line}, column ${col} (${what})`);
  }
  visit(document, { Scalar: (_, node) => dropNull(node) });
  const content = toTree(toPlain(document, kind, path));
  if (isTreeMap(content)) return content;
  throw malformed(kind, path, content === "" ? "is empty" : "is not a mapping");
}

function dropNull(node: Scalar): void {
  const plain = node.type === Scalar.PLAIN;
  if (plain && typeof node.value === "string" && /^(~|null|Null|NULL)$/.test(node.value)) node.value = "";
}

function toPlain(document: ReturnType<typeof parseDocument>, kind: ConfigFileKind, path: string): unknown {
  try {
    return document.toJS({ mapAsMap: true });
  } catch {
    throw malformed(kind, path, "has an alias that leads nowhere or to too much");
  }
}

function malformed(kind: ConfigFileKind, path: string, problem: string): SettingsError {
  return new SettingsError({
    setting: path,
    problem,
    fix: `Correct the file, or move it away if it is not meant as a ${kind} of OpenStack`,
  });
}

function toTree(value: unknown): Tree {
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [String(key), toTree(each)]));
  if (Array.isArray(value)) return value.map(toTree);
  return value === null || value === undefined ? "" : String(value);
}

/** Whether a part of a file is a mapping.
 *
 * @param tree The part.
 */
export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return tree instanceof Map;
}

/** The mapping below a key, or an empty one.
 *
 * @param tree A mapping.
 * @param key The key.
 */
export function mapAt(tree: TreeMap | undefined, key: string): TreeMap {
  const found = tree?.get(key);
  return isTreeMap(found) ? found : new Map();
}
