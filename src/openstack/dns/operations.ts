/** Calls of the DNS API v2 (Designate); section names are those of its API reference.
 *
 * Every call is about the token's project alone, an administrator's too, unless a header asks for all (`headers.ts`).
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Zones: List zones.
 *
 * It holds the project's own and, from 2023.1 on, those that are shared with it. A filter that it does not know is
 * refused; `*` in the value of one stands for anything.
 */
export const listZones = operation({
  id: "dns.zones.list",
  method: "GET",
  path: "/zones",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "zones", by: "marker" },
});

/** Zones: Show a zone. */
export const showZone = operation({
  id: "dns.zones.show",
  method: "GET",
  path: "/zones/{zone_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Recordsets: List recordsets in a zone. */
export const listZoneRecordsets = operation({
  id: "dns.zones_recordsets.list",
  method: "GET",
  path: "/zones/{zone_id}/recordsets",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "recordsets", by: "marker" },
});

/** Recordsets: List all recordsets owned by project.
 *
 * Designate documents a filter on the zone's id and breaks on it (500).
 */
export const listRecordsets = operation({
  id: "dns.recordsets.list",
  method: "GET",
  path: "/recordsets",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "recordsets", by: "marker" },
});

/** Recordsets: Show a recordset. */
export const showZoneRecordset = operation({
  id: "dns.zones_recordsets.show",
  method: "GET",
  path: "/zones/{zone_id}/recordsets/{recordset_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Quotas: View quotas of a project.
 *
 * Of another project than the token's only with the header for all; it does not tell a project that does not
 * exist from one with the usual quotas.
 */
export const showDnsQuota = operation({
  id: "dns.quotas.show",
  method: "GET",
  path: "/quotas/{project_id}",
  effect: "read",
  needs: "reader",
});

/** Service statuses: List service statuses.
 *
 * It has one page, whatever limit is asked for.
 */
export const listDnsServiceStatuses = operation({
  id: "dns.service_statuses.list",
  method: "GET",
  path: "/service_statuses",
  effect: "read",
  needs: "admin",
  page: { key: "service_statuses", by: "none" },
});
