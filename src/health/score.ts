/** The health score: points with their reasons, so that anybody can add them up again.
 *
 * @module
 */
import type { ScorePart } from "./report.ts";

/** How the points come about, as it stands in an answer. */
export const SCORE_RULE =
  "apis, services: the share that works; servers, volumes, load_balancers, stacks: all, less 5 times the share that failed; " +
  "capacity: fullest class below 75 % all, 85 % two thirds, 95 % one third, else 0; " +
  "quotas: fullest below 80 % all, 95 % half, else 0";

/** The most points of each part. */
const WEIGHTS = {
  apis: 20,
  services: 20,
  servers: 20,
  volumes: 10,
  load_balancers: 10,
  stacks: 5,
  capacity: 10,
  quotas: 5,
} as const;

/** A part of the score by name. */
export type ScoredPart = keyof typeof WEIGHTS;

/** Points for the share that works. */
export function workingShare(part: ScoredPart, working: number, of: number, why: string): ScorePart {
  return scored(part, working / of, why);
}

/** What a failed hundredth costs, in hundredths. */
const FAILURE_WEIGHT = 5;

/** Points for things that can fail: a fifth of them failed, and none are left. */
export function failedShare(part: ScoredPart, failed: number, of: number, why: string): ScorePart {
  return scored(part, Math.max(0, 1 - FAILURE_WEIGHT * failed / of), why);
}

/** Points for how full the fullest of some things is. */
export function fullness(part: "capacity" | "quotas", percent: number, why: string): ScorePart {
  const [, share = 0] = STEPS[part].find(([below]) => percent < below) ?? [];
  return scored(part, share, why);
}

const STEPS: Readonly<Record<"capacity" | "quotas", readonly (readonly [below: number, share: number])[]>> = {
  capacity: [[75, 1], [85, 2 / 3], [95, 1 / 3]],
  quotas: [[80, 1], [95, 1 / 2]],
};

/** Never rounded up: full points mean that nothing is wrong. */
function scored(part: ScoredPart, share: number, why: string): ScorePart {
  const of = WEIGHTS[part];
  return { part, points: Math.floor(of * share), of, why };
}

/** Below this share of the points a cloud is critical. */
const CRITICAL_SHARE = 0.6;

/** What is known beside the points. */
export interface Findings {
  /** Whether anything is known to have failed, down to a single server: then nothing reads healthy. */
  readonly failures: boolean;
  /** Whether something that the cloud cannot do without is down altogether. */
  readonly outage: boolean;
  /** Whether some of what makes a cloud healthy could not be read. */
  readonly partly: boolean;
}

/** The state in a word. */
export function stateOf(parts: readonly ScorePart[], { failures, outage, partly }: Findings): string {
  const of = sumOf(parts, "of");
  const points = sumOf(parts, "points");
  if (outage || points < CRITICAL_SHARE * of) return "critical";
  if (failures || points < of) return "degraded";
  if (of === 0) return "unknown";
  return partly ? "healthy as far as could be read" : "healthy";
}

/** The points of some parts together. */
export function sumOf(parts: readonly ScorePart[], key: "points" | "of"): number {
  return parts.reduce((sum, part) => sum + part[key], 0);
}
