/** Calls of the DNS API v2 (Designate); section names are those of its API reference.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Zones: List zones. */
export const listZones = operation({
  id: "dns.zones.list",
  method: "GET",
  path: "/zones",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "zones", by: "marker" },
});
