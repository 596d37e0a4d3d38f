/** Calls of the Key Manager API v1 (Barbican); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Secrets: List secrets. Metadata alone; Barbican shows those of the token's project. */
export const listSecrets = operation({
  id: "key-manager.secrets.list",
  method: "GET",
  path: "/secrets",
  effect: "read",
  needs: "member",
  page: { key: "secrets", by: "offset" },
});
