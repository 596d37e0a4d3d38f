import * as z from "zod";
import { answerList } from "../list.ts";
import { flagArgument, LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { allProjects, amongOwn, ownProjects, PROJECT_OPERATIONS, seesAllProjects } from "./projects.ts";

/** Projects: all of them for an administrator, for others those that they may use. */
export const getProjects = tool({
  name: "get_projects",
  toolset: "identity",
  title: "Projects",
  description:
    "Lists the projects this user may log in to; an administrator gets every project unless mine=true.",
  input: z.strictObject({ ...LIST_ARGUMENTS, mine: flagArgument }),
  operations: PROJECT_OPERATIONS,
  compat: LIST_COMPAT,
  run: async ({ mine, ...args }, context) => {
    const session = await context.cloud.session();
    if (seesAllProjects(session) && mine !== true) {
      return { ...await answerList(allProjects(session), args, context), scope: allText(session.domain) };
    }
    const answer = await amongOwn(answerList(ownProjects(session), args, context));
    return { ...answer, scope: `projects of user ${session.user.name}` };
  },
});

function allText(domain: { readonly name: string } | undefined): string {
  return domain ? `all projects of domain ${domain.name}` : "all projects of this cloud";
}
