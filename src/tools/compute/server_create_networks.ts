/** Which networks a new server is connected to.
 *
 * @module
 */
import { holdsAddress, isAddress } from "../../openstack/network/addresses.ts";
import { listNetworks, listSubnets } from "../../openstack/network/operations.ts";
import { type Network, type Port, readNetwork, readSubnet } from "../../openstack/network/types.ts";
import { ownProject } from "../scope.ts";
import { NETWORKS } from "../network/networks.ts";
import { PORTS } from "../network/ports.ts";
import type { ToolContext } from "../tool.ts";
import type { CreateArguments, NetworkArgument } from "./server_create_arguments.ts";
import type { Problems } from "./server_create_problems.ts";
import { find, findAll } from "./server_create_references.ts";

/** One connection. */
export type Connection =
  | { readonly kind: "network"; readonly network: Network; readonly fixedIp?: string }
  | { readonly kind: "port"; readonly port: Port };

/** All connections, or what Nova is to decide. */
export type Connections = "auto" | "none" | readonly Connection[];

/** Finds the networks and ports that are named, or the one network that there is.
 *
 * @param problems Gets what is wrong with them.
 * @returns Undefined if there is a problem.
 */
export async function readConnections(
  args: CreateArguments,
  context: ToolContext,
  problems: Problems,
): Promise<Connections | undefined> {
  const { networks, ports = [] } = args;
  const [only] = networks ?? [];
  if (networks?.length === 1 && (only === "auto" || only === "none")) {
    if (ports.length > 0) problems.add("invalid argument", `networks: ${only} excludes ports`);
    if (only === "auto") await usualNetwork(context, problems);
    return only;
  }
  if (!networks && ports.length === 0) return await usualNetwork(context, problems);
  const [ofNetworks, given] = await Promise.all([
    Promise.all((networks ?? []).map((one) => connectionsOf(one, context, problems))),
    findAll(PORTS, ports, context, problems),
  ]);
  return [...ofNetworks.flat(), ...given.map((port) => ({ kind: "port", port } as const))];
}

async function connectionsOf(
  given: string | NetworkArgument,
  context: ToolContext,
  problems: Problems,
): Promise<readonly Connection[]> {
  if (typeof given === "string") {
    const networks = await findAll(NETWORKS, [given], context, problems);
    return networks.map((network) => ({ kind: "network", network }));
  }
  const { network: reference, port, fixed_ip: fixedIp } = given;
  if ((reference === undefined) === (port === undefined)) {
    problems.add("invalid argument", "each of networks has either a network or a port");
    return [];
  }
  if (port !== undefined) {
    if (fixedIp !== undefined) problems.add("invalid argument", `port ${port} brings its own addresses`);
    const found = await problems.of(find(PORTS, port, context));
    return found ? [{ kind: "port", port: found }] : [];
  }
  const network = await problems.of(find(NETWORKS, reference ?? "", context));
  if (!network) return [];
  if (fixedIp === undefined) return [{ kind: "network", network }];
  await checkAddress(fixedIp, network, context, problems);
  return [{ kind: "network", network, fixedIp }];
}

/** Nova finds out about a wrong address only after it has made the server. */
async function checkAddress(
  address: string,
  network: Network,
  context: ToolContext,
  problems: Problems,
): Promise<void> {
  if (!isAddress(address)) return problems.add("invalid argument", `fixed_ip "${address}" is no IP address`);
  const values = await problems.of(context.cloud.list(listSubnets, { query: { network_id: network.id } }));
  const cidrs = values?.flatMap((value) => readSubnet(value)?.cidr ?? []) ?? [];
  if (!values || cidrs.some((cidr) => holdsAddress(cidr, address))) return;
  problems.add(
    "invalid argument",
    `fixed_ip ${address} is in no subnet of ${nameOf(network)}: ${cidrs.join(", ") || "it has none"}`,
  );
}

/** The network of a project that has one. */
async function usualNetwork(context: ToolContext, problems: Problems): Promise<Connections | undefined> {
  const networks = await problems.of(usableNetworks(context));
  if (!networks) return undefined;
  const [only, ...more] = networks;
  if (!only) return "none";
  if (more.length === 0) return [{ kind: "network", network: only }];
  problems.add(
    "ambiguous",
    `networks must say which of ${networks.length} networks (or none)`,
    networks.slice(0, 20).map(({ name, id }) => ({ name, id })),
  );
  return undefined;
}

/** Networks that Nova would connect a server to: own and shared ones with a subnet. */
async function usableNetworks(context: ToolContext): Promise<readonly Network[]> {
  const project = await ownProject(context, "choose a network");
  const lists = await Promise.all(
    [{ project_id: project.id }, { shared: true }].map((query) =>
      context.cloud.list(listNetworks, { query })
    ),
  );
  const networks = lists.flat().flatMap((value) => readNetwork(value) ?? []).filter((network) =>
    !network.external && network.subnetIds?.length !== 0 &&
    (network.shared || network.projectId === project.id)
  );
  return [...new Map(networks.map((network) => [network.id, network])).values()];
}

/** Whether a network leads outside and is shared with nobody. Neutron may keep that from members: what they see of
 * others is shared or external.
 */
export function isExternal({ external, shared, projectId }: Network, ownId: string): boolean {
  return !shared && (external ?? projectId !== ownId);
}

/** Who asks for how much. */
interface Bounds {
  readonly servers: number;
  readonly projectId: string;
  readonly isAdmin: boolean;
}

/** What forbids that a server is connected like this. */
export function checkConnections(
  connections: Connections,
  { security_groups: groups }: CreateArguments,
  { servers, projectId, isAdmin }: Bounds,
  problems: Problems,
): void {
  if (typeof connections === "string") return;
  for (const connection of connections) {
    const trouble = connection.kind === "port"
      ? portTrouble(connection.port, servers)
      : isExternal(connection.network, projectId) && !isAdmin
      ? `network ${
        nameOf(connection.network)
      } is external: connect an own network and give the server a floating IP`
      : networkTrouble(connection, groups !== undefined, servers);
    if (trouble !== undefined) problems.add("conflict", trouble);
  }
}

function portTrouble(port: Port, servers: number): string | undefined {
  const called = `port ${nameOf(port)}`;
  if (port.deviceId !== undefined) {
    return `${called} is in use by ${port.deviceOwner ?? "a device"} ${port.deviceId}`;
  }
  return servers > 1 ? `${called} can belong to one server, not to ${servers}` : undefined;
}

function networkTrouble(
  { network, fixedIp }: Connection & { kind: "network" },
  withGroups: boolean,
  servers: number,
): string | undefined {
  const called = `network ${nameOf(network)}`;
  if (network.subnetIds?.length === 0) return `${called} has no subnet`;
  if (withGroups && network.portSecurityEnabled === false) {
    return `${called} has port security switched off, so security_groups cannot apply`;
  }
  return fixedIp !== undefined && servers > 1
    ? `${fixedIp} can belong to one server, not to ${servers}`
    : undefined;
}

/** The connections in words. */
export function connectionsText(connections: Connections): string {
  if (typeof connections === "string") return `networks: ${connections}`;
  return connections.map((connection) => {
    if (connection.kind === "port") return `port ${nameOf(connection.port)}`;
    const { network, fixedIp } = connection;
    return `network ${nameOf(network)}${fixedIp === undefined ? "" : ` (${fixedIp})`}`;
  }).join(", ");
}

function nameOf({ name, id }: { readonly name: string | undefined; readonly id: string }): string {
  return name ?? id;
}
