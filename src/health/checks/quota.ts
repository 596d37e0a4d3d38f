/** Checks of quotas.
 *
 * @module
 */
import { type Check, check, type Data, type Draft } from "../check.ts";
import type { QuotaUse } from "../collections/quota.ts";
import type { FoundResource } from "../report.ts";

const QUOTAS = ["computeQuota", "networkQuota", "volumeQuota"] as const;

function uses(data: Data<never, typeof QUOTAS[number]>): QuotaUse[] {
  return QUOTAS.flatMap((name) => data.maybe(name) ?? []);
}

function quotaResource({ projectId, projectName, service, resource }: QuotaUse): FoundResource {
  return {
    kind: "quota",
    id: `${projectId}/${service}/${resource}`,
    name: `${service} ${resource}${projectName === undefined ? "" : ` of project ${projectName}`}`,
    project: projectId,
  };
}

const quota = check({
  id: "quota",
  area: "quota",
  title: "Quotas that are nearly used up",
  data: [],
  optional: QUOTAS,
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 95 },
  remedy: "Clean up, or have the quota raised.",
  run: (data, ctx) =>
    uses(data).flatMap((use): Draft[] => {
      const { limit, inUse, reserved } = use;
      if (limit === undefined || limit <= 0) return overNothing(use);
      const used = inUse + reserved;
      const percent = Math.round(1000 * used / limit) / 10;
      const limits = { warning: ctx.limit("warning_percent"), critical: ctx.limit("critical_percent") };
      const resource = quotaResource(use);
      // A graph is for one project: with all of them there would be hundreds.
      if (!ctx.allProjects) {
        ctx.measure({ label: `quota ${resource.name}`, value: percent, unit: "%", ...limits });
      }
      if (percent < limits.warning) {
        return [];
      }
      return [{
        severity: percent >= limits.critical ? "critical" : "warning",
        text: `quota ${resource.name} is ${percent} % used: ${used} of ${limit}${
          reserved > 0 ? `, ${reserved} of them reserved` : ""
        }`,
        resource,
        evidence: { limit, in_use: inUse, reserved, percent },
      }];
    }),
});

/** A limit of nothing is a ban; it is only wrong if something is used all the same. */
function overNothing(use: QuotaUse): Draft[] {
  if (use.limit === undefined || use.inUse <= 0) return [];
  const resource = quotaResource(use);
  return [{
    severity: "critical",
    text: `quota ${resource.name} allows none, but ${use.inUse} are in use`,
    resource,
    evidence: { limit: use.limit, in_use: use.inUse, reserved: use.reserved },
  }];
}

const negative = check({
  id: "quota-negative",
  area: "quota",
  title: "Quotas whose count is wrong",
  data: [],
  optional: QUOTAS,
  severities: ["warning"],
  thresholds: {},
  remedy: "Let the service count again; that takes an administrator.",
  run: (data) =>
    uses(data).filter(({ inUse, reserved }) => inUse < 0 || reserved < 0).map((use): Draft => {
      const resource = quotaResource(use);
      return {
        severity: "warning",
        text:
          `quota ${resource.name} counts less than nothing: ${use.inUse} in use, ${use.reserved} reserved`,
        resource,
        evidence: { in_use: use.inUse, reserved: use.reserved },
      };
    }),
});

/** The checks of this area. */
export const quotaChecks: readonly Check[] = [quota, negative];
