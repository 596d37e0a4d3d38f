/** Cases of the DNS API.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as operations from "../../../src/openstack/dns/operations.ts";
import {
  readDnsQuota,
  readDnsServiceStatus,
  readRecordset,
  readZone,
} from "../../../src/openstack/dns/types.ts";
import { text } from "../../../src/openstack/read.ts";
import { type Case, contract } from "../case.ts";
import type { ContractLogin } from "../logins.ts";
import { firstOf, ownProject } from "./targets.ts";

/** Every case of the service. */
export const dnsCases: readonly Case[] = [
  contract({
    operation: operations.listZones,
    read: readZone,
    key: (zone) => zone.id,
    holds: (zones) => {
      assert(zones.every(({ name, type, status }) => name?.endsWith(".") && type && status));
      assert(zones.every(({ projectId, createdAt }) => projectId && createdAt));
    },
  }),
  contract({
    operation: operations.showZone,
    target: firstOf("zone_id", operations.listZones),
    read: readZone,
    holds: ([zone]) => assert(zone?.name?.endsWith(".") && zone.serial !== undefined && zone.masters),
  }),
  contract({
    operation: operations.listZoneRecordsets,
    target: firstOf("zone_id", operations.listZones),
    read: readRecordset,
    key: (recordset) => recordset.id,
    holds: (recordsets) => assert(recordsets.some(({ type, records }) => type === "SOA" && records?.length)),
  }),
  contract({
    operation: operations.showZoneRecordset,
    target: firstRecordset,
    read: readRecordset,
    holds: ([recordset]) => assert(recordset?.records?.length && recordset.zoneId),
  }),
  contract({
    operation: operations.listRecordsets,
    read: readRecordset,
    key: (recordset) => recordset.id,
    holds: (recordsets) =>
      assert(recordsets.every(({ zoneId, zoneName, type }) => zoneId && zoneName && type)),
  }),
  contract({
    operation: operations.showDnsQuota,
    target: ownProject,
    read: readDnsQuota,
    holds: ([quota]) => assert(quota?.recordsetsPerZone !== undefined),
    unknown: ["not permitted"],
  }),
  contract({
    operation: operations.listDnsServiceStatuses,
    read: readDnsServiceStatus,
    key: (status) => status.id,
    holds: (statuses) =>
      assert(
        statuses.every(({ serviceName, hostname, heartbeatAt }) => serviceName && hostname && heartbeatAt),
      ),
  }),
];

async function firstRecordset({ cloud }: ContractLogin) {
  const [recordset] = await cloud.list(operations.listRecordsets);
  const zone = text(recordset, "zone_id");
  const id = text(recordset, "id");
  return zone && id ? { path: { zone_id: zone, recordset_id: id } } : undefined;
}
