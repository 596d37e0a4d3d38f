/** Load balancers as the tools show them.
 *
 * @module
 */
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listLoadBalancerFlavors,
  listLoadBalancerListeners,
  listLoadBalancers,
  showLoadBalancer,
} from "../../openstack/load_balancer/operations.ts";
import {
  type LoadBalancer,
  type LoadBalancerListener,
  readLoadBalancer,
  readLoadBalancerListener,
} from "../../openstack/load_balancer/types.ts";
import { listFloatingIps, listNetworks, listSubnets } from "../../openstack/network/operations.ts";
import { readFloatingIp } from "../../openstack/network/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import { listedBy, nameOf, type Names, networkNames, projectNames, searched, subnetNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import type { ToolContext } from "../tool.ts";
import { NETWORKS } from "../network/networks.ts";
import { ownQuery } from "../network/references.ts";
import { SUBNETS } from "../network/subnets.ts";
import { belongsTo, COMMON_COLUMNS, nonEmpty, PART_SPEC, STATE_COLUMNS } from "./part_columns.ts";

/** What is read beside a list of load balancers. */
export interface BalancerJoin {
  /** By the id of their load balancer; undefined if they could not be read. */
  readonly listeners: ReadonlyMap<string, readonly LoadBalancerListener[]> | undefined;
  /** Floating IP addresses by the port of the VIP. */
  readonly floatingIps: Names;
  readonly networks: Names;
  readonly subnets: Names;
  readonly flavors: Names;
  readonly projects: Names;
}

/** The operations that reading load balancers may need. */
export const LOAD_BALANCER_OPERATIONS = [
  listLoadBalancers,
  showLoadBalancer,
  listLoadBalancerListeners,
  listLoadBalancerFlavors,
  listFloatingIps,
  listNetworks,
  listSubnets,
  listProjects,
];

/** Arguments of `set_load_balancer` that only its changes have. */
export const BALANCER_CHANGES = [
  "name",
  "vip_subnet_id",
  "description",
  "admin_state_up",
  "provider",
  "flavor_id",
  "availability_zone",
  "cascade",
];

const COLUMNS: readonly Column<LoadBalancer, BalancerJoin>[] = [
  ...STATE_COLUMNS,
  {
    name: "vip_address",
    level: "basic",
    value: (balancer) => balancer.vipAddress,
    filter: "vip_address",
  },
  {
    name: "floating_ip",
    level: "detailed",
    value: ({ vipPortId }, joined) => vipPortId && joined?.floatingIps.get(vipPortId),
    resolve: behindFloatingIp,
  },
  {
    name: "listeners",
    level: "detailed",
    joined: true,
    value: ({ id }, joined) =>
      joined?.listeners && (joined.listeners.get(id) ?? []).map(listenerText).join(", "),
  },
  { name: "additional_vips", level: "full", value: (balancer) => nonEmpty(balancer.additionalVips) },
  {
    name: "vip_network",
    level: "full",
    value: (balancer, joined) => nameOf(joined?.networks, balancer.vipNetworkId),
    resolve: belongsTo(NETWORKS, ({ vipNetworkId }) => [vipNetworkId], "vip_network_id"),
  },
  {
    name: "vip_subnet",
    level: "full",
    value: (balancer, joined) => nameOf(joined?.subnets, balancer.vipSubnetId),
    resolve: belongsTo(SUBNETS, ({ vipSubnetId }) => [vipSubnetId], "vip_subnet_id"),
  },
  {
    name: "provider",
    level: "full",
    value: (balancer) => balancer.provider,
    filter: "provider",
    fold: "lower",
  },
  {
    name: "flavor",
    level: "full",
    joined: true,
    value: (balancer, joined) => nameOf(joined?.flavors, balancer.flavorId),
  },
  {
    name: "availability_zone",
    level: "full",
    value: (balancer) => balancer.availabilityZone,
    filter: "availability_zone",
  },
  {
    name: "vip_port_id",
    level: "full",
    value: (balancer) => balancer.vipPortId,
    filter: "vip_port_id",
  },
  {
    name: "vip_network_id",
    level: "extra",
    value: (balancer) => balancer.vipNetworkId,
    filter: "vip_network_id",
  },
  {
    name: "vip_subnet_id",
    level: "extra",
    value: (balancer) => balancer.vipSubnetId,
    filter: "vip_subnet_id",
  },
  { name: "vip_qos_policy_id", level: "extra", value: (balancer) => balancer.vipQosPolicyId },
  { name: "flavor_id", level: "extra", value: (balancer) => balancer.flavorId, filter: "flavor_id" },
  {
    name: "project",
    level: "full",
    value: (balancer, joined) => nameOf(joined?.projects, balancer.projectId),
    resolve: ownedBy((balancer) => balancer.projectId, (id) => ({ project_id: id })),
  },
  { name: "listener_ids", level: "extra", value: (balancer) => balancer.listenerIds },
  { name: "pool_ids", level: "extra", value: (balancer) => balancer.poolIds },
  ...COMMON_COLUMNS,
];

/** Load balancers: Load Balancer API "List load balancers". */
export const LOAD_BALANCERS: ListSpec<LoadBalancer, BalancerJoin> = {
  ...PART_SPEC,
  noun: ["load balancer", "load balancers"],
  list: listLoadBalancers,
  show: { operation: showLoadBalancer, parameter: "loadbalancer_id", key: "loadbalancer" },
  read: readLoadBalancer,
  columns: COLUMNS,
  join: joinBalancers,
};

/** `HTTP:80`. */
export function listenerText({ protocol, protocolPort }: LoadBalancerListener): string {
  return `${protocol ?? "?"}:${protocolPort ?? "?"}`;
}

async function joinBalancers(
  balancers: readonly LoadBalancer[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<BalancerJoin>> {
  const ifWanted = <T>(column: string, of: (balancer: LoadBalancer) => T) =>
    wants(column) ? balancers.map(of) : [];
  const [listeners, floatingIps, networks, subnets, flavors, projects] = await Promise.all([
    wants("listeners") ? readListeners(balancers, context) : undefined,
    floatingIpsOf(ifWanted("floating_ip", ({ vipPortId }) => vipPortId), context),
    networkNames(ifWanted("vip_network", ({ vipNetworkId }) => vipNetworkId), context),
    subnetNames(ifWanted("vip_subnet", ({ vipSubnetId }) => vipSubnetId), context),
    searched(
      "names of flavors",
      listLoadBalancerFlavors,
      ifWanted("flavor", ({ flavorId }) => flavorId),
      context,
      {},
    ),
    projectNames(ifWanted("project", ({ projectId }) => projectId), context),
  ]);
  return {
    joined: {
      listeners: listeners?.joined,
      floatingIps: floatingIps.joined,
      networks: networks.joined,
      subnets: subnets.joined,
      flavors: flavors.joined,
      projects: projects.joined,
    },
    unavailable: [listeners, floatingIps, networks, subnets, flavors, projects].flatMap((part) =>
      part?.unavailable ?? []
    ),
    missing: [...listeners?.missing ?? [], ...floatingIps.missing ?? []],
  };
}

/** The balancer that a floating IP leads to. */
async function behindFloatingIp(address: string, context: ToolContext): Promise<Part<LoadBalancer>> {
  const query = { floating_ip_address: address, fields: ["id", "port_id"] };
  const found = await context.cloud.list(listFloatingIps, { query });
  const [port] = found.flatMap((value) => readFloatingIp(value)?.portId ?? []);
  return {
    ...(port === undefined ? {} : { query: { vip_port_id: port } }),
    test: ({ vipPortId }) => port !== undefined && vipPortId === port,
  };
}

/** One balancer's alone, else those of the project. */
async function readListeners(
  balancers: readonly LoadBalancer[],
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, readonly LoadBalancerListener[]>>> {
  const [only] = balancers;
  const narrowed = balancers.length === 1 && only ? { loadbalancer_id: only.id } : {};
  // Without any there is nothing to ask for; an answer that does not say it is no answer that there are none.
  if (balancers.every(({ listenerIds }) => listenerIds?.length === 0)) return { joined: new Map() };
  try {
    const fields = ["id", "protocol", "protocol_port", "loadbalancers"];
    const query = { ...await ownQuery(context), ...narrowed, fields };
    const found = await context.cloud.list(listLoadBalancerListeners, { query });
    const listeners = found.flatMap((value) => readLoadBalancerListener(value) ?? []);
    const pairs = listeners.flatMap((listener) =>
      (listener.loadBalancerIds ?? []).map((id) => ({ id, listener }))
    );
    return {
      joined: new Map(
        [...Map.groupBy(pairs, ({ id }) => id)].map(([id, of]) => [id, of.map(({ listener }) => listener)]),
      ),
    };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("listeners", error)], missing: ["listeners"] };
  }
}

/** Floating IP addresses by the ports they lead to ({@linkcode listFloatingIps}). */
export async function floatingIpsOf(
  ports: readonly (string | undefined)[],
  context: ToolContext,
): Promise<Join<Names>> {
  try {
    const query = { fields: ["id", "port_id", "floating_ip_address"] };
    const found = await listedBy(listFloatingIps, "port_id", ports, query, context);
    return {
      joined: new Map(found.flatMap((value) => {
        const { portId, address } = readFloatingIp(value) ?? {};
        return portId !== undefined && address !== undefined ? [[portId, address] as const] : [];
      })),
    };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("floating IPs", error)],
      missing: ["floating_ip"],
    };
  }
}
