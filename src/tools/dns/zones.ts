/** Zones, as the tools of the toolset `dns` find and list them.
 *
 * @module
 */
import { ALL_PROJECTS } from "../../openstack/dns/headers.ts";
import { listZones, showZone } from "../../openstack/dns/operations.ts";
import { readZone, type Zone } from "../../openstack/dns/types.ts";
import type { Operation } from "../../openstack/operation.ts";
import { count, member } from "../../openstack/read.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import { nameOf, type Names, projectNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";

/** What finding a zone sends. */
export const ZONE_OPERATIONS: readonly Operation[] = [listZones, showZone];

/** Designate is asked for the objects of all projects where the operator allowed it. A token without a project is
 * shown nothing at all without these headers.
 */
export async function scopeHeaders(context: ToolContext): Promise<Readonly<Record<string, string>>> {
  const { project } = await context.cloud.session();
  return context.allProjects || !project ? ALL_PROJECTS : {};
}

/** How many Designate says that there are. */
export function countedIn(body: unknown): number | undefined {
  return count(member(body, "metadata"), "total_count");
}

/** A domain name with the dot at its end, in small letters: domain names know no case. */
export function absoluteName(name: string): string {
  const plain = name.toLowerCase();
  return plain.endsWith(".") ? plain : `${plain}.`;
}

/** The same name as people write it, for references in small letters. */
export function alsoNamed(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  const absolute = absoluteName(name);
  return [absolute, absolute.slice(0, -1)];
}

/** A condition on a domain name, with or without the dot at its end. */
export function isNamed<Item extends { readonly name: string | undefined }>(wanted: string): Part<Item> {
  const name = absoluteName(wanted);
  return {
    query: { name },
    test: (item) => item.name !== undefined && absoluteName(item.name) === name,
  };
}

/** Query for a part of a name. Asterisks are Designate's own, and stand for anything. */
export function byPartOfName(part: string): Readonly<Record<string, QueryValue>> {
  return { name: `*${part.toLowerCase()}*` };
}

const COLUMNS: readonly Column<Zone, Names>[] = [
  {
    name: "name",
    level: "basic",
    value: (zone) => zone.name,
    sort: "name",
    resolve: (wanted) => Promise.resolve(isNamed(wanted)),
  },
  {
    name: "type",
    level: "detailed",
    value: (zone) => zone.type,
    filter: "type",
    fold: "upper",
    usual: "PRIMARY",
  },
  { name: "status", level: "basic", value: (zone) => zone.status, filter: "status", fold: "upper" },
  { name: "action", level: "detailed", value: (zone) => zone.action, fold: "upper", usual: "NONE" },
  { name: "serial", level: "detailed", value: (zone) => zone.serial, sort: "serial" },
  {
    name: "ttl_seconds",
    level: "detailed",
    value: (zone) => zone.ttlSeconds,
    filter: "ttl",
    sort: "ttl",
  },
  { name: "email", level: "detailed", value: (zone) => zone.email, filter: "email" },
  { name: "masters", level: "detailed", value: (zone) => zone.masters?.join(", ") || undefined },
  { name: "shared", level: "detailed", value: (zone) => zone.shared, usual: false },
  { name: "description", level: "full", value: (zone) => zone.description },
  { name: "created", level: "full", value: (zone) => toUtc(zone.createdAt), sort: "created_at" },
  { name: "updated", level: "full", value: (zone) => toUtc(zone.updatedAt) },
  { name: "transferred", level: "full", value: (zone) => toUtc(zone.transferredAt) },
  {
    name: "project",
    level: "full",
    joined: true,
    value: (zone, names) => nameOf(names, zone.projectId),
  },
  { name: "project_id", level: "extra", value: (zone) => zone.projectId },
  { name: "pool_id", level: "extra", value: (zone) => zone.poolId },
  { name: "id", level: "basic", value: (zone) => zone.id },
];

/** Zones: DNS API "List zones". */
export const ZONES: ListSpec<Zone, Names> = {
  noun: ["zone", "zones"],
  list: listZones,
  show: { operation: showZone, parameter: "zone_id", key: "" },
  read: readZone,
  id: (zone) => zone.id,
  name: (zone) => zone.name,
  alsoKnownAs: (zone) => alsoNamed(zone.name),
  owner: (zone) => zone.shared ? undefined : zone.projectId,
  headers: scopeHeaders,
  counted: countedIn,
  byName: (name) => ({ name: absoluteName(name) }),
  byPart: byPartOfName,
  columns: COLUMNS,
  join: async (zones, wants, context) =>
    await projectNames(wants("project") ? zones.map((zone) => zone.projectId) : [], context),
};
