/** Who may call over HTTP: bearer tokens, and the most that each may do.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { parse as parseYaml } from "yaml";
import { readNamedFile } from "./config_files.ts";
import type { FLAG_GROUPS } from "./flags.ts";
import type { FlagSettings } from "./flag_values.ts";
import type { Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import { suggestion } from "./suggest.ts";
import { absolutePath, type World } from "./world.ts";

type ServeFlags = FlagSettings<(typeof FLAG_GROUPS.serve)[number]>;

/** A caller that shows a bearer token. Bounds only narrow what the server was started with. */
export interface CallerSettings {
  readonly name: string;
  /** SHA-256 of the token, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly readOnly: boolean;
  /** The only toolsets that it may use; all that are served unless said. */
  readonly toolsets?: readonly string[];
  /** The cloud entry that its calls go to. */
  readonly cloud?: string;
}

/** Whether callers have to show a token. A token that was set up is asked for, unless that was switched off. */
export function asksForToken({ authEnable, authDisable, secretKey, authTokensFile }: ServeFlags): boolean {
  if (authDisable.value) return false;
  return authEnable.value || secretKey.value !== undefined || authTokensFile.value !== undefined;
}

/** The callers that the settings name.
 *
 * @returns Undefined if nobody is asked for a token.
 * @throws {SettingsError} If the file of tokens cannot be used.
 */
export function readCallers(serve: ServeFlags, world: World): readonly CallerSettings[] | undefined {
  if (!asksForToken(serve)) return undefined;
  const { secretKey, authTokensFile } = serve;
  refuseUnusableKey(secretKey);
  const own: CallerSettings[] = secretKey.value === undefined
    ? []
    : [{ name: "secret-key", sha256: sha256(secretKey.value), readOnly: false }];
  if (authTokensFile.value === undefined) return own;
  return fileCallers(own, world, { value: authTokensFile.value, origin: authTokensFile.origin });
}

/** No caller could ever show such a key. */
function refuseUnusableKey({ value, origin }: Setting<string | undefined>): void {
  if (value === undefined || /^[\x21-\x7e]+$/.test(value)) return;
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: "holds a space or a character that no bearer token can hold",
    fix: "Use visible ASCII characters, such as: head -c 32 /dev/urandom | base64",
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const SHAPE = "a list under `tokens`, each with name, sha256, and optionally read_only, toolsets, cloud";

/** The callers of the file, behind those that are known already. */
function fileCallers(
  known: readonly CallerSettings[],
  world: World,
  named: Setting<string>,
): CallerSettings[] {
  const path = absolutePath(world, named.value);
  const wrong = (problem: string, fix = `Write ${SHAPE}`) =>
    new SettingsError({
      setting: named.origin.name,
      origin: named.origin,
      problem: `${path}: ${problem}`,
      fix,
    });
  const { text, mode } = readNamedFile(world, path, named);
  // Who may write the file may let anybody in.
  if (world.platform !== "windows" && ((mode ?? 0) & 0o022) !== 0) {
    throw wrong("others than its owner may write it", `Run: chmod go-w ${path}`);
  }
  const entries = entriesOf(text, wrong);
  if (entries.length === 0) throw wrong("names no caller");
  const listed = entries.map((entry, index) =>
    callerOf(entry, (problem) => wrong(`entry ${index + 1} ${problem}`))
  );
  const callers = [...known, ...listed];
  for (const key of ["name", "sha256"] as const) {
    const seen = new Set<string>();
    const double = callers.find((caller) => seen.size === seen.add(caller[key]).size);
    if (double) throw wrong(`${double.name}: its ${key} stands there twice`, "Give each caller its own");
  }
  return callers;
}

function entriesOf(text: string, wrong: (problem: string) => SettingsError): readonly unknown[] {
  let tree: unknown;
  try {
    tree = parseYaml(text);
  } catch {
    throw wrong("is neither YAML nor JSON");
  }
  const list = Array.isArray(tree) ? tree : membersOf(tree).get("tokens");
  if (!Array.isArray(list)) throw wrong("has no list of tokens");
  return list;
}

function membersOf(value: unknown): Map<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : []);
}

const MEMBERS = ["name", "sha256", "read_only", "toolsets", "cloud"];

function callerOf(entry: unknown, wrong: (problem: string) => SettingsError): CallerSettings {
  const members = new Map(
    [...membersOf(entry)].map(([key, value]) => [key.replaceAll("-", "_"), value] as const),
  );
  const unknown = [...members.keys()].find((key) => !MEMBERS.includes(key));
  if (unknown !== undefined) {
    const meant = suggestion(unknown, MEMBERS);
    throw wrong(
      `has an unknown member "${unknown}"${meant === undefined ? "" : ` (did you mean ${meant}?)`}`,
    );
  }
  const name = members.get("name");
  const hash = members.get("sha256");
  // A bound that was begun and not written is none that anybody meant.
  const readOnly = members.has("read_only") ? members.get("read_only") : false;
  const toolsets = toolsetsOf(members.get("toolsets"));
  const cloud = members.get("cloud");
  if (typeof name !== "string" || name === "") throw wrong("has no name");
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/i.test(hash)) {
    throw wrong("has no sha256: the 64 hexadecimal digits of the token's SHA-256");
  }
  if (typeof readOnly !== "boolean") throw wrong("has a read_only that is neither true nor false");
  if (toolsets === null) throw wrong("has toolsets that are no list of names");
  if (cloud !== undefined && typeof cloud !== "string") throw wrong("has a cloud that is no name");
  return {
    name,
    sha256: hash.toLowerCase(),
    readOnly,
    ...(toolsets ? { toolsets } : {}),
    ...(cloud === undefined ? {} : { cloud }),
  };
}

/** @returns Null if it is something else than names. */
function toolsetsOf(value: unknown): readonly string[] | undefined | null {
  if (value === undefined) return undefined;
  const list = typeof value === "string" ? value.split(",").map((one) => one.trim()) : value;
  if (!Array.isArray(list)) return null;
  const names = list.filter((one): one is string => typeof one === "string" && one !== "");
  return names.length === list.length && names.length > 0 ? names : null;
}
