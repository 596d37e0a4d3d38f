import * as z from "zod";
import type { Session } from "../../openstack/auth/mod.ts";
import { OpenStackError, unavailablePart } from "../../openstack/errors.ts";
import { listImages } from "../../openstack/image/operations.ts";
import type { Project } from "../../openstack/identity/types.ts";
import { text } from "../../openstack/read.ts";
import { fit, table } from "../list_table.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import { nameOf, projectNames } from "../names.ts";
import { projectScope, seesAllProjects } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { ASSIGNMENT_OPERATIONS, type Member, readMembers } from "./assignments.ts";
import { advised, findProject, joinDomains, PROJECT_OPERATIONS } from "./projects.ts";
import { QUOTA_OPERATIONS, QUOTA_SOURCES, readQuotaRows } from "./quotas.ts";

/** One project, with its members, their roles, and what it uses. */
export const getProjectDetails = tool({
  name: "get_project_details",
  toolset: "identity",
  title: "Project",
  description:
    "The login's own project, or a named one: state, description, parent, tags, this user's roles, members with their roles, and totals of what it uses.",
  input: z.strictObject({ project: referenceArgument }),
  operations: [...PROJECT_OPERATIONS, ...ASSIGNMENT_OPERATIONS, ...QUOTA_OPERATIONS, listImages],
  aliases: { get_project_info: {} },
  compat: { project_name: renamed("project"), project_id: renamed("project"), name: renamed("project") },
  readsOf: {
    set_project: {
      actions: { show: {} },
      compat: { project_name: renamed("project") },
      ignored: ["description", "enable", "disable", "domain", "parent", "tags"],
    },
  },
  run: async (args, context) => {
    const project = await findProject(args.project, context, "show the project");
    const session = await context.cloud.session();
    const [domains, parents, people, usage] = await Promise.all([
      joinDomains([project], context),
      projectNames(hasParentProject(project) ? [project.parentId] : [], context),
      peopleOf(project, session, context),
      usageOf(project, session, context),
    ]);
    const domain = domains.joined.get(project.domainId ?? "");
    const unavailable = [
      ...domains.unavailable ?? [],
      ...parents.unavailable ?? [],
      ...people.unavailable,
      ...usage.unavailable,
    ];
    return {
      scope: projectScope(project.name ?? project.id, context),
      project: {
        name: project.name,
        id: project.id,
        domain: domain ?? project.domainId,
        ...(domain === undefined ? {} : { domain_id: project.domainId }),
        enabled: project.enabled,
        description: project.description,
        parent: hasParentProject(project)
          ? nameOf(parents.joined, project.parentId)
          : `domain ${domain ?? project.domainId}`,
        tags: project.tags,
        ...(people.roles ? { roles: people.roles } : {}),
      },
      ...(people.members ? { members: membersTable(people.members, context) } : {}),
      ...(Object.keys(usage.totals).length > 0 ? { usage: usage.totals } : {}),
      ...(unavailable.length > 0 ? { unavailable } : {}),
    };
  },
});

/** At the top of a domain, the domain itself is the parent. */
function hasParentProject({ parentId, domainId }: Project): boolean {
  return parentId !== undefined && parentId !== domainId;
}

interface People {
  /** This user's roles there. */
  readonly roles?: readonly string[];
  readonly members?: readonly Member[];
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** The token tells the user's roles in its own project; everything else, Keystone tells to administrators. */
async function peopleOf(project: Project, session: Session, context: ToolContext): Promise<People> {
  const own = project.id === session.project?.id ? { roles: session.roles.toSorted() } : {};
  try {
    const { members, unavailable } = await readMembers(project.id, context);
    const me = members.find(({ user }) => user.id === session.user.id);
    return { roles: me?.roles ?? [], ...own, members, unavailable };
  } catch (error) {
    const what = own.roles
      ? "members"
      : `members of ${project.name ?? project.id}, and this user's roles there`;
    return { ...own, unavailable: [unavailablePart(what, error)] };
  }
}

function membersTable(members: readonly Member[], context: ToolContext): ToolAnswer {
  const columns = [{ name: "name" }, { name: "domain", usual: "Default" }, { name: "roles" }, { name: "id" }];
  const rows = members.map(({ user: { id, name, domainName }, roles }) => [
    name ?? "",
    domainName ?? "",
    roles,
    id,
  ]);
  const kept = fit(rows, context.answerTokens / 2);
  const left = rows.length - kept.length;
  return {
    total: rows.length,
    ...table(columns, kept),
    ...(left > 0 ? { left_out: `${left} members (get_user_list)` } : {}),
  };
}

/** What a project is asked about first, by the names that quotas have. */
const TOTALS: ReadonlySet<string> = new Set([
  "instances",
  "cores",
  "ram_mib",
  "volumes",
  "gigabytes",
  "snapshots",
  "backups",
  "networks",
  "ports",
  "routers",
  "floating_ips",
  "security_groups",
]);

interface Usage {
  readonly totals: Readonly<Record<string, number>>;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** The use that the quotas tell is that of the whole project, at the cost of a request for each service. */
async function usageOf(project: Project, session: Session, context: ToolContext): Promise<Usage> {
  if (project.id !== session.project?.id && !seesAllProjects(session)) {
    return { totals: {}, unavailable: [unavailablePart("use", elsewhere(project))] };
  }
  const readings = [
    ...QUOTA_SOURCES.map((source) => ({
      what: `use of ${source.service}`,
      read: async () => {
        const rows = (await readQuotaRows(source, project.id, context)).filter(({ resource }) =>
          TOTALS.has(resource)
        );
        if (rows.every(({ inUse }) => inUse === undefined)) throw withoutUse(source.service);
        return rows.flatMap(({ resource, inUse }) => inUse === undefined ? [] : [[resource, inUse] as const]);
      },
    })),
    {
      what: "number of images",
      read: async () => {
        const images = await context.cloud.list(listImages, { query: { owner: project.id } });
        return [["images", images.filter((image) => text(image, "owner") === project.id).length] as const];
      },
    },
  ];
  const parts = await Promise.all(readings.map(async ({ what, read }) => {
    try {
      return { totals: await read(), unavailable: [] };
    } catch (error) {
      return { totals: [], unavailable: [unavailablePart(what, inProject(project, session, error))] };
    }
  }));
  return {
    totals: Object.fromEntries(parts.flatMap(({ totals }) => totals)),
    unavailable: parts.flatMap(({ unavailable }) => unavailable),
  };
}

/** What a service refuses an administrator who is logged in elsewhere, it tells a login to the project. */
function inProject({ id, name }: Project, session: Session, error: unknown): unknown {
  const isRefused = error instanceof OpenStackError && error.reason === "not permitted";
  return isRefused && id !== session.project?.id ? advised(error, `Log in to project ${name ?? id}.`) : error;
}

function elsewhere({ name, id }: Project): OpenStackError {
  return new OpenStackError({
    what: "read the use",
    reason: "not permitted",
    detail: "services tell the use of another project to administrators alone",
    next: `Log in to project ${name ?? id}.`,
  });
}

function withoutUse(service: string): OpenStackError {
  return new OpenStackError({
    what: "read the use",
    service,
    reason: "not deployed",
    detail: "the service tells limits alone",
  });
}
