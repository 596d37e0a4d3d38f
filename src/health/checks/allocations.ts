/** Checks that hold Placement against Nova: allocations against servers, providers against hypervisors.
 *
 * @module
 */
import type { ComputeService, Hypervisor } from "../../openstack/compute/types.ts";
import { type Check, check, type Draft } from "../check.ts";
import type { Misfit } from "../collections/allocation_misfits.ts";
import { command } from "../command.ts";
import { duration, heldAsSeen, resourceOf } from "../lasting.ts";
import type { FoundResource } from "../report.ts";

function allocationsOf({ id }: FoundResource): string {
  return command("openstack", "resource", "provider", "allocation", "show", id);
}

/** What it holds, class by class: `4096 MEMORY_MB`, `2 VCPU`. */
function amountsOf({ resources }: Misfit): string[] {
  return Object.entries(resources).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, amount]) => `${amount} ${name}`);
}

/** `4096 MEMORY_MB, 2 VCPU of cmp-01 and cmp-02`. */
function heldWords(misfit: Misfit): string {
  return `${amountsOf(misfit).join(", ")} of ${misfit.providers.join(" and ")}`;
}

function serverResource({ server, consumerId, projectId }: Misfit): FoundResource {
  return {
    ...resourceOf("server", server ?? { id: consumerId, projectId }),
    ...(server?.host === undefined ? {} : { host: server.host }),
    ...(server?.availabilityZone === undefined ? {} : { zone: server.availabilityZone }),
  };
}

/** So many are told of one by one: where there are more, they have one cause. */
const MAX_TOLD = 100;

/** The findings of some misfits, and one for those that are too many. */
function told(
  misfits: readonly Misfit[],
  what: "servers" | "allocations",
  draftOf: (misfit: Misfit) => readonly Draft[],
): Draft[] {
  const drafts = misfits.flatMap(draftOf);
  const [first] = drafts;
  const rest = drafts.length - MAX_TOLD;
  if (!first || rest <= 0) return drafts;
  return [...drafts.slice(0, MAX_TOLD), {
    severity: first.severity,
    text: `list of ${what}: ${rest} more are in this state, ${drafts.length} in all`,
    resource: { kind: "list", id: what, name: what },
    evidence: { total: drafts.length, told: MAX_TOLD },
    next: command("openstack", "resource", "provider", "list"),
  }];
}

const orphan = check({
  id: "placement-orphan",
  area: "compute",
  topic: "leaks",
  title: "Allocations of servers that do not exist",
  data: ["allocationMisfits"],
  severities: ["warning", "critical"],
  thresholds: { critical_count: 10 },
  remedy:
    "Let nova-manage placement audit show them; with --delete it removes them, so that the room can be used.",
  next: allocationsOf,
  run(data, ctx) {
    const orphans = data.all("allocationMisfits").filter(({ kind }) => kind === "orphan");
    const severity = orphans.length > ctx.limit("critical_count") ? "critical" : "warning";
    ctx.holding({
      what: "allocations without a server",
      count: orphans.length,
      holds: {
        vcpus: heldOf(orphans, "VCPU") + heldOf(orphans, "PCPU"),
        memory_mib: heldOf(orphans, "MEMORY_MB"),
        disk_gib: heldOf(orphans, "DISK_GB"),
      },
    });
    return told(orphans, "allocations", (misfit) => {
      const resource: FoundResource = {
        ...resourceOf("allocation", { id: misfit.consumerId, projectId: misfit.projectId }),
        ...(misfit.providers[0] === undefined ? {} : { host: misfit.providers[0] }),
      };
      return [{
        severity,
        text: `allocation ${resource.name} holds ${
          heldWords(misfit)
        }, but is of no server and no open migration`,
        resource,
        evidence: { resource_providers: misfit.providers, resources: amountsOf(misfit) },
      }];
    });
  },
});

function heldOf(misfits: readonly Misfit[], name: string): number {
  return misfits.reduce((sum, { resources }) => sum + (resources[name] ?? 0), 0);
}

const missing = check({
  id: "placement-missing",
  area: "compute",
  title: "Servers on a host that Placement does not know of",
  data: ["allocationMisfits"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Let nova-manage placement heal_allocations make the allocation: until then the host is filled too far.",
  next: allocationsOf,
  run: (data) =>
    told(data.all("allocationMisfits").filter(({ kind }) => kind === "missing"), "servers", (misfit) => {
      const resource = serverResource(misfit);
      return [{
        severity: "warning",
        text: `server ${resource.name} is on host ${resource.host ?? "unknown"} but has no allocation there`,
        resource,
        evidence: { status: misfit.server?.status, host: resource.host },
      }];
    }),
});

const double = check({
  id: "placement-double",
  area: "compute",
  title: "Servers that hold room on two hosts",
  data: ["allocationMisfits"],
  severities: ["warning"],
  thresholds: { warning_hours: 1 },
  remedy:
    "After an evacuation the old host frees its part when its nova-compute starts again; else delete the stale part.",
  next: allocationsOf,
  run: (data, ctx) =>
    told(data.all("allocationMisfits").filter(({ kind }) => kind === "double"), "servers", (misfit) => {
      const found = heldAsSeen(ctx, misfit.consumerId, { warningMs: duration(ctx, "warning_hours") });
      if (!found) return [];
      const { severity, since, sinceFirstSeen, words } = found;
      const resource = serverResource(misfit);
      return [{
        severity,
        text: `server ${resource.name} has held ${heldWords(misfit)} ${words}, and does not move`,
        resource,
        since,
        sinceFirstSeen,
        evidence: {
          host: resource.host,
          resource_providers: misfit.providers,
          resources: amountsOf(misfit),
        },
      }];
    }),
});

const provider = check({
  id: "placement-provider",
  area: "compute",
  topic: "capacity",
  title: "Hypervisors that Placement knows otherwise than Nova does",
  data: ["hypervisors", "computeServices", "providerRefs", "disabledProviders"],
  severities: ["warning"],
  thresholds: {},
  remedy:
    "Restart nova-compute on the host, which reports it anew; a provider of the same name that is in the way must go first.",
  next: ({ name }) => command("openstack", "resource", "provider", "list", "--name", name),
  run(data) {
    const names = new Map(data.all("providerRefs").map(({ id, name }) => [id, name]));
    const ids = new Map(data.all("providerRefs").map(({ id, name }) => [name, id]));
    const disabled = new Set(data.all("disabledProviders").map(({ id }) => id));
    const services = new Map(
      data.all("computeServices").filter(({ binary, partial }) => binary === "nova-compute" && !partial)
        .map((service) => [service.host, service]),
    );
    return data.all("hypervisors").flatMap((hypervisor): Draft[] => {
      const { id, hostname = id, serviceHost = hostname } = hypervisor;
      if (!names.has(id)) return [strange(hypervisor, ids.get(hostname))];
      const name = names.get(id);
      return [
        ...name === undefined || name === hostname ? [] : [renamed(hypervisor, name)],
        ...outOfStep(hypervisor, services.get(serviceHost), disabled.has(id)),
      ];
    });
  },
});

function hypervisorResource(
  { id, hostname, serviceHost }: Hypervisor,
  service?: ComputeService,
): FoundResource {
  return {
    kind: "hypervisor",
    id,
    name: hostname ?? id,
    ...(serviceHost === undefined ? {} : { host: serviceHost }),
    ...(service?.zone === undefined ? {} : { zone: service.zone }),
  };
}

function strange(hypervisor: Hypervisor, otherId: string | undefined): Draft {
  const resource = hypervisorResource(hypervisor);
  return {
    severity: "warning",
    text: otherId === undefined
      ? `hypervisor ${resource.name} has no resource provider: nothing is placed on it`
      : `hypervisor ${resource.name} has a resource provider with another id (${otherId}): nothing new is placed on it`,
    resource,
    evidence: { hypervisor_id: hypervisor.id, provider_id: otherId },
    key: `${resource.id}/provider`,
  };
}

function renamed(hypervisor: Hypervisor, name: string): Draft {
  const resource = hypervisorResource(hypervisor);
  return {
    severity: "warning",
    text: `hypervisor ${resource.name} has a resource provider with another name: ${name}`,
    resource,
    evidence: { hypervisor_hostname: hypervisor.hostname, provider_name: name },
    next: command("openstack", "resource", "provider", "show", hypervisor.id),
    key: `${resource.id}/name`,
  };
}

/** Whether Placement and Nova agree that nothing is placed on a host. */
function outOfStep(hypervisor: Hypervisor, service: ComputeService | undefined, marked: boolean): Draft[] {
  const disabled = service?.status === "disabled";
  if (!service || disabled === marked) return [];
  const resource = hypervisorResource(hypervisor, service);
  return [{
    severity: "warning",
    text: marked
      ? `hypervisor ${resource.name} is enabled, but Placement places nothing on it: it is marked as disabled there`
      : `hypervisor ${resource.name} is disabled, but Placement does not know it: the mark is missing there`,
    resource,
    evidence: { status: service.status, state: service.state, trait_compute_status_disabled: marked },
    remedy: "Restart nova-compute, or disable and enable the service once more: both set the mark right.",
    next: command("openstack", "resource", "provider", "trait", "list", hypervisor.id),
    key: `${resource.id}/trait`,
  }];
}

/** The checks of this file. */
export const allocationChecks: readonly Check[] = [orphan, missing, double, provider];
