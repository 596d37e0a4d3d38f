/** Resources of the DNS API v2, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text, in UTC without saying so.
 *
 * @module
 */
import { count, flag, text, texts } from "../read.ts";

/** A zone. */
export interface Zone {
  readonly id: string;
  /** Ends with a dot. */
  readonly name: string | undefined;
  /** `PRIMARY` or `SECONDARY`. */
  readonly type: string | undefined;
  /** `ACTIVE`, `PENDING`, `DELETED`, `ERROR` or `SUCCESS`. */
  readonly status: string | undefined;
  /** What is under way or failed: `CREATE`, `UPDATE`, `DELETE`; `NONE` otherwise. */
  readonly action: string | undefined;
  readonly serial: number | undefined;
  readonly ttlSeconds: number | undefined;
  readonly email: string | undefined;
  readonly description: string | undefined;
  /** Where a secondary zone is transferred from. */
  readonly masters: readonly string[] | undefined;
  /** Whether other projects may use it. Releases before 2023.1 do not say. */
  readonly shared: boolean | undefined;
  readonly projectId: string | undefined;
  readonly poolId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly transferredAt: string | undefined;
}

/** The records of one name and type. */
export interface Recordset {
  readonly id: string;
  /** Ends with a dot. */
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly records: readonly string[] | undefined;
  /** Absent where that of the zone holds. */
  readonly ttlSeconds: number | undefined;
  readonly status: string | undefined;
  readonly action: string | undefined;
  readonly description: string | undefined;
  readonly zoneId: string | undefined;
  readonly zoneName: string | undefined;
  readonly projectId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** What a project may have. */
export interface DnsQuota {
  readonly zones: number | undefined;
  readonly recordsetsPerZone: number | undefined;
  readonly recordsPerZone: number | undefined;
  readonly recordsPerRecordset: number | undefined;
  readonly recordsetsPerExport: number | undefined;
}

/** A process of Designate. */
export interface DnsServiceStatus {
  readonly id: string;
  /** `api`, `central`, `worker`, `producer` or `mdns`. */
  readonly serviceName: string | undefined;
  readonly hostname: string | undefined;
  /** `UP`, `DOWN` or `WARNING`. */
  readonly status: string | undefined;
  readonly heartbeatAt: string | undefined;
}

/** Reads a zone; undefined without an id. */
export function readZone(value: unknown): Zone | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    type: text(value, "type"),
    status: text(value, "status"),
    action: text(value, "action"),
    serial: count(value, "serial"),
    ttlSeconds: count(value, "ttl"),
    email: text(value, "email"),
    description: text(value, "description"),
    masters: texts(value, "masters"),
    shared: flag(value, "shared"),
    projectId: text(value, "project_id"),
    poolId: text(value, "pool_id"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
    transferredAt: text(value, "transferred_at"),
  };
}

/** Reads a recordset; undefined without an id. */
export function readRecordset(value: unknown): Recordset | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    type: text(value, "type"),
    records: texts(value, "records"),
    ttlSeconds: count(value, "ttl"),
    status: text(value, "status"),
    action: text(value, "action"),
    description: text(value, "description"),
    zoneId: text(value, "zone_id"),
    zoneName: text(value, "zone_name"),
    projectId: text(value, "project_id"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads the quotas of a project; undefined without that of zones. */
export function readDnsQuota(value: unknown): DnsQuota | undefined {
  if (count(value, "zones") === undefined) return undefined;
  return {
    zones: count(value, "zones"),
    recordsetsPerZone: count(value, "zone_recordsets"),
    recordsPerZone: count(value, "zone_records"),
    recordsPerRecordset: count(value, "recordset_records"),
    recordsetsPerExport: count(value, "api_export_size"),
  };
}

/** Reads a process; undefined without an id. */
export function readDnsServiceStatus(value: unknown): DnsServiceStatus | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    serviceName: text(value, "service_name"),
    hostname: text(value, "hostname"),
    status: text(value, "status"),
    heartbeatAt: text(value, "heartbeated_at"),
  };
}
