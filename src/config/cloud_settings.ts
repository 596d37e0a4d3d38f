/** What the client must know of a cloud, made of the merged values.
 *
 * @module
 */

import type { CloudSettings, Interface, ServiceSettings } from "../openstack/settings.ts";
import { type CloudValue, CloudValues } from "./cloud_values.ts";
import type { Environment } from "./environment.ts";
import { type CloudContext, loginSettings, urlProblem } from "./login_settings.ts";
import type { Setting } from "./origin.ts";
import { proxySettings } from "./proxy_settings.ts";
import {
  compareServiceKeys,
  hasMicroversions,
  impliedMicroversion,
  parseServiceKey,
  type ServiceKey,
} from "./services.ts";
import { SettingsError } from "./settings_error.ts";
import { suggestion } from "./suggest.ts";
import { foreignNote, isForeign, isSteeringKey } from "./steering.ts";
import { expandTemplates } from "./templates.ts";
import { tlsSettings } from "./tls_settings.ts";
import { truthOf } from "./value_kind.ts";
import type { World } from "./world.ts";

/** What the making of a cloud's settings needs besides its values. */
export interface CloudSettingsOptions {
  readonly world: World;
  readonly environment: Environment;
  /** The limit of one request in milliseconds; a value of the entry wins over a default. */
  readonly requestTimeout: Setting<number>;
  readonly allowHttpEndpoints: Setting<boolean>;
}

/** Makes the settings of a cloud.
 *
 * @param values What the sources say of it; changed in place.
 * @param context Name, hint, and takers of notes and used values.
 * @param options The world and the settings that are the same for every cloud.
 * @throws {SettingsError} When a value is missing, contradictory or unusable.
 */
export function cloudSettings(
  values: CloudValues,
  context: CloudContext,
  options: CloudSettingsOptions,
): CloudSettings {
  dropForeignSteering(values, context);
  expandTemplates(values);
  const auth = loginSettings(values, context);
  const region = use("region_name", values, context)?.value;
  const believed = (variable: Setting<string>) => believes(variable, values, context);
  return {
    name: context.name,
    auth,
    ...(region === undefined ? {} : { region }),
    interfaces: interfacesOf(values.get("valid_interfaces") ?? values.get("interface"), context) ??
      ["public"],
    services: serviceSettings(values, context),
    ...tlsSettings(values, options.world, context),
    ...proxySettings(options.environment, auth.authUrl, believed, context),
    allowHttpEndpoints: allowHttpEndpoints(values, options.allowHttpEndpoints, context),
    requestTimeoutMs: requestTimeout(values, options.requestTimeout, context),
  };
}

function use(key: string, values: CloudValues, { used }: CloudContext): CloudValue | undefined {
  const found = values.get(key);
  if (found !== undefined) used.set(key, found);
  return found;
}

function dropForeignSteering(values: CloudValues, context: CloudContext): void {
  const login = loginGroup(values);
  for (const [key, value] of [...values.top()]) {
    if (!isSteeringKey(key) || !isForeign(value, login)) continue;
    values.delete(key);
    context.notes.push(foreignNote(value, context.name));
  }
}

function loginGroup(values: CloudValues): CloudValue["group"] | undefined {
  return values.first("application_credential_secret", "password", "token")?.group;
}

function believes(variable: Setting<string>, values: CloudValues, context: CloudContext): boolean {
  if (variable.origin.kind !== "env file" || loginGroup(values) === "env file") return true;
  context.notes.push(foreignNote(variable, context.name));
  return false;
}

const INTERFACES: readonly Interface[] = ["public", "internal", "admin"];

function interfacesOf(
  given: CloudValue | undefined,
  { used }: CloudContext,
): readonly Interface[] | undefined {
  if (given === undefined) return undefined;
  used.set("interface", given);
  const words = given.value.split(",").map((word) => word.trim()).filter((word) => word !== "");
  return [...new Set(words.map((word) => interfaceOf(word, given)))];
}

function interfaceOf(word: string, { origin }: CloudValue): Interface {
  const found = INTERFACES.find((each) => each === word.toLowerCase().replace(/url$/, ""));
  if (found !== undefined) return found;
  const meant = suggestion(word, INTERFACES);
  throw new SettingsError({
    setting: "interface",
    origin,
    problem: `${JSON.stringify(word)} is not an endpoint interface`,
    fix: meant === undefined ? `Choose of ${INTERFACES.join(", ")}` : `Perhaps ${meant} was meant`,
  });
}

function allowHttpEndpoints(
  values: CloudValues,
  everywhere: Setting<boolean>,
  context: CloudContext,
): boolean {
  if (everywhere.origin.kind !== "default") return everywhere.value;
  const given = use("allow_http_endpoints", values, context);
  if (given === undefined) return everywhere.value;
  const truth = truthOf(given.value);
  if (truth !== undefined) return truth;
  throw new SettingsError({
    setting: "allow_http_endpoints",
    origin: given.origin,
    problem: "is neither true nor false",
    fix: "Say true or false",
  });
}

function requestTimeout(values: CloudValues, everywhere: Setting<number>, context: CloudContext): number {
  if (everywhere.origin.kind !== "default") return everywhere.value;
  const given = use("api_timeout", values, context);
  if (given === undefined) return everywhere.value;
  const seconds = /^\d+(\.\d+)?$/.test(given.value.trim()) ? Number(given.value) : Number.NaN;
  if (seconds >= 1 && seconds <= 3600) return Math.round(seconds * 1000);
  throw new SettingsError({
    setting: "api_timeout",
    origin: given.origin,
    problem: `${JSON.stringify(given.value)} is out of range`,
    fix: "Write 1 to 3600 seconds",
  });
}

interface ServiceValue {
  readonly key: string;
  readonly parts: ServiceKey;
  readonly value: CloudValue;
}

function serviceSettings(
  values: CloudValues,
  context: CloudContext,
): Readonly<Record<string, ServiceSettings>> {
  const found: ServiceValue[] = [...values.top()].flatMap(([key, value]) => {
    const parts = parseServiceKey(key);
    return parts === undefined ? [] : [{ key, parts, value }];
  });
  found.sort((a, b) => compareServiceKeys(a.parts, b.parts));
  const services: Record<string, ServiceSettings> = {};
  for (const { key, parts, value } of found) {
    const addition = serviceSetting(key, parts, value, context);
    if (addition === undefined) continue;
    context.used.set(key, value);
    services[parts.type] = { ...addition, ...services[parts.type] };
  }
  return services;
}

function serviceSetting(
  key: string,
  { type, suffix }: ServiceKey,
  value: CloudValue,
  context: CloudContext,
): ServiceSettings | undefined {
  switch (suffix) {
    case "endpoint_override":
    case "endpoint":
      return { endpointOverride: endpointOverride(key, value) };
    case "region_name":
      return { region: value.value };
    case "interface": {
      const interfaces = interfacesOf(value, { ...context, used: new Map() });
      return interfaces === undefined ? undefined : { interfaces };
    }
    case "default_microversion":
      return { defaultMicroversion: microversion(key, value) };
    case "api_version":
      return apiVersion(key, type, value);
  }
}

function endpointOverride(key: string, value: CloudValue): string {
  // Markers such as %(project_id)s are filled in when the project is known.
  const problem = urlProblem(value.value.replace(/[%$]\(\w+\)s/g, "x"));
  if (problem === undefined) return value.value.trim();
  const fix = "Give the service's address, as https://compute.example.com:8774/v2.1";
  throw new SettingsError({ setting: key, origin: value.origin, problem, fix });
}

function microversion(key: string, value: CloudValue): string {
  if (/^\d+\.\d+$/.test(value.value.trim())) return value.value.trim();
  throw new SettingsError({
    setting: key,
    origin: value.origin,
    problem: `${JSON.stringify(value.value)} is not a microversion`,
    fix: "Write it as 2.88",
  });
}

function apiVersion(key: string, type: string, value: CloudValue): ServiceSettings | undefined {
  const text = value.value.trim();
  if (!/^v?\d+(\.\d+)?$|^latest$/.test(text)) {
    const problem = `${JSON.stringify(value.value)} is not a version`;
    throw new SettingsError({
      setting: key,
      origin: value.origin,
      problem,
      fix: "Write a version as 3 or 2.88",
    });
  }
  if (type === "identity" && !/^v?3(\.|$)/.test(text)) {
    const problem = `version ${text} of the identity API is not supported`;
    throw new SettingsError({
      setting: key,
      origin: value.origin,
      problem,
      fix: "Set it to 3, or leave it out",
    });
  }
  const implied = hasMicroversions(type) ? impliedMicroversion(text) : undefined;
  return implied === undefined ? undefined : { defaultMicroversion: implied };
}
