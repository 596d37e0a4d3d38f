/** Calls of the Shared File Systems API v2 (Manila); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Shares: List shares with details. */
export const listShares = operation({
  id: "shared-file-system.shares.list",
  method: "GET",
  path: "/shares/detail",
  effect: "read",
  needs: "reader",
  microversion: "2.73",
  owner: "project_id",
  page: { key: "shares", by: "offset" },
});
