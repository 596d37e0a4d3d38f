/** Quotas that are nearly used up.
 *
 * @module
 */
import type { QuotaUse } from "./collections/quota.ts";
import { percentOf } from "./percent.ts";

/** A limit with its use. */
export interface LimitedQuota {
  readonly service: string;
  readonly resource: string;
  readonly limit: number;
  /** Reservations among it. */
  readonly used: number;
  readonly percent: number;
}

/** From here on a quota is near its limit. */
export const NEAR_PERCENT = 80;

/** The quotas that have a limit, the fullest first. What is used against a limit of nothing is as full as can be. */
export function limitedQuotas(uses: readonly QuotaUse[]): LimitedQuota[] {
  return uses.flatMap(({ service, resource, limit, inUse, reserved }): LimitedQuota[] => {
    const used = inUse + reserved;
    if (limit === undefined || (limit <= 0 && used <= 0)) return [];
    return [{ service, resource, limit, used, percent: percentOf(used, limit) }];
  }).sort((a, b) => b.percent - a.percent);
}
