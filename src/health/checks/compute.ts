/** Checks of Nova's control plane. Most of their data is for administrators.
 *
 * @module
 */
import type { Aggregate, ComputeService, Hypervisor } from "../../openstack/compute/types.ts";
import { plural } from "../../text/plural.ts";
import { age, parseTime } from "../../text/time.ts";
import { type Check, check, type Draft, notApplicable, notPermitted } from "../check.ts";
import type { HealthServer } from "../collections/compute.ts";
import { command } from "../command.ts";
import { serviceDown } from "../down_services.ts";
import { duration, held, lasting } from "../lasting.ts";
import type { FoundResource } from "../report.ts";

/** Whose loss stops more than the servers of one host. */
const VITAL = new Set(["nova-scheduler", "nova-conductor"]);

/** A compute service as findings name it: by its host. */
export function serviceResource({ id, host, binary, zone }: ComputeService): FoundResource {
  return {
    kind: "compute service",
    id: id ?? `${binary}@${host}`,
    name: host,
    ...(zone === undefined ? {} : { zone }),
    host,
  };
}

/** A compute service as evidence. */
export function serviceEvidence({ binary, zone, status, state, forcedDown, updatedAt }: ComputeService) {
  return { binary, zone, status, state, forced_down: forcedDown, updated_at: updatedAt };
}

/** Whether a service should be at work; one of an unreachable cell is told of by api-partial. */
export function isWatched(service: ComputeService): boolean {
  return !service.partial && service.status === "enabled" && service.forcedDown !== true;
}

/** Whether a service is one that runs servers. */
export function isCompute({ binary }: ComputeService): boolean {
  return binary === "nova-compute";
}

function servicesOf({ host, name }: FoundResource): string {
  return command("openstack", "compute", "service", "list", "--long", "--host", host ?? name);
}

const down = serviceDown({
  id: "nova-service-down",
  area: "compute",
  title: "Compute services that are down",
  data: "computeServices",
  remedy: "Look at the host, its connection to the message bus, and its clock.",
  next: servicesOf,
  matches: isWatched,
  watch: (service) => ({
    resource: serviceResource(service),
    kind: service.binary,
    up: service.state === "up",
    lastSeen: service.updatedAt,
    evidence: serviceEvidence(service),
  }),
  vital: (kind) => VITAL.has(kind),
});

function serviceName({ binary, host }: ComputeService): string {
  return `${binary} on ${host}`;
}

function leftEvidence(service: ComputeService) {
  return { ...serviceEvidence(service), disabled_reason: service.disabledReason };
}

const disabled = lasting({
  id: "nova-service-disabled",
  area: "compute",
  title: "Compute services that are disabled",
  data: "computeServices",
  limits: { warning_hours: 24 },
  remedy: "Enable it when the work on it is done, or retire it.",
  next: servicesOf,
  matches: ({ status }) => status === "disabled",
  resource: serviceResource,
  subject: serviceName,
  says: () => "has been disabled",
  because: ({ disabledReason }) => disabledReason,
  evidence: leftEvidence,
});

const forcedDown = lasting({
  id: "nova-forced-down",
  area: "compute",
  title: "Compute services left forced down",
  data: "computeServices",
  limits: { warning_hours: 24 },
  remedy: "Take the mark off once the host is repaired and its service was restarted.",
  next: servicesOf,
  matches: (service) => service.forcedDown === true,
  resource: serviceResource,
  subject: serviceName,
  says: () => "has been marked as forced down",
  evidence: leftEvidence,
});

const heartbeat = check({
  id: "nova-heartbeat",
  area: "compute",
  title: "Compute services whose reports are late although they count as up",
  data: ["computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_seconds: 60, critical_seconds: 300 },
  remedy: "Look at the load of the host and of the message bus, and compare the clocks.",
  next: servicesOf,
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
  severities: ["critical"],
  thresholds: {},
  remedy: "Look at the compute service and the hypervisor of the host.",
  // Nova does not show a hypervisor whose service is down.
  next: servicesOf,
  run(data) {
    const hypervisors = data.all("hypervisors");
    const hosts = new Set(hypervisors.map(({ serviceHost, hostname }) => serviceHost ?? hostname));
    const down = hypervisors.filter(({ state, status }) => state === "down" && status !== "disabled");
    const bare = data.all("computeServices").filter((service) =>
      isWatched(service) && isCompute(service) && service.state === "up" && !hosts.has(service.host)
    );
    return [...down.map(downHypervisor), ...bare.map(bareService)];
  },
});

function downHypervisor({ id, hostname, state, status, serviceHost }: Hypervisor): Draft {
  return {
    severity: "critical",
    text: `hypervisor ${hostname ?? id} is down`,
    resource: {
      kind: "hypervisor",
      id,
      name: hostname ?? id,
      ...(serviceHost === undefined ? {} : { host: serviceHost }),
    },
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

function hostsAtWork(services: readonly ComputeService[]): ReadonlySet<string> {
  return new Set(
    services.filter((service) => isCompute(service) && isWatched(service) && service.state === "up")
      .map((service) => service.host),
  );
}

const aggregateAlive = check({
  id: "nova-aggregate-alive",
  area: "compute",
  title: "Aggregates that have lost hosts and hardly any left",
  data: ["aggregates", "computeServices"],
  severities: ["warning", "critical"],
  thresholds: { warning_hosts: 2, critical_hosts: 1 },
  remedy: "Bring the lost hosts back, or add others to the aggregate.",
  next: (resource) => command("openstack", "aggregate", "show", resource.name),
  run(data, ctx) {
    const alive = hostsAtWork(data.all("computeServices"));
    return data.all("aggregates").flatMap((aggregate): Draft[] => {
      const hosts = aggregate.hosts ?? [];
      const left = hosts.filter((host) => alive.has(host));
      // A small aggregate is no trouble as long as it is whole.
      if (left.length === hosts.length || left.length > ctx.limit("warning_hosts")) return [];
      return [{
        severity: left.length <= ctx.limit("critical_hosts") ? "critical" : "warning",
        text: `aggregate ${aggregateName(aggregate)} has ${left.length} of ${hosts.length} hosts at work`,
        resource: {
          kind: "aggregate",
          id: aggregate.uuid ?? aggregate.id,
          name: aggregateName(aggregate),
          ...(aggregate.availabilityZone === undefined ? {} : { zone: aggregate.availabilityZone }),
        },
        evidence: { hosts: hosts.length, alive: left, lost: hosts.filter((host) => !alive.has(host)) },
      }];
    });
  },
});

function aggregateName({ name, id }: Aggregate): string {
  return name ?? id;
}

const zoneAlive = check({
  id: "nova-az-alive",
  area: "compute",
  title: "Availability zones without a host at work, or without storage or network of their own",
  data: ["computeServices"],
  optional: ["volumeZones", "networkZones"],
  severities: ["warning", "critical"],
  thresholds: {},
  remedy: "Bring the hosts of the zone back, or give the zone to the other services too.",
  next: () => command("openstack", "availability", "zone", "list", "--long"),
  run(data, ctx) {
    const services = data.all("computeServices").filter((service) => isCompute(service) && !service.partial);
    const alive = hostsAtWork(services);
    const zones = Map.groupBy(services, ({ zone }) => zone ?? "");
    zones.delete("");
    if (zones.size === 0) return notApplicable("no compute host is in a zone");
    const others = [
      { service: "Cinder", zones: data.maybe("volumeZones")?.map(({ name }) => name) ?? [] },
      { service: "Neutron", zones: data.maybe("networkZones")?.map(({ name }) => name) ?? [] },
    ];
    ctx.measure({ label: "zones with a host at work", value: aliveZones(zones, alive), unit: "" });
    return [...zones].flatMap(([zone, members]) => [
      ...emptyZone(zone, members, alive),
      ...others.flatMap((other) => lonelyZone(zone, zones.size, other)),
    ]);
  },
});

function aliveZones(
  zones: ReadonlyMap<string, readonly ComputeService[]>,
  alive: ReadonlySet<string>,
): number {
  return [...zones.values()].filter((members) => members.some(({ host }) => alive.has(host))).length;
}

function zoneResource(zone: string): FoundResource {
  return { kind: "availability zone", id: zone, name: zone, zone };
}

function emptyZone(zone: string, members: readonly ComputeService[], alive: ReadonlySet<string>): Draft[] {
  if (members.some(({ host }) => alive.has(host))) return [];
  return [{
    severity: "critical",
    text: `availability zone ${zone} has no host at work: 0 of ${members.length}`,
    resource: zoneResource(zone),
    evidence: { hosts: members.map(({ host, status, state }) => `${host} (${status}, ${state})`) },
  }];
}

/** A service with one zone serves them all from there; with several it says that they matter. */
function lonelyZone(
  zone: string,
  count: number,
  { service, zones }: { readonly service: string; readonly zones: readonly string[] },
): Draft[] {
  const names = [...new Set(zones)].sort();
  if (count < 2 || names.length < 2 || names.includes(zone)) return [];
  return [{
    severity: "warning",
    text: `availability zone ${zone} of Nova is none of ${service}'s: ${names.join(", ")}`,
    resource: zoneResource(zone),
    evidence: { service, zones: names },
    remedy: `Give ${service} a zone of this name, or have servers of this zone use another on purpose.`,
    key: `${zone}/${service.toLowerCase()}`,
  }];
}

const hostStatus = check({
  id: "nova-host-status",
  area: "compute",
  title: "Active servers on hosts that are not up",
  data: ["servers"],
  needs: "admin",
  severities: ["warning", "critical"],
  thresholds: { critical_count: 5 },
  remedy: "Repair the host, or evacuate its servers; empty a host under maintenance by live migration.",
  next: ({ host, name }) => command("openstack", "server", "list", "--all-projects", "--host", host ?? name),
  run(data, ctx) {
    const active = data.all("servers").filter(({ status, partial }) => status === "ACTIVE" && !partial);
    const isShown = active.some((server) => server.hostStatus !== undefined);
    // Of no server nobody can say whether its host's state would be shown.
    const isNone = active.length === 0 && ctx.login.roles.includes("admin");
    if (!isShown && !isNone) {
      return notPermitted("Nova tells the state of hosts to administrators only");
    }
    const away = active.filter((server) => server.hostStatus !== undefined && server.hostStatus !== "UP");
    // A host under maintenance still runs its servers: somebody has taken it out of service, and knows of it.
    const lost = away.filter((server) => server.hostStatus !== "MAINTENANCE");
    const grave = lost.length > ctx.limit("critical_count");
    const places = Map.groupBy(away, ({ host, hostStatus }) => `${host ?? "?"} ${hostStatus}`);
    return [...places.values()].map((servers) => draftOfHost(servers, grave));
  },
});

const STATUS_WORDS: Readonly<Record<string, string>> = {
  DOWN: "is down",
  MAINTENANCE: "is under maintenance",
  UNKNOWN: "does not report to Nova",
};

const MAX_NAMED = 20;

function draftOfHost(servers: readonly HealthServer[], grave: boolean): Draft {
  const [{ host = "unknown", hostStatus = "", availabilityZone: zone } = {}] = servers;
  const words = STATUS_WORDS[hostStatus] ?? `has the status ${hostStatus}`;
  const count = plural(servers.length, "active server");
  return {
    severity: grave && hostStatus !== "MAINTENANCE" ? "critical" : "warning",
    text: `host ${host} ${words} and has ${count}`,
    resource: { kind: "host", id: host, name: host, host, ...(zone === undefined ? {} : { zone }) },
    evidence: {
      host_status: hostStatus,
      servers: servers.length,
      server_names: servers.slice(0, MAX_NAMED).map(({ name, id }) => name ?? id),
    },
    key: `${host}/${hostStatus}`,
  };
}

/** The checks of this file. */
export const computeChecks: readonly Check[] = [
  down,
  disabled,
  forcedDown,
  heartbeat,
  hypervisorDown,
  aggregateAlive,
  zoneAlive,
  hostStatus,
];
