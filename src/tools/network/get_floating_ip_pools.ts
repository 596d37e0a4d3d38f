import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import {
  listFloatingIpPools,
  listFloatingIps,
  listNetworks,
  showNetwork,
  showNetworkQuota,
} from "../../openstack/network/operations.ts";
import {
  type FloatingIpPool,
  type Network,
  readFloatingIpPool,
  readNetwork,
} from "../../openstack/network/types.ts";
import { type QuotaLine, readQuota, UNLIMITED } from "../../openstack/quota.ts";
import { text, wire } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { listedBy } from "../names.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { ADDRESS_OPERATIONS, addressCounts, type AddressUse, readAddressUse } from "./ip_availability.ts";
import { ownQuery } from "./references.ts";

/** External networks as pools of addresses. */
export const getFloatingIpPools = tool({
  name: "get_floating_ip_pools",
  toolset: "network",
  title: "Floating IP pools",
  description:
    "External networks: ranges, the project's floating IPs and quota; for administrators addresses total, used, left.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [
    ...ADDRESS_OPERATIONS,
    showNetwork,
    listFloatingIpPools,
    listFloatingIps,
    showNetworkQuota,
  ],
  essential: [listNetworks],
  compat: LIST_COMPAT,
  run: (args, context) => answerList(FLOATING_IP_POOLS, args, context),
});

/** What is read beside the external networks. */
interface PoolJoin {
  readonly use: AddressUse | undefined;
  /** Ranges, as everybody may know them. */
  readonly pools: readonly FloatingIpPool[];
  /** Floating IPs by network; undefined if they could not be read. */
  readonly floating: ReadonlyMap<string, number> | undefined;
  /** Of the project's floating IPs; undefined if it could not be read or is none of one project. */
  readonly quota: QuotaLine | undefined;
}

/** External networks: Networking API "List networks". They are for everybody whom the service shows them. */
const FLOATING_IP_POOLS: ListSpec<Network, PoolJoin> = {
  noun: ["floating IP pool", "floating IP pools"],
  list: listNetworks,
  show: { operation: showNetwork, parameter: "network_id", key: "network" },
  read: readNetwork,
  id: (network) => network.id,
  name: (network) => network.name,
  query: () => Promise.resolve({ "router:external": true }),
  byName: (name) => ({ name }),
  columns: [
    { name: "name", level: "basic", value: (network) => network.name, sort: "name" },
    {
      name: "status",
      level: "detailed",
      value: (network) => network.status,
      filter: "status",
      fold: "upper",
      usual: "ACTIVE",
    },
    { name: "ranges", level: "detailed", joined: true, value: rangesOf },
    ...countColumns(4),
    ...countColumns(6),
    {
      name: "floating_ips",
      level: "basic",
      joined: true,
      value: (network, joined) => joined?.floating && (joined.floating.get(network.id) ?? 0),
    },
    { name: "description", level: "full", value: (network) => network.description },
    { name: "id", level: "basic", value: (network) => network.id },
  ],
  join: joinPools,
  summary: (_networks, joined) => quotaSummary(joined?.quota),
};

/** Columns of one IP version: the two are never added up. */
function countColumns(version: 4 | 6): readonly Column<Network, PoolJoin>[] {
  const column = (name: string, level: "basic" | "detailed", key: "total" | "used" | "left" | "percent") => ({
    name: `ipv${version}_${name}`,
    level,
    joined: true,
    value: ({ id }: Network, joined: PoolJoin | undefined) => {
      const rows = joined?.use?.rows.filter((row) => row.networkId === id) ?? [];
      return addressCounts(rows, version)?.[key];
    },
  });
  return [
    column("total", "detailed", "total"),
    column("used", "detailed", "used"),
    column("left", "basic", "left"),
    column("used_percent", "detailed", "percent"),
  ];
}

function rangesOf({ id }: Network, joined: PoolJoin | undefined): string[] | undefined {
  const own = [...joined?.use?.rows ?? [], ...joined?.pools ?? []].filter((one) => one.networkId === id);
  return own.length === 0 ? undefined : [...new Set(own.flatMap(({ cidr }) => cidr ?? []))];
}

function quotaSummary(quota: QuotaLine | undefined): ToolAnswer {
  const { limit, inUse, reserved = 0 } = quota ?? {};
  if (limit === undefined) return {};
  const used = inUse === undefined ? {} : { used: inUse };
  if (limit === UNLIMITED) return { quota: { limit: "unlimited", ...used } };
  return {
    quota: {
      limit,
      ...used,
      ...(inUse === undefined ? {} : { left: Math.max(0, limit - inUse - reserved) }),
    },
  };
}

async function joinPools(
  networks: readonly Network[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<PoolJoin>> {
  const ids = networks.map(({ id }) => id);
  const wantsUse = wants("ranges") ||
    [...countColumns(4), ...countColumns(6)].some(({ name }) => wants(name));
  const [addresses, floating, quota] = await Promise.all([
    wantsUse ? addressesOf(ids, context) : undefined,
    wants("floating_ips") ? floatingIpsOf(ids, context) : undefined,
    quotaOf(context),
  ]);
  return {
    joined: {
      use: addresses?.use,
      pools: addresses?.pools ?? [],
      floating: floating?.joined,
      quota: quota.joined,
    },
    unavailable: [addresses, floating, quota].flatMap((part) => part?.unavailable ?? []),
    missing: floating?.missing ?? [],
  };
}

/** Who is told of no subnet is told the ranges at least. */
async function addressesOf(networkIds: readonly string[], context: ToolContext) {
  const use = await readAddressUse(context, networkIds);
  if (use.rows.length > 0 || use.unavailable.length === 0) {
    return { use, pools: [], unavailable: use.unavailable };
  }
  const [hidden, ...rest] = use.unavailable;
  const unavailable = [{ ...hidden, what: "total and used addresses" }, ...rest];
  try {
    const values = await context.cloud.list(listFloatingIpPools);
    return { use, pools: values.flatMap((value) => readFloatingIpPool(value) ?? []), unavailable };
  } catch (error) {
    return { use, pools: [], unavailable: [...unavailable, unavailablePart("ranges", error)] };
  }
}

/** How many floating IPs of the scope come out of each network. */
async function floatingIpsOf(
  networkIds: readonly string[],
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, number> | undefined>> {
  try {
    const query = { ...await ownQuery(context), fields: ["id", "floating_network_id"] };
    const values = await listedBy(listFloatingIps, "floating_network_id", networkIds, query, context);
    const byNetwork = Map.groupBy(values, (value) => text(value, "floating_network_id") ?? "");
    return { joined: new Map([...byNetwork].map(([id, own]) => [id, own.length])) };
  } catch (error) {
    return {
      joined: undefined,
      unavailable: [unavailablePart("floating IPs", error)],
      missing: ["floating_ips"],
    };
  }
}

async function quotaOf(context: ToolContext): Promise<Join<QuotaLine | undefined>> {
  const { project } = await context.cloud.session();
  if (context.allProjects || !project) return { joined: undefined };
  try {
    const { body } = await context.cloud.send(showNetworkQuota, { path: { project_id: project.id } });
    const quota = readQuota(wire(body)["quota"])?.lines["floatingip"];
    if (quota === undefined) throw withoutQuota();
    return { joined: quota };
  } catch (error) {
    return { joined: undefined, unavailable: [unavailablePart("quota of floating IPs", error)] };
  }
}

function withoutQuota(): OpenStackError {
  return new OpenStackError({
    what: "read the quota of floating IPs",
    service: showNetworkQuota.service,
    reason: "unexpected answer",
    detail: "the answer does not hold the quota of floating IPs",
  });
}
