/** Checks of quotas.
 *
 * @module
 */
import { sanitizeText } from "../../text/sanitize.ts";
import { type Check, check, type CheckContext, type Data, type Draft, notApplicable } from "../check.ts";
import type { Item } from "../collections/mod.ts";
import type { QuotaUse } from "../collections/quota.ts";
import { command } from "../command.ts";
import { duration, heldAsSeen } from "../lasting.ts";
import { percentOf } from "../percent.ts";
import type { FoundResource } from "../report.ts";
import { totalSize } from "../volume_words.ts";

const QUOTAS = [
  "computeQuota",
  "networkQuota",
  "volumeQuota",
  "loadBalancerQuota",
  "imageQuota",
  "dnsQuota",
  "shareQuota",
] as const;

function uses(data: Data<never, typeof QUOTAS[number]>): QuotaUse[] {
  return QUOTAS.flatMap((name) => data.maybe(name) ?? []);
}

/** `compute cores`, and of which project, if others than the login's are looked at. */
function quotaName({ projectName, service, resource }: QuotaUse): string {
  return sanitizeText(
    `${service} ${resource}${projectName === undefined ? "" : ` of project ${projectName}`}`,
  );
}

function quotaResource(use: QuotaUse): FoundResource {
  const { projectId, projectName, service, resource } = use;
  return {
    kind: "quota",
    id: `${projectId}/${service}/${resource}`,
    name: quotaName(use),
    project: projectId,
    ...(projectName === undefined ? {} : { project_name: projectName }),
  };
}

/** The command line that shows a quota, or what uses it up. */
const SHOWS: Readonly<Record<string, (use: QuotaUse) => string>> = {
  "load-balancer": ({ projectId }) => command("openstack", "loadbalancer", "quota", "show", projectId),
  "shared-file-system": ({ projectId }) =>
    command("openstack", "share", "quota", "show", "--detail", projectId),
  "image": ({ projectId }) => command("openstack", "image", "list", "--long", "--project", projectId),
  // Nobody but an administrator may act as a project, not even as the own one.
  "dns": ({ projectId, projectName }) =>
    command(
      "openstack",
      "zone",
      "list",
      ...projectName === undefined ? [] : ["--sudo-project-id", projectId],
    ),
};

function showQuota(use: QuotaUse): string {
  return SHOWS[use.service]?.(use) ?? command("openstack", "quota", "show", use.projectId);
}

function unitOf(resource: string): string {
  if (resource.endsWith("_mib")) return "MiB";
  if (/(?:^|_)gigabytes(?:_|$)/.test(resource)) return "GiB";
  return resource === "cores" ? "cores" : "";
}

const quota = check({
  id: "quota",
  area: "quota",
  topic: "capacity",
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
      const percent = percentOf(used, limit);
      const limits = { warning: ctx.limit("warning_percent"), critical: ctx.limit("critical_percent") };
      const resource = quotaResource(use);
      const isNear = percent >= limits.warning;
      // A graph is for one project: with all of them there would be hundreds.
      if (!ctx.allProjects) {
        ctx.measure({ label: `quota ${resource.name}`, value: percent, unit: "%", ...limits });
      }
      if (!ctx.allProjects || isNear) {
        ctx.stock({
          group: "quota",
          name: resource.name,
          used,
          total: limit,
          unit: unitOf(use.resource),
          warning_percent: limits.warning,
          critical_percent: limits.critical,
        });
      }
      if (!isNear) return [];
      return [{
        severity: percent >= limits.critical ? "critical" : "warning",
        text: `quota ${resource.name} is ${percent} % used: ${used} of ${limit}${
          reserved > 0 ? `, ${reserved} of them reserved` : ""
        }`,
        resource,
        evidence: { limit, in_use: inUse, reserved, percent },
        next: showQuota(use),
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
    next: showQuota(use),
  }];
}

/** Lists that a quota is held against. */
const COUNTED = ["servers", "volumes", "snapshots", "backups"] as const;

type CountedData = Data<never, typeof QUOTAS[number] | typeof COUNTED[number]>;

const NEGATIVE_LIMITS = { warning_hours: 1, drift_count: 3, drift_percent: 10 } as const;

const negative = check({
  id: "quota-negative",
  area: "quota",
  title: "Quotas whose count is wrong",
  data: [],
  optional: [...QUOTAS, ...COUNTED],
  severities: ["warning"],
  thresholds: NEGATIVE_LIMITS,
  remedy:
    "Have an administrator let the service count again, in Cinder with cinder-manage quota sync. Until then it refuses, or allows, too much.",
  run: (data, ctx) => {
    const contents = contentsOf(data);
    return uses(data).flatMap((use) => {
      const content = contents.get(use.service)?.(use.projectId);
      return [...belowNothing(use), ...adrift(use, content, ctx), ...stuck(use, content, ctx)];
    });
  },
});

function belowNothing(use: QuotaUse): Draft[] {
  const { inUse, reserved } = use;
  if (inUse >= 0 && reserved >= 0) return [];
  const resource = quotaResource(use);
  return [{
    severity: "warning",
    text: `quota ${resource.name} counts less than nothing: ${inUse} in use, ${reserved} reserved`,
    resource,
    evidence: { in_use: inUse, reserved },
    next: showQuota(use),
  }];
}

/** What a project really has in a service. */
interface Content {
  /** The least and the most that can count, by the quota's resource. */
  readonly counts: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** Whether something is under way that may hold a reservation. */
  readonly busy: boolean;
}

/** What projects have in the services of which every list was read. */
function contentsOf(data: CountedData): ReadonlyMap<string, (projectId: string) => Content | undefined> {
  const servers = data.maybe("servers");
  const volumes = data.maybe("volumes");
  const snapshots = data.maybe("snapshots");
  const backups = data.maybe("backups");
  const found = new Map<string, (projectId: string) => Content | undefined>();
  if (servers) {
    const own = byProject(servers);
    found.set("compute", (projectId) => serverContent(own.get(projectId) ?? []));
  }
  if (volumes && snapshots && backups) {
    const own = { volumes: byProject(volumes), snapshots: byProject(snapshots), backups: byProject(backups) };
    found.set("block-storage", (projectId) =>
      storageContent({
        volumes: own.volumes.get(projectId) ?? [],
        snapshots: own.snapshots.get(projectId) ?? [],
        backups: own.backups.get(projectId) ?? [],
      }));
  }
  return found;
}

function byProject<T extends { readonly projectId: string | undefined }>(items: readonly T[]) {
  return Map.groupBy(items, ({ projectId }) => projectId);
}

/** While a cell does not answer, Nova cannot count what is in it. */
function serverContent(servers: readonly Item<"servers">[]): Content | undefined {
  if (servers.some(({ partial }) => partial)) return undefined;
  return {
    counts: { instances: [servers.length, servers.length] },
    busy: servers.some(({ taskState }) => taskState !== undefined),
  };
}

interface Storage {
  readonly volumes: readonly Item<"volumes">[];
  readonly snapshots: readonly Item<"snapshots">[];
  readonly backups: readonly Item<"backups">[];
}

/** Whether snapshots count against gigabytes, the operator decides. */
function storageContent({ volumes, snapshots, backups }: Storage): Content {
  const charged = volumes.filter(({ internal }) => !internal);
  const gigabytes = totalSize(charged);
  const backupGigabytes = totalSize(backups);
  return {
    counts: {
      volumes: [charged.length, charged.length],
      snapshots: [snapshots.length, snapshots.length],
      backups: [backups.length, backups.length],
      gigabytes: [gigabytes, gigabytes + totalSize(snapshots)],
      backup_gigabytes: [backupGigabytes, backupGigabytes],
    },
    busy: [...volumes, ...snapshots, ...backups].some(({ status }) => UNDER_WAY.test(status ?? "")),
  };
}

/** States that end by themselves: `creating`, `backing-up`, `restoring-backup`. */
const UNDER_WAY = /ing(?:$|-)/;

/** Lists and quotas are not of the same moment: what differs by little, or while something goes on, may be right. */
function adrift(
  use: QuotaUse,
  content: Content | undefined,
  ctx: CheckContext<typeof NEGATIVE_LIMITS>,
): Draft[] {
  const range = content?.counts[use.resource];
  if (!content || !range || content.busy || use.inUse < 0) return [];
  const [least, most] = range;
  const off = Math.max(use.inUse - most, least - use.inUse);
  const tolerated = Math.max(ctx.limit("drift_count") - 1, most * ctx.limit("drift_percent") / 100);
  if (off <= tolerated) return [];
  const resource = quotaResource(use);
  const counted = least === most ? `${most}` : `${least} to ${most}`;
  return [{
    severity: "warning",
    text: `quota ${resource.name} counts ${use.inUse} in use, but there are ${counted}`,
    resource,
    evidence: { in_use: use.inUse, counted_least: least, counted_most: most },
    next: showQuota(use),
    key: `${resource.id}/drift`,
  }];
}

/** A reservation belongs to something under way. Where that cannot be seen, a run sees two of them an hour apart. */
function stuck(
  use: QuotaUse,
  content: Content | undefined,
  ctx: CheckContext<typeof NEGATIVE_LIMITS>,
): Draft[] {
  if (use.reserved <= 0 || content?.busy) return [];
  const resource = quotaResource(use);
  const found = heldAsSeen(ctx, resource.id, { warningMs: duration(ctx, "warning_hours") });
  // Without an earlier run there is nothing to say that a reservation was not made this second.
  if (!found || (!content && ctx.past === undefined)) return [];
  const { severity, since, sinceFirstSeen, words } = found;
  return [{
    severity,
    text: `quota ${resource.name} has had ${use.reserved} reserved ${words}, and nothing is under way`,
    resource,
    since,
    sinceFirstSeen,
    evidence: { in_use: use.inUse, reserved: use.reserved },
    next: showQuota(use),
    key: `${resource.id}/reserved`,
  }];
}

const unlimited = check({
  id: "quota-unlimited",
  area: "quota",
  topic: "capacity",
  title: "Projects without a limit",
  data: [],
  optional: ["computeQuota", "networkQuota", "volumeQuota"],
  needs: "admin",
  severities: ["info"],
  thresholds: {
    limited: [
      "compute instances",
      "compute cores",
      "compute ram_mib",
      "block-storage volumes",
      "block-storage gigabytes",
      "network floating_ips",
      "network ports",
    ],
    exempt_projects: ["admin", "service", "services"],
  },
  remedy: "Set a quota, or name the project among exempt_projects if it shall have none.",
  next: ({ id }) => command("openstack", "quota", "show", id),
  run(data, ctx) {
    if (!ctx.allProjects) return notApplicable("it looks at other projects, which a report on one does not");
    const limited = new Set(ctx.words("limited"));
    const exempt = new Set(ctx.words("exempt_projects"));
    const free = (["computeQuota", "networkQuota", "volumeQuota"] as const)
      .flatMap((name) => data.maybe(name) ?? [])
      .filter(({ limit, service, resource, projectName }) =>
        limit === undefined && limited.has(`${service} ${resource}`) && !exempt.has(projectName ?? "")
      );
    return [...Map.groupBy(free, ({ projectId }) => projectId)].map(([projectId, own]): Draft => {
      const name = own[0]?.projectName ?? projectId;
      const resources = own.map(({ service, resource }) => `${service} ${resource}`);
      return {
        severity: "info",
        text: `project ${name} has no limit for ${resources.join(", ")}`,
        resource: { kind: "project", id: projectId, name, project: projectId, project_name: name },
        evidence: { unlimited: resources },
      };
    });
  },
});

/** The checks of this area. */
export const quotaChecks: readonly Check[] = [quota, negative, unlimited];
