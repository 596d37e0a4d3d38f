/** Calls of the Object Store API v1 (Swift); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Accounts: Show account details and list containers. */
export const listContainers = operation({
  id: "object-store.containers.list",
  method: "GET",
  path: "/",
  effect: "read",
  needs: "member",
  page: { key: "", by: "marker", marker: "name", unlinked: true },
});
