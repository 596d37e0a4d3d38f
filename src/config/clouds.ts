/** The clouds of a run: which ones, and the settings of each.
 *
 * @module
 */

import type { CloudSettings } from "../openstack/settings.ts";
import { CloudFiles } from "./cloud_files.ts";
import { isLoginKey } from "./cloud_keys.ts";
import { cloudSettings } from "./cloud_settings.ts";
import { type CloudValue, CloudValues } from "./cloud_values.ts";
import type { CommandLine } from "./command_line.ts";
import type { Environment } from "./environment.ts";
import {
  adjustmentLayer,
  DEFAULT_ENVIRONMENT_CLOUD,
  environmentLayer,
  loginVariables,
} from "./environment_cloud.ts";
import { addFlags, LOGIN_FLAG_KEYS } from "./flag_layer.ts";
import type { FLAG_GROUPS } from "./flags.ts";
import type { FlagSettings } from "./flag_values.ts";
import { type Origin, type Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import type { World } from "./world.ts";

/** Settings that every command has. */
export type CommonSettings = FlagSettings<(typeof FLAG_GROUPS.common)[number]>;

/** A cloud that was chosen for this run. */
export interface CloudEntry {
  readonly name: string;
  readonly settings: CloudSettings;
  /** Where each value came from, by its key in clouds.yaml: `auth_url`, `password`, `region_name`... */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The files that were read for it, in order. */
  readonly files: readonly string[];
}

/** A cloud entry with the values themselves, for whoever shows them. */
export interface ReadCloud {
  readonly entry: CloudEntry;
  readonly values: ReadonlyMap<string, CloudValue>;
  readonly notes: readonly string[];
}

/** What the reading of clouds draws on. */
export interface CloudSources {
  readonly world: World;
  readonly line: CommandLine;
  readonly environment: Environment;
  readonly common: CommonSettings;
}

/** The configured clouds. Files are read when they are first needed. */
export class Clouds {
  readonly #sources: CloudSources;
  readonly #notes: string[];
  #files: CloudFiles | undefined;

  /**
   * @param sources What to draw on.
   * @param notes Takes what the user should know.
   */
  constructor(sources: CloudSources, notes: string[]) {
    this.#sources = sources;
    this.#notes = notes;
  }

  /** The files that describe clouds.
   *
   * @throws {SettingsError} When a file cannot be used, or has a cloud of the variables' name.
   */
  get files(): CloudFiles {
    this.#files ??= this.#openFiles();
    if (this.#files.names().includes(this.environmentName)) {
      throw nameClash(this.environmentName, this.#files.paths());
    }
    return this.#files;
  }

  #openFiles(): CloudFiles {
    const { world, environment, common } = this.#sources;
    const { value, origin } = common.osClientConfigFile;
    const clouds = value === undefined ? undefined : { value, origin };
    return new CloudFiles(world, { clouds, secure: environment.get("OS_CLIENT_SECURE_FILE") }, this.#notes);
  }

  /** The name of the cloud that variables describe. */
  get environmentName(): string {
    return this.#sources.environment.get("OS_CLOUD_NAME")?.value ?? DEFAULT_ENVIRONMENT_CLOUD;
  }

  /** Whether variables or flags describe a login. */
  get hasEnvironmentCloud(): boolean {
    return loginVariables(this.#sources.environment).length > 0 || this.#hasLoginFlag;
  }

  get #hasLoginFlag(): boolean {
    return LOGIN_FLAG_KEYS.some((key) => this.#sources.line.flags[key] !== undefined);
  }

  /** The names of the clouds for this run: those that were named, else the variables' one, else the only one.
   *
   * @throws {SettingsError} When none is configured, or there are several and none was named.
   */
  chosen(): readonly string[] {
    const { cloud } = this.#sources.common;
    if (cloud.value.length > 0) {
      this.#noteIgnored(cloud);
      return cloud.value;
    }
    const { osClientConfigFile } = this.#sources.common;
    const fileWanted = osClientConfigFile.origin.kind === "flag" && !this.#hasLoginFlag;
    if (this.hasEnvironmentCloud && !fileWanted) return [this.environmentName];
    const names = this.files.names();
    if (names.length === 1) {
      if (fileWanted) this.#noteIgnored({ value: names, origin: osClientConfigFile.origin });
      return names;
    }
    throw names.length === 0 ? noCloud() : severalClouds(names);
  }

  #noteIgnored({ value, origin }: Setting<readonly string[]>): void {
    const ignored = loginVariables(this.#sources.environment).map((each) => each.origin.name);
    if (ignored.length === 0 || value.includes(this.environmentName)) return;
    const plural = value.length > 1 ? "clouds" : "cloud";
    const were = value.length > 1 ? "were" : "was";
    this.#notes.push(
      `${ignored.join(", ")} ignored: ${plural} ${value.join(", ")} ${were} named by ${origin.name}`,
    );
  }

  /** A file that cannot be used has no say in the variables' cloud, and no cloud of the same name. */
  #refuseClash(): void {
    const names = this.#namesInFiles();
    if (names.includes(this.environmentName)) {
      throw nameClash(this.environmentName, this.#files?.paths() ?? []);
    }
  }

  #namesInFiles(): readonly string[] {
    try {
      this.#files ??= this.#openFiles();
      return this.#files.names();
    } catch (error) {
      if (error instanceof SettingsError) return [];
      throw error;
    }
  }

  /** The regions of a cloud that this run works with, the first of them unless another is asked for.
   *
   * @param name The cloud.
   * @param all Whether every region that its entry lists is meant, where none was named.
   * @returns Undefined stands for the one region that the settings leave open.
   * @throws {SettingsError} When the entry of the cloud cannot be used.
   */
  regions(name: string, all: boolean): readonly (string | undefined)[] {
    const wanted = this.#sources.common.region.value;
    if (wanted.length > 0) return wanted;
    const isEnvironment = name === this.environmentName && this.hasEnvironmentCloud;
    const listed = isEnvironment || !all ? [] : this.files.entry(name).regions;
    return listed.length > 0 ? listed : [undefined];
  }

  /** Reads one cloud.
   *
   * @param name The cloud.
   * @param region One of {@linkcode regions}.
   * @throws {SettingsError} When there is no such cloud, or its settings cannot be used.
   */
  read(name: string, region: string | undefined = this.#sources.common.region.value[0]): ReadCloud {
    const { world, line, environment, common } = this.#sources;
    const wish = { ...common.region, value: region };
    const isEnvironment = name === this.environmentName && this.hasEnvironmentCloud;
    if (isEnvironment) this.#refuseClash();
    const found = isEnvironment
      ? { values: new CloudValues(), files: [], regions: [], notes: [], hint: undefined }
      : this.files.entry(name, wish);
    const notes = [...found.notes];
    const { values } = found;
    values.add(isEnvironment ? environmentLayer(environment) : adjustmentLayer(environment, name, notes));
    addFlags(
      values,
      line,
      common.region.value.length > 0 ? wish : { ...wish, value: undefined },
      common.interface,
    );
    const used = new Map<string, CloudValue>();
    const context = { name, hint: found.hint, notes, used };
    const { requestTimeoutMs: requestTimeout, allowHttpEndpoints } = common;
    const settings = cloudSettings(values, context, {
      world,
      environment,
      requestTimeout,
      allowHttpEndpoints,
    });
    const files = [
      ...new Set([...found.files, ...[...used.values()].flatMap(({ origin }) => origin.file ?? [])]),
    ];
    const entry = { name, settings, origins: originsOf(used), files };
    return { entry, values: used, notes };
  }
}

/** Origins by key, the login first. */
function originsOf(used: ReadonlyMap<string, CloudValue>): Readonly<Record<string, Origin>> {
  const keys = [...used.keys()].sort((a, b) => Number(isLoginKey(b)) - Number(isLoginKey(a)));
  return Object.fromEntries(keys.flatMap((key) => {
    const value = used.get(key);
    return value === undefined ? [] : [[key, value.origin] as const];
  }));
}

function nameClash(name: string, paths: readonly string[]): SettingsError {
  return new SettingsError({
    setting: `cloud ${name}`,
    problem: `is configured in ${
      paths.join(" and ")
    }, and it is the name of the cloud that the OS_* variables describe`,
    fix: "Rename the entry, or give the variables' cloud another name with OS_CLOUD_NAME",
  });
}

function noCloud(): SettingsError {
  return new SettingsError({
    setting: "cloud",
    problem: "none is configured",
    fix:
      "Set the OS_* variables of your openrc file, or write ~/.config/openstack/clouds.yaml; --demo uses the embedded cloud",
  });
}

function severalClouds(names: readonly string[]): SettingsError {
  return new SettingsError({
    setting: "cloud",
    problem: `${names.length} are configured and none was named`,
    fix: `Name one with --cloud or OS_CLOUD: ${names.join(", ")}`,
  });
}
