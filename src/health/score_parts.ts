/** What the parts of the health score are made of.
 *
 * @module
 */
import { percentOf } from "./percent.ts";
import type { LimitedQuota } from "./quota_use.ts";
import type { Score, ScorePart } from "./report.ts";
import { failedShare, fullness, type ScoredPart, workingShare } from "./score.ts";

/** A part that could not be judged: it takes no points, and none are expected of it. */
export type Unscored = Score["not_scored"][number];

/** A part with its points, or why it has none. */
export type JudgedPart = ScorePart | Unscored;

/** Things of which a failed one costs points. */
export const FAILING_PARTS = [
  "servers",
  "volumes",
  "load_balancers",
  "stacks",
] as const satisfies readonly ScoredPart[];

/** One of {@linkcode FAILING_PARTS}. */
export type FailingPart = typeof FAILING_PARTS[number];

/** The states that are failures, by what has them. A server is UNKNOWN while its cell does not answer. */
export const FAILED_STATES: Readonly<Record<FailingPart, RegExp>> = {
  servers: /^(?:ERROR|UNKNOWN)$/,
  volumes: /^error/,
  load_balancers: /ERROR|DEGRADED/,
  stacks: /_FAILED$/,
};

/** The state of a load balancer in one word: what was done to it, and how it does. */
export function balancerState(
  { provisioningStatus = "unknown", operatingStatus = "unknown" }: {
    readonly provisioningStatus?: string | undefined;
    readonly operatingStatus?: string | undefined;
  },
): string {
  return `${provisioningStatus}/${operatingStatus}`;
}

/** Services that were asked, and those of them that did not answer as they should. */
export function apisPart(asked: ReadonlySet<string>, failing: ReadonlySet<string>): JudgedPart {
  if (asked.size === 0) return { part: "apis", why: "none" };
  const lost = [...asked].filter((service) => failing.has(service));
  const why = lost.length === 0 ? `all ${asked.size} answer` : `failing: ${lost.join(", ")}`;
  return workingShare("apis", asked.size - lost.length, asked.size, why);
}

/** A process of a service on one host. */
export interface ScoredProcess {
  readonly up: boolean;
  /** What was disabled is down on purpose, or may be. */
  readonly disabled: boolean;
}

/** The processes of the services. */
export function servicesPart(processes: readonly ScoredProcess[]): JudgedPart {
  const enabled = processes.filter(({ disabled }) => !disabled);
  if (enabled.length === 0) return { part: "services", why: "none" };
  const up = enabled.filter((process) => process.up).length;
  return workingShare("services", up, enabled.length, `${up} of ${enabled.length} up`);
}

/** How many of some things have failed. */
export function failingPart(part: FailingPart, failed: number, of: number): JudgedPart {
  return of === 0 ? { part, why: "none" } : failedShare(part, failed, of, `${failed} of ${of} failed`);
}

/** A class of resources, of the whole cloud. */
export interface ClassUse {
  readonly resourceClass: string;
  readonly used: number;
  readonly capacity: number;
}

/** How full the fullest class of resources is. */
export function capacityPart(classes: readonly ClassUse[]): JudgedPart {
  const [fullest] = classes.filter(({ capacity }) => capacity > 0)
    .map(({ resourceClass, used, capacity }) => ({ resourceClass, percent: percentOf(used, capacity) }))
    .sort((a, b) => b.percent - a.percent);
  if (!fullest) return { part: "capacity", why: "none" };
  return fullness("capacity", fullest.percent, `${fullest.resourceClass} ${fullest.percent} % used`);
}

/** How full the fullest quota is. */
export function quotasPart([fullest]: readonly LimitedQuota[]): JudgedPart {
  if (!fullest) return { part: "quotas", why: "no limits" };
  return fullness("quotas", fullest.percent, `${fullest.resource} ${fullest.percent} % used`);
}
