/** Neutron, as far as checks look.
 *
 * @module
 */
import {
  listAddressGroups,
  listFloatingIps,
  listNetworks,
  listPorts,
  listRouters,
  listSecurityGroups,
  listSubnets,
  listTrunks,
} from "../../openstack/network/operations.ts";
import {
  type AddressGroup,
  type FixedIp,
  type FloatingIp,
  type Network,
  type Port,
  readAddressGroup,
  readFloatingIp,
  readNetwork,
  readPort,
  readRouter,
  readSecurityGroup,
  readSubnet,
  readTrunk,
  type Router,
  type SecurityGroup,
  type Subnet,
  type Trunk,
} from "../../openstack/network/types.ts";
import { text } from "../../openstack/read.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";
import { pick } from "../pick.ts";

const PORT = [
  "id",
  "name",
  "projectId",
  "networkId",
  "status",
  "adminStateUp",
  "deviceId",
  "deviceOwner",
  "hostId",
  "vifType",
  "createdAt",
  "updatedAt",
  "portSecurityEnabled",
] as const;

/** What checks keep of a port. */
export interface HealthPort extends Pick<Port, typeof PORT[number]> {
  /** How many addresses it has. */
  readonly fixedIps: number;
  readonly addresses: readonly FixedIp[];
  /** Addresses and ranges that it may use besides its own. */
  readonly allowedAddresses: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** `immediate`; or why it has no address: `deferred` until it is bound, `none` wanted. */
  readonly ipAllocation: string | undefined;
}

/** Ports of the project, or of all. */
export const ports: Collection<HealthPort> = listed({
  title: "ports",
  operation: listPorts,
  scope: "project_id",
  read: (raw) => {
    const port = readPort(raw);
    if (!port) return undefined;
    return {
      ...pick(port, PORT),
      fixedIps: port.fixedIps?.length ?? 0,
      addresses: port.fixedIps ?? [],
      allowedAddresses: port.allowedAddressPairs?.flatMap(({ address }) => address ?? []) ?? [],
      // Where port security is off, groups have no say, and Neutron lets none be set.
      securityGroupIds: port.securityGroupIds ?? [],
      ipAllocation: text(raw, "ip_allocation"),
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

/** Networks that the login sees, whoever owns them: a port can be attached to another project's. */
export const networks: Collection<Network> = listed({
  title: "networks",
  operation: listNetworks,
  read: readNetwork,
});

/** Subnets that the login sees, whoever owns them. */
export const subnets: Collection<Subnet> = listed({
  title: "subnets",
  operation: listSubnets,
  read: readSubnet,
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

/** Trunks of the project, or of all. */
export const trunks: Collection<Trunk> = listed({
  title: "trunks",
  operation: listTrunks,
  extension: true,
  scope: "project_id",
  read: readTrunk,
});

/** Address groups that the login sees, whoever owns them: rules can name another project's. */
export const addressGroups: Collection<AddressGroup> = listed({
  title: "address groups",
  operation: listAddressGroups,
  extension: true,
  read: readAddressGroup,
});

/** What the items of this file's collections are. */
export interface NetworkItems {
  readonly ports: HealthPort;
  readonly externalNetworks: Network;
  readonly networks: Network;
  readonly subnets: Subnet;
  readonly routers: Router;
  readonly floatingIps: FloatingIp;
  readonly securityGroups: SecurityGroup;
  readonly addressGroups: AddressGroup;
  readonly trunks: Trunk;
}

/** The collections of this service, by the name that checks use. */
export const networkCollections: CollectionsOf<NetworkItems> = {
  ports,
  externalNetworks,
  networks,
  subnets,
  routers,
  floatingIps,
  securityGroups,
  addressGroups,
  trunks,
};
