/** From the command line and the world to one object of settings.
 *
 * @module
 */

import { type CallerSettings, readCallers } from "./callers.ts";
import { type CloudEntry, Clouds, type CommonSettings } from "./clouds.ts";
import type { CommandLine } from "./command_line.ts";
import { readEnvironment } from "./environment.ts";
import { LOGIN_FLAG_KEYS } from "./flag_layer.ts";
import { type CommandName, COMMANDS, FLAG_GROUPS } from "./flags.ts";
import { type FlagSettings, readFlags, refuseLoosening, secretFlagNotes } from "./flag_values.ts";
import type { Setting } from "./origin.ts";
import { readProfile, type ReportProfile } from "./report_profile.ts";
import { refuseUnusableReport, refuseUnusableServer } from "./rules.ts";
import { SettingsError } from "./settings_error.ts";
import { type TransportSettings, transportSettings } from "./transport_settings.ts";
import { absolutePath, type World } from "./world.ts";
import { readNamedFile } from "./config_files.ts";

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
  /** What `--profile` says beside flags. */
  readonly profile: ReportProfile;
  /** Who may call over HTTP; undefined if nobody is asked for a token. */
  readonly callers?: readonly CallerSettings[];
  /** The clouds that callers are bound to, by name. */
  readonly callerClouds: ReadonlyMap<string, CloudEntry>;
  /** Secret that the keys of confirmations are made of; undefined for one of this process alone. */
  readonly confirmSecret?: string;
  /** What the user should know, one line each. */
  readonly notes: readonly string[];
}

/** Resolves the settings of a run: flag, environment, `.env`, files, default, in this order.
 *
 * @param given The command line.
 * @param world Environment, files and places.
 * @returns The settings.
 * @throws {SettingsError} When a setting is misspelt, contradictory or unusable, or no cloud can be chosen.
 */
export function resolveSettings(given: CommandLine, world: World): Settings {
  const { line, profile } = readProfile(given, world);
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
  const callers = line.command === "serve" && serve.transport.value.kind === "http"
    ? readCallers(serve, world)
    : undefined;
  const bound = callerCloudNames(callers, common);
  const callerClouds = readCallerClouds(bound, { clouds, named: serve.authTokensFile, notes });
  const isAnybodyUnbound = !callers || callers.some(({ cloud }) => cloud === undefined);
  // A tool can be asked for any region; other commands do their work in one, unless they were given more.
  const allRegions = line.command === "serve" || line.command === "tools";
  const entries = needsCloud && isAnybodyUnbound ? readClouds(clouds, allRegions, notes) : [];
  const confirmSecret = readConfirmSecret(serve.confirmKeyFile, world);
  return {
    command: line.command,
    clouds: entries,
    common,
    serve,
    report,
    profile,
    ...(callers ? { callers } : {}),
    callerClouds,
    ...(confirmSecret === undefined ? {} : { confirmSecret }),
    notes: [...new Set(notes)],
  };
}

function callerCloudNames(
  callers: readonly CallerSettings[] | undefined,
  { demo }: CommonSettings,
): readonly string[] {
  const names = [...new Set((callers ?? []).flatMap(({ cloud }) => cloud ?? []))];
  if (names.length === 0 || !demo.value) return names;
  throw new SettingsError({
    setting: "--demo",
    origin: demo.origin,
    problem: `contradicts the cloud ${names[0]} of a caller in MCP_AUTH_TOKENS_FILE`,
    fix: "Leave out --demo, or the clouds of the callers",
  });
}

/** The clouds that callers are bound to. One that is not configured is told together with the file that names it. */
function readCallerClouds(
  names: readonly string[],
  { clouds, named, notes }: {
    readonly clouds: Clouds;
    readonly named: Setting<string | undefined>;
    readonly notes: string[];
  },
): ReadonlyMap<string, CloudEntry> {
  const { origin } = named;
  try {
    const read = names.map((name) => clouds.read(name));
    notes.push(...read.flatMap((each) => each.notes));
    return new Map(read.map(({ entry }) => [entry.name, entry]));
  } catch (error) {
    if (!(error instanceof SettingsError) || error.origin !== undefined) throw error;
    const problem = `binds a caller to a cloud that cannot be used: ${error.setting} ${error.problem}`;
    throw new SettingsError({ setting: origin.name, origin, problem, fix: error.fix });
  }
}

/** Characters of a key file that are worth 32 random bytes in base64. */
const LEAST_SECRET = 43;

function readConfirmSecret({ value, origin }: Setting<string | undefined>, world: World): string | undefined {
  if (value === undefined) return undefined;
  const path = absolutePath(world, value);
  const { text, mode } = readNamedFile(world, path, { value, origin });
  const secret = text.trim();
  // Whoever knows the secret can confirm anything.
  if (world.platform !== "windows" && ((mode ?? 0) & 0o007) !== 0) {
    throw new SettingsError({
      setting: origin.name,
      origin,
      problem: `${path} is open to everybody on this machine`,
      fix: `Run: chmod o-rwx ${path}`,
    });
  }
  if (secret.length >= LEAST_SECRET) return secret;
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: `${path} holds fewer than ${LEAST_SECRET} characters`,
    fix: `Make it anew: head -c 32 /dev/urandom | base64 > ${path}, readable for this user alone`,
  });
}

function readClouds(clouds: Clouds, allRegions: boolean, notes: string[]): CloudEntry[] {
  const read = [...new Set(clouds.chosen())].flatMap((name) =>
    clouds.regions(name, allRegions).map((region) => clouds.read(name, region))
  );
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
