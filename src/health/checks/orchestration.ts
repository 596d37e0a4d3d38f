/** Checks of the project's stacks, and of the engines that work on them.
 *
 * @module
 */
import type { OrchestrationService } from "../../openstack/orchestration/types.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, type RunContext } from "../check.ts";
import type { HealthStack, StackGap } from "../collections/orchestration.ts";
import { command } from "../command.ts";
import { downServices, type WatchedService } from "../down_services.ts";
import { duration, held, resourceOf } from "../lasting.ts";
import { sayFirst } from "../some_of.ts";

function changed(stack: HealthStack): string | undefined {
  return stack.updatedAt ?? stack.createdAt;
}

function evidence({ status, statusReason, createdAt, updatedAt }: HealthStack) {
  return { status, status_reason: statusReason, created_at: createdAt, updated_at: updatedAt };
}

/** Says what a report on all projects leaves out. */
function tellGaps(gaps: readonly StackGap[] = [], ctx: Pick<RunContext, "incomplete">): void {
  for (const { detail } of gaps) ctx.incomplete("stacks", detail);
}

const failed = check({
  id: "stack-failed",
  area: "orchestration",
  title: "Stacks that failed",
  data: ["stacks"],
  optional: ["stackGaps", "stackFailures"],
  severities: ["warning"],
  thresholds: { warning_hours: 0 },
  remedy: "Mend what made the resource fail, then update the stack or delete it.",
  next: ({ id }) => command("openstack", "stack", "failures", "list", id),
  run(data, ctx) {
    tellGaps(data.maybe("stackGaps"), ctx);
    const causes = new Map((data.maybe("stackFailures") ?? []).map((cause) => [cause.stackId, cause]));
    return data.all("stacks").flatMap((stack): Draft[] => {
      const { status = "", statusReason } = stack;
      // What a check of a stack found is told as drift.
      if (!status.endsWith("_FAILED") || status === "CHECK_FAILED") return [];
      const found = held(changed(stack), ctx.now, { warningMs: duration(ctx, "warning_hours") });
      if (!found) return [];
      const resource = resourceOf("stack", stack);
      const cause = causes.get(stack.id);
      const why = cause
        ? `: resource ${cause.name}${cause.type ? ` (${cause.type})` : ""} failed first${
          cause.statusReason ? `: ${cause.statusReason}` : ""
        }`
        : statusReason
        ? `: ${statusReason}`
        : "";
      return [{
        severity: found.severity,
        text: `stack ${resource.name} has been in ${status} ${found.words}${why}`,
        resource,
        since: found.since,
        evidence: {
          ...evidence(stack),
          resource_name: cause?.name,
          resource_type: cause?.type,
          resource_status: cause?.status,
        },
      }];
    });
  },
});

const MINUTE_MS = 60_000;

const stuck = check({
  id: "stack-stuck",
  area: "orchestration",
  title: "Stacks that change without end",
  data: ["stacks"],
  optional: ["stackGaps", "stackTimeouts"],
  severities: ["warning", "critical"],
  thresholds: { warning_hours: 1, critical_hours: 4 },
  remedy: "Find the resource that is waited for in the stack's events; cancel the update. " +
    "Heat ends what takes longer than the stack's timeout: if it did not, look at its engines.",
  next: ({ id }) => command("openstack", "stack", "event", "list", id),
  run(data, ctx) {
    tellGaps(data.maybe("stackGaps"), ctx);
    const timeouts = new Map(
      (data.maybe("stackTimeouts") ?? []).map(({ stackId, minutes }) => [stackId, minutes]),
    );
    return data.all("stacks").flatMap((stack): Draft[] => {
      if (!(stack.status ?? "").endsWith("_IN_PROGRESS")) return [];
      const minutes = timeouts.get(stack.id);
      const warningMs = minutes === undefined ? duration(ctx, "warning_hours") : minutes * MINUTE_MS;
      const criticalMs = Math.max(warningMs, duration(ctx, "critical_hours"));
      const found = held(changed(stack), ctx.now, { warningMs, criticalMs });
      if (!found) return [];
      const resource = resourceOf("stack", stack);
      return [{
        severity: found.severity,
        text: `stack ${resource.name} has been in ${stack.status} ${found.words}${
          minutes === undefined ? "" : `, beyond its timeout of ${age(minutes * MINUTE_MS)}`
        }`,
        resource,
        since: found.since,
        evidence: { ...evidence(stack), timeout_mins: minutes },
      }];
    });
  },
});

const hook = check({
  id: "stack-hook",
  area: "orchestration",
  title: "Stacks that wait at a hook",
  data: ["stacks", "stackHooks"],
  optional: ["stackGaps"],
  severities: ["warning"],
  thresholds: { warning_hours: 1 },
  remedy: "Clear the hook when what it waits for is done, or cancel the change of the stack.",
  next: ({ id }) => command("openstack", "stack", "hook", "poll", id),
  run(data, ctx) {
    tellGaps(data.maybe("stackGaps"), ctx);
    const stacks = new Map(data.all("stacks").map((stack) => [stack.id, stack]));
    return data.all("stackHooks").flatMap(({ stackId, resource: name, hook, since }): Draft[] => {
      const stack = stacks.get(stackId);
      const found = stack && held(since, ctx.now, { warningMs: duration(ctx, "warning_hours") });
      if (!found) return [];
      const resource = resourceOf("stack", stack);
      return [{
        severity: found.severity,
        text: `stack ${resource.name} has waited at the hook ${hook} of resource ${name} ${found.words}`,
        resource,
        since: found.since,
        evidence: { ...evidence(stack), resource_name: name, hook, event_time: since },
        key: `${stackId}/${name}/${hook}`,
      }];
    });
  },
});

const drift = check({
  id: "stack-drift",
  area: "orchestration",
  title: "Stacks that may differ from their resources",
  data: ["stacks"],
  optional: ["stackGaps", "unhealthyResources"],
  severities: ["info", "warning"],
  thresholds: { info_days: 90 },
  remedy: "Let Heat check the stack; an update replaces the resources that are not healthy.",
  next: ({ id }) => command("openstack", "stack", "check", id),
  run(data, ctx) {
    tellGaps(data.maybe("stackGaps"), ctx);
    const unhealthy = Map.groupBy(data.maybe("unhealthyResources") ?? [], ({ stackId }) => stackId);
    const most = duration(ctx, "info_days");
    return data.all("stacks").flatMap((stack): Draft[] => {
      const { id, status = "", statusReason } = stack;
      const resource = resourceOf("stack", stack);
      const names = unhealthy.get(id)?.map(({ name }) => name) ?? [];
      if (names.length > 0 || status === "CHECK_FAILED") {
        return [{
          severity: "warning",
          text: names.length > 0
            ? `stack ${resource.name} has ${resourcesText(names)} not healthy: ${sayFirst(names, MOST_NAMES)}`
            : `stack ${resource.name} did not pass a check${statusReason ? `: ${statusReason}` : ""}`,
          resource,
          since: status === "CHECK_FAILED" ? parseTime(changed(stack)) : undefined,
          evidence: { ...evidence(stack), unhealthy: names },
          next: command("openstack", "stack", "resource", "list", "--nested-depth", "5", id),
        }];
      }
      const found = status.endsWith("_COMPLETE") && held(changed(stack), ctx.now, { warningMs: most });
      if (!found) return [];
      return [{
        severity: "info",
        text: `stack ${resource.name} has been neither checked nor changed ${found.words}`,
        resource,
        since: found.since,
        evidence: evidence(stack),
      }];
    });
  },
});

function resourcesText(names: readonly string[]): string {
  return names.length === 1 ? "a resource that is" : `${names.length} resources that are`;
}

/** Names that a line has room for. */
const MOST_NAMES = 5;

const engine = check({
  id: "heat-engine",
  area: "orchestration",
  title: "Heat engines that are down",
  data: ["orchestrationServices"],
  severities: ["info", "warning", "critical"],
  thresholds: { warning_minutes: 5, group_minutes: 2, leftover_days: 30 },
  remedy: "Look at heat-engine on the host, and at its connection to the message bus and to the database. " +
    "What is left of a host that is gone goes with heat-manage service clean.",
  next: () => command("openstack", "orchestration", "service", "list"),
  run(data, ctx) {
    const hosts = enginesByHost(data.all("orchestrationServices"));
    const oldest = ctx.now - duration(ctx, "leftover_days");
    const someUp = hosts.some(({ up }) => up);
    const isLeftover = ({ up, lastSeen }: WatchedService) =>
      someUp && !up && (parseTime(lastSeen) ?? ctx.now) < oldest;
    const limits = {
      now: ctx.now,
      warningMs: duration(ctx, "warning_minutes"),
      groupMs: duration(ctx, "group_minutes"),
      vital: () => false,
    };
    return [
      ...downServices(hosts.filter((host) => !isLeftover(host)), limits),
      ...hosts.filter(isLeftover).map(({ kind, resource, lastSeen, evidence }): Draft => {
        const since = parseTime(lastSeen);
        return {
          severity: "info",
          text: `${kind} on ${resource.name} has been down for ${
            age(ctx.now - (since ?? ctx.now))
          }: Heat keeps it in its list`,
          resource,
          since,
          evidence,
        };
      }),
    ];
  },
});

/** A host has an entry for each of its processes, and keeps those of processes that were restarted: it is up if one of
 * them is.
 */
function enginesByHost(services: readonly OrchestrationService[]): WatchedService[] {
  const present = services.filter(({ deletedAt }) => deletedAt === undefined);
  return [...Map.groupBy(present, (service) => service.host ?? service.id)].map(([host, engines]) => {
    const newest = engines.toSorted((a, b) => (a.updatedAt ?? "") < (b.updatedAt ?? "") ? 1 : -1)[0];
    const up = engines.filter(({ status }) => status === "up").length;
    return {
      resource: { kind: "orchestration service", id: host, name: host, host },
      kind: newest?.binary ?? "heat-engine",
      up: up > 0,
      lastSeen: newest?.updatedAt,
      evidence: {
        engines: engines.length,
        engines_up: up,
        updated_at: newest?.updatedAt,
        report_interval: newest?.reportIntervalSeconds,
      },
    };
  });
}

/** The checks of this area. */
export const orchestrationChecks: readonly Check[] = [failed, stuck, hook, drift, engine];
