/** What projects used of a period, read out of Nova's usage reports.
 *
 * @module
 */
import { listUsages, showUsage } from "../../openstack/compute/operations.ts";
import { readServerUsage, readUsage, type ServerUsage, type Usage } from "../../openstack/compute/types.ts";
import { type Period, periodQuery } from "../../openstack/compute/usage_period.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { member } from "../../openstack/read.ts";
import { parseTime } from "../../text/time.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that reading usage sends. */
export const USAGE_OPERATIONS = [showUsage, listUsages];

/** Allocated time: a server counts from its launch to its end, whether it runs or not. */
export interface UsageSums {
  readonly serverHours: number;
  readonly vcpuHours: number;
  readonly memoryMbHours: number;
  readonly diskGbHours: number;
}

/** What a project used. */
export interface ProjectUsage extends UsageSums {
  readonly projectId: string;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;

/** The period that arguments mean: the last thirty days unless they say something else.
 *
 * Nova counts hours of the time to come as well, so that a period ends now at the latest.
 *
 * @throws {OpenStackError} `invalid argument` if one is no time, or the period is empty.
 */
export function periodOf(start: string | undefined, end: string | undefined, now: number): Period {
  const ends = Math.min(end === undefined ? now : timeOf("end", end), now);
  const starts = start === undefined ? ends - USUAL_DAYS * DAY_MS : timeOf("start", start);
  if (starts < ends) return { start: starts, end: ends };
  throw invalidPeriod(
    starts >= now ? "the period must have begun" : "start must be earlier than end; times are UTC",
  );
}

function timeOf(argument: string, text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw invalidPeriod(
    `${argument} must be a date or an ISO 8601 time: 2026-03-01 (00:00 UTC), 2026-03-01T12:00:00Z`,
  );
}

function invalidPeriod(detail: string): OpenStackError {
  return new OpenStackError({ what: "read the usage of a period", reason: "invalid argument", detail });
}

/** Reads what one project used, and each of its servers. Nova's sums cover one page, so they are added up. */
export async function readProjectUsage(
  projectId: string,
  period: Period,
  context: ToolContext,
): Promise<UsageSums & { readonly servers: readonly ServerUsage[] }> {
  const pages: Usage[] = [];
  const servers: ServerUsage[] = [];
  const options = { path: { project_id: projectId }, query: periodQuery(period) };
  for await (const page of context.cloud.pages(showUsage, options)) {
    servers.push(...page.items.flatMap((value) => readServerUsage(value) ?? []));
    const usage = readUsage(member(page.body, "tenant_usage"));
    // A project without any server has an empty object here.
    if (usage) pages.push(usage);
    else if (page.items.length > 0) throw withoutSums();
  }
  return { ...sumUsages(pages), servers };
}

/** Reads what every project used. One may stand on several pages, with a part of its sums on each. */
export async function readAllUsage(period: Period, context: ToolContext): Promise<ProjectUsage[]> {
  const usages = (await context.cloud.list(listUsages, { query: periodQuery(period) }))
    .flatMap((value) => readUsage(value) ?? []);
  return [...Map.groupBy(usages, (usage) => usage.projectId)]
    .map(([projectId, own]) => ({ projectId, ...sumUsages(own) }));
}

/** Adds up.
 *
 * @throws {OpenStackError} `unexpected answer` if a sum is missing: it must not count as zero.
 */
function sumUsages(usages: readonly Usage[]): UsageSums {
  const sum = (amount: (usage: Usage) => number | undefined) =>
    usages.reduce((total, usage) => {
      const found = amount(usage);
      if (found === undefined) throw withoutSums();
      return total + found;
    }, 0);
  return {
    serverHours: sum((usage) => usage.serverHours),
    vcpuHours: sum((usage) => usage.vcpuHours),
    memoryMbHours: sum((usage) => usage.memoryMbHours),
    diskGbHours: sum((usage) => usage.diskGbHours),
  };
}

function withoutSums(): OpenStackError {
  return new OpenStackError({
    what: "read the usage of a period",
    service: showUsage.service,
    reason: "unexpected answer",
    detail: "the answer does not hold the sums",
  });
}
