/** Checks of what Placement has to give: how full it is, and what the loss of a host would mean. For administrators.
 *
 * @module
 */
import { type Check, check, type Draft, notApplicable } from "../check.ts";
import type { ProviderCapacity } from "../collections/placement.ts";
import { command } from "../command.ts";
import { percentOf } from "../percent.ts";
import type { FoundResource } from "../report.ts";
import { type Host, hostOf, type Hosts, hostsOf, type Sum, sumsOf, unitOf } from "./capacity_sums.ts";
import { largestDemand } from "./flavor_demand.ts";

/** The classes that every cloud has; of others there may be as many as there are kinds of hardware. */
const COMMON = new Set(["VCPU", "PCPU", "MEMORY_MB", "DISK_GB", "VGPU"]);

/** So many places and classes are told of one by one as stocks. */
const MAX_STOCKS = 200;

const capacity = check({
  id: "placement-capacity",
  area: "compute",
  topic: "capacity",
  title: "Capacity that is nearly used up",
  data: ["providers"],
  optional: ["hypervisors", "computeServices", "aggregates"],
  severities: ["warning", "critical"],
  thresholds: { warning_percent: 80, critical_percent: 90 },
  remedy: "Add hosts, move load, or clean up.",
  next: () => command("openstack", "resource", "provider", "list"),
  run(data, ctx) {
    const hosts = hostsOf(data.maybe("hypervisors"), data.maybe("computeServices"));
    const sums = sumsOf(data.all("providers"), hosts, data.maybe("aggregates") ?? []);
    if (sums.length === 0) return notApplicable("no resource provider in service has anything to give");
    const limits = { warning: ctx.limit("warning_percent"), critical: ctx.limit("critical_percent") };
    for (const sum of sums.slice(0, MAX_STOCKS)) {
      ctx.stock({
        group: "compute",
        name: nameOf(sum),
        used: sum.used,
        total: sum.capacity,
        unit: unitOf(sum.resourceClass),
        warning_percent: limits.warning,
        critical_percent: limits.critical,
      });
    }
    for (const sum of sums.filter(isMeasured)) {
      ctx.measure({ label: nameOf(sum), value: percentOf(sum.used, sum.capacity), unit: "%", ...limits });
    }
    return sums.flatMap((sum): Draft[] => {
      const percent = percentOf(sum.used, sum.capacity);
      if (percent < limits.warning) return [];
      const name = nameOf(sum);
      return [{
        severity: percent >= limits.critical ? "critical" : "warning",
        text: `${name} is ${percent} % used: ${sum.used} of ${sum.capacity}`,
        resource: {
          kind: "capacity",
          id: `${sum.place.key}/${sum.resourceClass}`,
          name,
          ...(sum.place.kind === "zone" ? { zone: sum.place.key } : {}),
        },
        evidence: { used: sum.used, capacity: sum.capacity, percent },
      }];
    });
  },
});

function nameOf({ resourceClass, place }: Sum): string {
  return `${resourceClass} of ${place.words}`;
}

/** Graphs are for the few numbers that stay the same few. */
function isMeasured({ place, resourceClass }: Sum): boolean {
  return COMMON.has(resourceClass) && place.kind !== "aggregate";
}

/** A provider as findings name it. */
function providerResource({ id, name }: ProviderCapacity, host?: Host): FoundResource {
  return {
    kind: "resource provider",
    id,
    name,
    host: host?.name ?? name,
    ...(host?.zone === undefined ? {} : { zone: host.zone }),
  };
}

const overcommit = check({
  id: "placement-overcommit",
  area: "compute",
  topic: "capacity",
  title: "Hosts that have promised their processors too often",
  data: ["providers"],
  severities: ["warning", "critical"],
  thresholds: { warning_ratio: 4, critical_ratio: 16 },
  remedy: "Move load away, or lower the allocation ratio so that no more is placed there.",
  next: ({ id }) => command("openstack", "resource", "provider", "inventory", "list", id),
  run: (data, ctx) =>
    data.all("providers").flatMap((provider): Draft[] => {
      const line = provider.classes.find(({ resourceClass }) => resourceClass === "VCPU");
      if (!line || line.total === 0) return [];
      const ratio = Math.round(10 * line.used / line.total) / 10;
      if (ratio <= ctx.limit("warning_ratio")) return [];
      return [{
        severity: ratio > ctx.limit("critical_ratio") ? "critical" : "warning",
        text: `host ${provider.name} has ${line.used} virtual processors on ${line.total} (${ratio} times)`,
        resource: providerResource(provider),
        evidence: { vcpus_used: line.used, vcpus: line.total, allocation_ratio: line.allocationRatio },
      }];
    }),
});

/** What a host with all parts of its provider has of one class. */
interface HostLine {
  readonly provider: ProviderCapacity;
  readonly host: Host;
  used: number;
  free: number;
}

const surviveHost = check({
  id: "placement-survive-host",
  area: "compute",
  topic: "capacity",
  title: "Hosts whose load would find no room elsewhere",
  data: ["providers", "hypervisors", "computeServices"],
  severities: ["warning", "critical"],
  thresholds: {
    warning_ratio: 1.2,
    critical_ratio: 1,
    classes: ["VCPU", "PCPU", "MEMORY_MB", "DISK_GB", "VGPU"],
  },
  remedy:
    "Add a host, or clean up, before one fails. The sum of all room is counted: in pieces even less may fit.",
  next: ({ name }) => command("openstack", "hypervisor", "show", name),
  run(data, ctx) {
    const hosts = hostsOf(data.all("hypervisors"), data.all("computeServices"));
    const limits = { warning: ctx.limit("warning_ratio"), critical: ctx.limit("critical_ratio") };
    if ([...hosts.byProvider.values()].filter(({ atWork }) => atWork).length < 2) {
      return notApplicable("fewer than two hosts are at work: no load can move");
    }
    return ctx.words("classes").flatMap((resourceClass): Draft[] => {
      const lines = linesOf(data.all("providers"), hosts, resourceClass);
      const worst = worstLoss(lines);
      if (!worst) return [];
      const { line, room, ratio } = worst;
      ctx.measure({
        label: `${resourceClass} room for the load of a lost host`,
        value: ratio,
        unit: "",
        below: true,
        ...limits,
      });
      if (ratio >= limits.warning) return [];
      return [{
        severity: ratio < limits.critical ? "critical" : "warning",
        text:
          `host ${line.provider.name} holds ${line.used} ${resourceClass}, and the other hosts have room for ${room} (${ratio} times)`,
        resource: providerResource(line.provider, line.host),
        evidence: { resource_class: resourceClass, used: line.used, free_elsewhere: room, ratio },
        key: resourceClass,
      }];
    });
  },
});

/** By host, because what a host has may lie with several parts of it. */
function linesOf(providers: readonly ProviderCapacity[], hosts: Hosts, resourceClass: string): HostLine[] {
  const lines = new Map<string, HostLine>();
  for (const provider of providers) {
    const host = hostOf(provider, hosts);
    const own = provider.classes.find((line) => line.resourceClass === resourceClass);
    if (!host || !own) continue;
    const line = lines.get(provider.rootId) ?? { provider, host, used: 0, free: 0 };
    line.used += own.used;
    line.free += host.atWork ? Math.max(0, own.capacity - own.used) : 0;
    lines.set(provider.rootId, line);
  }
  return [...lines.values()];
}

/** The host whose loss would be the worst. */
function worstLoss(lines: readonly HostLine[]) {
  const free = lines.reduce((sum, line) => sum + line.free, 0);
  const losses = lines.filter(({ used }) => used > 0).map((line) => {
    const room = free - line.free;
    // Never rounded up: what does not fit must not read as fitting.
    return { line, room, ratio: Math.floor(100 * room / line.used) / 100 };
  });
  return losses.sort((a, b) =>
    a.ratio - b.ratio || (a.line.provider.name < b.line.provider.name ? -1 : 1)
  )[0];
}

const fragment = check({
  id: "placement-fragment",
  area: "compute",
  topic: "capacity",
  title: "Largest flavors for which hardly a host has room",
  data: ["providers", "hypervisors", "computeServices", "placedServers"],
  severities: ["warning", "critical"],
  thresholds: { warning_hosts: 3 },
  remedy: "Move small servers together by live migration, so that whole hosts become free; or add hosts.",
  next: () => command("openstack", "hypervisor", "list", "--long"),
  run(data, ctx) {
    const largest = largestDemand(data.all("placedServers"));
    if (!largest) return notApplicable("no server with a known flavor is on a host");
    const hosts = hostsOf(data.all("hypervisors"), data.all("computeServices"));
    const trees = Map.groupBy(
      data.all("providers").filter((provider) => hostOf(provider, hosts)?.atWork),
      ({ rootId }) => rootId,
    );
    const fitting = [...trees.values()].filter((tree) => fits(tree, largest.amounts)).length;
    const flavor = { kind: "flavor", id: largest.flavor, name: largest.flavor };
    // Where there are only two hosts, both of them are all that one can wish for.
    const warning = Math.min(ctx.limit("warning_hosts"), trees.size);
    ctx.measure({
      label: "hosts with room for the largest flavor",
      value: fitting,
      unit: "",
      below: true,
      warning,
      critical: 1,
    });
    if (fitting >= warning && fitting > 0) return [];
    const amounts = Object.entries(largest.amounts).map(([name, amount]) => `${amount} ${name}`).join(", ");
    return [{
      severity: fitting === 0 ? "critical" : "warning",
      text: `flavor ${largest.flavor}, the largest in use (${amounts}), fits ${
        fitting === 0 ? "no host" : fitting === 1 ? "only 1 host" : `only ${fitting} hosts`
      } of ${trees.size} at work`,
      resource: flavor,
      evidence: { hosts_that_fit: fitting, hosts_at_work: trees.size, servers: largest.servers },
    }];
  },
});

/** Whether a host has room for one such server. What none of its parts has at all, shared storage may give. */
function fits(tree: readonly ProviderCapacity[], amounts: Readonly<Record<string, number>>): boolean {
  return Object.entries(amounts).every(([name, amount]) => {
    const lines = tree.flatMap(({ classes }) =>
      classes.filter(({ resourceClass }) => resourceClass === name)
    );
    if (lines.length === 0) return name === "DISK_GB";
    return lines.some(({ capacity, used, maxUnit }) => amount <= maxUnit && used + amount <= capacity);
  });
}

/** The checks of this file. */
export const placementChecks: readonly Check[] = [capacity, overcommit, surviveHost, fragment];
