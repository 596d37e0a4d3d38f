/** Entrances from outside, as findings name them: an address and what is behind it.
 *
 * @module
 */
import type { Data } from "./check.ts";
import type { HealthPort } from "./collections/network.ts";
import { type NETWORK_VIEW, type Way, waysToPorts } from "./reachability.ts";

/** An address that the world can use, and what it leads to. */
export interface Entrance {
  readonly address: string;
  /** `server web-01` */
  readonly owner: string;
}

/** What entrances are found in. */
export type EntranceData = Data<typeof NETWORK_VIEW[number], "serverNames">;

/** Gives the entrances to a port by those of its ways that a test lets through. */
export function entrancesOf(
  data: EntranceData,
): (port: HealthPort, test?: (way: Way) => boolean) => readonly Entrance[] {
  const ways = waysToPorts({
    ports: data.all("ports"),
    floatingIps: data.all("floatingIps"),
    externalNetworks: data.all("externalNetworks"),
    networks: data.all("networks"),
    subnets: data.all("subnets"),
    routers: data.all("routers"),
  });
  const nameOf = portOwners(data);
  return (port, test = () => true) =>
    (ways.get(port.id) ?? []).filter(test).map(({ address }) => ({ address, owner: nameOf(port) }));
}

/** Gives in words whose port it is: `server web-01`; its own name if it is no server's. */
export function portOwners(data: Data<never, "serverNames">): (port: HealthPort) => string {
  const servers = new Map((data.maybe("serverNames") ?? []).map(({ id, name }) => [id, name ?? id]));
  return ({ id, name, deviceId, deviceOwner }) => {
    const server = servers.get(deviceId ?? "") ??
      (deviceOwner?.startsWith("compute:") ? deviceId : undefined);
    return server === undefined ? `port ${name ?? id}` : `server ${server}`;
  };
}
