import { text } from "../openstack/read.ts";
import { ownProject } from "./scope.ts";
import type { ToolAnswer, ToolContext } from "./tool.ts";

/** Answers for the login's own project where the service shows no other, and says so to an operator who allowed all.
 *
 * @param service As the note names it: `Barbican`.
 * @param answer Gives the answer; its context knows of no other projects.
 * @throws {OpenStackError} `refused by policy` if the token is scoped to no project: the service would fail on it.
 */
export async function ownProjectOnly(
  service: string,
  context: ToolContext,
  answer: (context: ToolContext) => Promise<ToolAnswer>,
): Promise<ToolAnswer> {
  await ownProject(context, `ask ${service}`);
  if (!context.allProjects) return await answer(context);
  const own = await answer({ ...context, allProjects: false });
  const note = `${service} shows the login's own project alone`;
  const before = text(own, "note");
  return { ...own, note: before === undefined ? note : `${before}; ${note}` };
}
