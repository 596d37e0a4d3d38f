/** The servers behind the addresses of members.
 *
 * @module
 */
import { listServerRefs } from "../../openstack/compute/operations.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { listPorts } from "../../openstack/network/operations.ts";
import { type Port, readPort } from "../../openstack/network/types.ts";
import type { Join } from "../list_spec.ts";
import { listedBy, serverNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that {@linkcode memberServers} needs. */
export const MEMBER_SERVER_OPERATIONS = [listPorts, listServerRefs];

/** Where a member is reached. */
export interface MemberPlace {
  readonly address: string | undefined;
  /** Absent where the service does not say in which subnet the address is. */
  readonly subnetId?: string | undefined;
}

/** The name, or else the id, of the server at a place; undefined if none of the ports that can be seen has the address. */
export type ServerAt = (place: MemberPlace) => string | undefined;

/** Finds servers by their fixed IPs: one request for the ports, one list of names. */
export async function memberServers(
  places: readonly MemberPlace[],
  context: ToolContext,
): Promise<Join<ServerAt | undefined>> {
  const addresses = places.flatMap(({ address }) => address === undefined ? [] : [`ip_address=${address}`]);
  try {
    const query = { fields: ["id", "device_id", "device_owner", "fixed_ips"] };
    const found = await listedBy(listPorts, "fixed_ips", addresses, query, context);
    const ports = found.flatMap((value) => readPort(value) ?? []).filter(isOfServer);
    const names = await serverNames(ports.map(({ deviceId }) => deviceId), context);
    return {
      joined: (place) => {
        const id = deviceAt(place, ports);
        return id === undefined ? undefined : names.joined.get(id) ?? id;
      },
      unavailable: names.unavailable ?? [],
    };
  } catch (error) {
    return { joined: undefined, unavailable: [unavailablePart("servers of members", error)] };
  }
}

function isOfServer({ deviceOwner }: Port): boolean {
  return deviceOwner?.startsWith("compute:") ?? false;
}

/** Networks may use the same addresses: without a subnet, only an address that one server alone has says which it is. */
function deviceAt({ address, subnetId }: MemberPlace, ports: readonly Port[]): string | undefined {
  const devices = new Set(
    ports.filter(({ fixedIps }) =>
      fixedIps?.some((ip) => ip.address === address && (subnetId === undefined || ip.subnetId === subnetId))
    ).map(({ deviceId }) => deviceId),
  );
  return devices.size === 1 ? [...devices][0] : undefined;
}
