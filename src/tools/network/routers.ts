/** Routers as the tools show them.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listNetworks,
  listPorts,
  listRouterAgents,
  listRouters,
  listSubnets,
  showNetwork,
  showRouter,
} from "../../openstack/network/operations.ts";
import {
  type FixedIp,
  type Port,
  readAgent,
  readPort,
  readRouter,
  readSubnet,
  type Router,
  type Subnet,
} from "../../openstack/network/types.ts";
import { text } from "../../openstack/read.ts";
import { findOne } from "../list_find.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import { joinAll, listedBy, nameOf, networkNames, projectNames } from "../names.ts";
import { ofPart } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { agentText, MOST_HOSTED, readHosts } from "./hosts.ts";
import { NETWORKS } from "./networks.ts";
import { commonColumns, mentioning, ownQuery, type WithNames } from "./references.ts";
import { routeText } from "./subnets.ts";

/** Owners of the ports by which routers serve subnets: plain, distributed, highly available. */
const INTERFACE_OWNERS = [
  "network:router_interface",
  "network:router_interface_distributed",
  "network:ha_router_replicated_interface",
];

/** What is read beside a list of routers. */
export interface RouterJoin extends WithNames {
  /** Ports by which routers serve subnets, by the router's id. */
  readonly interfaces: ReadonlyMap<string, readonly Port[]>;
  /** Subnets of those ports by id, as far as the login may see them. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** What the L3 agents of a router say of themselves. */
  readonly agents: ReadonlyMap<Router, readonly string[]>;
}

/** The operations that reading routers may need. */
export const ROUTER_OPERATIONS = [
  listRouters,
  showRouter,
  listPorts,
  listSubnets,
  listNetworks,
  showNetwork,
  listRouterAgents,
  listProjects,
];

const COLUMNS: readonly Column<Router, RouterJoin>[] = [
  { name: "name", level: "basic", value: (router) => router.name, sort: "name" },
  { name: "status", level: "basic", value: (router) => router.status, sort: "status", fold: "upper" },
  {
    name: "admin_state_up",
    level: "detailed",
    value: (router) => router.adminStateUp,
    filter: "admin_state_up",
    sort: "admin_state_up",
    fold: "lower",
    usual: true,
  },
  {
    name: "external_network",
    level: "detailed",
    value: ({ gateway }, joined) => nameOf(joined?.names["networks"], gateway?.networkId),
    resolve: mentioning(NETWORKS, ({ gateway }, id) => gateway?.networkId === id),
  },
  { name: "external_ips", level: "detailed", value: ({ gateway }) => addressesOf(gateway?.fixedIps) },
  {
    name: "interfaces",
    level: "detailed",
    joined: true,
    value: ({ id }, joined) =>
      joined?.interfaces.get(id)?.flatMap((port) => interfaceTexts(port, joined)) ?? [],
  },
  {
    name: "networks",
    level: "extra",
    value: ({ id }, joined) => networksOf(id, joined),
    resolve: servingNetwork,
  },
  { name: "routes", level: "full", value: (router) => router.routes?.map(routeText) },
  { name: "snat", level: "full", value: ({ gateway }) => gateway?.enableSnat },
  { name: "ha", level: "full", value: (router) => router.ha, needs: "admin", fold: "lower" },
  {
    name: "distributed",
    level: "full",
    value: (router) => router.distributed,
    needs: "admin",
    fold: "lower",
  },
  {
    name: "l3_agents",
    level: "full",
    needs: "admin",
    joined: true,
    value: (router, joined) => ofPart(joined?.agents, router, (agents) => agents),
  },
  { name: "availability_zones", level: "full", value: (router) => router.availabilityZones },
  ...commonColumns<Router>(),
  { name: "id", level: "basic", value: (router) => router.id },
];

/** Routers of the project. */
export const ROUTERS: ListSpec<Router, RouterJoin> = {
  noun: ["router", "routers"],
  list: listRouters,
  show: { operation: showRouter, parameter: "router_id", key: "router" },
  read: readRouter,
  id: (router) => router.id,
  name: (router) => router.name,
  owner: (router) => router.projectId,
  query: ownQuery,
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: joinRouters,
  costly: { columns: ["l3_agents"], rows: MOST_HOSTED },
};

function addressesOf(ips: readonly FixedIp[] | undefined): readonly string[] | undefined {
  return ips?.flatMap(({ address }) => address ?? []);
}

/** `acme-web-v4 10.10.0.1/24`: the subnet, and the router's address in it. */
function interfaceTexts({ fixedIps = [] }: Port, { subnets }: RouterJoin): string[] {
  return fixedIps.map(({ subnetId, address }) => {
    const subnet = subnetId === undefined ? undefined : subnets.get(subnetId);
    const length = subnet?.cidr?.split("/")[1];
    return `${subnet?.name ?? subnetId} ${address}${length === undefined ? "" : `/${length}`}`;
  });
}

function networksOf(routerId: string, joined: RouterJoin | undefined): readonly string[] {
  const ports = joined?.interfaces.get(routerId) ?? [];
  const names = ports.flatMap(({ networkId }) => nameOf(joined?.names["networks"], networkId) ?? []);
  return [...new Set(names)];
}

async function joinRouters(
  routers: readonly Router[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<RouterJoin>> {
  const [ports, agents] = await Promise.all([
    wants("interfaces") || wants("networks") ? interfacesOf(routers, context) : undefined,
    wants("l3_agents") ? agentsOf(routers, context) : undefined,
  ]);
  const interfaces = ports?.joined ?? [];
  const networks = [
    ...(wants("external_network") ? routers.map(({ gateway }) => gateway?.networkId) : []),
    ...(wants("networks") ? interfaces.map(({ networkId }) => networkId) : []),
  ];
  const [names, subnets] = await Promise.all([
    joinAll({
      networks: networkNames(networks, context),
      projects: projectNames(wants("project") ? routers.map(({ projectId }) => projectId) : [], context),
    }),
    wants("interfaces") ? subnetsOf(interfaces, context) : undefined,
  ]);
  return {
    joined: {
      names: names.joined,
      interfaces: Map.groupBy(interfaces, ({ deviceId = "" }) => deviceId),
      subnets: subnets?.joined ?? new Map(),
      agents: agents?.values ?? new Map(),
    },
    unavailable: [ports, agents, names, subnets].flatMap((part) => part?.unavailable ?? []),
    missing: ports?.missing ?? [],
  };
}

/** The interfaces of all routers, in one request. */
async function interfacesOf(
  routers: readonly Router[],
  context: ToolContext,
): Promise<Join<readonly Port[]>> {
  try {
    const fields = ["id", "device_id", "network_id", "fixed_ips"];
    const query = { device_owner: INTERFACE_OWNERS, fields };
    const values = await listedBy(listPorts, "device_id", routers.map(({ id }) => id), query, context);
    return { joined: values.flatMap((value) => readPort(value) ?? []) };
  } catch (error) {
    return {
      joined: [],
      unavailable: [unavailablePart("interfaces of routers", error)],
      missing: ["interfaces", "networks"],
    };
  }
}

async function subnetsOf(
  ports: readonly Port[],
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, Subnet>>> {
  const ids = ports.flatMap(({ fixedIps = [] }) => fixedIps.map(({ subnetId }) => subnetId));
  try {
    const values = await listedBy(listSubnets, "id", ids, { fields: ["id", "name", "cidr"] }, context);
    const subnets = values.flatMap((value) => readSubnet(value) ?? []);
    return { joined: new Map(subnets.map((subnet) => [subnet.id, subnet])) };
  } catch (error) {
    return { joined: new Map(), unavailable: [unavailablePart("subnets of interfaces", error)] };
  }
}

/** The routers that serve a network: those that have an interface in it. */
async function servingNetwork(wanted: string, context: ToolContext): Promise<Part<Router>> {
  const network = await findOne(NETWORKS, wanted, context);
  const query = { network_id: network.id, device_owner: INTERFACE_OWNERS, fields: ["device_id"] };
  const values = await context.cloud.list(listPorts, { query });
  const ids = new Set(values.flatMap((value) => text(value, "device_id") ?? []));
  return { test: ({ id }) => ids.has(id) };
}

async function agentsOf(routers: readonly Router[], context: ToolContext) {
  return await readHosts(routers, {
    what: "L3 agents",
    nouns: "routers",
    service: listRouterAgents.service,
    name: (router) => router.name ?? router.id,
    read: async ({ id }) => {
      const values = await context.cloud.list(listRouterAgents, { path: { router_id: id } });
      return values.flatMap((value) => readAgent(value) ?? []).map(agentText);
    },
  });
}
