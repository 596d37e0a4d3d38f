import * as z from "zod";
import { unavailablePart } from "../../openstack/errors.ts";
import { listLoadBalancerQuotas, showLoadBalancerQuota } from "../../openstack/load_balancer/operations.ts";
import { type Quota, readQuota, UNLIMITED } from "../../openstack/quota.ts";
import { MORE_QUOTA_OPERATIONS, QUOTA_SERVICES, type QuotaProject } from "../identity/more_quotas.ts";
import { findProject, PROJECT_OPERATIONS } from "../identity/projects.ts";
import { answerList } from "../list.ts";
import { referenceArgument, renamed } from "../list_arguments.ts";
import type { ListSpec } from "../list_spec.ts";
import { nameOf, type Names, projectNames } from "../names.ts";
import { UNKNOWN } from "../parts.ts";
import { NAME_A_PROJECT, ownProject, projectScope, seesAllProjects } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";

const SERVICE = showLoadBalancerQuota.service;

/** The same limits and counts as in the quota of all services. */
const SERVICES = QUOTA_SERVICES.filter(({ service }) => service === SERVICE);
const COUNTS = SERVICES.flatMap(({ counts = [] }) => counts);

/** Limits and use of load balancing in a project. */
export const getLoadBalancerQuotas = tool({
  name: "get_load_balancer_quotas",
  toolset: "load_balancer",
  title: "Load balancer quota",
  description:
    "Limit and counted use of load balancers, listeners, pools, members, health monitors, L7 policies and rules, for the login's project or a named one.",
  input: z.strictObject({ project: referenceArgument }),
  operations: [
    ...MORE_QUOTA_OPERATIONS.filter(({ service }) => service === SERVICE),
    listLoadBalancerQuotas,
    ...PROJECT_OPERATIONS,
  ],
  essential: [showLoadBalancerQuota],
  compat: { project_id: renamed("project"), project_name: renamed("project") },
  readsOf: {
    set_load_balancer_quota: {
      actions: { list: {}, show: {} },
      compat: { project_id: renamed("project") },
      ignored: ["load_balancer", "listener", "pool", "health_monitor", "member"],
    },
  },
  run: async ({ project }, context) => {
    const session = await context.cloud.session();
    if (project === undefined && context.allProjects && seesAllProjects(session)) {
      return await answerList(QUOTAS, {}, context);
    }
    return await quotaOf(await projectOf(project, context), context);
  },
});

const WHAT = "read the quota of load balancing";

async function projectOf(reference: string | undefined, context: ToolContext): Promise<QuotaProject> {
  const session = await context.cloud.session();
  const { project: own } = session;
  // For an administrator the name may also be one of another domain.
  const isOwn = reference === undefined || reference === own?.id ||
    (reference === own?.name && !seesAllProjects(session));
  if (isOwn) return { ...await ownProject(context, WHAT, NAME_A_PROJECT), own: true };
  const { id, name } = await findProject(reference, context, WHAT);
  return { id, name: name ?? id, own: id === own?.id };
}

async function quotaOf(project: QuotaProject, context: ToolContext): Promise<ToolAnswer> {
  const [limits, uses] = await Promise.all([
    Promise.all(SERVICES.map(({ read }) => read(project, context))),
    readUses(project, context),
  ]);
  const rows = limits.flat().map(({ resource, limit }) => [
    resource,
    limitText(limit),
    uses.numbers.get(resource) ?? UNKNOWN,
  ]);
  return {
    scope: projectScope(project.name, context),
    shown: rows.length,
    columns: ["resource", "limit", "used"],
    rows,
    ...(uses.unavailable.length > 0 ? { unavailable: uses.unavailable } : {}),
  };
}

function limitText(limit: number | undefined): string | number {
  return limit === UNLIMITED ? "unlimited" : limit ?? UNKNOWN;
}

interface Uses {
  readonly numbers: ReadonlyMap<string, number | undefined>;
  readonly unavailable: readonly Readonly<Record<string, unknown>>[];
}

/** Octavia tells limits alone: what it lists is counted. */
async function readUses(project: QuotaProject, context: ToolContext): Promise<Uses> {
  const found = await Promise.all(COUNTS.map(async ({ resources, read }) => {
    try {
      const numbers = await read(project, context);
      return {
        numbers: resources.map((resource, index) => [resource, numbers[index]] as const),
        failures: [],
      };
    } catch (error) {
      return { numbers: [], failures: [unavailablePart(`use of ${resources.join(" and ")}`, error)] };
    }
  }));
  return {
    numbers: new Map(found.flatMap(({ numbers }) => numbers)),
    unavailable: found.flatMap(({ failures }) => failures),
  };
}

/** Columns, and what Octavia has called them. */
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  load_balancers: ["load_balancer", "loadbalancer"],
  listeners: ["listener"],
  pools: ["pool"],
  members: ["member"],
  health_monitors: ["health_monitor", "healthmonitor"],
  l7_policies: ["l7policy"],
  l7_rules: ["l7rule"],
};

function limitOf({ lines }: Quota, names: readonly string[]): string | number {
  const limit = names.map((name) => lines[name]?.limit).find((found) => found !== undefined);
  return limit === undefined ? "default" : limitText(limit);
}

/** Quotas: Load Balancer API "List quota". Projects that have none of their own are not in it. */
const QUOTAS: ListSpec<Quota, Names> = {
  noun: ["quota", "quotas"],
  place: "of a project's own: all have the default",
  list: listLoadBalancerQuotas,
  read: readQuota,
  id: ({ projectId }) => projectId ?? "",
  name: () => undefined,
  columns: [
    {
      name: "project",
      level: "basic",
      joined: true,
      value: ({ projectId }, names) => nameOf(names, projectId),
    },
    ...Object.entries(LIMITS).map(([name, names]): ListSpec<Quota, Names>["columns"][number] => ({
      name,
      level: "basic",
      value: (quota) => limitOf(quota, names),
    })),
    { name: "project_id", level: "basic", value: ({ projectId }) => projectId },
  ],
  join: (quotas, _wants, context) => projectNames(quotas.map(({ projectId }) => projectId), context),
};
