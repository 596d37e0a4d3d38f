/** Floating IPs as the tools show them.
 *
 * @module
 */
import {
  listFloatingIps,
  listPorts,
  listQosPolicies,
  showFloatingIp,
} from "../../openstack/network/operations.ts";
import { type FloatingIp, readFloatingIp } from "../../openstack/network/types.ts";
import { SERVER_OPERATIONS, SERVERS } from "../compute/servers.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import {
  joinAll,
  nameOf,
  networkNames,
  projectNames,
  qosPolicyNames,
  routerNames,
  serverNames,
} from "../names.ts";
import { NETWORKS } from "./networks.ts";
import { commonColumns, mentioning, ownQuery, type WithNames } from "./references.ts";
import { ROUTER_OPERATIONS, ROUTERS } from "./routers.ts";

/** The operations that reading floating IPs may need. */
export const FLOATING_IP_OPERATIONS = [
  ...new Set([
    listFloatingIps,
    showFloatingIp,
    ...ROUTER_OPERATIONS,
    ...SERVER_OPERATIONS,
    listPorts,
    listQosPolicies,
  ]),
];

const COLUMNS: readonly Column<FloatingIp, WithNames>[] = [
  {
    name: "address",
    level: "basic",
    value: (ip) => ip.address,
    filter: "floating_ip_address",
    sort: "floating_ip_address",
  },
  {
    name: "status",
    level: "basic",
    value: (ip) => ip.status,
    filter: "status",
    sort: "status",
    fold: "upper",
  },
  { name: "fixed_ip", level: "basic", value: (ip) => ip.fixedAddress, filter: "fixed_ip_address" },
  {
    name: "server",
    level: "basic",
    value: (ip, joined) => nameOf(joined?.names["servers"], serverOf(ip)),
    resolve: mentioning(SERVERS, (ip, id) => serverOf(ip) === id),
  },
  { name: "other_device", level: "detailed", value: otherDeviceOf },
  {
    name: "router",
    level: "detailed",
    value: (ip, joined) => nameOf(joined?.names["routers"], ip.routerId),
    resolve: mentioning(ROUTERS, (ip, id) => ip.routerId === id, (id) => ({ router_id: id })),
  },
  {
    name: "network",
    level: "detailed",
    value: (ip, joined) => nameOf(joined?.names["networks"], ip.networkId),
    resolve: mentioning(NETWORKS, (ip, id) => ip.networkId === id, (id) => ({ floating_network_id: id })),
  },
  { name: "port_forwardings", level: "detailed", value: (ip) => ip.portForwardings, usual: 0 },
  { name: "dns_name", level: "detailed", value: dnsNameOf },
  { name: "port_id", level: "full", value: (ip) => ip.portId, filter: "port_id" },
  {
    name: "qos_policy",
    level: "full",
    joined: true,
    value: (ip, joined) => nameOf(joined?.names["policies"], ip.qosPolicyId),
  },
  // Nothing else tells what it is for.
  { name: "description", level: "detailed", value: (ip) => ip.description },
  ...commonColumns<FloatingIp>().filter((column) => column.name !== "description"),
  { name: "id", level: "basic", value: (ip) => ip.id },
];

/** Floating IPs: Networking API "List floating IPs". They are named by their addresses. */
export const FLOATING_IPS: ListSpec<FloatingIp, WithNames> = {
  noun: ["floating IP", "floating IPs"],
  list: listFloatingIps,
  show: { operation: showFloatingIp, parameter: "floatingip_id", key: "floatingip" },
  read: readFloatingIp,
  id: (ip) => ip.id,
  name: (ip) => ip.address,
  alsoKnownAs: ({ description }) => description === undefined ? [] : [description],
  owner: (ip) => ip.projectId,
  query: ownQuery,
  byName: (name) => /^[\d.]+$/.test(name) ? { floating_ip_address: name } : {},
  columns: COLUMNS,
  join: async (ips, wants, context) => {
    const of = (column: string, id: (ip: FloatingIp) => string | undefined) =>
      wants(column) ? ips.map(id) : [];
    const { joined, ...rest } = await joinAll({
      servers: serverNames(of("server", serverOf), context),
      routers: routerNames(of("router", (ip) => ip.routerId), context),
      networks: networkNames(of("network", (ip) => ip.networkId), context),
      policies: qosPolicyNames(of("qos_policy", (ip) => ip.qosPolicyId), context),
      projects: projectNames(of("project", (ip) => ip.projectId), context),
    });
    return { joined: { names: joined }, ...rest };
  },
};

function serverOf({ deviceId, deviceOwner }: FloatingIp): string | undefined {
  return deviceOwner?.startsWith("compute:") ? deviceId : undefined;
}

/** A load balancer's, for instance: `Octavia lb-cb74d04f-…`. */
function otherDeviceOf(ip: FloatingIp): string | undefined {
  const { deviceId, deviceOwner } = ip;
  if (serverOf(ip) !== undefined) return undefined;
  return [deviceOwner, deviceId].filter((part) => part !== undefined).join(" ") || undefined;
}

function dnsNameOf({ dnsName, dnsDomain }: FloatingIp): string | undefined {
  if (dnsName === undefined) return undefined;
  return dnsDomain === undefined ? dnsName : `${dnsName}.${dnsDomain}`;
}
