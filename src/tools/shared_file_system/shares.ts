/** Shares as the tools show them, and the names that other things mention them by.
 *
 * @module
 */
import { listProjects } from "../../openstack/identity/operations.ts";
import type { QueryValue } from "../../openstack/request.ts";
import {
  listShareAccessRules,
  listShareExportLocations,
  listShareNetworks,
  listShares,
  listShareSnapshots,
  showShare,
  showShareNetwork,
} from "../../openstack/shared_file_system/operations.ts";
import {
  type ExportLocation,
  readExportLocation,
  readShare,
  readShareAccessRule,
  readShareSnapshot,
  type Share,
  type ShareAccessRule,
} from "../../openstack/shared_file_system/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { toUtc } from "../../text/time.ts";
import { findOne } from "../list_find.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, type ReadNames, searched } from "../names.ts";
import { ofPart, type Parts, readParts, UNKNOWN } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { allTenants } from "./all_tenants.ts";
import { SHARE_NETWORK_REFERENCES } from "./share_networks.ts";

/** The operations that reading shares may need. */
export const SHARE_OPERATIONS = [
  listShares,
  showShare,
  listShareExportLocations,
  listShareAccessRules,
  listShareSnapshots,
  listShareNetworks,
  showShareNetwork,
  listProjects,
];

/** What is read beside a list of shares. */
export interface ShareJoin {
  readonly names: NamesOf;
  readonly exports: ReadonlyMap<Share, readonly string[]>;
  readonly rules: ReadonlyMap<Share, readonly string[]>;
  /** Names of snapshots by the id of their share; undefined if they could not be read. */
  readonly snapshots: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Names of shares ({@linkcode listShares}). */
export const shareNames: ReadNames = async (ids, context) =>
  await searched("names of shares", listShares, ids, context, await allTenants(context));

const COLUMNS: readonly Column<Share, ShareJoin>[] = [
  { name: "name", level: "basic", value: (share) => share.name },
  { name: "status", level: "basic", value: (share) => share.status, filter: "status", fold: "lower" },
  { name: "size_gib", level: "basic", value: (share) => share.sizeGb },
  { name: "protocol", level: "basic", value: (share) => share.protocol, fold: "upper" },
  { name: "type", level: "detailed", value: (share) => share.type },
  { name: "public", level: "detailed", value: (share) => share.isPublic, fold: "lower", usual: false },
  {
    name: "share_network",
    level: "detailed",
    value: ({ shareNetworkId }, joined) => nameOf(joined?.names["networks"], shareNetworkId),
    resolve: async (wanted, context) => {
      const { id } = await findOne(SHARE_NETWORK_REFERENCES, wanted, context);
      return { query: { share_network_id: id }, test: (share) => share.shareNetworkId === id };
    },
  },
  {
    name: "access_rules_status",
    level: "detailed",
    value: (share) => share.accessRulesStatus,
    fold: "lower",
    usual: "active",
  },
  {
    name: "export_locations",
    level: "full",
    joined: true,
    value: (share, joined) => share.exportLocations ?? ofPart(joined?.exports, share, (paths) => paths),
  },
  {
    name: "access_rules",
    level: "full",
    joined: true,
    value: (share, joined) => ofPart(joined?.rules, share, (rules) => rules),
  },
  {
    name: "snapshots",
    level: "full",
    joined: true,
    value: (share, joined) => joined && (joined.snapshots ? joined.snapshots.get(share.id) ?? [] : UNKNOWN),
  },
  { name: "availability_zone", level: "full", value: (share) => share.availabilityZone },
  { name: "description", level: "full", value: (share) => share.description },
  { name: "metadata", level: "full", value: (share) => share.metadata },
  { name: "from_snapshot_id", level: "full", value: (share) => share.snapshotId },
  { name: "replication_type", level: "full", value: (share) => share.replicationType },
  { name: "has_replicas", level: "full", value: (share) => share.hasReplicas, fold: "lower", usual: false },
  { name: "task_state", level: "full", value: (share) => share.taskState },
  { name: "progress", level: "full", value: (share) => share.progress, usual: "100%" },
  { name: "deletion_due", level: "full", value: (share) => toUtc(share.scheduledToBeDeletedAt) },
  { name: "host", level: "full", value: (share) => share.host, needs: "admin" },
  { name: "share_server_id", level: "extra", value: (share) => share.shareServerId, needs: "admin" },
  { name: "created", level: "full", value: (share) => toUtc(share.createdAt) },
  {
    name: "project",
    level: "extra",
    joined: true,
    value: (share, joined) => nameOf(joined?.names["projects"], share.projectId),
  },
  { name: "user_id", level: "extra", value: (share) => share.userId },
  { name: "project_id", level: "extra", value: (share) => share.projectId },
  { name: "id", level: "basic", value: (share) => share.id },
];

/** Shares that export locations and access rules are read for, one by one, where nobody named them. */
const MOST_READ = 20;

/** Shares: Shared File Systems API "List shares with details" and "Show share details". */
export const SHARES: ListSpec<Share, ShareJoin> = {
  noun: ["share", "shares"],
  list: listShares,
  show: { operation: showShare, parameter: "share_id", key: "share" },
  read: readShare,
  id: (share) => share.id,
  name: (share) => share.name,
  // A public share may be used by everybody; it is found by its id.
  owner: (share) => share.isPublic ? undefined : share.projectId,
  query: allTenants,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  costly: { columns: ["export_locations", "access_rules"], rows: MOST_READ },
  join: joinShares,
};

async function joinShares(
  shares: readonly Share[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<ShareJoin>> {
  const query = await allTenants(context);
  const networks = wants("share_network") ? shares.map((share) => share.shareNetworkId) : [];
  const [names, exports, rules, snapshots] = await Promise.all([
    joinAll({
      networks: searched("names of share networks", listShareNetworks, networks, context, query),
      projects: projectNames(wants("project") ? shares.map((share) => share.projectId) : [], context),
    }),
    // Until 2.8 the share itself tells.
    readExports(wants("export_locations") ? shares.filter((share) => !share.exportLocations) : [], context),
    readRules(wants("access_rules") ? shares : [], context),
    readSnapshots(wants("snapshots") ? shares : [], query, context),
  ]);
  return {
    joined: {
      names: names.joined,
      exports: exports.values,
      rules: rules.values,
      snapshots: snapshots.joined,
    },
    unavailable: [
      ...names.unavailable ?? [],
      ...exports.unavailable,
      ...rules.unavailable,
      ...snapshots.unavailable ?? [],
    ],
  };
}

function readExports(shares: readonly Share[], context: ToolContext): Promise<Parts<Share, string[]>> {
  return readParts(shares, {
    what: "export locations",
    name: nameOfShare,
    read: async (share) => {
      const found = await context.cloud.list(listShareExportLocations, { path: { share_id: share.id } });
      return found.flatMap((value) => readExportLocation(value) ?? []).toSorted(byUse).map(exportText);
    },
  });
}

/** The preferred one first, those that are not for clients last. */
function byUse(a: ExportLocation, b: ExportLocation): number {
  const rank = ({ preferred, isAdminOnly }: ExportLocation) => (preferred ? 0 : 1) + (isAdminOnly ? 2 : 0);
  return rank(a) - rank(b);
}

function exportText({ path, isAdminOnly }: ExportLocation): string {
  return isAdminOnly ? `${path} (administrators only)` : path;
}

function readRules(shares: readonly Share[], context: ToolContext): Promise<Parts<Share, string[]>> {
  return readParts(shares, {
    what: "access rules",
    name: nameOfShare,
    read: async (share) => {
      const found = await context.cloud.list(listShareAccessRules, { query: { share_id: share.id } });
      return found.flatMap((value) => readShareAccessRule(value) ?? []).map(ruleText);
    },
  });
}

/** `ip 10.0.0.0/24 rw`; the state where it is another than active. */
function ruleText({ type, to, level, state }: ShareAccessRule): string {
  return [type, to, level, state === "active" ? undefined : `(${state})`]
    .filter((part) => part !== undefined)
    .join(" ");
}

function nameOfShare({ name, id }: Share): string {
  return name ?? id;
}

async function readSnapshots(
  shares: readonly Share[],
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, readonly string[]> | undefined>> {
  const [only] = shares;
  if (!only) return { joined: undefined };
  const narrowed = shares.length === 1 ? { ...query, share_id: only.id } : query;
  try {
    const found = await context.cloud.list(listShareSnapshots, { query: narrowed });
    const snapshots = found.flatMap((value) => readShareSnapshot(value) ?? []);
    const byShare = Map.groupBy(snapshots, ({ shareId }) => shareId ?? "");
    return {
      joined: new Map([...byShare].map(([id, all]) => [id, all.map(({ name, id }) => name ?? id)])),
    };
  } catch (error) {
    return { joined: undefined, unavailable: [unavailablePart("snapshots", error)] };
  }
}
