/** The plan of a report as plain data.
 *
 * @module
 */
import type { Area } from "./report.ts";

/** The version of {@linkcode Plan}. */
export const PLAN_FORMAT = "openstack-mcp/report-plan/1";

/** A check of a plan. */
export interface PlannedCheck {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  /** The role that it needs. */
  readonly needs: string;
  readonly thresholds: Readonly<Record<string, number | readonly string[]>>;
  readonly runs: boolean;
  /** Why it would not run. */
  readonly why?: string;
}

/** A call of a plan. */
export interface PlannedCall {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly microversion?: string;
  readonly times: "once" | "one a page" | "one an item";
  /** Ids of the checks that share it. */
  readonly checks: readonly string[];
}

/** What a run would do. */
export interface Plan {
  readonly schema: typeof PLAN_FORMAT;
  readonly scope: string;
  readonly checks: readonly PlannedCheck[];
  readonly calls: readonly PlannedCall[];
  /** Addresses that would be asked for their version documents. */
  readonly probes: readonly string[];
}

/** Whether a value is a plan of this version. */
export function isPlan(value: unknown): value is Plan {
  return typeof value === "object" && value !== null && "schema" in value && value.schema === PLAN_FORMAT;
}
