/** The keys that an entry of clouds.yaml, or the environment, may hold.
 *
 * @module
 */

/** Keys that make up the login. With a cloud named they come from its entry alone. */
export const LOGIN_KEYS: readonly string[] = [
  "auth_url",
  "auth_type",
  "username",
  "user_id",
  "password",
  "token",
  "passcode",
  "auth_methods",
  "identity_provider",
  "protocol",
  "client_id",
  "client_secret",
  "openid_scope",
  "access_token",
  "access_token_endpoint",
  "discovery_endpoint",
  "endpoint",
  "application_credential_id",
  "application_credential_name",
  "application_credential_secret",
  "project_id",
  "project_name",
  "domain_id",
  "domain_name",
  "user_domain_id",
  "user_domain_name",
  "project_domain_id",
  "project_domain_name",
  "default_domain",
  "default_domain_id",
  "default_domain_name",
  "system_scope",
  "trust_id",
  "unscoped",
];

/** The other keys that mean something here. */
export const CLOUD_KEYS: readonly string[] = [
  "auth",
  "profile",
  "cloud",
  "regions",
  "region_name",
  "interface",
  "valid_interfaces",
  "verify",
  "insecure",
  "cacert",
  "cert",
  "key",
  "api_timeout",
  "allow_http_endpoints",
  "identity_api_version",
];

/** Older spellings, and the key that each stands for. */
const SPELLINGS: Readonly<Record<string, string>> = {
  tenant_id: "project_id",
  tenant_name: "project_name",
  auth_token: "token",
  auth_plugin: "auth_type",
  user_name: "username",
  userid: "user_id",
  endpoint_type: "interface",
};

/** The key in its present spelling: hyphens are underscores, old names are translated.
 *
 * @param key The key as it was written.
 */
export function canonicalKey(key: string): string {
  const name = key.replaceAll("-", "_");
  return SPELLINGS[name] ?? name.replace(/_endpoint_type$/, "_interface");
}

/** What is often written, and is something else's name. The SDK drops such a key and then misses another. */
const MISTAKES: Readonly<Record<string, string>> = {
  url: "auth_url",
  user: "username",
  user_domain: "user_domain_name",
  project: "project_name",
  project_domain: "project_domain_name",
  tenant: "project_name",
  domain: "domain_name",
};

/** The key that a frequent mistake stands for.
 *
 * @param key A canonical key of an `auth` mapping.
 */
export function mistakenKey(key: string): string | undefined {
  return Object.hasOwn(MISTAKES, key) ? MISTAKES[key] : undefined;
}

/** Keys of which each says the same as the other: one that is given replaces the other of a weaker source. */
export const PAIRS: readonly (readonly [id: string, name: string])[] = [
  ["user_id", "username"],
  ["project_id", "project_name"],
  ["domain_id", "domain_name"],
  ["user_domain_id", "user_domain_name"],
  ["project_domain_id", "project_domain_name"],
  ["default_domain_id", "default_domain_name"],
  ["application_credential_id", "application_credential_name"],
];

/** Keys whose values are secrets. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  "password",
  "token",
  "passcode",
  "client_secret",
  "access_token",
  "application_credential_secret",
]);

/** Keys of the server that have no place in a cloud's entry, with the flag that each belongs to. */
export const SERVER_KEYS: Readonly<Record<string, string>> = {
  allow_write: "--allow-write",
  allow_modify_operations: "--allow-write",
  allow_admin: "--allow-admin",
  allow_sensitive: "--allow-sensitive",
  confirm: "--confirm",
  all_projects: "--all-projects",
};

/** Variables beginning with `OS_` that say nothing of a cloud: other programs', the SDK's test helpers and selectors. */
const OTHER_VARIABLES = new Set([
  "OS_CLOUD",
  "OS_CLOUD_NAME",
  "OS_CLIENT_CONFIG_FILE",
  "OS_CLIENT_SECURE_FILE",
  "OS_PROFILE", // the profiler's HMAC key, not the "profile" of an entry
  "OS_AUTH",
  "OS_REGIONS",
]);

/** The key that a variable gives: `OS_AUTH_URL` gives `auth_url`.
 *
 * @param variable The variable's name.
 * @returns The canonical key, or `undefined` when the variable gives none.
 */
export function keyOfVariable(variable: string): string | undefined {
  if (!variable.startsWith("OS_") || OTHER_VARIABLES.has(variable)) return undefined;
  if (/^OS_(TEST|STD|LOG)/.test(variable)) return undefined;
  return canonicalKey(variable.slice(3).toLowerCase());
}

/** Whether a key belongs to the login.
 *
 * @param key A canonical key.
 */
export function isLoginKey(key: string): boolean {
  return LOGIN_KEYS.includes(key);
}

/** Variables that are known, for finding misspelt ones. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...OTHER_VARIABLES,
  ...[...LOGIN_KEYS, ...CLOUD_KEYS, ...Object.keys(SPELLINGS)]
    .filter((key) => !["auth", "cloud", "profile", "regions"].includes(key))
    .map((key) => `OS_${key.toUpperCase()}`),
  "OS_AUTH_HOST",
  "OS_AUTH_PORT",
  "OS_AUTH_PROTOCOL",
  "OS_AUTH_METHODS",
  "OS_IDENTITY_PROVIDER",
  "OS_PROTOCOL",
  "OS_CLIENT_ID",
  "OS_CLIENT_SECRET",
  "OS_OPENID_SCOPE",
  "OS_ACCESS_TOKEN",
  "OS_ACCESS_TOKEN_TYPE",
  "OS_ACCESS_TOKEN_ENDPOINT",
  "OS_DISCOVERY_ENDPOINT",
  "OS_ENDPOINT",
  "OS_FORCE_IPV4",
  "OS_PREFER_IPV6",
  "OS_COMPUTE_PORT",
  "OS_NETWORK_PORT",
  "OS_VOLUME_PORT",
  "OS_IMAGE_PORT",
  "OS_PLACEMENT_PORT",
  "OS_HEAT_STACK_PORT",
  "OS_HEAT_STACK_CFN_PORT",
];
