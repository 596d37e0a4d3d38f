/** Checks of what is paid for: what lies about unused, and what is used more than before.
 *
 * @module
 */
import { plural } from "../../text/plural.ts";
import { sanitizeText } from "../../text/sanitize.ts";
import { parseTime } from "../../text/time.ts";
import type { HealthServer } from "../collections/compute.ts";
import type { UsageHours, WeeklyUsage } from "../collections/instances.ts";
import { type Check, check, type CheckContext, type Data, type Draft } from "../check.ts";
import { command } from "../command.ts";
import { duration } from "../lasting.ts";
import { oldest } from "../oldest.ts";
import type { FoundResource } from "../report.ts";
import { isDeleting } from "../server_resource.ts";
import { unusedFloatingIps, unusedPorts, unusedSecurityGroups } from "../unused.ts";
import { isKeptReady } from "../volume_words.ts";

/** Something that lies about, with what it holds. */
interface Idle {
  readonly since: string | undefined;
  readonly holds: Readonly<Record<string, number | undefined>>;
}

/** What idle-cost reads; none of it is indispensable. */
const READ = ["servers", "volumes", "snapshots", "floatingIps", "ports", "securityGroups"] as const;

type IdleData = Data<never, typeof READ[number]>;

/** A kind of things that lie about. */
interface IdleKind {
  readonly what: string;
  /** Of one of them. */
  readonly one: string;
  /** The limit of their age, where it is not that of all kinds. */
  readonly limit?: "snapshot_days";
  /** Undefined if it could not be read. */
  readonly find: (data: IdleData, allProjects: boolean) => readonly Idle[] | undefined;
}

/** What a server keeps others from: its place on a host, or its part of the quota. */
function idleServers(...states: readonly string[]): (data: IdleData) => readonly Idle[] | undefined {
  return (data) =>
    data.maybe("servers")?.filter((server) => states.includes(server.status ?? "") && !isDeleting(server))
      .map((server) => ({ since: server.updated, holds: sizesOf(server) }));
}

function sizesOf({ flavor, bootsFromVolume }: HealthServer): Idle["holds"] {
  return {
    vcpus: flavor?.vcpus,
    ram_mib: flavor?.ramMb,
    // A server that boots from a volume leaves the disk of its flavor unused.
    ...(bootsFromVolume ? {} : { disk_gib: flavor?.diskGb }),
  };
}

function idleGroups(data: IdleData, allProjects: boolean): readonly Idle[] | undefined {
  const groups = data.maybe("securityGroups");
  const ports = data.maybe("ports");
  return groups && ports && unusedSecurityGroups(groups, ports, { allProjects })
    .map((group) => ({ since: group.updatedAt ?? group.createdAt, holds: {} }));
}

const KINDS: readonly IdleKind[] = [
  { what: "stopped servers", one: "stopped server", find: idleServers("SHUTOFF") },
  {
    what: "paused or suspended servers",
    one: "paused or suspended server",
    find: idleServers("PAUSED", "SUSPENDED"),
  },
  { what: "shelved servers", one: "shelved server", find: idleServers("SHELVED", "SHELVED_OFFLOADED") },
  {
    what: "unattached volumes",
    one: "unattached volume",
    find: (data) =>
      data.maybe("volumes")?.filter((volume) => volume.status === "available" && !isKeptReady(volume))
        .map((volume) => ({
          since: volume.updatedAt ?? volume.createdAt,
          holds: { size_gib: volume.sizeGb },
        })),
  },
  {
    what: "old snapshots",
    one: "old snapshot",
    limit: "snapshot_days",
    find: (data) =>
      data.maybe("snapshots")?.map((snapshot) => ({
        since: snapshot.createdAt,
        holds: { size_gib: snapshot.sizeGb },
      })),
  },
  {
    what: "unused floating IPs",
    one: "unused floating IP",
    find(data) {
      const fips = data.maybe("floatingIps");
      return fips && unusedFloatingIps(fips)
        .map((fip) => ({ since: fip.updatedAt ?? fip.createdAt, holds: { addresses: 1 } }));
    },
  },
  {
    what: "ports that nothing uses",
    one: "port that nothing uses",
    find(data) {
      const ports = data.maybe("ports");
      return ports && unusedPorts(ports)
        .map((port) => ({ since: port.updatedAt ?? port.createdAt, holds: { addresses: port.fixedIps } }));
    },
  },
  { what: "security groups that no port uses", one: "security group that no port uses", find: idleGroups },
];

/** Adds up what some things hold, by name. */
function sum(idle: readonly Idle[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { holds } of idle) {
    for (const [name, value] of Object.entries(holds)) sums[name] = (sums[name] ?? 0) + (value ?? 0);
  }
  return sums;
}

const WORDS: Readonly<Record<string, (value: number) => string>> = {
  vcpus: (value) => plural(value, "vCPU"),
  ram_mib: (value) => `${rounded(value / 1024)} GiB of RAM`,
  disk_gib: (value) => `${value} GiB of disk`,
  size_gib: (value) => `${value} GiB`,
  addresses: (value) => `${value} ${value === 1 ? "address" : "addresses"}`,
};

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function kindText(count: number, { what, one }: IdleKind, holds: Readonly<Record<string, number>>): string {
  const held = Object.entries(holds).flatMap(([name, value]) => value > 0 ? WORDS[name]?.(value) ?? [] : []);
  return `${count} ${count === 1 ? one : what}${held.length > 0 ? ` (${held.join(", ")})` : ""}`;
}

/** What a report is about: the project of the login, or all. */
function scopeResource(
  ctx: Pick<CheckContext<Record<string, number>>, "login" | "allProjects">,
): FoundResource {
  const { project } = ctx.login;
  if (ctx.allProjects || !project) return { kind: "project", id: "all", name: "all projects" };
  return projectResource(project);
}

function projectResource({ id, name }: { readonly id: string; readonly name: string }): FoundResource {
  return { kind: "project", id, name, project: id };
}

const idleCost = check({
  id: "idle-cost",
  area: "quota",
  topic: "leaks",
  title: "Things that cost and serve nobody",
  data: [],
  optional: READ,
  severities: ["info"],
  thresholds: { idle_days: 0, snapshot_days: 30 },
  remedy: "Look through them, and give back what nobody misses.",
  next: ({ id }) =>
    command(
      "openstack",
      "volume",
      "list",
      "--status",
      "available",
      ...(id === "all" ? ["--all-projects"] : []),
    ),
  run(data, ctx) {
    const found = KINDS.flatMap((kind) => {
      const longMs = duration(ctx, kind.limit ?? "idle_days");
      // What tells no time is not kept back: it may be the oldest of all.
      const idle = kind.find(data, ctx.allProjects)?.filter(({ since }) =>
        ctx.now - (parseTime(since) ?? -Infinity) >= longMs
      );
      if (!idle) return [];
      const since = oldest(idle.map(({ since }) => since));
      const holds = sum(idle);
      ctx.holding({ what: kind.what, count: idle.length, ...since, holds });
      return idle.length === 0 ? [] : [{ kind, count: idle.length, oldest: since.oldest, holds }];
    });
    if (found.length === 0) return [];
    const resource = scopeResource(ctx);
    return [{
      severity: "info",
      text: `${subject(resource)} unused: ${
        found.map(({ kind, count, holds }) => kindText(count, kind, holds)).join(", ")
      }`,
      resource,
      since: parseTime(oldest(found.map(({ oldest }) => oldest)).oldest),
      evidence: Object.fromEntries(found.map(({ kind, count }) => [kind.what.replaceAll(" ", "_"), count])),
    }];
  },
});

function subject({ id, kind, name }: FoundResource): string {
  return id === "all" ? `${name} hold` : `${kind} ${name} holds`;
}

/** What usage is counted in. */
interface Meter {
  readonly hours: keyof UsageHours;
  readonly unit: string;
  /** So much more must it be at least: twice of next to nothing is next to nothing. */
  readonly least: "least_vcpu_hours" | "least_ram_gib_hours" | "least_disk_gib_hours";
}

const METERS: readonly Meter[] = [
  { hours: "vcpuHours", unit: "vCPU hours", least: "least_vcpu_hours" },
  { hours: "ramGibHours", unit: "RAM GiB hours", least: "least_ram_gib_hours" },
  { hours: "diskGibHours", unit: "disk GiB hours", least: "least_disk_gib_hours" },
];

interface Growth {
  readonly meter: Meter;
  readonly now: number;
  readonly before: number;
  /** Infinite if there was next to nothing before. */
  readonly percent: number;
}

function growthOf(usage: WeeklyUsage, meter: Meter): Growth {
  const now = usage.now[meter.hours];
  const before = usage.before[meter.hours];
  return { meter, now, before, percent: Math.round(before) > 0 ? 100 * (now - before) / before : Infinity };
}

/** A percentage beyond this says less than how many times it is. */
const MANY_TIMES_PERCENT = 1000;

function growthText({ meter, now, before, percent }: Growth): string {
  const used = `used ${Math.round(now)} ${meter.unit} in the last 7 days`;
  if (percent === Infinity) return `${used}, and none in the 7 days before`;
  const more = percent < MANY_TIMES_PERCENT
    ? `${Math.round(percent)} % more than`
    : `${Math.round(now / before)} times as much as`;
  return `${used}, ${more} in the 7 days before (${Math.round(before)})`;
}

/** So many projects are told apart in a report on all of them. */
const TOP = 5;

const usageTop = check({
  id: "usage-top",
  area: "quota",
  title: "Projects that use much more than the week before",
  data: ["weeklyUsages"],
  // Of itself a project may read it; that the collection can also read all does not matter here.
  needs: "reader",
  severities: ["warning"],
  // One vCPU, 4 GiB of RAM and 40 GiB of disk, the whole week.
  thresholds: {
    warning_percent: 50,
    least_vcpu_hours: 168,
    least_ram_gib_hours: 672,
    least_disk_gib_hours: 6720,
  },
  remedy: "Look at what came in addition, and whether somebody wants it.",
  next: ({ id }) => command("openstack", "usage", "show", "--project", id),
  run(data, ctx) {
    const usages = data.all("weeklyUsages");
    const { project } = ctx.login;
    const nameOf = ({ projectId, projectName }: WeeklyUsage) =>
      sanitizeText(projectName ?? (project?.id === projectId ? project.name : projectId));
    for (const { hours, unit } of METERS) {
      ctx.measure({
        label: `${unit} of the last 7 days`,
        value: Math.round(usages.reduce((sum, { now }) => sum + now[hours], 0)),
        unit: "",
      });
    }
    const largest = usages.toSorted((a, b) => b.now.vcpuHours - a.now.vcpuHours).slice(0, TOP);
    for (const usage of largest) {
      ctx.stock({
        group: "usage",
        name: `vCPU hours of project ${nameOf(usage)} in 7 days`,
        used: Math.round(usage.now.vcpuHours),
        unit: "vCPU hours",
      });
    }
    return usages.flatMap((usage): Draft[] => {
      const [most] = METERS.map((meter) => growthOf(usage, meter)).filter(({ meter, now, before, percent }) =>
        percent > ctx.limit("warning_percent") && now - before >= ctx.limit(meter.least)
      ).toSorted((a, b) => b.percent === a.percent ? 0 : b.percent - a.percent);
      if (!most) return [];
      const resource = projectResource({ id: usage.projectId, name: nameOf(usage) });
      return [{
        severity: "warning",
        text: `project ${resource.name} ${growthText(most)}`,
        resource,
        evidence: {
          vcpu_hours: rounded(usage.now.vcpuHours),
          vcpu_hours_before: rounded(usage.before.vcpuHours),
          ram_gib_hours: rounded(usage.now.ramGibHours),
          ram_gib_hours_before: rounded(usage.before.ramGibHours),
          disk_gib_hours: rounded(usage.now.diskGibHours),
          disk_gib_hours_before: rounded(usage.before.diskGibHours),
        },
      }];
    });
  },
});

/** The checks of what is paid for. */
export const leakChecks: readonly Check[] = [usageTop, idleCost];
