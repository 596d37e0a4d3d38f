/** Networks as the tools show them.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import {
  listNetworkAgents,
  listNetworks,
  listQosPolicies,
  listSubnets,
  showNetwork,
} from "../../openstack/network/operations.ts";
import { type Network, readAgent, readNetwork, readSubnet } from "../../openstack/network/types.ts";
import { text } from "../../openstack/read.ts";
import type { Column, Join, ListSpec, Part } from "../list_spec.ts";
import { joinAll, listedBy, nameOf, projectNames, qosPolicyNames } from "../names.ts";
import { ofPart } from "../parts.ts";
import type { ToolContext } from "../tool.ts";
import { agentText, MOST_HOSTED, readHosts } from "./hosts.ts";
import { commonColumns, type WithNames } from "./references.ts";

/** What is read beside a list of networks. */
export interface NetworkJoin extends WithNames {
  /** Subnets by id, as far as the login may see them. */
  readonly subnets: ReadonlyMap<string, { readonly name: string | undefined; readonly cidr: string }>;
  /** External networks; undefined if they could not be told, or need not be. */
  readonly external: ReadonlySet<string> | undefined;
  /** What the DHCP agents of a network say of themselves. */
  readonly agents: ReadonlyMap<Network, readonly string[]>;
}

/** The operations that reading networks may need. */
export const NETWORK_OPERATIONS = [
  listNetworks,
  showNetwork,
  listSubnets,
  listQosPolicies,
  listNetworkAgents,
  listProjects,
];

const COLUMNS: readonly Column<Network, NetworkJoin>[] = [
  { name: "name", level: "basic", value: (network) => network.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (network) => network.status,
    filter: "status",
    sort: "status",
    fold: "upper",
  },
  {
    name: "admin_state_up",
    level: "detailed",
    value: (network) => network.adminStateUp,
    filter: "admin_state_up",
    sort: "admin_state_up",
    fold: "lower",
    usual: true,
  },
  {
    name: "subnets",
    level: "detailed",
    joined: true,
    value: (network, joined) => network.subnetIds?.map((id) => joined?.subnets.get(id)?.cidr ?? id),
  },
  {
    name: "subnet_names",
    level: "full",
    joined: true,
    value: (network, joined) => network.subnetIds?.map((id) => joined?.subnets.get(id)?.name ?? id),
  },
  { name: "external", level: "detailed", value: externalOf, resolve: externalFilter },
  {
    name: "shared",
    level: "detailed",
    value: (network) => network.shared,
    filter: "shared",
    fold: "lower",
  },
  { name: "mtu", level: "detailed", value: (network) => network.mtu, filter: "mtu", sort: "mtu" },
  {
    name: "provider_type",
    level: "full",
    value: (network) => network.providerType,
    needs: "admin",
    filter: "provider:network_type",
    fold: "lower",
  },
  {
    name: "provider_network",
    level: "full",
    value: (network) => network.providerNetwork,
    needs: "admin",
    filter: "provider:physical_network",
  },
  {
    name: "provider_segment",
    level: "full",
    value: (network) => network.providerSegment,
    needs: "admin",
    filter: "provider:segmentation_id",
  },
  { name: "availability_zones", level: "full", value: (network) => network.availabilityZones },
  {
    name: "dhcp_agents",
    level: "full",
    needs: "admin",
    joined: true,
    value: (network, joined) => ofPart(joined?.agents, network, (agents) => agents),
  },
  { name: "port_security_enabled", level: "full", value: (network) => network.portSecurityEnabled },
  { name: "dns_domain", level: "full", value: (network) => network.dnsDomain },
  {
    name: "qos_policy",
    level: "full",
    joined: true,
    value: (network, joined) => nameOf(joined?.names["qos"], network.qosPolicyId),
  },
  ...commonColumns<Network>(),
  { name: "subnet_ids", level: "extra", value: (network) => network.subnetIds },
  { name: "id", level: "basic", value: (network) => network.id },
];

/** Networks: the project's own, those that are shared with it, and external ones. */
export const NETWORKS: ListSpec<Network, NetworkJoin> = {
  noun: ["network", "networks"],
  list: listNetworks,
  show: { operation: showNetwork, parameter: "network_id", key: "network" },
  read: readNetwork,
  id: (network) => network.id,
  name: (network) => network.name,
  owner: ({ shared, external, projectId }) => shared || external ? undefined : projectId,
  sharing: (projectId) => [{ project_id: projectId }, { shared: true }, { "router:external": true }],
  byName: (name) => ({ name }),
  columns: COLUMNS,
  join: joinNetworks,
  costly: { columns: ["dhcp_agents"], rows: MOST_HOSTED },
};

function externalOf(network: Network, joined: NetworkJoin | undefined): unknown {
  return network.external ?? joined?.external?.has(network.id);
}

async function joinNetworks(
  networks: readonly Network[],
  wants: (column: string) => boolean,
  context: ToolContext,
): Promise<Join<NetworkJoin>> {
  const [subnets, external, agents, names] = await Promise.all([
    wants("subnets") || wants("subnet_names") ? subnetsOf(networks, context) : undefined,
    wants("external") && networks.some((network) => network.external === undefined)
      ? externalAmong(context)
      : undefined,
    wants("dhcp_agents") ? agentsOf(networks, context) : undefined,
    joinAll({
      qos: qosPolicyNames(wants("qos_policy") ? networks.map((one) => one.qosPolicyId) : [], context),
      projects: projectNames(wants("project") ? networks.map((one) => one.projectId) : [], context),
    }),
  ]);
  return {
    joined: {
      names: names.joined,
      subnets: subnets?.joined ?? new Map(),
      external: external?.joined,
      agents: agents?.values ?? new Map(),
    },
    unavailable: [subnets, external, agents, names].flatMap((part) => part?.unavailable ?? []),
    missing: [...subnets?.missing ?? [], ...external?.missing ?? []],
  };
}

/** All subnets of all networks, in one request. */
async function subnetsOf(
  networks: readonly Network[],
  context: ToolContext,
): Promise<Join<NetworkJoin["subnets"]>> {
  try {
    const ids = networks.filter(({ subnetIds }) => subnetIds?.length !== 0).map(({ id }) => id);
    const fields = ["id", "name", "cidr"];
    const values = await listedBy(listSubnets, "network_id", ids, { fields }, context);
    return {
      joined: new Map(values.flatMap((value) => {
        const subnet = readSubnet(value);
        return subnet?.cidr === undefined ? [] : [[subnet.id, { name: subnet.name, cidr: subnet.cidr }]];
      })),
    };
  } catch (error) {
    return {
      joined: new Map(),
      unavailable: [unavailablePart("subnets", error)],
      missing: ["subnets", "subnet_names"],
    };
  }
}

/** Neutron keeps from others than the owner whether a network is external, and filters by it all the same. */
async function externalIds(context: ToolContext): Promise<ReadonlySet<string>> {
  const query = { "router:external": true, fields: ["id"] };
  const values = await context.cloud.list(listNetworks, { query });
  return new Set(values.flatMap((value) => text(value, "id") ?? []));
}

async function externalAmong(context: ToolContext): Promise<Join<ReadonlySet<string> | undefined>> {
  try {
    return { joined: await externalIds(context) };
  } catch (error) {
    return {
      joined: undefined,
      unavailable: [unavailablePart("which networks are external", error)],
      missing: ["external"],
    };
  }
}

async function externalFilter(wanted: string, context: ToolContext): Promise<Part<Network>> {
  const external = await externalIds(context);
  const test = (network: Network) => String(external.has(network.id)) === wanted.toLowerCase();
  return { query: { "router:external": wanted }, test };
}

async function agentsOf(networks: readonly Network[], context: ToolContext) {
  return await readHosts(networks, {
    what: "DHCP agents",
    nouns: "networks",
    service: listNetworkAgents.service,
    name: (network) => network.name ?? network.id,
    read: async ({ id }) => {
      const values = await context.cloud.list(listNetworkAgents, { path: { network_id: id } });
      return values.flatMap((value) => readAgent(value) ?? []).map(agentText);
    },
  });
}
