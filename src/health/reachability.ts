/** How ports can be reached from outside the cloud, whatever their security groups say.
 *
 * A way is there if packets from outside find it: a floating IP or one of its forwarded ports; an address on an
 * external network; a public address on a network that another project provides, which has its own gateway; a public
 * IPv6 address behind a router with a gateway, which needs no floating IP; the same for IPv4 if that router translates
 * nothing.
 *
 * @module
 */
import { holdsAddress } from "../openstack/network/addresses.ts";
import type { FloatingIp, Network, PortForwarding, Router, Subnet } from "../openstack/network/types.ts";
import type { HealthPort } from "./collections/network.ts";

/** A version of the Internet Protocol, as rules of security groups name it. */
export type Family = "IPv4" | "IPv6";

/** A range of ports. */
export interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** A way from outside to a port. */
export interface Way {
  /** The address that the world uses, with the port if it leads to one alone. */
  readonly address: string;
  readonly family: Family;
  /** The only protocol and port that it leads to; absent if it leads to all. */
  readonly only?: PortRange & { readonly protocol: string | undefined };
}

/** What ways are found in. */
export interface NetworkView {
  readonly ports: readonly HealthPort[];
  readonly floatingIps: readonly FloatingIp[];
  readonly externalNetworks: readonly Network[];
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly routers: readonly Router[];
}

/** The collections of a {@linkcode NetworkView}. */
export const NETWORK_VIEW = [
  "ports",
  "floatingIps",
  "externalNetworks",
  "networks",
  "subnets",
  "routers",
] as const;

/** The ways to each port, by its id; a port that has none is left out. */
export function waysToPorts(view: NetworkView): ReadonlyMap<string, readonly Way[]> {
  const ways = new Map<string, Way[]>();
  const add = (portId: string, way: Way) => {
    const known = ways.get(portId);
    if (known) known.push(way);
    else ways.set(portId, [way]);
  };
  addFloating(view.floatingIps, add);
  addLent(view, add);
  const isOpen = openSubnets(view);
  for (const port of view.ports) {
    if (isInfrastructure(port)) continue;
    for (const { address, subnetId } of port.addresses) {
      if (address !== undefined && isOpen(port, subnetId, familyOf(address))) {
        add(port.id, { address, family: familyOf(address) });
      }
    }
  }
  return ways;
}

/** Which version an address or a range is of. */
export function familyOf(address: string): Family {
  return address.includes(":") ? "IPv6" : "IPv4";
}

/** Floating IPs that forward some ports, and do not tell which: what they lead to is not known. */
export function untoldForwardings(floatingIps: readonly FloatingIp[]): number {
  return floatingIps.filter(({ portId, routerId, forwardings }) =>
    portId === undefined && routerId !== undefined && forwardings === undefined
  ).length;
}

type Add = (portId: string, way: Way) => void;

function addFloating(floatingIps: readonly FloatingIp[], add: Add): void {
  for (const fip of floatingIps) {
    const address = fip.address ?? fip.id;
    if (fip.portId !== undefined) add(fip.portId, { address, family: "IPv4" });
    for (const forwarding of fip.forwardings ?? []) {
      if (forwarding.internalPortId !== undefined) {
        add(forwarding.internalPortId, forwardedWay(address, forwarding));
      }
    }
  }
}

function forwardedWay(address: string, { externalPorts, internalPorts, protocol }: PortForwarding): Way {
  const [min, max = min] = internalPorts?.split(":").map(Number) ?? [];
  return {
    address: externalPorts === undefined ? address : `${address}:${externalPorts.replace(":", "-")}`,
    family: "IPv4",
    // A floating IP does not tell forwarded ranges: any port may be among them.
    ...(min === undefined || max === undefined ? {} : { only: { protocol, min, max } }),
  };
}

/** A floating IP can lead to a port that no server has, for an address that servers take over from each other. */
function addLent({ ports, floatingIps }: NetworkView, add: Add): void {
  const fixed = new Map(
    floatingIps.flatMap((fip) => fip.portId === undefined ? [] : [[fip.portId, fip] as const]),
  );
  const lent = ports.filter((port) => fixed.has(port.id) && !isOfServer(port));
  if (lent.length === 0) return;
  const byNetwork = Map.groupBy(lent, (port) => port.networkId);
  for (const port of ports) {
    if (port.allowedAddresses.length === 0) continue;
    for (const { id } of byNetwork.get(port.networkId) ?? []) {
      const { address, fixedAddress } = fixed.get(id) ?? {};
      if (address === undefined || fixedAddress === undefined || id === port.id) continue;
      if (port.allowedAddresses.some((allowed) => mayUse(allowed, fixedAddress))) {
        add(port.id, { address, family: "IPv4" });
      }
    }
  }
}

function mayUse(allowed: string, address: string): boolean {
  return allowed === address || holdsAddress(allowed, address);
}

function isInfrastructure({ deviceOwner }: HealthPort): boolean {
  return deviceOwner?.startsWith("network:") ?? false;
}

/** Whether a server is attached to a port, be it through a trunk. */
export function isOfServer({ deviceOwner }: HealthPort): boolean {
  return deviceOwner?.startsWith("compute:") === true || deviceOwner === "trunk:subport";
}

/** Tells of an address of a port whether outside knows the way to it. */
function openSubnets(
  { ports, externalNetworks, networks, subnets, routers }: NetworkView,
): (port: HealthPort, subnetId: string | undefined, family: Family) => boolean {
  const external = new Set(externalNetworks.map(({ id }) => id));
  const owners = new Map(networks.map((network) => [network.id, network]));
  const publicSubnets = new Map(
    subnets.filter(({ cidr }) => cidr !== undefined && isPublic(cidr)).map((subnet) => [subnet.id, subnet]),
  );
  const routed = routersOfSubnets(ports, routers);
  return ({ networkId, projectId }, subnetId, family) => {
    if (networkId === undefined || subnetId === undefined) return false;
    if (external.has(networkId)) return true;
    const subnet = publicSubnets.get(subnetId);
    if (!subnet) return false;
    const attached = routed.get(subnetId);
    if (attached) return attached.some(({ gateway }) => leadsOut(gateway, family));
    const network = owners.get(networkId);
    const provided = network?.shared === true || network?.projectId !== projectId;
    return network !== undefined && provided && subnet.gatewayIp !== undefined;
  };
}

function leadsOut(gateway: Router["gateway"], family: Family): boolean {
  return gateway !== undefined && (family === "IPv6" || gateway.enableSnat === false);
}

/** `network:router_interface` and its kin of distributed and highly available routers. */
const INTERFACE = /^network:(router_interface|ha_router_replicated_interface)/;

function routersOfSubnets(
  ports: readonly HealthPort[],
  routers: readonly Router[],
): ReadonlyMap<string, readonly Router[]> {
  const byId = new Map(routers.map((router) => [router.id, router]));
  const found = new Map<string, Router[]>();
  for (const { deviceOwner, deviceId, addresses } of ports) {
    const router = byId.get(deviceId ?? "");
    if (!router || !INTERFACE.test(deviceOwner ?? "")) continue;
    for (const { subnetId = "" } of addresses) found.set(subnetId, [...found.get(subnetId) ?? [], router]);
  }
  return found;
}

/** Ranges that no public network routes. Those for documentation count as public: laboratories use them so. */
const PRIVATE = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
];

const PUBLIC_IPV6 = "2000::/3";

function isPublic(cidr: string): boolean {
  const [start = ""] = cidr.split("/");
  if (familyOf(start) === "IPv6") return holdsAddress(PUBLIC_IPV6, start);
  return !PRIVATE.some((range) => holdsAddress(range, start));
}
