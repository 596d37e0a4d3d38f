/** Judges services that report to a control plane: one that is silent, and a whole kind that is.
 *
 * @module
 */
import type { Draft } from "./check.ts";
import { held } from "./lasting.ts";
import type { EvidenceValue, FoundResource } from "./report.ts";

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
