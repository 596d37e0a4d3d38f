import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { text } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import {
  filtering,
  flagArgument,
  type ListArguments,
  PART_ARGUMENTS,
  PART_COMPAT,
} from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { HOLDER_OPERATIONS, ownAssignments, roleAssignments } from "./role_assignments.ts";
import { orOwn } from "./own.ts";

/** Who has which role where. */
export const getRoleAssignments = tool({
  name: "get_role_assignments",
  toolset: "identity",
  title: "Role assignments",
  description:
    "Who has which role in the login's project; filters: user, group, role, project, domain, system. effective=true resolves groups and inheritance; all=true: everywhere.",
  input: z.strictObject({ ...PART_ARGUMENTS, effective: flagArgument, all: flagArgument }),
  operations: HOLDER_OPERATIONS,
  essential: [],
  compat: {
    ...PART_COMPAT,
    user: filtering("user"),
    user_name: filtering("user"),
    group: filtering("group"),
    role: filtering("role"),
    role_name: filtering("role"),
    project: filtering("project"),
    project_name: filtering("project"),
    project_id: filtering("project"),
    domain: filtering("domain"),
    system: filtering("system"),
    inherited: filtering("inherited"),
  },
  run: ({ effective, all, ...args }, context) =>
    orOwn(
      context,
      async (session) => {
        // What a group was given, a list of one user's assignments as they were made leaves out.
        const resolved = effective ?? hasFilter(args, "user");
        const place = placeOf(args, all ?? context.allProjects, session);
        const answer = await answerList(
          roleAssignments({ effective: resolved, place: place.query }),
          args,
          context,
        );
        const note = text(answer, "note");
        return {
          ...answer,
          scope: `role assignments ${place.text}${resolved ? ", effective" : ""}`,
          // Who asks for a user's roles may mean them all.
          ...(note !== undefined && place.isOwn ? { note: `${note}; all=true looks everywhere` } : {}),
        };
      },
      async (session, refusal) => ({
        ...await answerList(ownAssignments(session, refusal), args, context),
        scope: `roles of user ${session.user.name} as the token has them`,
      }),
    ),
});

function hasFilter({ filters = {} }: ListArguments, field: string): boolean {
  return Object.hasOwn(filters, field);
}

/** What a place was named by: its name or id, or several of them. */
function filterText({ filters = {} }: ListArguments, field: string): string {
  return [filters[field]].flat().map(String).join(" or ");
}

interface Place {
  readonly query: Readonly<Record<string, string>>;
  readonly text: string;
  /** Whether it is the login's, for want of another. */
  readonly isOwn?: boolean;
}

/** Keystone takes one place in a query. Without a filter on it, it is that of the login. */
function placeOf(args: ListArguments, everywhere: boolean, { project, domain }: Session): Place {
  if (hasFilter(args, "project")) return { query: {}, text: `in project ${filterText(args, "project")}` };
  if (hasFilter(args, "domain")) return { query: {}, text: `on domain ${filterText(args, "domain")}` };
  if (hasFilter(args, "system")) return { query: {}, text: "by system" };
  if (everywhere && domain) return { query: {}, text: `that a login to domain ${domain.name} is shown` };
  if (everywhere || (!project && !domain)) return { query: {}, text: "everywhere on this cloud" };
  if (project) {
    return { query: { "scope.project.id": project.id }, text: `in project ${project.name}`, isOwn: true };
  }
  return {
    query: { "scope.domain.id": domain?.id ?? "" },
    text: `on domain ${domain?.name}`,
    isOwn: true,
  };
}
