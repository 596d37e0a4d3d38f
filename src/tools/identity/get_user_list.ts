import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { answerList } from "../list.ts";
import {
  flagArgument,
  LIST_ARGUMENTS,
  LIST_COMPAT,
  type ListArguments,
  referenceArgument,
  renamed,
} from "../list_arguments.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { orOwn, wholeText } from "./own.ts";
import { advised, findProject, whenNotFound } from "./projects.ts";
import { allUsers, ownUser, projectUsers, USER_OPERATIONS } from "./users.ts";

/** Users: those with roles in a project, or all of them. */
export const getUserList = tool({
  name: "get_user_list",
  toolset: "identity",
  title: "Users",
  description: "Users of the login's project or a named one, with their roles; all=true: every user.",
  input: z.strictObject({ ...LIST_ARGUMENTS, project: referenceArgument, all: flagArgument }),
  operations: USER_OPERATIONS,
  essential: [],
  compat: {
    ...LIST_COMPAT,
    user_name: renamed("names"),
    user_names: renamed("names"),
    project_name: renamed("project"),
    project_id: renamed("project"),
  },
  readsOf: {
    set_users: {
      actions: { list: {}, show: { detail: "full", all: true } },
      compat: { user_name: renamed("names"), project_name: renamed("project") },
      ignored: ["description", "email", "enabled", "password", "default_project", "domain"],
    },
  },
  run: ({ project, all, ...args }, context) =>
    orOwn(
      context,
      (session) =>
        project === undefined && (all || context.allProjects || !session.project)
          ? answerAll(session, args, context)
          : answerProject(project, args, context),
      async (session, refusal) => {
        // The token tells nothing of another project.
        const own = session.project;
        if (project !== undefined && project !== own?.id && project !== own?.name) throw refusal;
        const answer = await answerList(ownUser(session, refusal), args, context);
        return {
          ...answer,
          scope: `user ${session.user.name}${own ? `, roles in project ${own.name}` : ""}`,
        };
      },
    ),
});

async function answerAll(session: Session, args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  const { project } = session;
  const answer = await answerList(allUsers(session), args, context);
  return {
    ...answer,
    scope: wholeText("users", session) + (project ? `, roles in project ${project.name}` : ""),
  };
}

async function answerProject(
  reference: string | undefined,
  args: ListArguments,
  context: ToolContext,
): Promise<ToolAnswer> {
  const session = await context.cloud.session();
  const own = session.project;
  const project = reference === undefined && own ? own : await findProject(reference, context, "list users");
  const answer = await whenNotFound(
    answerList(projectUsers(project), args, context),
    (error) => advised(error, "all=true looks among all users, and not only those of the project."),
  );
  return { ...answer, scope: `users with roles in project ${project.name ?? project.id}` };
}
