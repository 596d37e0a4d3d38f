/** One case for every declared operation.
 *
 * @module
 */
import { blockStorageCases } from "./cases/block_storage.ts";
import { computeCases } from "./cases/compute.ts";
import { identityCases } from "./cases/identity.ts";
import { imageCases } from "./cases/image.ts";
import { loadBalancerCases } from "./cases/load_balancer.ts";
import { networkCases } from "./cases/network.ts";
import { orchestrationCases } from "./cases/orchestration.ts";
import { placementCases } from "./cases/placement.ts";
import type { Case } from "./case.ts";

/** Every case. */
export const CASES: readonly Case[] = [
  ...identityCases,
  ...computeCases,
  ...placementCases,
  ...networkCases,
  ...blockStorageCases,
  ...imageCases,
  ...orchestrationCases,
  ...loadBalancerCases,
];
