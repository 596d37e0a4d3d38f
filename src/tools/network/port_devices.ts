/** What ports are called and which servers they belong to, for lists that mention ports by id.
 *
 * @module
 */
import { unavailablePart } from "../../openstack/errors.ts";
import { listPorts } from "../../openstack/network/operations.ts";
import { type Port, readPort } from "../../openstack/network/types.ts";
import type { Join } from "../list_spec.ts";
import { listedBy, nameOf, type Names, serverNames } from "../names.ts";
import type { ToolContext } from "../tool.ts";

/** Ports by id, and names of their servers. */
export interface PortDevices {
  readonly ports: ReadonlyMap<string, Port>;
  readonly servers: Names;
}

/** Reads ports ({@linkcode listPorts}) in one request, and the names of their servers in another. */
export async function portDevices(
  ids: readonly (string | undefined)[],
  context: ToolContext,
): Promise<Join<PortDevices>> {
  try {
    const fields = ["id", "name", "device_id", "device_owner", "fixed_ips"];
    const values = await listedBy(listPorts, "id", ids, { fields }, context);
    const ports = new Map(values.flatMap((value) => {
      const port = readPort(value);
      return port ? [[port.id, port] as const] : [];
    }));
    const { joined, ...rest } = await serverNames([...ports.values()].map(serverIdOf), context);
    return { joined: { ports, servers: joined }, ...rest };
  } catch (error) {
    const joined = { ports: new Map(), servers: new Map() };
    return { joined, unavailable: [unavailablePart("ports", error)], missing: ["server"] };
  }
}

function serverIdOf({ deviceId, deviceOwner }: Port): string | undefined {
  return deviceOwner?.startsWith("compute:") ? deviceId : undefined;
}

/** The server of a port, by name where that is known. */
export function serverOfPort(devices: PortDevices | undefined, id: string | undefined): string | undefined {
  const port = devices?.ports.get(id ?? "");
  return port && nameOf(devices?.servers, serverIdOf(port));
}

/** What a port is known by: its name, else its first address, else its id. */
export function portText(devices: PortDevices | undefined, id: string | undefined): string | undefined {
  const port = devices?.ports.get(id ?? "");
  return port?.name ?? port?.fixedIps?.[0]?.address ?? id;
}
