/** Certificates and keys.
 *
 * @module
 */

import type { CloudValue, CloudValues } from "./cloud_values.ts";
import { readNamed } from "./config_files.ts";
import type { CloudContext } from "./login_settings.ts";
import { SettingsError } from "./settings_error.ts";
import { truthOf } from "./value_kind.ts";
import { absolutePath, type World } from "./world.ts";

/** The PEM texts of a cloud's TLS settings. */
export interface TlsSettings {
  readonly caCerts?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
}

/** Reads `cacert`, `cert` and `key`, each a path or the PEM text itself.
 *
 * @param values What the sources say.
 * @param world The world.
 * @param context Takes every value that was used.
 * @throws {SettingsError} When verification was switched off, or a file cannot be used.
 */
export function tlsSettings(values: CloudValues, world: World, context: CloudContext): TlsSettings {
  refuseUnverified(values);
  const caCerts = pemOf("cacert", values, world, context);
  const clientCert = pemOf("cert", values, world, context);
  const clientKey = pemOf("key", values, world, context) ?? keyInside(clientCert, values);
  refuseLoneKey(clientCert, clientKey, values);
  return {
    ...(caCerts === undefined ? {} : { caCerts }),
    ...(clientCert === undefined ? {} : { clientCert }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

/** Refuses every way to say that certificates should not be verified.
 *
 * @param values What the sources say.
 * @throws {SettingsError} That names `cacert` and how to come by the CA.
 */
export function refuseUnverified(values: CloudValues): void {
  const verify = values.get("verify");
  const insecure = values.get("insecure");
  if (verify !== undefined && truthOf(verify.value) !== true) throw unverified("verify", verify);
  if (insecure !== undefined && truthOf(insecure.value) !== false) throw unverified("insecure", insecure);
}

function unverified(key: string, { origin }: CloudValue): SettingsError {
  return new SettingsError({
    setting: origin.kind === "environment" || origin.kind === "env file" ? origin.name : key,
    origin,
    problem: "TLS verification cannot be switched off",
    fix:
      "Remove it and let cacert (--cacert, OS_CACERT) name the PEM file of the cloud's certificate authority; " +
      'ask the cloud\'s operator for it, or look at "openssl s_client -showcerts -connect HOST:PORT" and verify its fingerprint',
  });
}

const PEM = /-----BEGIN [A-Z0-9 ]+-----/;
const WANTED: Readonly<Record<string, RegExp>> = {
  cacert: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/,
  cert: /-----BEGIN (X509 )?CERTIFICATE-----/,
  key: /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/,
};

function pemOf(key: string, values: CloudValues, world: World, { used }: CloudContext): string | undefined {
  const given = values.get(key);
  if (given === undefined) return undefined;
  used.set(key, given);
  const text = PEM.test(given.value)
    ? given.value
    : readNamed(world, absolutePath(world, given.value), given);
  if (WANTED[key]?.test(text)) return text;
  throw new SettingsError({
    setting: key,
    origin: given.origin,
    problem: `holds no PEM ${key === "key" ? "private key" : "certificate"}`,
    fix: "Name a file in PEM form (-----BEGIN ...), or give the PEM text itself",
  });
}

/** One file may hold both, as Python's ssl module allows. */
function keyInside(clientCert: string | undefined, values: CloudValues): string | undefined {
  if (clientCert === undefined || values.get("key") !== undefined) return undefined;
  return WANTED.key?.test(clientCert) ? clientCert : undefined;
}

function refuseLoneKey(
  clientCert: string | undefined,
  clientKey: string | undefined,
  values: CloudValues,
): void {
  if ((clientCert === undefined) === (clientKey === undefined)) return;
  const [present, absent] = clientCert === undefined ? ["key", "cert"] : ["cert", "key"];
  throw new SettingsError({
    setting: present,
    origin: values.get(present)?.origin,
    problem: `is of no use without ${absent}`,
    fix: `Set ${absent} too`,
  });
}
