/** Names of servers, for findings about what belongs to them.
 *
 * @module
 */
import { listServers } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import type { Collection, CollectionsOf } from "../collection.ts";

/** The name of a server. */
export interface ServerName {
  readonly id: string;
  readonly name: string | undefined;
}

/** The names of the servers. They explain a finding and decide nothing: where they cannot be read, ids must do. */
export const serverNames: Collection<ServerName> = {
  title: "names of servers",
  operations: [listServers],
  async load(reader) {
    try {
      return { items: (await reader.collected("servers")).map(({ id, name }) => ({ id, name })) };
    } catch (error) {
      if (error instanceof OpenStackError) return { items: [] };
      throw error;
    }
  },
};

/** What the items of this file's collections are. */
export interface ServerNameItems {
  readonly serverNames: ServerName;
}

/** The collections of this file, by the name that checks use. */
export const serverNameCollections: CollectionsOf<ServerNameItems> = { serverNames };
