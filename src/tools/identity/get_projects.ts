import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { answerList } from "../list.ts";
import { flagArgument, LIST_ARGUMENTS, LIST_COMPAT, type ListArguments, renamed } from "../list_arguments.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { orOwn, wholeText } from "./own.ts";
import { allProjects, amongOwn, ownProjects, PROJECT_OPERATIONS } from "./projects.ts";
import { seesAllProjects } from "../scope.ts";

/** Projects: all of them for an administrator, for others those that they may use. */
export const getProjects = tool({
  name: "get_projects",
  toolset: "identity",
  title: "Projects",
  description:
    "Lists the projects this user may log in to; an administrator gets every project unless mine=true.",
  input: z.strictObject({ ...LIST_ARGUMENTS, mine: flagArgument }),
  operations: PROJECT_OPERATIONS,
  compat: { ...LIST_COMPAT, project_name: renamed("names") },
  readsOf: {
    set_project: {
      actions: { list: {} },
      compat: { project_name: renamed("names") },
      ignored: ["description", "enable", "disable", "domain", "parent", "tags"],
    },
  },
  run: async ({ mine, ...args }, context) => {
    const session = await context.cloud.session();
    if (mine === true || !(seesAllProjects(session) || session.domain)) {
      return await answerOwn(session, args, context);
    }
    return await orOwn(
      context,
      async () => ({
        ...await answerList(allProjects(session), args, context),
        scope: wholeText("projects", session),
      }),
      () => answerOwn(session, args, context),
    );
  },
});

async function answerOwn(session: Session, args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  const answer = await amongOwn(answerList(ownProjects(session), args, context));
  return { ...answer, scope: `projects of user ${session.user.name}` };
}
