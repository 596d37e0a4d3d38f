/** Quotas of the login's project that are nearly used up.
 *
 * @module
 */
import type { Item } from "../../health/collections/mod.ts";
import { QUOTA_SOURCES } from "../identity/quotas.ts";

/** A limit with its use. */
export interface QuotaUse {
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
export function limitedQuotas(uses: readonly Item<"computeQuota">[]): QuotaUse[] {
  return uses.flatMap(({ service, resource, limit, inUse, reserved }): QuotaUse[] => {
    const used = inUse + reserved;
    if (limit === undefined || (limit <= 0 && used <= 0)) return [];
    const names = QUOTA_SOURCES.find((source) => source.service === service)?.names;
    const percent = limit > 0 ? Math.round(1000 * used / limit) / 10 : 100;
    return [{ service, resource: names?.[resource] ?? resource, limit, used, percent }];
  }).sort((a, b) => b.percent - a.percent);
}
