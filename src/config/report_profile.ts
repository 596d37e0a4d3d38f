/** The file of `--profile`: what one report is to look at and where it goes, so that a line of cron stays short.
 *
 * Its keys are the flags of `report` by their names without dashes, and some that only a file has room for. A flag on the
 * command line wins over the profile.
 *
 * @module
 */

import { LineCounter, parseDocument } from "yaml";
import type { CommandLine, GivenFlag } from "./command_line.ts";
import { FLAG_GROUPS, type FlagKey, flagSpec } from "./flags.ts";
import type { Origin } from "./origin.ts";
import { readNamedFile } from "./config_files.ts";
import { SettingsError } from "./settings_error.ts";
import { suggestion } from "./suggest.ts";
import { absolutePath, type World } from "./world.ts";

/** Findings that shall not count. */
export interface IgnoredFindings {
  /** A finding's key; `*` stands for any part of it. */
  readonly key: string;
  readonly reason: string;
  /** Milliseconds; absent if nothing ends it. */
  readonly until?: number;
}

/** What only a profile says. */
export interface ReportProfile {
  /** Absolute path of the file; undefined without one. */
  readonly path?: string;
  /** Limits by check, as they stand in the file. */
  readonly thresholds?: Readonly<Record<string, unknown>>;
  readonly ignore: readonly IgnoredFindings[];
  /** In how many runs in a row a finding has to be seen before it counts. */
  readonly confirmRuns: number;
  /** After how many days a report of changes alone is printed in full. */
  readonly fullEveryDays: number;
  /** A run waits a random time of at most so many seconds before it begins. */
  readonly startDelaySeconds: number;
  /** Headers of the format `mail`. */
  readonly mail: { readonly from?: string; readonly to?: string };
}

/** What holds without a profile. */
export const NO_PROFILE: ReportProfile = {
  ignore: [],
  confirmRuns: 1,
  fullEveryDays: 7,
  startDelaySeconds: 0,
  mail: {},
};

/** Flags that make no sense in a profile. */
const NOT_IN_PROFILE: readonly FlagKey[] = [
  "profile",
  "ack",
  "reason",
  "until",
  "dryRun",
  "thresholds",
  "envFile",
];

/** The flags that a profile may give, by their names there. */
const PROFILE_FLAGS: ReadonlyMap<string, FlagKey> = new Map(
  [...FLAG_GROUPS.common, ...FLAG_GROUPS.report].filter((key) => !NOT_IN_PROFILE.includes(key)).flatMap(
    (key) => {
      const name = flagSpec(key).flag?.replace(/^--/, "");
      return name === undefined ? [] : [[name, key] as const];
    },
  ),
);

const OWN_KEYS = [
  "thresholds",
  "ignore",
  "confirm-runs",
  "full-every-days",
  "start-delay-seconds",
  "mail",
] as const;

/** Reads the profile that the command line names, and completes the command line with the flags that it gives.
 *
 * @throws {SettingsError} When the file cannot be used; the message names the key.
 */
export function readProfile(
  line: CommandLine,
  world: World,
): { readonly line: CommandLine; readonly profile: ReportProfile } {
  const named = line.flags.profile;
  if (line.command !== "report" || named === undefined) return { line, profile: NO_PROFILE };
  const path = absolutePath(world, named.texts.at(-1) ?? "");
  const origin: Origin = { kind: "flag", name: named.flag };
  const { text } = readNamedFile(world, path, { value: path, origin });
  const file = new ProfileFile(path, origin);
  const content = file.parse(text);
  const flags = file.flags(content);
  return { line: { ...line, flags: { ...flags, ...line.flags } }, profile: file.profile(content) };
}

type Content = Readonly<Record<string, unknown>>;

class ProfileFile {
  readonly #path: string;
  readonly #origin: Origin;

  constructor(path: string, origin: Origin) {
    this.#path = path;
    this.#origin = origin;
  }

  parse(text: string): Content {
    const counter = new LineCounter();
    const document = parseDocument(text, { lineCounter: counter });
    const [error] = document.errors;
    if (error) {
      throw this.#error(`${this.#path}: ${error.message.split("\n")[0] ?? "is no YAML"}`, "Correct the file");
    }
    const content: unknown = document.toJS() ?? {};
    if (!isContent(content)) {
      throw this.#error(`${this.#path}: must be a map of settings`, "Correct the file");
    }
    for (const name of Object.keys(content)) this.#known(name);
    return content;
  }

  #known(name: string): void {
    const names = [...PROFILE_FLAGS.keys(), ...OWN_KEYS];
    if (names.includes(name)) return;
    throw this.#error(
      `${this.#path}: there is no setting "${name}"${suggestion(name, names)}`,
      "Correct the file",
    );
  }

  flags(content: Content): Partial<Record<FlagKey, GivenFlag>> {
    const given = Object.entries(content).flatMap(([name, value]): [FlagKey, GivenFlag][] => {
      const key = PROFILE_FLAGS.get(name);
      if (key === undefined) return [];
      const texts = this.#texts(name, value);
      // A system scope that is not wanted is one that is not asked for.
      if (key === "systemScope" && texts[0] === "false") return [];
      return [[key, { flag: `${name} of ${this.#path}`, texts }]];
    });
    return Object.fromEntries(given);
  }

  #texts(name: string, value: unknown): string[] {
    if (Array.isArray(value) && value.length > 0) {
      return value.map((one: unknown) => this.#word(name, one));
    }
    return [this.#word(name, value)];
  }

  #word(name: string, value: unknown): string {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return String(value);
    }
    throw this.#wrong(name, "must be a word, a number, true, false, or a list of these");
  }

  profile(content: Content): ReportProfile {
    const thresholds = content["thresholds"];
    if (thresholds !== undefined && !isContent(thresholds)) {
      throw this.#wrong("thresholds", "must map checks to their limits");
    }
    return {
      path: this.#path,
      ...(thresholds === undefined ? {} : { thresholds }),
      ignore: this.#ignored(content["ignore"]),
      confirmRuns: this.#number(content, "confirm-runs", 1) ?? NO_PROFILE.confirmRuns,
      fullEveryDays: this.#number(content, "full-every-days", 1) ?? NO_PROFILE.fullEveryDays,
      startDelaySeconds: this.#number(content, "start-delay-seconds", 0) ?? NO_PROFILE.startDelaySeconds,
      mail: this.#mail(content["mail"]),
    };
  }

  #number(content: Content, name: string, least: number): number | undefined {
    const value = content[name];
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
    throw this.#wrong(name, `must be a whole number of at least ${least}`);
  }

  #ignored(value: unknown): IgnoredFindings[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.#wrong("ignore", "must be a list");
    return value.map((one: unknown, index) => this.#ignoredOne(one, `ignore[${index}]`));
  }

  #ignoredOne(value: unknown, where: string): IgnoredFindings {
    if (!isContent(value)) throw this.#wrong(where, "must have key and reason, and may have until");
    const stranger = Object.keys(value).find((name) => !["key", "reason", "until"].includes(name));
    if (stranger !== undefined) throw this.#wrong(`${where}.${stranger}`, "is none of key, reason and until");
    const { key, reason, until } = value;
    if (typeof key !== "string" || key.trim() === "") {
      throw this.#wrong(`${where}.key`, "must be the key of a finding");
    }
    if (typeof reason !== "string" || reason.trim() === "") {
      throw this.#wrong(`${where}.reason`, "must say why");
    }
    if (until === undefined) return { key, reason };
    const end = until instanceof Date ? until.getTime() : typeof until === "string" ? Date.parse(until) : NaN;
    if (Number.isNaN(end)) throw this.#wrong(`${where}.until`, "must be a date, such as 2027-01-31");
    return { key, reason, until: end };
  }

  #mail(value: unknown): ReportProfile["mail"] {
    if (value === undefined) return {};
    if (!isContent(value)) throw this.#wrong("mail", "must have from or to");
    for (const [name, address] of Object.entries(value)) {
      if (name !== "from" && name !== "to") throw this.#wrong(`mail.${name}`, "is none of from and to");
      // A line break would begin another header.
      if (typeof address !== "string" || !/^[^\s@]+@[^\s@]+$|^[^\r\n<>]*<[^\s@]+@[^\s@]+>$/.test(address)) {
        throw this.#wrong(`mail.${name}`, "must be one mail address");
      }
    }
    const { from, to } = value;
    return {
      ...(typeof from === "string" ? { from } : {}),
      ...(typeof to === "string" ? { to } : {}),
    };
  }

  #wrong(name: string, problem: string): SettingsError {
    return this.#error(`${this.#path}: ${name} ${problem}`, "Correct the file");
  }

  #error(problem: string, fix: string): SettingsError {
    return new SettingsError({ setting: this.#origin.name, origin: this.#origin, problem, fix });
  }
}

function isContent(value: unknown): value is Content {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
