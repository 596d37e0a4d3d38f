/** Columns that all parts of a load balancer have, and how Octavia filters and sorts.
 *
 * @module
 */
import type { LoadBalancerPart } from "../../openstack/load_balancer/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import type { ToolContext } from "../tool.ts";
import { mentioning, ownQuery } from "../network/references.ts";

/** The first columns: the name, and how it fares.
 *
 * Octavia goes on after a marker only where the sort key is called the same in its database and is never null.
 */
export const STATE_COLUMNS: readonly Column<LoadBalancerPart, unknown>[] = [
  { name: "name", level: "basic", value: (part) => part.name, filter: "name", sort: "name" },
  {
    name: "operating_status",
    level: "basic",
    value: (part) => part.operatingStatus,
    filter: "operating_status",
    sort: "operating_status",
    fold: "upper",
  },
  {
    name: "provisioning_status",
    level: "basic",
    value: (part) => part.provisioningStatus,
    filter: "provisioning_status",
    sort: "provisioning_status",
    fold: "upper",
    usual: "ACTIVE",
  },
];

/** The last columns. */
export const COMMON_COLUMNS: readonly Column<LoadBalancerPart, unknown>[] = [
  {
    name: "admin_state_up",
    level: "detailed",
    value: (part) => part.adminStateUp,
    filter: "admin_state_up",
    fold: "lower",
    usual: true,
  },
  { name: "description", level: "full", value: (part) => part.description },
  { name: "tags", level: "full", value: (part) => part.tags, filter: "tags" },
  { name: "created", level: "full", value: (part) => toUtc(part.createdAt), sort: "created_at" },
  { name: "updated", level: "full", value: (part) => toUtc(part.updatedAt) },
  { name: "project_id", level: "extra", value: (part) => part.projectId },
  { name: "id", level: "basic", value: (part) => part.id },
];

/** What all kinds of parts declare alike. */
export const PART_SPEC = {
  id: (part: LoadBalancerPart) => part.id,
  name: (part: LoadBalancerPart) => part.name,
  owner: (part: LoadBalancerPart) => part.projectId,
  query: ownQuery,
  byName: (name: string) => ({ name }),
  sortQuery: (key: string, direction: "asc" | "desc"): Readonly<Record<string, QueryValue>> => ({
    sort: `${key}:${direction}`,
  }),
};

/** A filter on another thing by its name or id.
 *
 * @param spec The kind of the other thing.
 * @param idsOf The ids of those that an item belongs to.
 * @param filter Query parameter by which Octavia filters; it has none for pools of a listener.
 */
export function belongsTo<Item, Other, Joined>(
  spec: ListSpec<Other, Joined>,
  idsOf: (item: Item) => readonly (string | undefined)[] | undefined,
  filter?: string,
): (wanted: string, context: ToolContext) => Promise<Part<Item>> {
  return mentioning(
    spec,
    (item, id) => idsOf(item)?.includes(id) ?? false,
    filter === undefined ? undefined : (id) => ({ [filter]: id }),
  );
}

/** A list that has something in it. */
export function nonEmpty(values: readonly string[] | undefined): readonly string[] | undefined {
  return values && values.length > 0 ? values : undefined;
}
