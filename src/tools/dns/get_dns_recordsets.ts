import * as z from "zod";
import { listRecordsets, listZoneRecordsets, showZoneRecordset } from "../../openstack/dns/operations.ts";
import { readRecordset, type Recordset, type Zone } from "../../openstack/dns/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import {
  LIST_ARGUMENTS,
  LIST_COMPAT,
  type ListArguments,
  referenceArgument,
  renamed,
} from "../list_arguments.ts";
import { findOne } from "../list_find.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { tool } from "../tool.ts";
import {
  absoluteName,
  alsoNamed,
  byPartOfName,
  countedIn,
  isNamed,
  scopeHeaders,
  ZONE_OPERATIONS,
  ZONES,
} from "./zones.ts";

/** Recordsets of a zone, or of all zones. */
export const getDnsRecordsets = tool({
  name: "get_dns_recordsets",
  toolset: "dns",
  title: "DNS records",
  description: "DNS records by name and type, with TTL and status, of a zone (name or id) or of all zones.",
  input: z.strictObject({ zone: referenceArgument, ...LIST_ARGUMENTS }),
  operations: [listRecordsets, listZoneRecordsets, showZoneRecordset, ...ZONE_OPERATIONS],
  compat: {
    ...LIST_COMPAT,
    zone_name: renamed("zone"),
    zone_id: renamed("zone"),
    recordset_name: renamed("names"),
  },
  readsOf: {
    set_dns_recordset: {
      actions: { list: {}, show: { detail: "full" } },
      ignored: ["ttl", "records", "type", "description"],
    },
  },
  run: async ({ zone: reference, ...given }, context) => {
    const args = byDomainName(given);
    if (reference === undefined) return await answerList(RECORDSETS, args, context);
    const zone = await findOne(ZONES, reference.toLowerCase(), context);
    const { scope, ...answer } = await answerList(recordsetsOf(zone), args, context);
    return { scope, zone: zone.name ?? zone.id, ...answer };
  },
});

/** A name mostly has records of several types: it asks for them all, where the name of anything else asks for one. */
function byDomainName({ names, ...args }: ListArguments): ListArguments {
  const wanted = names?.flatMap((name) => name.split(",")).map((name) => name.trim());
  if (!wanted?.every((name) => name.includes("."))) return { ...args, names };
  return { ...args, detail: args.detail ?? "full", filters: { ...args.filters, name: wanted } };
}

const COLUMNS: readonly Column<Recordset>[] = [
  {
    name: "name",
    level: "basic",
    value: (recordset) => recordset.name,
    sort: "name",
    resolve: (wanted) => Promise.resolve(isNamed(wanted)),
  },
  {
    name: "type",
    level: "basic",
    value: (recordset) => recordset.type,
    filter: "type",
    sort: "type",
    fold: "upper",
  },
  { name: "records", level: "basic", value: (recordset) => recordset.records, filter: "data" },
  // Without one of its own it has its zone's.
  {
    name: "ttl_seconds",
    level: "detailed",
    value: (recordset) => recordset.ttlSeconds,
    filter: "ttl",
    sort: "ttl",
  },
  {
    name: "status",
    level: "detailed",
    value: (recordset) => recordset.status,
    filter: "status",
    fold: "upper",
  },
  {
    name: "action",
    level: "detailed",
    value: (recordset) => recordset.action,
    fold: "upper",
    usual: "NONE",
  },
  { name: "managed", level: "detailed", value: isManaged, usual: false },
  { name: "description", level: "full", value: (recordset) => recordset.description },
  {
    name: "created",
    level: "full",
    value: (recordset) => toUtc(recordset.createdAt),
    sort: "created_at",
  },
  { name: "updated", level: "full", value: (recordset) => toUtc(recordset.updatedAt) },
  { name: "project_id", level: "extra", value: (recordset) => recordset.projectId },
];

const ZONE_COLUMNS: readonly Column<Recordset>[] = [
  {
    name: "zone",
    level: "detailed",
    value: (recordset) => recordset.zoneName,
    resolve: async (wanted, context) => {
      const { id } = await findOne(ZONES, wanted.toLowerCase(), context);
      // Designate itself breaks on a filter by zone.
      return { test: (recordset) => recordset.zoneId === id };
    },
  },
  { name: "zone_id", level: "extra", value: (recordset) => recordset.zoneId },
];

const ID_COLUMN: Column<Recordset> = { name: "id", level: "basic", value: (recordset) => recordset.id };

/** Recordsets of all zones: DNS API "List all recordsets owned by project".
 *
 * What an administrator may see is bounded by Designate: without the header for all it answers for the token's project.
 */
const RECORDSETS: ListSpec<Recordset> = {
  noun: ["recordset", "recordsets"],
  list: listRecordsets,
  read: readRecordset,
  id: (recordset) => recordset.id,
  name: (recordset) => recordset.name,
  alsoKnownAs: (recordset) => alsoNamed(recordset.name),
  headers: scopeHeaders,
  counted: countedIn,
  byPart: byPartOfName,
  columns: [...COLUMNS, ...ZONE_COLUMNS, ID_COLUMN],
};

/** Recordsets of a zone: DNS API "List recordsets in a zone". Whoever may see the zone may see them. */
function recordsetsOf(zone: Zone): ListSpec<Recordset> {
  return {
    ...RECORDSETS,
    place: `in zone ${zone.name ?? zone.id}`,
    list: listZoneRecordsets,
    path: { zone_id: zone.id },
    show: { operation: showZoneRecordset, parameter: "recordset_id", key: "" },
    byName: (name) => ({ name: absoluteName(name) }),
    columns: [...COLUMNS, ID_COLUMN],
  };
}

/** Those of the zone itself that Designate keeps: it refuses to have them changed. It does not mark them. */
function isManaged({ name, zoneName, type }: Recordset): boolean {
  return (type === "SOA" || type === "NS") && name !== undefined && name === zoneName;
}
