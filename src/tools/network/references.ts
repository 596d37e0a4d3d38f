/** What the lists of the toolset have in common: owners, conditions on other things, columns.
 *
 * @module
 */
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import { findOne } from "../list_find.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import { nameOf, type NamesOf } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import type { ToolAnswer, ToolContext } from "../tool.ts";

/** The query of kinds that belong to one project: what a policy would hide is not asked for. */
export async function ownQuery(context: ToolContext): Promise<Readonly<Record<string, QueryValue>>> {
  const { project } = await context.cloud.session();
  return context.allProjects || !project ? {} : { project_id: project.id };
}

const LOOKS_LIKE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A condition on what an item mentions by id. A name is looked up first; an id is not, for what it means may be
 * gone, or hidden from this login. An empty text stands for none: the test is then given undefined.
 *
 * @param query What Neutron is asked for the id; what it cannot filter by is tested alone.
 */
export function mentioning<Item, Other, Joined>(
  spec: ListSpec<Other, Joined>,
  test: (item: Item, id: string | undefined) => boolean,
  query?: (id: string) => Readonly<Record<string, QueryValue>>,
): (wanted: string, context: ToolContext) => Promise<Part<Item>> {
  return async (wanted, context) => {
    if (wanted === "") return { test: (item) => test(item, undefined) };
    const id = LOOKS_LIKE_ID.test(wanted) ? wanted : spec.id(await findOne(spec, wanted, context));
    return { test: (item) => test(item, id), ...(query ? { query: query(id) } : {}) };
  };
}

/** What every resource of Neutron may say of itself. */
interface Described {
  readonly description: string | undefined;
  readonly projectId: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** The names that a list needs, those of projects among them under `projects`. */
export interface WithNames {
  readonly names: NamesOf;
}

/** The last columns of every list: the text that its owner gave it, the owner, the times. */
export function commonColumns<Item extends Described>(): readonly Column<Item, WithNames>[] {
  return [
    { name: "description", level: "full", value: (item) => item.description },
    { name: "tags", level: "full", value: (item) => item.tags, filter: "tags" },
    {
      name: "project",
      level: "full",
      value: (item, joined) => nameOf(joined?.names["projects"], item.projectId),
      resolve: ownedBy((item) => item.projectId, (id) => ({ project_id: id })),
    },
    { name: "project_id", level: "extra", value: (item) => item.projectId, filter: "project_id" },
    { name: "created", level: "full", value: (item) => toUtc(item.createdAt) },
    { name: "updated", level: "full", value: (item) => toUtc(item.updatedAt) },
  ];
}

/** What every project's list must say of kinds whose older default policies tell nobody of another project's: that
 * they are missing shows in no answer.
 */
export function withHiddenNote(answer: ToolAnswer, plural: string, context: ToolContext): ToolAnswer {
  if (!context.allProjects || !("rows" in answer)) return answer;
  const hidden = `older policies of Neutron hide the ${plural} of other projects from administrators too`;
  const { note } = answer;
  return { ...answer, note: typeof note === "string" ? `${note}; ${hidden}` : hidden };
}
