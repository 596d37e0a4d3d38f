/** Every configured cloud with the origin of its settings, for people.
 *
 * @module
 */

import { SECRET_KEYS } from "./cloud_keys.ts";
import type { CloudValue } from "./cloud_values.ts";
import { Clouds, type ReadCloud } from "./clouds.ts";
import type { CommandLine } from "./command_line.ts";
import { readEnvironment } from "./environment.ts";
import { FLAG_GROUPS } from "./flags.ts";
import { readFlags } from "./flag_values.ts";
import type { Origin } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import type { World } from "./world.ts";

/** One setting of a cloud. */
export interface CloudSettingSummary {
  /** As in clouds.yaml: `auth_url`, `password`... */
  readonly key: string;
  /** What it is set to; absent for a secret. */
  readonly value?: string;
  readonly origin: Origin;
}

/** One configured cloud. */
export interface CloudSummary {
  readonly name: string;
  /** Whether a command takes it when none is named on the command line. */
  readonly chosen: boolean;
  readonly settings: readonly CloudSettingSummary[];
  /** The files that were read for it, in order. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** Why it cannot be used, if it cannot. */
  readonly problem?: string;
}

/** The configured clouds, and what is to be said of all of them. */
export interface CloudList {
  readonly clouds: readonly CloudSummary[];
  readonly notes: readonly string[];
  /** Why files could not be read, if some could not. */
  readonly problems: readonly string[];
}

/** Lists every configured cloud, those that cannot be used with the reason.
 *
 * @param line The command line; with `--cloud` only those clouds are listed.
 * @param world Environment, files and places.
 * @throws {SettingsError} When a variable cannot be used at all.
 */
export function listClouds(line: CommandLine, world: World): CloudList {
  const notes: string[] = [];
  const environment = readEnvironment(world, line.flags.envFile, notes);
  const common = readFlags(FLAG_GROUPS.common, { line, environment });
  const clouds = new Clouds({ world, line, environment, common }, notes);
  const problems: string[] = [];
  const inFiles = settled(() => clouds.files.names(), [], problems);
  const configured = [...(clouds.hasEnvironmentCloud ? [clouds.environmentName] : []), ...inFiles];
  const names = line.flags.cloud === undefined ? configured : common.cloud.value;
  const chosen = settled(() => clouds.chosen(), [], []);
  const found = names.map((name) => summaryOf(clouds, name, chosen.includes(name)));
  return { clouds: found, notes: [...new Set(notes)], problems };
}

function settled<T>(read: () => T, otherwise: T, problems: string[]): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(error.message);
    return otherwise;
  }
}

function summaryOf(clouds: Clouds, name: string, chosen: boolean): CloudSummary {
  const unusable = { name, chosen, settings: [], files: [], notes: [] };
  let read: ReadCloud;
  try {
    read = clouds.read(name);
  } catch (error) {
    if (error instanceof SettingsError) return { ...unusable, problem: error.message };
    throw error;
  }
  const { entry, values, notes } = read;
  const settings = Object.keys(entry.origins).flatMap((key) => settingSummary(key, values.get(key)));
  return { name, chosen, settings, files: entry.files, notes };
}

/** Values that may hold a secret although they are none: a key given as text, a proxy's password. */
const CONCEALED = new Set([...SECRET_KEYS, "key", "cert", "cacert"]);

function settingSummary(key: string, found: CloudValue | undefined): CloudSettingSummary[] {
  if (found === undefined) return [];
  const { value, origin } = found;
  const shown = key === "proxy" ? withoutUser(value) : value;
  const isPath = !value.includes("-----BEGIN");
  const concealed = SECRET_KEYS.has(key) || (CONCEALED.has(key) && !isPath);
  return [concealed ? { key, origin } : { key, value: shown, origin }];
}

function withoutUser(proxy: string): string {
  return proxy.replace(/^([a-z0-9]+:\/\/)?[^@\/]*@/i, "$1");
}
