/** What the command line changes of a cloud.
 *
 * @module
 */

import type { CommandLine } from "./command_line.ts";
import type { CloudValue, CloudValues, Layer } from "./cloud_values.ts";
import { groupOf } from "./environment_cloud.ts";
import type { FlagKey } from "./flags.ts";
import type { Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";

/** The keys that flags of the login give. */
const LOGIN_FLAGS: readonly (readonly [FlagKey, string])[] = [
  ["authUrl", "auth_url"],
  ["username", "username"],
  ["password", "password"],
  ["projectName", "project_name"],
  ["userDomainName", "user_domain_name"],
  ["projectDomainName", "project_domain_name"],
  ["cacert", "cacert"],
];

/** The flags that only make sense with a real cloud's login. */
export const LOGIN_FLAG_KEYS = [
  "authUrl",
  "username",
  "password",
  "userDomainName",
] as const satisfies readonly FlagKey[];

/** Puts the flags over the values of a cloud.
 *
 * @param values The values; changed in place.
 * @param line The command line.
 * @param region The region in effect, whatever gave it.
 * @param interfaces The interfaces in effect, whatever gave them.
 * @throws {SettingsError} When two flags contradict each other.
 */
export function addFlags(
  values: CloudValues,
  line: CommandLine,
  region: Setting<string | undefined>,
  interfaces: Setting<readonly string[]>,
): void {
  const top = new Map<string, CloudValue>();
  for (const [flag, key] of LOGIN_FLAGS) addFlag(top, key, line, flag);
  addProject(top, line);
  if (line.flags.systemScope !== undefined) addFlag(top, "system_scope", line, "systemScope", "all");
  replaceScope(values, top);
  values.add({ top, auth: new Map() });
  addSetting(values, "region_name", region, region.value);
  if (interfaces.value.length === 0) return;
  values.delete("valid_interfaces");
  addSetting(values, "interface", interfaces, interfaces.value.join(","));
}

function addSetting(
  values: CloudValues,
  key: string,
  { origin }: Setting<unknown>,
  value: string | undefined,
): void {
  if (value !== undefined) values.set(key, { value, origin, group: groupOf(origin) });
}

function addFlag(
  top: Map<string, CloudValue>,
  key: string,
  line: CommandLine,
  flag: FlagKey,
  value?: string,
): void {
  const given = line.flags[flag];
  if (given === undefined) return;
  const origin = { kind: "flag", name: given.flag } as const;
  const text = value ?? given.texts.at(-1) ?? "";
  const before = top.get(key);
  if (text.trim() === "") {
    throw new SettingsError({ setting: given.flag, origin, problem: "is empty", fix: "Give it a value" });
  }
  if (before !== undefined && before.value !== text) throw contradiction(before, given.flag);
  top.set(key, { value: text, origin, group: "flags" });
}

function contradiction({ origin }: CloudValue, flag: string): SettingsError {
  const fix = `Leave out one of ${origin.name} and ${flag}`;
  return new SettingsError({
    setting: flag,
    origin: { kind: "flag", name: flag },
    problem: `contradicts ${origin.name}`,
    fix,
  });
}

/** A project is taken for an id if it is written as ids are and nobody says in which domain it is. */
function addProject(top: Map<string, CloudValue>, line: CommandLine): void {
  const { project, projectDomain, projectName } = line.flags;
  const domain = projectDomain?.texts.at(-1) ?? "";
  if (projectDomain !== undefined) {
    addFlag(top, `project_domain_${isDomainId(domain) ? "id" : "name"}`, line, "projectDomain");
  }
  if (project === undefined) return;
  const isId = projectDomain === undefined && looksLikeId(project.texts.at(-1) ?? "");
  addFlag(top, isId ? "project_id" : "project_name", line, "project");
  const both = projectName !== undefined && isId ? top.get("project_name") : undefined;
  if (both !== undefined) throw contradiction(both, project.flag);
}

function looksLikeId(text: string): boolean {
  return /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** `default` is the id of the first domain of a cloud, whose name is `Default`. */
function isDomainId(text: string): boolean {
  return text === "default" || looksLikeId(text);
}

/** A flag that asks for a scope takes the place of whatever scope was configured. */
function replaceScope(values: CloudValues, top: Layer["top"]): void {
  const project = top.has("project_id") || top.has("project_name");
  const system = top.has("system_scope");
  if (!project && !system) return;
  for (const key of ["system_scope", "trust_id", "unscoped"]) values.delete(key);
  if (!system) return;
  keepUserDomain(values);
  for (const key of ["project_id", "project_name", "project_domain_id", "project_domain_name"]) {
    values.delete(key);
  }
}

/** A bare domain said where the user is as well; for a token of the system that is all it says. */
function keepUserDomain(values: CloudValues): void {
  const known = values.first("user_domain_id", "user_domain_name") !== undefined;
  for (const kind of ["id", "name"]) {
    const domain = values.get(`domain_${kind}`);
    values.delete(`domain_${kind}`);
    if (domain !== undefined && !known) values.set(`user_domain_${kind}`, domain);
  }
}
