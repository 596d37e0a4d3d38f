/** What nothing uses: the same for the finding on one thing and for the sum of all that lies about.
 *
 * @module
 */
import type { FloatingIp, SecurityGroup } from "../openstack/network/types.ts";
import type { HealthPort } from "./collections/network.ts";

/** The floating IPs that lead to no port. */
export function unusedFloatingIps(fips: readonly FloatingIp[]): FloatingIp[] {
  return fips.filter((fip) => fip.portId === undefined && !fip.portForwardings);
}

/** The ports that no device has, and that keep no address for one. */
export function unusedPorts(ports: readonly HealthPort[]): HealthPort[] {
  // An address that others may use too is kept for them: the port of a virtual address is bound to nothing.
  const shared = new Set(ports.filter((port) => port.deviceId).flatMap((port) => port.allowedAddresses));
  return ports.filter((port) =>
    isWithoutDevice(port) && !port.addresses.some(({ address = "" }) => shared.has(address))
  );
}

/** Only an administrator is told of the binding; that no device has it is told to everybody. */
function isWithoutDevice({ deviceId, deviceOwner, hostId, vifType = "unbound" }: HealthPort): boolean {
  return !deviceId && !deviceOwner && !hostId && vifType === "unbound";
}

/** Every project has it, and it cannot be deleted. */
const DEFAULT_GROUP = "default";

/** The security groups that neither a port nor a rule of another group names. */
export function unusedSecurityGroups(
  groups: readonly SecurityGroup[],
  ports: readonly HealthPort[],
  { allProjects }: { readonly allProjects: boolean },
): SecurityGroup[] {
  const named = groups.flatMap(({ id, rules = [] }) =>
    rules.flatMap(({ remoteGroupId }) => remoteGroupId === id ? [] : remoteGroupId ?? [])
  );
  const used = new Set([...ports.flatMap((port) => port.securityGroupIds), ...named]);
  // Whoever else may use a shared group, their ports are theirs to see.
  return groups.filter(({ id, name, shared }) =>
    name !== DEFAULT_GROUP && !used.has(id) && (allProjects || shared !== true)
  );
}
