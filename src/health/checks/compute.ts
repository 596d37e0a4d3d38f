/** Checks of Nova's and Placement's control plane. Their data is for administrators.
 *
 * @module
 */
import type { ComputeService, Hypervisor, Migration } from "../../openstack/compute/types.ts";
import { age, parseTime } from "../../text/time.ts";
import type { ProviderCapacity } from "../collections/placement.ts";
import { type Check, check, type Draft } from "../check.ts";
import { downServices } from "../down_services.ts";
import { duration, held, lasting } from "../lasting.ts";
import type { FoundResource } from "../report.ts";

/** Whose loss stops more than the servers of one host. */
const VITAL = new Set(["nova-scheduler", "nova-conductor"]);

function serviceResource({ id, host, binary }: ComputeService): FoundResource {
  return { kind: "compute service", id: id ?? `${binary}@${host}`, name: host };
}

function serviceEvidence({ binary, zone, status, state, forcedDown, updatedAt }: ComputeService) {
  return { binary, zone, status, state, forced_down: forcedDown, updated_at: updatedAt };
}

/** Whether a service should be at work; one of an unreachable cell is told of by api-partial. */
function isWatched(service: ComputeService): boolean {
  return !service.partial && service.status === "enabled" && service.forcedDown !== true;
}

const serviceDown = check({
  id: "nova-service-down",
  area: "compute",
  title: "Compute services that are down",
  data: ["computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_minutes: 15, group_minutes: 5 },
  remedy: "Look at the host, its connection to the message bus, and its clock.",
  run: (data, ctx) =>
    downServices(
      data.all("computeServices").filter(isWatched).map((service) => ({
        resource: serviceResource(service),
        kind: service.binary,
        up: service.state === "up",
        lastSeen: service.updatedAt,
        evidence: serviceEvidence(service),
      })),
      {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
        groupMs: duration(ctx, "group_minutes"),
        vital: (kind) => VITAL.has(kind),
      },
    ),
});

const serviceDisabled = check({
  id: "nova-service-disabled",
  area: "compute",
  title: "Compute services that are disabled",
  data: ["computeServices"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Enable it when the work on it is done, or retire it.",
  run: (data) =>
    data.all("computeServices").filter((service) => service.status === "disabled").map((service): Draft => ({
      severity: "warning",
      // An enabled or disabled service reports alike: nothing tells when it was switched.
      text: `${service.binary} on ${service.host} is disabled, since when Nova does not tell${
        service.disabledReason ? `: ${service.disabledReason}` : ""
      }`,
      resource: serviceResource(service),
      evidence: { ...serviceEvidence(service), disabled_reason: service.disabledReason },
    })),
});

const forcedDown = check({
  id: "nova-forced-down",
  area: "compute",
  title: "Compute services left forced down",
  data: ["computeServices"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Take the mark off once the host is repaired and its service was restarted.",
  run: (data) =>
    data.all("computeServices").filter((service) => service.forcedDown === true).map((service): Draft => ({
      severity: "warning",
      text: `${service.binary} on ${service.host} is marked as forced down, since when Nova does not tell`,
      resource: serviceResource(service),
      evidence: serviceEvidence(service),
    })),
});

const heartbeat = check({
  id: "nova-heartbeat",
  area: "compute",
  title: "Compute services whose reports are late although they count as up",
  data: ["computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 60, critical_seconds: 300 },
  remedy: "Look at the load of the host and of the message bus, and compare the clocks.",
  run: (data, ctx) =>
    data.all("computeServices").flatMap((service): Draft[] => {
      const last = parseTime(service.updatedAt);
      if (service.state !== "up" || service.status !== "enabled" || last === undefined) return [];
      const late = held(service.updatedAt, ctx.now, {
        warningMs: duration(ctx, "warning_seconds"),
        criticalMs: duration(ctx, "critical_seconds"),
      });
      return late
        ? [{
          severity: late.severity,
          text: `${service.binary} on ${service.host} counts as up but last reported ${
            age(ctx.now - last)
          } ago`,
          resource: serviceResource(service),
          since: late.since,
          evidence: serviceEvidence(service),
        }]
        : [];
    }),
});

const hypervisorDown = check({
  id: "nova-hypervisor-down",
  area: "compute",
  title: "Hypervisors that are down or missing",
  data: ["hypervisors", "computeServices"],
  severities: ["warning"],
  thresholds: {},
  remedy: "Look at the compute service and the hypervisor of the host.",
  run(data) {
    const hypervisors = data.all("hypervisors");
    const hosts = new Set(hypervisors.map(({ serviceHost, hostname }) => serviceHost ?? hostname));
    const down = hypervisors.filter(({ state, status }) => state === "down" && status !== "disabled");
    const bare = data.all("computeServices").filter((service) =>
      isWatched(service) && service.binary === "nova-compute" && service.state === "up" &&
      !hosts.has(service.host)
    );
    return [...down.map(downHypervisor), ...bare.map(bareService)];
  },
});

function downHypervisor({ id, hostname, state, status, serviceHost }: Hypervisor): Draft {
  return {
    severity: "critical",
    text: `hypervisor ${hostname ?? id} is down`,
    resource: { kind: "hypervisor", id, name: hostname ?? id },
    evidence: { state, status, service_host: serviceHost },
  };
}

function bareService(service: ComputeService): Draft {
  return {
    severity: "critical",
    text: `nova-compute on ${service.host} is up but has no hypervisor`,
    resource: serviceResource(service),
    evidence: serviceEvidence(service),
  };
}

const aggregateAlive = check({
  id: "nova-aggregate-alive",
  area: "compute",
  title: "Aggregates that have lost hosts and hardly any left",
  data: ["aggregates", "computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_hosts: 2, critical_hosts: 1 },
  remedy: "Bring the lost hosts back, or add others to the aggregate.",
  run(data, ctx) {
    const alive = new Set(
      data.all("computeServices").filter((service) =>
        service.binary === "nova-compute" && isWatched(service) && service.state === "up"
      ).map((service) => service.host),
    );
    return data.all("aggregates").flatMap((aggregate): Draft[] => {
      const hosts = aggregate.hosts ?? [];
      const left = hosts.filter((host) => alive.has(host));
      // A small aggregate is no trouble as long as it is whole.
      if (left.length === hosts.length || left.length > ctx.limit("warning_hosts")) return [];
      const name = aggregate.name ?? aggregate.id;
      return [{
        severity: left.length <= ctx.limit("critical_hosts") ? "critical" : "warning",
        text: `aggregate ${name} has ${left.length} of ${hosts.length} hosts at work`,
        resource: { kind: "aggregate", id: aggregate.uuid ?? aggregate.id, name },
        evidence: { hosts: hosts.length, alive: left, lost: hosts.filter((host) => !alive.has(host)) },
      }];
    });
  },
});

interface Sum {
  readonly zone: string | undefined;
  readonly resourceClass: string;
  capacity: number;
  used: number;
}

const capacity = check({
  id: "placement-capacity",
  area: "compute",
  title: "Capacity that is nearly used up",
  data: ["providers"],
  optional: ["hypervisors", "computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 90 },
  remedy: "Add hosts, move load, or clean up.",
  run(data, ctx) {
    const zones = zonesOf(data.maybe("hypervisors") ?? [], data.maybe("computeServices") ?? []);
    const sums = sumsOf(data.all("providers"), zones);
    return sums.flatMap((sum): Draft[] => {
      const percent = Math.round(1000 * sum.used / sum.capacity) / 10;
      const limits = { warning: ctx.limit("warning_percent"), critical: ctx.limit("critical_percent") };
      const where = sum.zone === undefined ? "the cloud" : `zone ${sum.zone}`;
      ctx.measure({ label: `${sum.resourceClass} of ${where}`, value: percent, unit: "%", ...limits });
      if (percent < limits.warning) return [];
      const name = `${sum.resourceClass} of ${where}`;
      return [{
        severity: percent >= limits.critical ? "critical" : "warning",
        text: `${name} is ${percent} % used: ${sum.used} of ${sum.capacity}`,
        resource: { kind: "capacity", id: `${sum.zone ?? "cloud"}/${sum.resourceClass}`, name },
        evidence: { used: sum.used, capacity: sum.capacity, percent },
      }];
    });
  },
});

/** The zone of each provider that is a hypervisor; shared ones (a common disk) have none. */
function zonesOf(
  hypervisors: readonly Hypervisor[],
  services: readonly ComputeService[],
): ReadonlyMap<string, string> {
  const byHost = new Map(
    services.filter(({ binary }) => binary === "nova-compute").map(({ host, zone }) => [host, zone]),
  );
  return new Map(hypervisors.flatMap(({ id, serviceHost, hostname }): [string, string][] => {
    const zone = byHost.get(serviceHost ?? hostname ?? "");
    return zone === undefined ? [] : [[id, zone]];
  }));
}

/** Sums by class, for the cloud and, where there are several, for each zone. */
function sumsOf(providers: readonly ProviderCapacity[], zones: ReadonlyMap<string, string>): Sum[] {
  const several = new Set(zones.values()).size > 1;
  const sums = new Map<string, Sum>();
  for (const provider of providers) {
    const zone = zones.get(provider.id) ?? zones.get(provider.rootId ?? "");
    for (const line of provider.classes) {
      for (const place of several && zone !== undefined ? [undefined, zone] : [undefined]) {
        const key = `${line.resourceClass}/${place ?? ""}`;
        const sum = sums.get(key) ?? { zone: place, resourceClass: line.resourceClass, capacity: 0, used: 0 };
        sum.capacity += Math.floor((line.total - line.reserved) * line.allocationRatio);
        sum.used += line.used;
        sums.set(key, sum);
      }
    }
  }
  return [...sums.entries()].filter(([, sum]) => sum.capacity > 0).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([, sum]) => sum);
}

const overcommit = check({
  id: "placement-overcommit",
  area: "compute",
  title: "Hosts that have promised their processors too often",
  data: ["providers"],
  severities: ["warning", "critical"],
  thresholds: { warning_ratio: 4, critical_ratio: 16 },
  remedy: "Move load away, or lower the allocation ratio so that no more is placed there.",
  run: (data, ctx) =>
    data.all("providers").flatMap((provider): Draft[] => {
      const line = provider.classes.find(({ resourceClass }) => resourceClass === "VCPU");
      if (!line || line.total === 0) return [];
      const ratio = Math.round(10 * line.used / line.total) / 10;
      if (ratio <= ctx.limit("warning_ratio")) return [];
      return [{
        severity: ratio > ctx.limit("critical_ratio") ? "critical" : "warning",
        text: `host ${provider.name} has ${line.used} virtual processors on ${line.total} (${ratio} times)`,
        resource: { kind: "resource provider", id: provider.id, name: provider.name },
        evidence: { vcpus_used: line.used, vcpus: line.total, allocation_ratio: line.allocationRatio },
      }];
    }),
});

function migrationResource({ id, uuid, serverId, projectId }: Migration): FoundResource {
  return {
    kind: "migration",
    id: uuid ?? id,
    name: serverId === undefined ? id : `of server ${serverId}`,
    ...(projectId === undefined ? {} : { project: projectId }),
  };
}

function migrationEvidence(migration: Migration) {
  return {
    server: migration.serverId,
    type: migration.type,
    status: migration.status,
    source: migration.sourceCompute,
    destination: migration.destCompute,
    created_at: migration.createdAt,
    updated_at: migration.updatedAt,
  };
}

const migrationStuck = lasting({
  id: "nova-migration-stuck",
  area: "compute",
  title: "Migrations that do not end",
  data: "movingMigrations",
  limits: { warning_hours: 1, critical_hours: 4 },
  remedy: "Abort it or force it to complete; look at both hosts.",
  matches: () => true,
  since: (migration) => migration.createdAt,
  resource: migrationResource,
  says: (migration) => `has been under way (${migration.status})`,
  evidence: migrationEvidence,
});

const FAILED = new Set(["error", "failed"]);

const migrationError = check({
  id: "nova-migration-error",
  area: "compute",
  title: "Migrations that failed within a day",
  data: ["recentMigrations"],
  severities: ["warning", "critical"],
  thresholds: { window_hours: 24, critical_count: 5 },
  remedy: "Read the server's events and the logs of both hosts.",
  run(data, ctx) {
    const failed = data.all("recentMigrations").filter((migration) => {
      const ended = parseTime(migration.updatedAt ?? migration.createdAt);
      return FAILED.has(migration.status ?? "") &&
        (ended === undefined || ctx.now - ended <= duration(ctx, "window_hours"));
    });
    const severity = failed.length > ctx.limit("critical_count") ? "critical" : "warning";
    return failed.map((migration): Draft => {
      const resource = migrationResource(migration);
      return {
        severity,
        text: `${migration.type ?? "migration"} ${resource.name} failed (${migration.status})`,
        resource,
        since: parseTime(migration.updatedAt ?? migration.createdAt),
        evidence: migrationEvidence(migration),
      };
    });
  },
});

/** The checks of this area. */
export const computeChecks: readonly Check[] = [
  serviceDown,
  serviceDisabled,
  forcedDown,
  heartbeat,
  hypervisorDown,
  aggregateAlive,
  capacity,
  overcommit,
  migrationStuck,
  migrationError,
];
