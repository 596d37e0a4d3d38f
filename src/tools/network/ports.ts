/** Ports as the tools show them.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import {
  listFloatingIps,
  listPorts,
  listQosPolicies,
  listRouters,
  listSecurityGroups,
  showPort,
  showSecurityGroup,
} from "../../openstack/network/operations.ts";
import { type Port, readFloatingIp, readPort } from "../../openstack/network/types.ts";
import { SERVER_OPERATIONS, SERVERS } from "../compute/servers.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import {
  joinAll,
  listedBy,
  nameOf,
  networkNames,
  projectNames,
  qosPolicyNames,
  routerNames,
  securityGroupNames,
  serverNames,
} from "../names.ts";
import type { ToolContext } from "../tool.ts";
import { NETWORKS } from "./networks.ts";
import { commonColumns, mentioning, ownQuery, type WithNames } from "./references.ts";
import { ROUTER_OPERATIONS, ROUTERS } from "./routers.ts";
import { SECURITY_GROUPS } from "./security_groups.ts";
import { SUBNETS } from "./subnets.ts";

/** What is read beside a list of ports. */
export interface PortJoin extends WithNames {
  /** Floating addresses by the port's id. */
  readonly floatingIps: ReadonlyMap<string, readonly string[]>;
}

/** The operations that reading ports may need. */
export const PORT_OPERATIONS = [
  ...new Set([
    listPorts,
    showPort,
    ...ROUTER_OPERATIONS,
    ...SERVER_OPERATIONS,
    listRouters,
    listSecurityGroups,
    showSecurityGroup,
    listFloatingIps,
    listQosPolicies,
  ]),
];

const COLUMNS: readonly Column<Port, PortJoin>[] = [
  { name: "name", level: "basic", value: (port) => port.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (port) => port.status,
    filter: "status",
    sort: "status",
    fold: "upper",
  },
  {
    name: "admin_state_up",
    level: "full",
    value: (port) => port.adminStateUp,
    filter: "admin_state_up",
    sort: "admin_state_up",
    fold: "lower",
    usual: true,
  },
  {
    name: "fixed_ips",
    level: "basic",
    value: (port) => textOf(addressesOf(port)),
    resolve: addressFilter,
  },
  {
    name: "network",
    level: "detailed",
    value: (port, joined) => nameOf(joined?.names["networks"], port.networkId),
    resolve: mentioning(NETWORKS, ({ networkId }, id) => networkId === id, (id) => ({ network_id: id })),
  },
  { name: "device", level: "detailed", joined: true, value: deviceOf },
  {
    name: "server",
    level: "extra",
    value: (port, joined) => isOfServer(port) ? nameOf(joined?.names["servers"], port.deviceId) : undefined,
    resolve: mentioning(
      SERVERS,
      (port, id) => (isOfServer(port) ? port.deviceId : undefined) === id,
      deviceQuery,
    ),
  },
  {
    name: "router",
    level: "extra",
    value: (port, joined) => isOfRouter(port) ? nameOf(joined?.names["routers"], port.deviceId) : undefined,
    resolve: mentioning(
      ROUTERS,
      (port, id) => (isOfRouter(port) ? port.deviceId : undefined) === id,
      deviceQuery,
    ),
  },
  {
    name: "security_groups",
    level: "detailed",
    value: (port, joined) =>
      textOf(port.securityGroupIds?.flatMap((id) => nameOf(joined?.names["groups"], id) ?? [])),
    resolve: mentioning(
      SECURITY_GROUPS,
      ({ securityGroupIds }, id) =>
        id === undefined ? securityGroupIds?.length === 0 : securityGroupIds?.includes(id) ?? false,
      (id) => ({ security_groups: id }),
    ),
  },
  {
    name: "floating_ips",
    level: "detailed",
    joined: true,
    value: (port, joined) => textOf(joined?.floatingIps.get(port.id)),
  },
  {
    name: "mac",
    level: "full",
    value: (port) => port.mac,
    filter: "mac_address",
    sort: "mac_address",
    fold: "lower",
  },
  {
    name: "device_owner",
    level: "full",
    value: (port) => port.deviceOwner,
    filter: "device_owner",
    sort: "device_owner",
  },
  {
    name: "device_id",
    level: "full",
    value: (port) => port.deviceId,
    filter: "device_id",
    sort: "device_id",
  },
  {
    name: "host",
    level: "full",
    value: (port) => port.hostId,
    needs: "admin",
    filter: "binding:host_id",
  },
  { name: "vif_type", level: "full", value: (port) => port.vifType, needs: "admin" },
  { name: "vnic_type", level: "full", value: (port) => port.vnicType, usual: "normal" },
  {
    name: "port_security_enabled",
    level: "full",
    value: (port) => port.portSecurityEnabled,
    fold: "lower",
    usual: true,
  },
  {
    name: "allowed_address_pairs",
    level: "full",
    value: (port) => port.allowedAddressPairs?.map(({ address, mac }) => `${address} ${mac}`),
  },
  { name: "dns_name", level: "full", value: (port) => port.dnsName },
  {
    name: "qos_policy",
    level: "full",
    joined: true,
    value: (port, joined) => nameOf(joined?.names["qos"], port.qosPolicyId),
  },
  {
    name: "subnet",
    level: "extra",
    value: (port) => port.fixedIps?.flatMap(({ subnetId }) => subnetId ?? []),
    resolve: mentioning(
      SUBNETS,
      ({ fixedIps }, id) =>
        id === undefined
          ? fixedIps?.length === 0
          : fixedIps?.some(({ subnetId }) => subnetId === id) ?? false,
      (id) => ({ fixed_ips: `subnet_id=${id}` }),
    ),
  },
  ...commonColumns<Port>(),
  { name: "network_id", level: "extra", value: (port) => port.networkId, filter: "network_id" },
  { name: "id", level: "basic", value: (port) => port.id },
];

/** Ports of the project. */
export const PORTS: ListSpec<Port, PortJoin> = {
  noun: ["port", "ports"],
  list: listPorts,
  show: { operation: showPort, parameter: "port_id", key: "port" },
  read: readPort,
  id: (port) => port.id,
  name: (port) => port.name,
  owner: (port) => port.projectId,
  query: ownQuery,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: joinPorts,
};

/** A list has many ports: several values in one text cost less than a list of texts. */
function textOf(values: readonly string[] | undefined): string | undefined {
  return values?.join(", ");
}

function addressesOf({ fixedIps }: Port): readonly string[] | undefined {
  return fixedIps?.flatMap(({ address }) => address ?? []);
}

function addressFilter(wanted: string): Promise<Part<Port>> {
  if (wanted === "") return Promise.resolve({ test: (port) => addressesOf(port)?.length === 0 });
  const test = (port: Port) => addressesOf(port)?.includes(wanted) ?? false;
  return Promise.resolve({ query: { fixed_ips: `ip_address=${wanted}` }, test });
}

function deviceQuery(id: string) {
  return { device_id: id };
}

function isOfServer({ deviceOwner }: Port): boolean {
  return deviceOwner !== undefined && /^(compute|baremetal):/.test(deviceOwner);
}

function isOfRouter({ deviceOwner }: Port): boolean {
  return deviceOwner !== undefined && /^network:(router_|ha_router_)/.test(deviceOwner);
}

/** The server by its name, `router NAME`, or what else owns it: `network:dhcp`, `Octavia`. */
function deviceOf(port: Port, joined: PortJoin | undefined): string | undefined {
  if (isOfServer(port)) return nameOf(joined?.names["servers"], port.deviceId);
  if (isOfRouter(port)) return `router ${nameOf(joined?.names["routers"], port.deviceId)}`;
  return port.deviceOwner;
}

async function joinPorts(
  ports: readonly Port[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<PortJoin>> {
  const devices = (column: string, isOne: (port: Port) => boolean) =>
    wants("device") || wants(column) ? ports.filter(isOne).map(({ deviceId }) => deviceId) : [];
  const groups = wants("security_groups") ? ports.flatMap((port) => port.securityGroupIds ?? []) : [];
  const [names, floating] = await Promise.all([
    joinAll({
      networks: networkNames(wants("network") ? ports.map(({ networkId }) => networkId) : [], context),
      servers: serverNames(devices("server", isOfServer), context),
      routers: routerNames(devices("router", isOfRouter), context),
      groups: securityGroupNames(groups, context),
      qos: qosPolicyNames(wants("qos_policy") ? ports.map((port) => port.qosPolicyId) : [], context),
      projects: projectNames(wants("project") ? ports.map(({ projectId }) => projectId) : [], context),
    }),
    wants("floating_ips") ? floatingIpsOf(ports, context) : undefined,
  ]);
  return {
    joined: { names: names.joined, floatingIps: floating?.joined ?? new Map() },
    unavailable: [names, floating].flatMap((part) => part?.unavailable ?? []),
    missing: floating?.missing ?? [],
  };
}

/** Floating addresses of all ports, in one request. */
async function floatingIpsOf(
  ports: readonly Port[],
  context: ToolContext,
): Promise<Join<PortJoin["floatingIps"]>> {
  try {
    const query = { fields: ["id", "port_id", "floating_ip_address"] };
    const values = await listedBy(listFloatingIps, "port_id", ports.map(({ id }) => id), query, context);
    const ips = values.flatMap((value) => readFloatingIp(value) ?? []);
    const byPort = Map.groupBy(ips, ({ portId = "" }) => portId);
    return {
      joined: new Map([...byPort].map(([id, own]) => [id, own.flatMap(({ address }) => address ?? [])])),
    };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("floating IPs", error)],
      missing: ["floating_ips"],
    };
  }
}
