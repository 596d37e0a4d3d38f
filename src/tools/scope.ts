/** Whose objects an answer is about.
 *
 * @module
 */
import type { Session } from "../openstack/auth/mod.ts";
import { OpenStackError } from "../openstack/errors.ts";
import type { ToolContext } from "./tool.ts";

/** The scope in words, as every answer states it: `project acme, region RegionOne`. */
export async function scopeText(context: ToolContext): Promise<string> {
  const session = await context.cloud.session();
  const region = regionOf(context);
  const whose = context.allProjects && session.roles.includes("admin") ? "all projects" : ownerText(session);
  return region ? `${whose}, region ${region}` : whose;
}

/** The scope of an answer that is about one project, the login's own or another: `project acme, region RegionOne`. */
export function projectScope(name: string, context: ToolContext): string {
  const region = regionOf(context);
  return `project ${name}${region ? `, region ${region}` : ""}`;
}

/** The scope of an answer that is about what has no owner: `whole cloud, region RegionOne`. */
export function cloudScope(context: ToolContext): string {
  const region = regionOf(context);
  return `whole cloud${region ? `, region ${region}` : ""}`;
}

function ownerText(session: Session): string {
  if (session.project) return `project ${session.project.name}`;
  if (session.domain) return `domain ${session.domain.name}`;
  return session.system ? "system" : "no project";
}

/** The region in use: the one that was asked for, else the one that the catalog's endpoints share. */
export function regionOf(context: ToolContext): string | undefined {
  const { settings, allowlist } = context.cloud;
  if (settings.region) return settings.region;
  const regions = new Set(allowlist.entries.flatMap((entry) => entry.region ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/** What helps who gave no project and has none, where a tool takes one. */
export const NAME_A_PROJECT = "Name a project, or log in with one (--project, OS_PROJECT_NAME).";

/** Whether Keystone's default policies show a login every project, and not its own alone. */
export function seesAllProjects({ roles, system }: Session): boolean {
  return roles.includes("admin") || system;
}

/** The token's project.
 *
 * @param next What helps who has none.
 * @throws {OpenStackError} `refused by policy` if the token is scoped to a domain or the system.
 */
export async function ownProject(
  context: ToolContext,
  what: string,
  next = "Log in with a project (--project, OS_PROJECT_NAME).",
): Promise<{ id: string; name: string }> {
  const { project } = await context.cloud.session();
  if (project) return project;
  throw new OpenStackError({
    what,
    reason: "refused by policy",
    detail: "the login is not scoped to a project",
    next,
  });
}

/** Whether an object of this owner may be shown: the token's own, or anybody's if the operator allowed that. */
export async function mayShow(context: ToolContext, owner: string | undefined): Promise<boolean> {
  if (context.allProjects || owner === undefined) return true;
  const { project } = await context.cloud.session();
  return project === undefined || owner === project.id;
}
