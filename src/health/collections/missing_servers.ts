/** Servers that ports name and that no list of servers shows.
 *
 * @module
 */
import { listServers, showServer } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listPorts } from "../../openstack/network/operations.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";

/** A server that ports name and that does not exist. */
export interface MissingServer {
  readonly id: string;
  /** Whether Nova did not say: that it is missing cannot be told then. */
  readonly unread?: boolean;
}

/** So many are asked for; with more of them there is one cause for all. */
const MAX_ASKED = 50;

/** Servers that ports name and that do not exist.
 *
 * A list is no proof: a server may be in another project, be deleted softly, or its cell may be down. So Nova is asked
 * for each that the list does not have. From others than administrators it hides the servers of other projects.
 */
export const missingServers: Collection<MissingServer> = {
  title: "servers that ports name",
  operations: [listPorts, listServers, showServer],
  async load(reader) {
    const [ports, servers] = await Promise.all([reader.collected("ports"), reader.collected("servers")]);
    if (!reader.session.roles.includes("admin")) return { items: [] };
    const shown = new Set(servers.map(({ id }) => id));
    const named = new Set(
      ports.filter(({ deviceOwner = "" }) => deviceOwner.startsWith("compute:"))
        .flatMap(({ deviceId }) => deviceId ? [deviceId] : []),
    );
    const absent = [...named].filter((id) => !shown.has(id));
    const asked = absent.slice(0, MAX_ASKED);
    const found = await Promise.all(asked.map((id) => lookFor(reader, id)));
    const items = found.flatMap((server) => server ?? []);
    const left = absent.length - asked.length;
    return left === 0
      ? { items }
      : { items, incomplete: `${left} more that are not in the list were not asked for one by one` };
  },
};

/** Undefined if it exists. */
async function lookFor(reader: Reader, id: string): Promise<MissingServer | undefined> {
  try {
    await reader.send(showServer, { path: { server_id: id } });
    return undefined;
  } catch (error) {
    if (!(error instanceof OpenStackError)) throw error;
    return error.reason === "not found" ? { id } : { id, unread: true };
  }
}

/** What the items of this file's collections are. */
export interface MissingServerItems {
  readonly missingServers: MissingServer;
}

/** The collections of this file, by the name that checks use. */
export const missingServerCollections: CollectionsOf<MissingServerItems> = { missingServers };
