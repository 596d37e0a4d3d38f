/** Placeholders in values: `https://{region_name}.cloud.example.com/v3`.
 *
 * @module
 */

import { isLoginKey, SECRET_KEYS } from "./cloud_keys.ts";
import type { CloudValue, CloudValues } from "./cloud_values.ts";
import { SettingsError } from "./settings_error.ts";

/** Replaces `{key}` by the value of that key, in the auth URL and in whatever is no part of the login.
 *
 * @param values The values of a cloud; changed in place.
 * @throws {SettingsError} When a placeholder names a key without a value, or a secret.
 */
export function expandTemplates(values: CloudValues): void {
  const authUrl = values.get("auth_url");
  if (authUrl !== undefined) values.set("auth_url", expanded("auth_url", authUrl, values));
  for (const [key, value] of [...values.top()]) {
    if (!isLoginKey(key)) values.set(key, expanded(key, value, values));
  }
}

function expanded(key: string, value: CloudValue, values: CloudValues): CloudValue {
  const text = value.value.replace(/\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    const found = SECRET_KEYS.has(name) ? undefined : values.get(name);
    if (found !== undefined) return found.value;
    throw new SettingsError({
      setting: key,
      origin: value.origin,
      problem: `has the placeholder {${name}}, for which there is no value`,
      fix: `Set ${name}, or write the value itself`,
    });
  });
  return { ...value, value: text };
}
