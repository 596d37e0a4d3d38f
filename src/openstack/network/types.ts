/** Resources of the Networking API v2.0, read out of their wire forms.
 *
 * A member that the answer does not have is undefined: extensions and roles decide what is there. Times are the
 * service's own text.
 *
 * @module
 */
import { count, flag, isWire, list, member, number, text, texts, type Wire, wire } from "../read.ts";

/** A network. */
export interface Network {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly status: string | undefined;
  readonly adminStateUp: boolean | undefined;
  /** With every project, or with that of the login. */
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
  /** Absent where the extension `expose-port-forwarding-in-fip` is. */
  readonly forwardings: readonly PortForwarding[] | undefined;
  readonly dnsName: string | undefined;
  /** With a dot at its end. */
  readonly dnsDomain: string | undefined;
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

/** Use of the addresses of a subnet: those of its allocation pools. Counts of IPv6 subnets may exceed 2^53. */
export interface SubnetIpAvailability {
  readonly subnetId: string;
  readonly name: string | undefined;
  readonly cidr: string | undefined;
  readonly ipVersion: number | undefined;
  readonly usedIps: number | bigint | undefined;
  readonly totalIps: number | bigint | undefined;
}

/** Use of the addresses of a network. */
export interface IpAvailability {
  readonly networkId: string;
  readonly networkName: string | undefined;
  readonly projectId: string | undefined;
  readonly usedIps: number | bigint | undefined;
  readonly totalIps: number | bigint | undefined;
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
    forwardings: list(value, "port_forwardings")?.flatMap((one) => readPortForwarding(one) ?? []),
    dnsName: text(value, "dns_name"),
    dnsDomain: text(value, "dns_domain"),
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
    usedIps: number(value, "used_ips"),
    totalIps: number(value, "total_ips"),
    subnets: list(value, "subnet_ip_availability")?.map((subnet) => {
      const subnetId = text(subnet, "subnet_id");
      if (subnetId === undefined) return undefined;
      return {
        subnetId,
        name: text(subnet, "subnet_name"),
        cidr: text(subnet, "cidr"),
        ipVersion: count(subnet, "ip_version"),
        usedIps: number(subnet, "used_ips"),
        totalIps: number(subnet, "total_ips"),
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

/** Ports of a floating IP that lead to a port of a server; a range stands as `5000:5010`. */
export interface PortForwarding {
  readonly id: string;
  readonly protocol: string | undefined;
  /** Absent for a range where it is read out of the floating IP. */
  readonly externalPorts: string | undefined;
  readonly internalAddress: string | undefined;
  /** As {@linkcode externalPorts}. */
  readonly internalPorts: string | undefined;
  readonly internalPortId: string | undefined;
  readonly description: string | undefined;
}

/** A subnet that floating IPs come out of. */
export interface FloatingIpPool {
  readonly networkId: string;
  readonly subnetId: string | undefined;
  readonly subnetName: string | undefined;
  readonly cidr: string | undefined;
}

/** A rule of a QoS policy. Its type decides which members there are. */
export interface QosRule {
  readonly type: string | undefined;
  readonly direction: string | undefined;
  readonly maxKbps: number | undefined;
  readonly maxBurstKbps: number | undefined;
  readonly minKbps: number | undefined;
  readonly maxKpps: number | undefined;
  readonly maxBurstKpps: number | undefined;
  readonly minKpps: number | undefined;
  readonly dscpMark: number | undefined;
}

/** What networks and ports are promised and held to. */
export interface QosPolicy {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly shared: boolean | undefined;
  readonly isDefault: boolean | undefined;
  readonly rules: readonly QosRule[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** A port that is a part of another one. */
export interface SubPort {
  readonly portId: string | undefined;
  readonly segmentationType: string | undefined;
  readonly segmentationId: number | undefined;
}

/** A port that carries others. */
export interface Trunk {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly status: string | undefined;
  readonly adminStateUp: boolean | undefined;
  readonly portId: string | undefined;
  readonly subPorts: readonly SubPort[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Ranges that subnets are cut out of. */
export interface SubnetPool {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly shared: boolean | undefined;
  readonly isDefault: boolean | undefined;
  readonly ipVersion: number | undefined;
  readonly prefixes: readonly string[] | undefined;
  readonly minPrefixLength: number | undefined;
  readonly maxPrefixLength: number | undefined;
  readonly defaultPrefixLength: number | undefined;
  /** How much of it a project may have: addresses, or networks of /64 for IPv6. Absent if there is no limit. */
  readonly defaultQuota: number | undefined;
  readonly addressScopeId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Subnet pools whose addresses do not overlap. */
export interface AddressScope {
  readonly id: string;
  readonly name: string | undefined;
  readonly projectId: string | undefined;
  readonly shared: boolean | undefined;
  readonly ipVersion: number | undefined;
}

/** Ranges that rules of security groups name together. */
export interface AddressGroup {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly addresses: readonly string[] | undefined;
}

/** Who besides its project may use something. */
export interface RbacPolicy {
  readonly id: string;
  readonly projectId: string | undefined;
  /** `network`, `qos_policy`, `security_group`, `address_group`, `address_scope` or `subnetpool`. */
  readonly objectType: string | undefined;
  readonly objectId: string | undefined;
  /** `access_as_shared` or `access_as_external`. */
  readonly action: string | undefined;
  /** `*` for every project. */
  readonly targetProjectId: string | undefined;
}

/** Reads a port forwarding, out of its own list or out of a floating IP; undefined without an id. */
export function readPortForwarding(value: unknown): PortForwarding | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    protocol: text(value, "protocol"),
    externalPorts: text(value, "external_port") ?? text(value, "external_port_range"),
    internalAddress: text(value, "internal_ip_address"),
    internalPorts: text(value, "internal_port") ?? text(value, "internal_port_range"),
    internalPortId: text(value, "internal_port_id"),
    description: text(value, "description"),
  };
}

/** Reads a subnet of floating IPs; undefined without a network. */
export function readFloatingIpPool(value: unknown): FloatingIpPool | undefined {
  const networkId = text(value, "network_id");
  if (networkId === undefined) return undefined;
  return {
    networkId,
    subnetId: text(value, "subnet_id"),
    subnetName: text(value, "subnet_name"),
    cidr: text(value, "cidr"),
  };
}

/** Reads a QoS policy with its rules; undefined without an id. */
export function readQosPolicy(value: unknown): QosPolicy | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    shared: flag(value, "shared"),
    isDefault: flag(value, "is_default"),
    rules: list(value, "rules")?.map((rule) => ({
      type: text(rule, "type"),
      direction: text(rule, "direction"),
      maxKbps: count(rule, "max_kbps"),
      maxBurstKbps: count(rule, "max_burst_kbps"),
      minKbps: count(rule, "min_kbps"),
      maxKpps: count(rule, "max_kpps"),
      maxBurstKpps: count(rule, "max_burst_kpps"),
      minKpps: count(rule, "min_kpps"),
      dscpMark: count(rule, "dscp_mark"),
    })),
  };
}

/** Reads a trunk; undefined without an id. */
export function readTrunk(value: unknown): Trunk | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    status: text(value, "status"),
    adminStateUp: flag(value, "admin_state_up"),
    portId: text(value, "port_id"),
    subPorts: list(value, "sub_ports")?.map((port) => ({
      portId: text(port, "port_id"),
      segmentationType: text(port, "segmentation_type"),
      segmentationId: count(port, "segmentation_id"),
    })),
  };
}

/** Reads a subnet pool; undefined without an id. Its lengths are texts. */
export function readSubnetPool(value: unknown): SubnetPool | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    ...readCommon(value),
    shared: flag(value, "shared"),
    isDefault: flag(value, "is_default"),
    ipVersion: count(value, "ip_version"),
    prefixes: texts(value, "prefixes"),
    minPrefixLength: count(value, "min_prefixlen"),
    maxPrefixLength: count(value, "max_prefixlen"),
    defaultPrefixLength: count(value, "default_prefixlen"),
    defaultQuota: count(value, "default_quota"),
    addressScopeId: text(value, "address_scope_id"),
  };
}

/** Reads an address scope; undefined without an id. */
export function readAddressScope(value: unknown): AddressScope | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    projectId: ownerOf(value),
    shared: flag(value, "shared"),
    ipVersion: count(value, "ip_version"),
  };
}

/** Reads an address group; undefined without an id. */
export function readAddressGroup(value: unknown): AddressGroup | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    description: text(value, "description"),
    projectId: ownerOf(value),
    addresses: texts(value, "addresses"),
  };
}

/** Reads an RBAC policy; undefined without an id. */
export function readRbacPolicy(value: unknown): RbacPolicy | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    projectId: ownerOf(value),
    objectType: text(value, "object_type"),
    objectId: text(value, "object_id"),
    action: text(value, "action"),
    targetProjectId: text(value, "target_tenant"),
  };
}
