/** Values that decide where a login's secrets and tokens go, or who may read them on the way.
 *
 * A file that merely lies in the working directory may describe a cloud of its own. It does not lead the login of
 * another origin elsewhere.
 *
 * @module
 */

import type { CloudValue, TrustGroup } from "./cloud_values.ts";
import { parseServiceKey } from "./services.ts";
import type { Setting } from "./origin.ts";

/** Whether a key steers.
 *
 * @param key A canonical key.
 */
export function isSteeringKey(key: string): boolean {
  const suffix = parseServiceKey(key)?.suffix;
  return ["cacert", "cert", "key"].includes(key) || suffix === "endpoint_override" || suffix === "endpoint";
}

/** Whether a value comes from the working directory and the login does not.
 *
 * @param value The value.
 * @param login Whose word the login's secret is.
 */
export function isForeign({ group }: CloudValue, login: TrustGroup | undefined): boolean {
  return (group === "env file" || group === "working directory") && group !== login;
}

/** Tells that such a value was ignored.
 *
 * @param value The value.
 * @param cloud The cloud.
 */
export function foreignNote({ origin }: Setting<unknown>, cloud: string): string {
  return `${origin.name} in ${origin.file} ignored: the login of cloud ${cloud} is of another origin`;
}
