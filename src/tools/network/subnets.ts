/** Subnets as the tools show them.
 *
 * @module
 */
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listNetworks,
  listSubnetPools,
  listSubnets,
  showNetwork,
} from "../../openstack/network/operations.ts";
import { type AllocationPool, readSubnet, type Route, type Subnet } from "../../openstack/network/types.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { joinAll, nameOf, networkNames, projectNames, subnetPoolNames } from "../names.ts";
import { NETWORKS } from "./networks.ts";
import { commonColumns, mentioning, type WithNames } from "./references.ts";

/** The operations that reading subnets may need. */
export const SUBNET_OPERATIONS = [listSubnets, listSubnetPools, listNetworks, showNetwork, listProjects];

const COLUMNS: readonly Column<Subnet, WithNames>[] = [
  { name: "name", level: "basic", value: (subnet) => subnet.name, sort: "name" },
  { name: "cidr", level: "basic", value: (subnet) => subnet.cidr, filter: "cidr", sort: "cidr" },
  {
    name: "network",
    level: "basic",
    value: (subnet, joined) => nameOf(joined?.names["networks"], subnet.networkId),
    resolve: mentioning(NETWORKS, ({ networkId }, id) => networkId === id, (id) => ({ network_id: id })),
  },
  {
    name: "gateway_ip",
    level: "detailed",
    value: (subnet) => subnet.gatewayIp,
    filter: "gateway_ip",
    sort: "gateway_ip",
  },
  {
    name: "dhcp",
    level: "detailed",
    value: (subnet) => subnet.dhcp,
    filter: "enable_dhcp",
    fold: "lower",
    usual: true,
  },
  { name: "ip_version", level: "full", value: (subnet) => subnet.ipVersion, filter: "ip_version" },
  { name: "dns_servers", level: "detailed", value: (subnet) => nonEmpty(subnet.dnsServers) },
  {
    name: "allocation_pools",
    level: "full",
    value: (subnet) => subnet.allocationPools?.map(poolText),
  },
  { name: "host_routes", level: "full", value: (subnet) => subnet.hostRoutes?.map(routeText) },
  { name: "ipv6_address_mode", level: "full", value: (subnet) => subnet.ipv6AddressMode },
  { name: "ipv6_ra_mode", level: "full", value: (subnet) => subnet.ipv6RaMode },
  { name: "service_types", level: "full", value: (subnet) => nonEmpty(subnet.serviceTypes) },
  {
    name: "subnet_pool",
    level: "full",
    joined: true,
    value: (subnet, joined) => nameOf(joined?.names["pools"], subnet.subnetPoolId),
  },
  {
    name: "subnet_pool_id",
    level: "extra",
    value: (subnet) => subnet.subnetPoolId,
    filter: "subnetpool_id",
  },
  ...commonColumns<Subnet>(),
  { name: "network_id", level: "extra", value: (subnet) => subnet.networkId, filter: "network_id" },
  { name: "id", level: "basic", value: (subnet) => subnet.id },
];

const LOOKS_LIKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Subnets: the project's own, and those of networks that are shared with it. A member is not shown those of
 * external networks.
 *
 * A subnet does not say that its network is shared, and so not whether an administrator's project may use it: ids
 * are looked for in the lists, which do say it.
 */
export const SUBNETS: ListSpec<Subnet, WithNames> = {
  noun: ["subnet", "subnets"],
  list: listSubnets,
  read: readSubnet,
  id: (subnet) => subnet.id,
  name: (subnet) => subnet.name,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }],
  byName: (name) => LOOKS_LIKE_ID.test(name) ? { id: name } : { name },
  columns: COLUMNS,
  join: async (subnets, wants, context) => {
    const { joined, ...rest } = await joinAll({
      networks: networkNames(wants("network") ? subnets.map(({ networkId }) => networkId) : [], context),
      pools: subnetPoolNames(wants("subnet_pool") ? subnets.map((one) => one.subnetPoolId) : [], context),
      projects: projectNames(wants("project") ? subnets.map(({ projectId }) => projectId) : [], context),
    });
    return { joined: { names: joined }, ...rest };
  },
};

function poolText({ start, end }: AllocationPool): string {
  return `${start}-${end}`;
}

/** `10.9.0.0/16 via 10.0.0.254`. */
export function routeText({ destination, nextHop }: Route): string {
  return `${destination} via ${nextHop}`;
}

function nonEmpty(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts && texts.length > 0 ? texts : undefined;
}
