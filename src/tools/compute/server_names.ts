/** Names of servers that something else mentions by id.
 *
 * @module
 */
import { listServerRefs } from "../../openstack/compute/operations.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { text } from "../../openstack/read.ts";
import type { Join } from "../list_spec.ts";
import type { ToolContext } from "../tool.ts";

/** Pages of a thousand that are looked through; a server that is not among them is shown by its id. */
const MOST_PAGES = 5;

/** Names by id, out of the brief list of servers. One that is gone has none; if Nova does not answer, that is said. */
export async function serverNames(
  ids: readonly string[],
  context: ToolContext,
): Promise<Join<ReadonlyMap<string, string>>> {
  const missing = new Set(ids);
  const names = new Map<string, string>();
  if (missing.size === 0) return { joined: names };
  const query = context.allProjects ? { all_tenants: true } : {};
  try {
    let pages = 0;
    for await (const page of context.cloud.pages(listServerRefs, { query })) {
      for (const server of page.items) {
        const id = text(server, "id");
        const name = text(server, "name");
        if (id !== undefined && name !== undefined && missing.delete(id)) names.set(id, name);
      }
      if (missing.size === 0 || ++pages === MOST_PAGES) break;
    }
    return { joined: names };
  } catch (error) {
    return { joined: names, unavailable: [unavailablePart("names of servers", error)] };
  }
}
