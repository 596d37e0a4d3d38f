import { OpenStackError } from "../openstack/errors.ts";
import { listProjects } from "../openstack/identity/operations.ts";
import { text } from "../openstack/read.ts";
import type { QueryValue } from "../openstack/request.ts";
import type { Part } from "./list_spec.ts";
import type { ToolContext } from "./tool.ts";
import { seesAllProjects } from "./scope.ts";

const LOOKS_LIKE_ID = /^[0-9a-f]{32}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A condition on the project that owns an item, by the project's name or id.
 *
 * @param owner The id of the project that owns an item.
 * @param query What the service is asked for an id; without it the condition is tested alone.
 * @throws {OpenStackError} `not found`, if an administrator names a project that there is not.
 */
export function ownedBy<Item>(
  owner: (item: Item) => string | undefined,
  query?: (id: string) => Readonly<Record<string, QueryValue>>,
): (wanted: string, context: ToolContext) => Promise<Part<Item>> {
  return async (wanted, context) => {
    const ids = await projectIds(wanted, context);
    const test = (item: Item) => {
      const id = owner(item);
      return id !== undefined && ids.has(id);
    };
    const only = ids.size === 1 ? [...ids][0] : undefined;
    return only !== undefined && query ? { query: query(only), test } : { test };
  };
}

/** Projects of several domains may bear one name. Who is no administrator knows the login's own by name alone. */
async function projectIds(wanted: string, context: ToolContext): Promise<ReadonlySet<string>> {
  const session = await context.cloud.session();
  const { project } = session;
  if (LOOKS_LIKE_ID.test(wanted)) return new Set([wanted]);
  if (!seesAllProjects(session)) return new Set([wanted === project?.name ? project.id : wanted]);
  const named = await context.cloud.list(listProjects, { query: { name: wanted } });
  const ids = named.flatMap((one) => text(one, "id") ?? []);
  if (ids.length > 0) return new Set(ids);
  throw new OpenStackError({
    what: `find project ${wanted}`,
    service: listProjects.service,
    reason: "not found",
    detail: "no project has exactly this name or id",
    next: "get_projects lists the projects.",
  });
}
