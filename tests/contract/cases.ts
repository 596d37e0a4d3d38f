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
import { dnsCases } from "./cases/dns.ts";
import { keyManagerCases } from "./cases/key_manager.ts";
import { objectStoreCases } from "./cases/object_store.ts";
import { sharedFileSystemCases } from "./cases/shared_file_system.ts";
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
  ...sharedFileSystemCases,
  ...objectStoreCases,
  ...keyManagerCases,
  ...dnsCases,
];
