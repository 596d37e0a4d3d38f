/** Neutron, as far as checks look.
 *
 * @module
 */
import {
  listAgents,
  listFloatingIps,
  listNetworks,
  listPorts,
  listRouters,
  listSecurityGroups,
} from "../../openstack/network/operations.ts";
import {
  type Agent,
  type FloatingIp,
  type Network,
  type Port,
  readAgent,
  readFloatingIp,
  readNetwork,
  readPort,
  readRouter,
  readSecurityGroup,
  type Router,
  type SecurityGroup,
} from "../../openstack/network/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";

/** What checks keep of a port. */
export interface HealthPort extends
  Pick<
    Port,
    | "id"
    | "name"
    | "projectId"
    | "networkId"
    | "status"
    | "adminStateUp"
    | "deviceId"
    | "deviceOwner"
    | "hostId"
    | "vifType"
    | "updatedAt"
  > {
  /** How many addresses it has. */
  readonly fixedIps: number;
  readonly securityGroupIds: readonly string[];
}

/** Ports of the project, or of all. */
export const ports: Collection<HealthPort> = listed({
  title: "ports",
  operation: listPorts,
  scope: "project_id",
  read: (raw) => {
    const port = readPort(raw);
    if (!port) return undefined;
    const { id, name, projectId, networkId, status, adminStateUp, deviceId, deviceOwner } = port;
    return {
      id,
      name,
      projectId,
      networkId,
      status,
      adminStateUp,
      deviceId,
      deviceOwner,
      hostId: port.hostId,
      vifType: port.vifType,
      updatedAt: port.updatedAt,
      fixedIps: port.fixedIps?.length ?? 0,
      // Where port security is off, groups have no say, and Neutron lets none be set.
      securityGroupIds: port.securityGroupIds ?? [],
    };
  },
});

/** External networks, whoever owns them: what is attached to one can be reached. */
export const externalNetworks: Collection<Network> = listed({
  title: "external networks",
  operation: listNetworks,
  query: { "router:external": true },
  read: readNetwork,
});

/** Routers of the project, or of all. */
export const routers: Collection<Router> = listed({
  title: "routers",
  operation: listRouters,
  scope: "project_id",
  read: readRouter,
});

/** Floating IPs of the project, or of all. */
export const floatingIps: Collection<FloatingIp> = listed({
  title: "floating IPs",
  operation: listFloatingIps,
  scope: "project_id",
  read: readFloatingIp,
});

/** Security groups of the project, or of all, with their rules. */
export const securityGroups: Collection<SecurityGroup> = listed({
  title: "security groups",
  operation: listSecurityGroups,
  scope: "project_id",
  read: readSecurityGroup,
});

/** Neutron's agents on all hosts. */
export const agents: Collection<Agent> = listed({
  title: "network agents",
  operation: listAgents,
  emptyIfRefused: true,
  extension: true,
  read: readAgent,
});

/** What the items of this file's collections are. */
export interface NetworkItems {
  readonly ports: HealthPort;
  readonly externalNetworks: Network;
  readonly routers: Router;
  readonly floatingIps: FloatingIp;
  readonly securityGroups: SecurityGroup;
  readonly agents: Agent;
}

/** The collections of this service, by the name that checks use. */
export const networkCollections: CollectionsOf<NetworkItems> = {
  ports,
  externalNetworks,
  routers,
  floatingIps,
  securityGroups,
  agents,
};
