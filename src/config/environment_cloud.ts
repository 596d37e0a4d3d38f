/** The cloud that variables describe, and what variables change of any cloud.
 *
 * @module
 */

import { canonicalKey, isLoginKey, keyOfVariable } from "./cloud_keys.ts";
import { addSpelling, type CloudValue, type Layer, type TrustGroup } from "./cloud_values.ts";
import type { Environment } from "./environment.ts";
import type { Origin, Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";
import { foreignNote, isForeign, isSteeringKey } from "./steering.ts";
import { PORTS } from "./value_kind.ts";

/** The name of the cloud that variables describe, unless `OS_CLOUD_NAME` gives another. */
export const DEFAULT_ENVIRONMENT_CLOUD = "envvars";

const HOST_VARIABLES = ["OS_AUTH_HOST", "OS_AUTH_PORT", "OS_AUTH_PROTOCOL"] as const;

/** The variables that describe a login, sorted by name.
 *
 * Those that merely select or adjust (`OS_REGION_NAME`, `OS_COMPUTE_API_VERSION`) make no cloud on their own.
 *
 * @param environment The variables.
 */
export function loginVariables(environment: Environment): readonly Setting<string>[] {
  return environment.all().filter(({ origin }) => isLoginVariable(origin.name));
}

function isLoginVariable(name: string): boolean {
  const key = keyOfVariable(name);
  return key !== undefined && (isLoginKey(key) || HOST_VARIABLES.some((each) => each === name));
}

/** The variables as a cloud of their own.
 *
 * @param environment The variables.
 * @throws {SettingsError} When `OS_AUTH_HOST` and its companions make no address.
 */
export function environmentLayer(environment: Environment): Layer {
  const top = new Map<string, CloudValue>();
  addHostSpelling(top, environment);
  for (const [key, value] of valuesOf(environment)) addSpelling(top, key, value);
  return { top, auth: new Map() };
}

/** What the variables change of a cloud that was named: anything but its login.
 *
 * @param environment The variables.
 * @param cloud The cloud.
 * @param notes Takes what is ignored because it would lead the login elsewhere.
 */
export function adjustmentLayer(environment: Environment, cloud: string, notes: string[]): Layer {
  const top = new Map<string, CloudValue>();
  for (const [key, value] of valuesOf(environment)) {
    if (isLoginVariable(value.origin.name)) continue;
    const foreign = isSteeringKey(canonicalKey(key)) && isForeign(value, undefined);
    if (foreign) notes.push(foreignNote(value, cloud));
    else addSpelling(top, key, value);
  }
  return { top, auth: new Map() };
}

function valuesOf(environment: Environment): (readonly [string, CloudValue])[] {
  const known = environment.all().filter(({ origin }) => keyOfVariable(origin.name) !== undefined);
  return known.map((
    { value, origin },
  ) => [origin.name.slice(3).toLowerCase(), { value, origin, group: groupOf(origin) }]);
}

/** Whose word a variable is.
 *
 * @param origin The variable's origin.
 */
export function groupOf(origin: Origin): TrustGroup {
  if (origin.kind === "flag") return "flags";
  return origin.kind === "env file" ? "env file" : "environment";
}

/** `OS_AUTH_HOST`, `OS_AUTH_PORT` and `OS_AUTH_PROTOCOL`, with the ports of services on the same host. */
function addHostSpelling(top: Map<string, CloudValue>, environment: Environment): void {
  const host = environment.get("OS_AUTH_HOST");
  if (host === undefined) return;
  const port = environment.get("OS_AUTH_PORT");
  const protocol = environment.get("OS_AUTH_PROTOCOL");
  for (const part of [port, protocol]) refuseForeign(part, host);
  const base = `${protocolOf(protocol)}://${hostOf(host)}`;
  const authUrl = `${base}:${portOf(port, host)}/v3`;
  const given = environment.get("OS_AUTH_URL");
  if (given === undefined) {
    top.set("auth_url", { value: authUrl, origin: host.origin, group: groupOf(host.origin) });
  } else refuseOtherHost(given, host, authUrl);
  for (const [variable, { key, path }] of Object.entries(SERVICE_PORTS)) {
    const servicePort = environment.get(variable);
    if (servicePort === undefined) continue;
    const value = `${base}:${portOf(servicePort, host)}${path}`;
    top.set(key, { value, origin: servicePort.origin, group: groupOf(servicePort.origin) });
  }
}

/** MCP-OpenStack-Ops reaches services at the host of Keystone, for bastions that forward ports.
 *
 * It never calls Placement and the template it ships names a wrong port for it, so that variable is not believed.
 */
const SERVICE_PORTS: Readonly<Record<string, { readonly key: string; readonly path: string }>> = {
  OS_COMPUTE_PORT: { key: "compute_endpoint_override", path: "/v2.1" },
  OS_NETWORK_PORT: { key: "network_endpoint_override", path: "" },
  OS_VOLUME_PORT: { key: "block_storage_endpoint_override", path: "/v3/%(project_id)s" },
  OS_IMAGE_PORT: { key: "image_endpoint_override", path: "" },
  OS_HEAT_STACK_PORT: { key: "orchestration_endpoint_override", path: "/v1/%(project_id)s" },
};

/** A port or a protocol of another origin would send the password of one place to an address of another. */
function refuseForeign(part: Setting<string> | undefined, host: Setting<string>): void {
  if (part === undefined || groupOf(part.origin) === groupOf(host.origin)) return;
  throw new SettingsError({
    setting: part.origin.name,
    origin: part.origin,
    problem: "is of another origin than OS_AUTH_HOST",
    fix: "Set OS_AUTH_HOST, OS_AUTH_PORT and OS_AUTH_PROTOCOL in the same place, or OS_AUTH_URL alone",
  });
}

function hostOf({ value, origin }: Setting<string>): string {
  const host = value.trim();
  if (/^[A-Za-z0-9][\w.-]*$|^\[[0-9a-fA-F:.]+\]$/.test(host)) return host;
  if (/^[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(host)) return `[${host}]`;
  throw new SettingsError({
    setting: "OS_AUTH_HOST",
    origin,
    problem: "is not a host name or an address",
    fix: "Give the host alone, or the whole address in OS_AUTH_URL",
  });
}

function portOf(port: Setting<string> | undefined, host: Setting<string>): number {
  const number = /^\d+$/.test(port?.value.trim() ?? "") ? Number(port?.value) : 0;
  if (number >= 1 && number <= PORTS.max) return number;
  throw new SettingsError({
    setting: port?.origin.name ?? "OS_AUTH_PORT",
    origin: port?.origin ?? host.origin,
    problem: port === undefined ? "is missing beside OS_AUTH_HOST" : "is not a port",
    fix: "Give Keystone's port, usually 5000, or the whole address in OS_AUTH_URL",
  });
}

function protocolOf(protocol: Setting<string> | undefined): string {
  const word = protocol?.value.trim().toLowerCase() ?? "http";
  if (word === "http" || word === "https") return word;
  throw new SettingsError({
    setting: "OS_AUTH_PROTOCOL",
    origin: protocol?.origin,
    problem: "is neither http nor https",
    fix: "Write https, or http for a Keystone without TLS",
  });
}

function refuseOtherHost(given: Setting<string>, host: Setting<string>, authUrl: string): void {
  const origin = URL.parse(given.value.trim())?.origin;
  if (origin === undefined || origin === URL.parse(authUrl)?.origin) return;
  throw new SettingsError({
    setting: "OS_AUTH_HOST",
    origin: host.origin,
    problem: "contradicts OS_AUTH_URL",
    fix: "Unset OS_AUTH_HOST, OS_AUTH_PORT and OS_AUTH_PROTOCOL, or OS_AUTH_URL",
  });
}
