/** From the command line and the world to one object of settings.
 *
 * @module
 */

import { type CloudEntry, Clouds, type CommonSettings } from "./clouds.ts";
import type { CommandLine } from "./command_line.ts";
import { readEnvironment } from "./environment.ts";
import { LOGIN_FLAG_KEYS } from "./flag_layer.ts";
import { type CommandName, COMMANDS, FLAG_GROUPS } from "./flags.ts";
import { type FlagSettings, readFlags, refuseLoosening, secretFlagNotes } from "./flag_values.ts";
import type { Setting } from "./origin.ts";
import { refuseUnusableReport, refuseUnusableServer } from "./rules.ts";
import { SettingsError } from "./settings_error.ts";
import { type TransportSettings, transportSettings } from "./transport_settings.ts";
import type { World } from "./world.ts";

/** Settings of the server and of whatever runs tools. */
export type ServeSettings = FlagSettings<(typeof FLAG_GROUPS.serve)[number]> & {
  /** What `--stdio`, `--http`, `--type`, `--host` and `--port` come to. */
  readonly transport: Setting<TransportSettings>;
};

/** Settings of the health report. */
export type ReportSettings = FlagSettings<(typeof FLAG_GROUPS.report)[number]>;

/** Everything that a command has to know, each value with its origin. */
export interface Settings {
  readonly command: CommandName;
  /** The clouds of this run; none with `--demo` and for commands that work on no cloud. */
  readonly clouds: readonly CloudEntry[];
  readonly common: CommonSettings;
  readonly serve: ServeSettings;
  readonly report: ReportSettings;
  /** What the user should know, one line each. */
  readonly notes: readonly string[];
}

/** Resolves the settings of a run: flag, environment, `.env`, files, default, in this order.
 *
 * @param line The command line.
 * @param world Environment, files and places.
 * @returns The settings.
 * @throws {SettingsError} When a setting is misspelt, contradictory or unusable, or no cloud can be chosen.
 */
export function resolveSettings(line: CommandLine, world: World): Settings {
  const notes = secretFlagNotes(line);
  const environment = readEnvironment(world, line.flags.envFile, notes);
  const sources = { line, environment };
  refuseLoosening(sources);
  const common = readFlags(FLAG_GROUPS.common, sources);
  const serveFlags = readFlags(FLAG_GROUPS.serve, sources);
  const report = readFlags(FLAG_GROUPS.report, sources);
  const serve = { ...serveFlags, transport: transportSettings(serveFlags) };
  refuseUnusableServer(serve);
  refuseUnusableReport(report);
  refuseCloudBesideDemo(common, line);
  const clouds = new Clouds({ world, ...sources, common }, notes);
  const needsCloud = (line.needsCloud ?? COMMANDS[line.command].needsCloud) && !common.demo.value;
  const entries = needsCloud ? readClouds(clouds, notes) : [];
  return { command: line.command, clouds: entries, common, serve, report, notes: [...new Set(notes)] };
}

function readClouds(clouds: Clouds, notes: string[]): CloudEntry[] {
  const read = clouds.chosen().map((name) => clouds.read(name));
  notes.push(...read.flatMap((each) => each.notes));
  return read.map(({ entry }) => entry);
}

function refuseCloudBesideDemo({ demo, cloud }: CommonSettings, line: CommandLine): void {
  if (!demo.value) return;
  const login = LOGIN_FLAG_KEYS.flatMap((key) => line.flags[key]?.flag ?? []);
  const other = cloud.origin.kind === "flag" ? "--cloud" : login[0];
  if (other === undefined) return;
  throw new SettingsError({
    setting: "--demo",
    origin: demo.origin,
    problem: `contradicts ${other}`,
    fix: `Leave out one of --demo and ${other}`,
  });
}
