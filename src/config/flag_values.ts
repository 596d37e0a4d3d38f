/** The value of each flag: from the command line, else from a variable, else the default.
 *
 * @module
 */

import type { CommandLine } from "./command_line.ts";
import type { Environment } from "./environment.ts";
import { COMMANDS, type FlagKey, FLAGS, flagsOf, type FlagSpec, flagSpec, type FlagValue } from "./flags.ts";
import { defaultOrigin, type Origin, type Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import { ValueProblem } from "./value_kind.ts";

/** A group of settings, by their names in the table of flags. */
export type FlagSettings<K extends FlagKey> = { readonly [Key in K]: Setting<FlagValue<Key>> };

/** Where the values of flags come from. */
export interface FlagSources {
  readonly line: CommandLine;
  readonly environment: Environment;
}

/** Reads a group of settings.
 *
 * What the command does not take has its default, whatever the variables say: a variable of the server must
 * not break the report.
 *
 * @param keys Their names.
 * @param sources The command line and the variables.
 * @throws {SettingsError} When a value cannot be used.
 */
export function readFlags<K extends FlagKey>(keys: readonly K[], sources: FlagSources): FlagSettings<K> {
  const taken = flagsOf(sources.line.command);
  const entries = keys.map((key) =>
    [key, readFlag(flagSpec(key), key, sources, taken.includes(key))] as const
  );
  // Each key's own declaration has read its value, which the type of a loop cannot express.
  return Object.fromEntries(entries) as unknown as FlagSettings<K>;
}

function readFlag(
  spec: FlagSpec<unknown>,
  key: FlagKey,
  sources: FlagSources,
  taken: boolean,
): Setting<unknown> {
  const given = sources.line.flags[key];
  if (given !== undefined) return readValue(spec, given.texts, { kind: "flag", name: given.flag });
  const found = taken ? strongestVariables(spec, sources.environment) : [];
  const [first, ...others] = found.map(({ value, origin }) => readValue(spec, [value], origin));
  if (first === undefined) {
    return { value: defaultValue(spec, key, sources.line), origin: defaultOrigin(nameOf(spec)) };
  }
  for (const other of others) refuseContradiction(first, other);
  return first;
}

function nameOf(spec: FlagSpec<unknown>): string {
  return spec.flag ?? spec.variables[0] ?? "";
}

function defaultValue(spec: FlagSpec<unknown>, key: FlagKey, line: CommandLine): unknown {
  return key === "timeoutMs" ? COMMANDS[line.command].timeoutMs : spec.default;
}

/** The variables that are set, those of the environment alone if there is one: a `.env` does not contradict it. */
function strongestVariables(spec: FlagSpec<unknown>, environment: Environment): readonly Setting<string>[] {
  const found = spec.variables.flatMap((name) => environment.get(name) ?? []);
  const strong = found.filter(({ origin }) => origin.kind === "environment");
  return strong.length > 0 ? strong : found;
}

function refuseContradiction(first: Setting<unknown>, other: Setting<unknown>): void {
  if (JSON.stringify(first.value) === JSON.stringify(other.value)) return;
  throw new SettingsError({
    setting: other.origin.name,
    origin: other.origin,
    problem: `contradicts ${first.origin.name}, which means the same setting`,
    fix: `Unset one of ${first.origin.name} and ${other.origin.name}`,
  });
}

/** Reads one value.
 *
 * @param spec The setting.
 * @param texts What was given.
 * @param origin Where.
 * @throws {SettingsError} When it cannot be used.
 */
export function readValue<T>(spec: FlagSpec<T>, texts: readonly string[], origin: Origin): Setting<T> {
  try {
    return { value: spec.kind.parse(texts), origin };
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error;
    throw new SettingsError({ setting: origin.name, origin, problem: error.message, fix: error.fix });
  }
}

/** Refuses a variable of the working directory's `.env` that takes away a protection, even where a flag overrides it.
 *
 * @param sources The command line and the variables.
 * @throws {SettingsError} On the first such variable.
 */
export function refuseLoosening({ line, environment }: FlagSources): void {
  for (const key of flagsOf(line.command)) {
    const spec = flagSpec(key);
    for (const name of spec.loosens === undefined ? [] : spec.variables) {
      const found = environment.get(name);
      if (found?.origin.kind !== "env file") continue;
      if (!spec.loosens?.(readValue(spec, [found.value], found.origin).value)) continue;
      throw new SettingsError({
        setting: name,
        origin: found.origin,
        problem: "a .env of the working directory cannot take away a protection",
        fix: `Give ${spec.flag ?? name} on the command line, or set the variable in the environment`,
      });
    }
  }
}

/** A warning for every secret that stands on the command line.
 *
 * @param line The command line.
 */
export function secretFlagNotes(line: CommandLine): string[] {
  const secrets = Object.values(line.flags).filter(({ flag }) =>
    Object.values(FLAGS).some((spec) => spec.flag === flag && spec.secret === true)
  );
  return secrets.map(({ flag }) =>
    `${flag}: everybody on this host can read a command line; keep the secret in a file or a variable`
  );
}
