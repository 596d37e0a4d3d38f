/**
 * What Nova refuses because a project has had its share.
 *
 * @module
 */

import { itemOf, numberOf } from "../json.ts";
import { Refusal } from "../service.ts";
import { quotaOf, type UsageOptions } from "./compute_usage.ts";

/** What more a project asks for. */
export interface Demand {
  readonly instances?: number;
  readonly cores?: number;
  readonly ram?: number;
}

/** Refuses a demand for which there is no room. */
export function checkQuota(options: UsageOptions, projectId: string, demand: Demand): void {
  const quota = quotaOf(options, projectId);
  const over = (["cores", "instances", "ram"] as const).map((key) => {
    const { limit = -1, in_use = 0, reserved = 0 } = itemOf(quota[key]);
    const used = numberOf(in_use) + numberOf(reserved);
    return { key, asked: demand[key] ?? 0, used, limit: numberOf(limit) };
  }).filter(({ asked, used, limit }) => asked > 0 && limit >= 0 && used + asked > limit);
  if (over.length === 0) return;
  const list = (pick: (one: typeof over[number]) => string | number) => over.map(pick).join(", ");
  const names = list((one) => one.key);
  throw new Refusal(
    403,
    `Quota exceeded for ${names}: Requested ${list((one) => one.asked)}, but already used ` +
      `${list((one) => one.used)} of ${list((one) => one.limit)} ${names}`,
  );
}
