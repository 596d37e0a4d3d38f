import * as z from "zod";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listRoleAssignments } from "../../openstack/identity/operations.ts";
import { type Project, readRoleAssignment } from "../../openstack/identity/types.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import { scopeText } from "../scope.ts";
import { tool, type ToolContext } from "../tool.ts";
import { findProject, joinDomains, PROJECT_OPERATIONS, seesAllProjects } from "./projects.ts";

/** One project, with the roles that this login has there. */
export const getProjectDetails = tool({
  name: "get_project_details",
  toolset: "identity",
  title: "Project",
  description:
    "The login's own project, or a named one: domain, state, description, parent, tags, and this user's roles there.",
  input: z.strictObject({ project: referenceArgument }),
  operations: [...PROJECT_OPERATIONS, listRoleAssignments],
  compat: { project_name: renamed("project"), project_id: renamed("project"), name: renamed("project") },
  run: async (args, context) => {
    const project = await findProject(args.project, context, "show the project");
    const [domains, roles] = await Promise.all([joinDomains([project], context), rolesIn(project, context)]);
    const unavailable = [...domains.unavailable ?? [], ...roles.unavailable];
    const domain = domains.joined.get(project.domainId ?? "");
    return {
      scope: await scopeText(context),
      project: {
        name: project.name,
        id: project.id,
        domain: domain ?? project.domainId,
        ...(domain === undefined ? {} : { domain_id: project.domainId }),
        enabled: project.enabled,
        description: project.description,
        parent: parentText(project, domain),
        tags: project.tags,
        ...(roles.names ? { roles: roles.names } : {}),
      },
      ...(unavailable.length > 0 ? { unavailable } : {}),
    };
  },
});

/** At the top of a domain, the domain itself is the parent. */
function parentText({ parentId, domainId }: Project, domain: string | undefined): string | undefined {
  return parentId !== undefined && parentId === domainId ? `domain ${domain ?? domainId}` : parentId;
}

interface RolesThere {
  readonly names?: readonly string[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** The token tells the roles in its own project; those in another, Keystone tells to administrators. */
async function rolesIn(project: Project, context: ToolContext): Promise<RolesThere> {
  const session = await context.cloud.session();
  if (project.id === session.project?.id) return { names: session.roles.toSorted(), unavailable: [] };
  try {
    if (!seesAllProjects(session)) throw onlyAdministrators();
    const found = await context.cloud.list(listRoleAssignments, {
      query: {
        "user.id": session.user.id,
        "scope.project.id": project.id,
        effective: true,
        include_names: true,
      },
    });
    const roles = found.flatMap((value) => readRoleAssignment(value)?.role ?? []);
    return { names: [...new Set(roles.map((role) => role.name ?? role.id))].sort(), unavailable: [] };
  } catch (error) {
    return { unavailable: [unavailablePart(`roles in ${project.name ?? project.id}`, error)] };
  }
}

function onlyAdministrators(): OpenStackError {
  return new OpenStackError({
    what: "list role assignments",
    service: "identity",
    reason: "not permitted",
    detail: "only an administrator is told the roles in a project that the login is not scoped to",
    next: "Log in to that project.",
  });
}
