/** The proxy that leads to a cloud.
 *
 * @module
 */

import type { CloudValue } from "./cloud_values.ts";
import { type Environment, PROXY_VARIABLES } from "./environment.ts";
import type { CloudContext } from "./login_settings.ts";
import type { Setting } from "./origin.ts";
import { SettingsError } from "./settings_error.ts";

/** A proxy and the hosts that are reached without it. */
export interface ProxySettings {
  readonly proxy?: string;
  readonly noProxy?: readonly string[];
}

/** Reads the proxy variables as settings.
 *
 * Keystone's scheme decides which variable counts: the services of a cloud are reached the same way.
 *
 * @param environment The variables.
 * @param authUrl Keystone's address.
 * @param believed Whether a variable may lead the login's traffic elsewhere.
 * @param context Takes every value that was used.
 * @throws {SettingsError} When the proxy is no URL of a supported scheme.
 */
export function proxySettings(
  environment: Environment,
  authUrl: string,
  believed: (variable: Setting<string>) => boolean,
  { used }: CloudContext,
): ProxySettings {
  const names = authUrl.trim().toLowerCase().startsWith("https:")
    ? PROXY_VARIABLES.https
    : PROXY_VARIABLES.http;
  const given = environment.first(names);
  if (given === undefined || !believed(given)) return {};
  refuseLeakingPassword(given, names === PROXY_VARIABLES.https);
  const bypass = environment.first(PROXY_VARIABLES.none);
  used.set("proxy", asValue(given));
  if (bypass === undefined) return { proxy: proxyUrl(given) };
  used.set("no_proxy", asValue(bypass));
  const noProxy = bypass.value.split(/[\s,]+/).filter((host) => host !== "");
  return { proxy: proxyUrl(given), noProxy };
}

/** Through an http proxy's tunnel the runtime sends the proxy's own credentials to the server as well. */
function refuseLeakingPassword(given: Setting<string>, tunnelled: boolean): void {
  const url = URL.parse(proxyUrl(given));
  if (!tunnelled || url?.protocol !== "http:" || url.username === "") return;
  throw new SettingsError({
    setting: given.origin.name,
    origin: given.origin,
    problem: "names an http proxy with a password, which would also reach the cloud's servers",
    fix: "Use a proxy that is reached by https or socks5, or one without a password",
  });
}

function asValue(variable: Setting<string>): CloudValue {
  return { ...variable, group: variable.origin.kind === "env file" ? "env file" : "environment" };
}

function proxyUrl({ value, origin }: Setting<string>): string {
  const text = value.trim();
  const url = URL.parse(text.includes("://") ? text : `http://${text}`);
  const scheme = url?.protocol.replace(/^socks5h:$/, "socks5:");
  if (
    url !== null && scheme !== undefined && ["http:", "https:", "socks5:"].includes(scheme) &&
    url.hostname !== ""
  ) {
    return url.href.replace(/^socks5h:/, "socks5:");
  }
  throw new SettingsError({
    setting: origin.name,
    origin,
    problem: "is not the URL of an http, https or socks5 proxy",
    fix: "Write http://proxy.example.com:3128, or unset it",
  });
}
