/** The entries of clouds.yaml with what secure.yaml, profiles and regions add to them.
 *
 * @module
 */

import { canonicalKey, CLOUD_KEYS, LOGIN_KEYS, mistakenKey, SERVER_KEYS } from "./cloud_keys.ts";
import { type CloudValue, CloudValues, fileLayer, type TrustGroup } from "./cloud_values.ts";
import {
  type ConfigFile,
  findConfigFile,
  isTreeMap,
  mapAt,
  type SearchPlace,
  type Tree,
  type TreeMap,
} from "./config_files.ts";
import type { Origin, Setting } from "./origin.ts";
import { parseServiceKey, serviceKeys } from "./services.ts";
import { SettingsError } from "./settings_error.ts";
import { nearMiss, suggestion } from "./suggest.ts";
import type { World } from "./world.ts";

/** Which files to read. */
export interface CloudFilesOptions {
  readonly clouds?: Setting<string> | undefined;
  readonly secure?: Setting<string> | undefined;
}

/** What the files say of one cloud. */
export interface FileEntry {
  readonly values: CloudValues;
  /** The files that were read for it, in order. */
  readonly files: readonly string[];
  /** The regions that its entry lists. */
  readonly regions: readonly string[];
  /** What should be known about the entry. */
  readonly notes: readonly string[];
  /** A file that has the entry too and was not believed; told when a value is missing. */
  readonly hint?: string;
}

/** The files that describe clouds. */
export class CloudFiles {
  readonly #world: World;
  readonly #notes: string[];
  readonly #clouds: ConfigFile | undefined;
  readonly #secure: ConfigFile | undefined;

  /**
   * @param world The world.
   * @param options Which files to read.
   * @param notes Takes what the user should know.
   * @throws {SettingsError} When a file cannot be used.
   */
  constructor(world: World, options: CloudFilesOptions, notes: string[]) {
    this.#world = world;
    this.#notes = notes;
    this.#clouds = findConfigFile(world, { kind: "clouds.yaml", named: options.clouds }, notes);
    this.#secure = findConfigFile(world, {
      kind: "secure.yaml",
      named: options.secure,
      before: this.#neighbours(),
    }, notes);
    for (const file of [this.#clouds, this.#secure]) this.#examine(file);
  }

  /** The names of all clouds, in the order of the files. */
  names(): readonly string[] {
    return [...new Set([...entriesOf(this.#clouds).keys(), ...entriesOf(this.#secure).keys()])];
  }

  /** The paths of the files that were read. */
  paths(): readonly string[] {
    return [this.#clouds, this.#secure].flatMap((file) => file?.path ?? []);
  }

  /** Merges what the files say of a cloud.
   *
   * @param name The cloud.
   * @param region The region that was asked for, if one was.
   * @returns The values of the profile, the entry, the secure entry and the region, each over the one before.
   * @throws {SettingsError} When there is no such cloud, or its entry cannot be used.
   */
  entry(name: string, region?: Setting<string | undefined>): FileEntry {
    const parts = this.#parts(name);
    const notes: string[] = [];
    const own = new CloudValues();
    for (const { mapping, path, file, group } of parts.used) own.add(fileLayer(mapping, path, file, group));
    const profile = this.#profile(name, own, notes);
    const values = new CloudValues();
    for (const part of [...profile, ...parts.used]) {
      refuseUnusable(part);
      values.add(fileLayer(part.mapping, part.path, part.file, part.group));
    }
    const regions = addRegion(values, [...parts.used].reverse().concat(profile), { cloud: name, region });
    const files = [...new Set([...profile, ...parts.used].map(({ file }) => file.path))];
    return {
      values,
      files,
      regions,
      notes: [...parts.notes, ...notes],
      ...(parts.hint ? { hint: parts.hint } : {}),
    };
  }

  /** A secure.yaml beside the clouds.yaml belongs to it, before those of the search path. */
  #neighbours(): readonly SearchPlace[] {
    return this.#clouds === undefined ? [] : [this.#clouds];
  }

  #examine(file: ConfigFile | undefined): void {
    if (file === undefined) return;
    if (!file.content.has("clouds")) this.#notes.push(`${file.path} has no "clouds" and adds nothing`);
    refuseServerKeys(file.content, "", file);
  }

  #parts(name: string): { used: Part[]; notes: string[]; hint?: string } {
    const open = partOf(this.#clouds, name);
    const secure = partOf(this.#secure, name);
    if (open === undefined && secure === undefined) throw unknownCloud(name, this.names());
    if (open === undefined || secure === undefined) {
      return { used: [open ?? secure].flatMap((each) => each ?? []), notes: [] };
    }
    if (belongsTo(secure.file, open.file)) {
      return { used: [open, { ...secure, group: open.group }], notes: [] };
    }
    const hint =
      `${secure.file.path} does not complete the ${name} of ${open.file.path}: they are of different origin (OS_CLIENT_SECURE_FILE beside OS_CLIENT_CONFIG_FILE joins two files)`;
    return { used: [open], notes: [hint], hint };
  }

  #profile(name: string, own: CloudValues, notes: string[]): Part[] {
    const wanted = own.first("profile", "cloud");
    if (wanted === undefined) return [];
    const file = findConfigFile(
      this.#world,
      { kind: "clouds-public.yaml", before: this.#neighbours() },
      this.#notes,
    );
    const mapping = mapAt(file?.content, "public-clouds").get(wanted.value);
    if (file !== undefined && isTreeMap(mapping)) {
      const group = this.#clouds !== undefined && belongsTo(file, this.#clouds)
        ? this.#clouds.group
        : file.group;
      return [{ mapping, path: `public-clouds.${wanted.value}`, file, group }];
    }
    if (own.get("auth_url") === undefined) {
      throw unknownProfile(wanted, mapAt(file?.content, "public-clouds"));
    }
    notes.push(`${name}: profile ${wanted.value} is in no clouds-public.yaml; going on without it`);
    return [];
  }
}

/** Whether a file may complete the logins of another.
 *
 * A secure.yaml that the user names may complete the user's own clouds.yaml. Not the reverse: a clouds.yaml that
 * was named may come from anywhere, and would send the user's secrets there.
 */
function belongsTo(file: ConfigFile, other: ConfigFile): boolean {
  if (file.directory === other.directory || file.group === other.group) return true;
  return file.group === "named file" && other.group === "user or site";
}

interface Part {
  readonly mapping: TreeMap;
  readonly path: string;
  readonly file: ConfigFile;
  readonly group: TrustGroup;
}

function entriesOf(file: ConfigFile | undefined): TreeMap {
  return mapAt(file?.content, "clouds");
}

function partOf(file: ConfigFile | undefined, name: string): Part | undefined {
  if (file === undefined || !entriesOf(file).has(name)) return undefined;
  const path = `clouds.${name}`;
  const mapping = entriesOf(file).get(name);
  if (isTreeMap(mapping)) return { mapping, path, file, group: file.group };
  throw new SettingsError({
    setting: path,
    origin: { kind: file.kind, name: path, file: file.path },
    problem: "is not a mapping",
    fix: "Indent the cloud's settings below its name",
  });
}

function unknownCloud(name: string, names: readonly string[]): SettingsError {
  const meant = suggestion(name, names);
  const known = names.length === 0
    ? "No clouds.yaml was found"
    : `The configured clouds are ${names.join(", ")}`;
  return new SettingsError({
    setting: `cloud ${name}`,
    problem: "is not configured",
    fix: meant === undefined ? known : `Perhaps ${meant} was meant. ${known}`,
  });
}

function unknownProfile(wanted: CloudValue, known: TreeMap): SettingsError {
  const meant = suggestion(wanted.value, known.keys());
  const hint = meant === undefined ? "" : `Perhaps ${meant} was meant. `;
  return new SettingsError({
    setting: `profile ${wanted.value}`,
    origin: wanted.origin,
    problem: "is in no clouds-public.yaml, and the entry has no auth_url of its own",
    fix:
      `${hint}Set auth_url in the entry, or describe the profile under "public-clouds" in a clouds-public.yaml`,
  });
}

/** Refuses keys that are misspelt, that belong to the server, or that a file of the working directory may not set. */
function refuseUnusable({ mapping, path, file, group }: Part): void {
  refuseServerKeys(mapping, path, file);
  refuseMisspelt(mapping, path, file, [...CLOUD_KEYS, ...LOGIN_KEYS, ...serviceKeys()]);
  const auth = mapping.get("auth");
  if (isTreeMap(auth)) refuseMisspelt(auth, `${path}.auth`, file, LOGIN_KEYS, true);
  else if (auth !== undefined && auth !== "") throw notMapping(path, file);
  const loosening = mapping.get("allow_http_endpoints") ?? mapping.get("allow-http-endpoints");
  if (loosening === undefined || group !== "working directory") return;
  throw new SettingsError({
    setting: "allow_http_endpoints",
    origin: { kind: file.kind, name: `${path}.allow_http_endpoints`, file: file.path },
    problem: "a file of the working directory cannot take away a protection",
    fix: "Give --allow-http-endpoints on the command line, or keep the cloud in ~/.config/openstack",
  });
}

function notMapping(path: string, file: ConfigFile): SettingsError {
  const name = `${path}.auth`;
  return new SettingsError({
    setting: name,
    origin: { kind: file.kind, name, file: file.path },
    problem: "is not a mapping",
    fix: "Indent auth_url, username and the like below it",
  });
}

function refuseServerKeys(mapping: TreeMap, path: string, file: ConfigFile): void {
  for (const key of mapping.keys()) {
    const canonical = canonicalKey(key);
    const flag = Object.hasOwn(SERVER_KEYS, canonical) ? SERVER_KEYS[canonical] : undefined;
    if (flag === undefined) continue;
    throw new SettingsError({
      setting: key,
      origin: { kind: file.kind, name: path === "" ? key : `${path}.${key}`, file: file.path },
      problem: "a file of clouds cannot change what the server may do",
      fix: `Give ${flag} on the command line`,
    });
  }
}

function refuseMisspelt(
  mapping: TreeMap,
  path: string,
  file: ConfigFile,
  known: readonly string[],
  mistakes = false,
): void {
  for (const key of mapping.keys()) {
    const canonical = canonicalKey(key);
    if (known.includes(canonical) || parseServiceKey(canonical) !== undefined) continue;
    const meant = (mistakes ? mistakenKey(canonical) : undefined) ?? nearMiss(canonical, known);
    if (meant === undefined) continue;
    throw new SettingsError({
      setting: key,
      origin: { kind: file.kind, name: `${path}.${key}`, file: file.path },
      problem: "is not known",
      fix: `Perhaps ${meant} was meant`,
    });
  }
}

interface Region {
  readonly name: string;
  readonly values: TreeMap;
}

interface RegionWish {
  readonly cloud: string;
  readonly region: Setting<string | undefined> | undefined;
}

/** Puts the values of the chosen region over the cloud's: the wanted one, else the first of the list.
 *
 * @returns The regions that the cloud's entry lists.
 */
function addRegion(values: CloudValues, parts: readonly Part[], wish: RegionWish): readonly string[] {
  const part = parts.find(({ mapping }) => mapping.has("regions"));
  if (part !== undefined) return addListedRegion(values, part, wish);
  const named = values.get("region_name");
  // The SDK still understands a list in region_name: its first is the default.
  const names = named?.value.split(",").map((each) => each.trim()).filter((each) => each !== "") ?? [];
  if (named === undefined || names.length < 2) return [];
  const name = chooseRegion(names, wish, named.origin);
  values.set("region_name", { ...named, value: name });
  return names;
}

function addListedRegion(
  values: CloudValues,
  { mapping, path, file, group }: Part,
  wish: RegionWish,
): readonly string[] {
  const origin: Origin = { kind: file.kind, name: `${path}.regions`, file: file.path };
  const regions = readRegions(mapping.get("regions"), origin);
  const [first] = regions;
  if (first === undefined) return [];
  const names = regions.map((each) => each.name);
  const name = chooseRegion(names, wish, origin);
  values.set("region_name", { value: name, origin, group });
  const chosen = regions.find((each) => each.name === name) ?? first;
  const part = { mapping: chosen.values, path: `${origin.name}.${name}`, file, group };
  refuseUnusable(part);
  values.add(fileLayer(part.mapping, part.path, file, group));
  return names;
}

function readRegions(tree: Tree | undefined, origin: Origin): Region[] {
  const list = typeof tree === "string" ? tree.split(",").filter((each) => each.trim() !== "") : tree;
  if (!Array.isArray(list)) throw badRegions(origin);
  return list.map((each) => readRegion(each, origin));
}

function readRegion(tree: Tree, origin: Origin): Region {
  if (typeof tree === "string" && tree.trim() !== "") return { name: tree.trim(), values: new Map() };
  if (!isTreeMap(tree)) throw badRegions(origin);
  const name = tree.get("name");
  const onlyKnown = [...tree.keys()].every((key) => key === "name" || key === "values");
  if (typeof name !== "string" || name === "" || !onlyKnown) throw badRegions(origin);
  return { name, values: mapAt(tree, "values") };
}

function badRegions(origin: Origin): SettingsError {
  return new SettingsError({
    setting: "regions",
    origin,
    problem: "is not a list of names or of {name, values}",
    fix: "Write each region as a name, or as a mapping with name and values",
  });
}

function chooseRegion(names: readonly string[], { cloud, region }: RegionWish, origin: Origin): string {
  const wanted = region?.value;
  if (wanted === undefined) return names[0] ?? "";
  if (names.includes(wanted)) return wanted;
  throw new SettingsError({
    setting: region?.origin.name ?? "region",
    origin: region?.origin ?? origin,
    problem: `${wanted} is not a region of cloud ${cloud}`,
    fix: `Choose one of ${names.join(", ")}; upper and lower case matter`,
  });
}
