/** Checks of services that report to a control plane: one that is silent, and a whole kind that is.
 *
 * @module
 */
import { type Check, check, type Draft } from "./check.ts";
import type { CollectionName, Item } from "./collections/mod.ts";
import { duration, held } from "./lasting.ts";
import type { Area, EvidenceValue, FoundResource } from "./report.ts";

/** A service on a host, as Nova, Neutron and Cinder have them. */
export interface WatchedService {
  readonly resource: FoundResource;
  /** What it is, `nova-compute` or `L3 agent`. */
  readonly kind: string;
  readonly up: boolean;
  /** Its last sign of life, as the control plane wrote it. */
  readonly lastSeen: string | undefined;
  readonly evidence: Readonly<Record<string, EvidenceValue | undefined>>;
}

/** Options of {@linkcode downServices}. */
export interface DownOptions {
  readonly now: number;
  /** A single service may be silent for so long. */
  readonly warningMs: number;
  /** A vital one, or all of a kind. */
  readonly groupMs: number;
  /** Whether a kind cannot do without any of its services. */
  readonly vital: (kind: string) => boolean;
}

/** Finds the silent among services that should work; those taken out of service are not to be given. */
export function downServices(services: readonly WatchedService[], options: DownOptions): Draft[] {
  const kinds = Map.groupBy(services, (service) => service.kind);
  return [...kinds.values()].flatMap((group) => {
    const down = group.filter((service) => !service.up);
    const all = down.length === group.length;
    return down.flatMap((service) => draftOf(service, all, options));
  });
}

function draftOf(service: WatchedService, all: boolean, options: DownOptions): Draft[] {
  const { now, warningMs, groupMs, vital } = options;
  const grave = all || vital(service.kind);
  const found = held(service.lastSeen, now, grave ? { criticalMs: groupMs } : { warningMs });
  if (!found) return [];
  const alone = all ? "; no other of its kind is up" : "";
  return [{
    severity: found.severity,
    text: `${service.kind} on ${service.resource.name} has been down ${found.words}${alone}`,
    resource: service.resource,
    since: found.since,
    evidence: service.evidence,
  }];
}

/** The fields of a check of silent services; see {@linkcode serviceDown}. */
export interface ServiceDownSpec<D extends CollectionName> {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly data: D;
  readonly remedy: string;
  /** See the check's. */
  readonly next: (resource: FoundResource) => string;
  /** Whether a service should be at work. */
  readonly matches: (service: Item<D>) => boolean;
  readonly watch: (service: Item<D>) => WatchedService;
  /** See {@linkcode DownOptions}. */
  readonly vital: (kind: string) => boolean;
}

/** Declares a check of services that are down, with the limits that all such checks have. */
export function serviceDown<const D extends CollectionName>(spec: ServiceDownSpec<D>): Check {
  const { data: name, matches, watch, vital, ...fields } = spec;
  return check<D, never, { readonly warning_minutes: number; readonly group_minutes: number }>({
    ...fields,
    data: [name],
    severities: ["warning", "critical"],
    thresholds: { warning_minutes: 15, group_minutes: 5 },
    run: (data, ctx) =>
      downServices(data.all(name).filter(matches).map(watch), {
        now: ctx.now,
        warningMs: duration(ctx, "warning_minutes"),
        groupMs: duration(ctx, "group_minutes"),
        vital,
      }),
  });
}
