/** Resources of the Networking API v2.0, read out of their wire forms.
 *
 * A member that the answer does not have is undefined: extensions and roles decide what is there. Times are the
 * service's own text.
 *
 * @module
 */
import { count, flag, isWire, list, member, text, texts, type Wire, wire } from "../read.ts";

/** A network. */
export interface Network {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly status: string | undefined;
  readonly adminStateUp: boolean | undefined;
  /** With every project; a network shared by RBAC with one alone does not say so. */
  readonly shared: boolean | undefined;
  /** Some releases hide it from others than the owner; the filter `router:external=true` works all the same. */
  readonly external: boolean | undefined;
  readonly mtu: number | undefined;
  readonly subnetIds: readonly string[] | undefined;
  readonly portSecurityEnabled: boolean | undefined;
  readonly availabilityZones: readonly string[] | undefined;
  readonly dnsDomain: string | undefined;
  readonly qosPolicyId: string | undefined;
  /** For administrators. */
  readonly providerType: string | undefined;
  /** For administrators. */
  readonly providerNetwork: string | undefined;
  /** For administrators. */
  readonly providerSegment: number | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A range of addresses. */
export interface AllocationPool {
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** A route. */
export interface Route {
  readonly destination: string | undefined;
  readonly nextHop: string | undefined;
}

/** A subnet. */
export interface Subnet {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly networkId: string | undefined;
  readonly cidr: string | undefined;
  readonly ipVersion: number | undefined;
  readonly gatewayIp: string | undefined;
  readonly dhcp: boolean | undefined;
  readonly dnsServers: readonly string[] | undefined;
  readonly allocationPools: readonly AllocationPool[] | undefined;
  readonly hostRoutes: readonly Route[] | undefined;
  readonly ipv6AddressMode: string | undefined;
  readonly ipv6RaMode: string | undefined;
  readonly subnetPoolId: string | undefined;
  readonly serviceTypes: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** An address out of a subnet. */
export interface FixedIp {
  readonly subnetId: string | undefined;
  readonly address: string | undefined;
}

/** An address that a port may use besides its own. */
export interface AddressPair {
  readonly address: string | undefined;
  readonly mac: string | undefined;
}

/** A port. */
export interface Port {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly networkId: string | undefined;
  readonly status: string | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly mac: string | undefined;
  readonly fixedIps: readonly FixedIp[] | undefined;
  readonly deviceId: string | undefined;
  /** Such as `compute:az1` or `network:router_interface`. */
  readonly deviceOwner: string | undefined;
  readonly securityGroupIds: readonly string[] | undefined;
  readonly portSecurityEnabled: boolean | undefined;
  readonly allowedAddressPairs: readonly AddressPair[] | undefined;
  readonly vnicType: string | undefined;
  /** For administrators: the host it is bound to. */
  readonly hostId: string | undefined;
  /** For administrators: `binding_failed` tells that no mechanism would bind it, `unbound` that none was asked. */
  readonly vifType: string | undefined;
  readonly dnsName: string | undefined;
  readonly qosPolicyId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** The way out of a router. */
export interface ExternalGateway {
  readonly networkId: string | undefined;
  readonly enableSnat: boolean | undefined;
  readonly fixedIps: readonly FixedIp[] | undefined;
}

/** A router. */
export interface Router {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly status: string | undefined;
  readonly adminStateUp: boolean | undefined;
  /** Absent if it has none. */
  readonly gateway: ExternalGateway | undefined;
  readonly routes: readonly Route[] | undefined;
  readonly availabilityZones: readonly string[] | undefined;
  /** For administrators. */
  readonly distributed: boolean | undefined;
  /** For administrators. */
  readonly ha: boolean | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A floating IP. */
export interface FloatingIp {
  readonly id: string;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly status: string | undefined;
  readonly address: string | undefined;
  /** Absent if it is not associated. */
  readonly fixedAddress: string | undefined;
  readonly networkId: string | undefined;
  /** Absent if it is not associated. */
  readonly portId: string | undefined;
  readonly routerId: string | undefined;
  /** The device of its port, a server mostly; needs the extension `fip-port-details`. */
  readonly deviceId: string | undefined;
  readonly deviceOwner: string | undefined;
  readonly portForwardings: number | undefined;
  readonly dnsName: string | undefined;
  readonly qosPolicyId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A rule of a security group. Without a remote part it lets in (or out) from anywhere. */
export interface SecurityGroupRule {
  readonly id: string;
  readonly securityGroupId: string | undefined;
  readonly projectId: string | undefined;
  readonly direction: string | undefined;
  /** `IPv4` or `IPv6`. */
  readonly etherType: string | undefined;
  /** Absent for any; a name or a number. */
  readonly protocol: string | undefined;
  /** Absent for all ports. For ICMP the type. */
  readonly portMin: number | undefined;
  /** Absent for all ports. For ICMP the code. */
  readonly portMax: number | undefined;
  readonly remoteIpPrefix: string | undefined;
  readonly remoteGroupId: string | undefined;
  readonly remoteAddressGroupId: string | undefined;
  readonly description: string | undefined;
  readonly createdAt: string | undefined;
}

/** A security group. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly shared: boolean | undefined;
  readonly stateful: boolean | undefined;
  readonly rules: readonly SecurityGroupRule[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** An agent. A cloud with OVN has none of the L3 and DHCP kinds. */
export interface Agent {
  readonly id: string;
  /** Such as `L3 agent`, `DHCP agent`, `Open vSwitch agent`. */
  readonly type: string | undefined;
  readonly binary: string | undefined;
  readonly host: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly alive: boolean | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly heartbeat: string | undefined;
  readonly startedAt: string | undefined;
  readonly createdAt: string | undefined;
  readonly description: string | undefined;
  /** Absent where the agent does not report it. */
  readonly resourcesSynced: boolean | undefined;
  /** Among the agents of one router: `active` or `standby`. */
  readonly haState: string | undefined;
  readonly configurations: Wire | undefined;
}

/** An availability zone of one kind of resource. */
export interface NetworkAvailabilityZone {
  readonly name: string;
  /** `network` or `router`. */
  readonly resource: string | undefined;
  readonly state: string | undefined;
}

/** Use of the addresses of a subnet. Counts of IPv6 subnets may exceed 2^53 and are then rounded. */
export interface SubnetIpAvailability {
  readonly subnetId: string;
  readonly name: string | undefined;
  readonly cidr: string | undefined;
  readonly ipVersion: number | undefined;
  readonly usedIps: number | undefined;
  readonly totalIps: number | undefined;
}

/** Use of the addresses of a network. */
export interface IpAvailability {
  readonly networkId: string;
  readonly networkName: string | undefined;
  readonly projectId: string | undefined;
  readonly usedIps: number | undefined;
  readonly totalIps: number | undefined;
  readonly subnets: readonly SubnetIpAvailability[] | undefined;
}

/** An extension that is loaded. */
export interface NetworkExtension {
  /** Serves as its id. */
  readonly alias: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
}

/** Reads a network; undefined without an id. */
export function readNetwork(value: unknown): Network | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    status: text(value, "status"),
    adminStateUp: flag(value, "admin_state_up"),
    shared: flag(value, "shared"),
    external: flag(value, "router:external"),
    mtu: count(value, "mtu"),
    subnetIds: texts(value, "subnets"),
    portSecurityEnabled: flag(value, "port_security_enabled"),
    availabilityZones: texts(value, "availability_zones"),
    dnsDomain: text(value, "dns_domain"),
    qosPolicyId: text(value, "qos_policy_id"),
    providerType: text(value, "provider:network_type"),
    providerNetwork: text(value, "provider:physical_network"),
    providerSegment: count(value, "provider:segmentation_id"),
  };
}

/** Reads a subnet; undefined without an id. */
export function readSubnet(value: unknown): Subnet | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    networkId: text(value, "network_id"),
    cidr: text(value, "cidr"),
    ipVersion: count(value, "ip_version"),
    gatewayIp: text(value, "gateway_ip"),
    dhcp: flag(value, "enable_dhcp"),
    dnsServers: texts(value, "dns_nameservers"),
    allocationPools: list(value, "allocation_pools")?.map((pool) => ({
      start: text(pool, "start"),
      end: text(pool, "end"),
    })),
    hostRoutes: readRoutes(value, "host_routes"),
    ipv6AddressMode: text(value, "ipv6_address_mode"),
    ipv6RaMode: text(value, "ipv6_ra_mode"),
    subnetPoolId: text(value, "subnetpool_id"),
    serviceTypes: texts(value, "service_types"),
  };
}

/** Reads a port; undefined without an id. */
export function readPort(value: unknown): Port | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    networkId: text(value, "network_id"),
    status: text(value, "status"),
    adminStateUp: flag(value, "admin_state_up"),
    mac: text(value, "mac_address"),
    fixedIps: readFixedIps(value, "fixed_ips"),
    deviceId: text(value, "device_id"),
    deviceOwner: text(value, "device_owner"),
    securityGroupIds: texts(value, "security_groups"),
    portSecurityEnabled: flag(value, "port_security_enabled"),
    allowedAddressPairs: list(value, "allowed_address_pairs")?.map((pair) => ({
      address: text(pair, "ip_address"),
      mac: text(pair, "mac_address"),
    })),
    vnicType: text(value, "binding:vnic_type"),
    hostId: text(value, "binding:host_id"),
    vifType: text(value, "binding:vif_type"),
    dnsName: text(value, "dns_name"),
    qosPolicyId: text(value, "qos_policy_id"),
  };
}

/** Reads a router; undefined without an id. */
export function readRouter(value: unknown): Router | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const gateway = wire(value)["external_gateway_info"];
  return {
    id,
    ...readCommon(value),
    status: text(value, "status"),
    adminStateUp: flag(value, "admin_state_up"),
    gateway: isWire(gateway) && text(gateway, "network_id") !== undefined
      ? {
        networkId: text(gateway, "network_id"),
        enableSnat: flag(gateway, "enable_snat"),
        fixedIps: readFixedIps(gateway, "external_fixed_ips"),
      }
      : undefined,
    routes: readRoutes(value, "routes"),
    availabilityZones: texts(value, "availability_zones"),
    distributed: flag(value, "distributed"),
    ha: flag(value, "ha"),
  };
}

/** Reads a floating IP; undefined without an id. */
export function readFloatingIp(value: unknown): FloatingIp | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const { name: _none, ...common } = readCommon(value);
  const port = member(value, "port_details");
  return {
    id,
    ...common,
    status: text(value, "status"),
    address: text(value, "floating_ip_address"),
    fixedAddress: text(value, "fixed_ip_address"),
    networkId: text(value, "floating_network_id"),
    portId: text(value, "port_id"),
    routerId: text(value, "router_id"),
    deviceId: text(port, "device_id"),
    deviceOwner: text(port, "device_owner"),
    portForwardings: list(value, "port_forwardings")?.length,
    dnsName: text(value, "dns_name"),
    qosPolicyId: text(value, "qos_policy_id"),
  };
}

/** Reads a security group with its rules; undefined without an id. */
export function readSecurityGroup(value: unknown): SecurityGroup | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    shared: flag(value, "shared"),
    stateful: flag(value, "stateful"),
    rules: list(value, "security_group_rules")?.map(readSecurityGroupRule)
      .filter((rule) => rule !== undefined),
  };
}

/** Reads a rule; undefined without an id. */
export function readSecurityGroupRule(value: unknown): SecurityGroupRule | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    securityGroupId: text(value, "security_group_id"),
    projectId: ownerOf(value),
    direction: text(value, "direction"),
    etherType: text(value, "ethertype"),
    protocol: text(value, "protocol"),
    portMin: count(value, "port_range_min"),
    portMax: count(value, "port_range_max"),
    remoteIpPrefix: text(value, "remote_ip_prefix"),
    remoteGroupId: text(value, "remote_group_id"),
    remoteAddressGroupId: text(value, "remote_address_group_id"),
    description: text(value, "description"),
    createdAt: text(value, "created_at"),
  };
}

/** Reads an agent; undefined without an id. */
export function readAgent(value: unknown): Agent | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  const configurations = wire(value)["configurations"];
  return {
    id,
    type: text(value, "agent_type"),
    binary: text(value, "binary"),
    host: text(value, "host"),
    availabilityZone: text(value, "availability_zone"),
    alive: flag(value, "alive"),
    adminStateUp: flag(value, "admin_state_up"),
    heartbeat: text(value, "heartbeat_timestamp"),
    startedAt: text(value, "started_at"),
    createdAt: text(value, "created_at"),
    description: text(value, "description"),
    resourcesSynced: flag(value, "resources_synced"),
    haState: text(value, "ha_state"),
    configurations: isWire(configurations) ? configurations : undefined,
  };
}

/** Reads an availability zone; undefined without a name. */
export function readNetworkAvailabilityZone(value: unknown): NetworkAvailabilityZone | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  return { name, resource: text(value, "resource"), state: text(value, "state") };
}

/** Reads the use of a network's addresses; undefined without the network's id. */
export function readIpAvailability(value: unknown): IpAvailability | undefined {
  const networkId = text(value, "network_id");
  if (networkId === undefined) return undefined;
  return {
    networkId,
    networkName: text(value, "network_name"),
    projectId: ownerOf(value),
    usedIps: count(value, "used_ips"),
    totalIps: count(value, "total_ips"),
    subnets: list(value, "subnet_ip_availability")?.map((subnet) => {
      const subnetId = text(subnet, "subnet_id");
      if (subnetId === undefined) return undefined;
      return {
        subnetId,
        name: text(subnet, "subnet_name"),
        cidr: text(subnet, "cidr"),
        ipVersion: count(subnet, "ip_version"),
        usedIps: count(subnet, "used_ips"),
        totalIps: count(subnet, "total_ips"),
      };
    }).filter((subnet) => subnet !== undefined),
  };
}

/** Reads an extension; undefined without an alias. */
export function readNetworkExtension(value: unknown): NetworkExtension | undefined {
  const alias = text(value, "alias");
  if (alias === undefined) return undefined;
  return { alias, name: text(value, "name"), description: text(value, "description") };
}

/** The owner stands under both names today; plugins that are not Neutron's own keep to the older one. */
function ownerOf(value: unknown): string | undefined {
  return text(value, "project_id") ?? text(value, "tenant_id");
}

function readCommon(
  value: unknown,
): Pick<Network, "name" | "description" | "projectId" | "tags" | "createdAt" | "updatedAt"> {
  return {
    name: text(value, "name"),
    description: text(value, "description"),
    projectId: ownerOf(value),
    tags: texts(value, "tags"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

function readFixedIps(value: unknown, key: string): readonly FixedIp[] | undefined {
  return list(value, key)?.map((ip) => ({
    subnetId: text(ip, "subnet_id"),
    address: text(ip, "ip_address"),
  }));
}

function readRoutes(value: unknown, key: string): readonly Route[] | undefined {
  return list(value, key)?.map((route) => ({
    destination: text(route, "destination"),
    nextHop: text(route, "nexthop"),
  }));
}
