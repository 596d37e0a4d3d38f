import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { listSecurityGroups } from "../../openstack/network/operations.ts";
import { text } from "../../openstack/read.ts";
import { advised } from "../identity/projects.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { SECURITY_GROUP_OPERATIONS, SECURITY_GROUPS } from "./security_groups.ts";

/** Security groups, with their rules. */
export const getSecurityGroups = tool({
  name: "get_security_groups",
  toolset: "network",
  title: "Security groups",
  description: "Security groups and what they open to the world; by name or with detail=full: their rules.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: SECURITY_GROUP_OPERATIONS,
  compat: { ...LIST_COMPAT, group_name: renamed("names"), security_group_name: renamed("names") },
  run: async (args, context) => {
    try {
      const answer = await answerList(SECURITY_GROUPS, args, context);
      const hidden = await hiddenGroups(context);
      return hidden ? withUnavailable(answer, hidden) : answer;
    } catch (error) {
      if (!(error instanceof OpenStackError) || error.reason !== "not found") throw error;
      const hidden = await hiddenGroups(context);
      throw hidden ? advised(error, `It may be hidden: ${hidden.detail}. ${hidden.next}`) : error;
    }
  },
});

/** Groups that one page has: those of one project alone do not fill it. */
const MANY = 200;

/** Every project has a group. A Neutron whose policy keeps those of others from administrators leaves them out of
 * the list without a word.
 */
async function hiddenGroups(context: ToolContext) {
  const { project } = await context.cloud.session();
  if (!context.allProjects && project) return undefined;
  const query = { fields: ["id", "project_id"] };
  const { items } = await context.cloud.page(listSecurityGroups, { query, limit: MANY });
  if (items.length === MANY || items.some((item) => text(item, "project_id") !== project?.id)) {
    return undefined;
  }
  return {
    what: "security groups of other projects",
    service: listSecurityGroups.service,
    reason: "not permitted",
    detail: `the service shows this login ${
      project ? `none but those of project ${project.name}` : "none at all"
    }`,
    next: "Log in to the project whose groups are wanted.",
  };
}

/** What is hidden can neither have been counted nor be said not to exist. */
function withUnavailable(answer: ToolAnswer, entry: Readonly<Record<string, unknown>>): ToolAnswer {
  const { total: _total, note: _note, unavailable, ...rest } = answer;
  return { ...rest, unavailable: [...Array.isArray(unavailable) ? unavailable : [], entry] };
}
