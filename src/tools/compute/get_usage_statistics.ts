import * as z from "zod";
import { listUsages, showUsage } from "../../openstack/compute/operations.ts";
import type { ServerUsage } from "../../openstack/compute/types.ts";
import type { Period } from "../../openstack/compute/usage_period.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { age, toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { ListSpec } from "../list_spec.ts";
import { PART_ARGUMENTS, PART_COMPAT, renamed } from "../list_arguments.ts";
import { projectNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";
import { ownProject } from "../scope.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import {
  periodOf,
  type ProjectUsage,
  readAllUsage,
  readProjectUsage,
  USAGE_OPERATIONS,
  type UsageSums,
} from "./usage.ts";

/** Hours of servers, vCPUs, memory and disk. */
export const getUsageStatistics = tool({
  name: "get_usage_statistics",
  toolset: "compute",
  title: "Usage over time",
  description:
    "Server, vCPU, RAM and disk hours of a period (UTC; default the last 30 days); detail=detailed lists servers. Counts allocated time, running or not.",
  input: z.strictObject({
    start: z.string().max(40).optional(),
    end: z.string().max(40).optional(),
    ...PART_ARGUMENTS,
  }),
  operations: [...USAGE_OPERATIONS, listProjects],
  compat: { ...PART_COMPAT, start_date: renamed("start"), end_date: renamed("end") },
  run: async ({ start, end, ...args }, context) => {
    const period = periodOf(start, end, context.now());
    const { roles } = await context.cloud.session();
    if (context.allProjects && roles.includes("admin")) return await usageOfAll(period, args, context);
    return await usageOfProject(period, args, context);
  },
});

type Arguments = Parameters<typeof answerList>[1];

/** One project: its sums, and its servers if they are asked for. */
async function usageOfProject(period: Period, args: Arguments, context: ToolContext): Promise<ToolAnswer> {
  const project = await ownProject(context, "read the usage of a project");
  const { servers, ...sums } = await readProjectUsage(project.id, period, context);
  const spec: ListSpec<ServerUsage> = { ...SERVER_USAGES, gather: () => Promise.resolve({ items: servers }) };
  const { scope, ...table } = await answerList(spec, args, context);
  // Deleted ones count too: this is not how many there are.
  const usage = { servers_in_period: servers.length, ...sumsText(sums) };
  return { scope, period: periodText(period), usage, ...(wantsRows(args) ? table : {}) };
}

/** All projects: one row each. */
async function usageOfAll(period: Period, args: Arguments, context: ToolContext): Promise<ToolAnswer> {
  const usages = await readAllUsage(period, context);
  const spec: ListSpec<ProjectUsage, ReadonlyMap<string, string>> = {
    ...PROJECT_USAGES,
    gather: () => Promise.resolve({ items: usages }),
  };
  const { scope, ...table } = await answerList(spec, args, context);
  return { scope, period: periodText(period), ...table };
}

/** The sums are the answer, unless something is said of the servers. */
function wantsRows({ _offset, _search_in, _case_sensitive, _all, _marker, ...args }: Arguments): boolean {
  const { detail, ...others } = args;
  return detail === "detailed" || detail === "full" ||
    Object.values(others).some((value) => value !== undefined);
}

function periodText({ start, end }: Period): Record<string, unknown> {
  const text = (time: number) => toUtc(new Date(time).toISOString());
  return { start: text(start), end: text(end), length: age(end - start) };
}

/** Hours with two digits: the rest is noise. */
function hours(amount: number | undefined): number | undefined {
  return amount === undefined ? undefined : Math.round(amount * 100) / 100;
}

function sumsText(sums: UsageSums): Record<string, unknown> {
  return {
    server_hours: hours(sums.serverHours),
    vcpu_hours: hours(sums.vcpuHours),
    ram_mib_hours: hours(sums.memoryMbHours),
    disk_gib_hours: hours(sums.diskGbHours),
  };
}

const SERVER_USAGES: ListSpec<ServerUsage> = {
  noun: ["server usage", "server usages"],
  place: "in this period",
  list: showUsage,
  read: () => undefined,
  id: (usage) => usage.serverId,
  name: (usage) => usage.name,
  columns: [
    { name: "name", level: "basic", value: (usage) => usage.name },
    { name: "hours", level: "basic", value: (usage) => hours(usage.hours) },
    { name: "flavor", level: "detailed", value: (usage) => usage.flavor },
    { name: "state", level: "detailed", value: (usage) => usage.state, fold: "lower" },
    { name: "vcpus", level: "detailed", value: (usage) => usage.vcpus },
    { name: "ram_mib", level: "detailed", value: (usage) => usage.memoryMb },
    { name: "disk_gib", level: "detailed", value: (usage) => usage.diskGb },
    { name: "started", level: "detailed", value: (usage) => toUtc(usage.startedAt) },
    { name: "ended", level: "detailed", value: (usage) => toUtc(usage.endedAt) },
    { name: "id", level: "full", value: (usage) => usage.serverId },
  ],
};

const PROJECT_USAGES: ListSpec<ProjectUsage, ReadonlyMap<string, string>> = {
  noun: ["project usage", "project usages"],
  place: "in this period",
  list: listUsages,
  read: () => undefined,
  id: (usage) => usage.projectId,
  name: () => undefined,
  columns: [
    {
      name: "project",
      level: "basic",
      value: (usage, names) => names?.get(usage.projectId),
      resolve: ownedBy((usage) => usage.projectId),
    },
    { name: "server_hours", level: "basic", value: (usage) => hours(usage.serverHours) },
    { name: "vcpu_hours", level: "basic", value: (usage) => hours(usage.vcpuHours) },
    { name: "ram_mib_hours", level: "basic", value: (usage) => hours(usage.memoryMbHours) },
    { name: "disk_gib_hours", level: "basic", value: (usage) => hours(usage.diskGbHours) },
    { name: "project_id", level: "basic", value: (usage) => usage.projectId },
  ],
  join: (usages, wants, context) =>
    projectNames(wants("project") ? usages.map((usage) => usage.projectId) : [], context),
};
