/** Every check there is. A further one is a further entry in its area's file.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { allocationChecks } from "./allocations.ts";
import { catalogChecks } from "./catalog.ts";
import { computeChecks } from "./compute.ts";
import { dnsChecks } from "./dns.ts";
import { identityChecks } from "./identity.ts";
import { imageChecks } from "./image.ts";
import { instanceChecks } from "./instances.ts";
import { keyManagerChecks } from "./key_manager.ts";
import { keypairChecks } from "./keypairs.ts";
import { leakChecks } from "./leaks.ts";
import { loadBalancerChecks } from "./load_balancer.ts";
import { migrationChecks } from "./migrations.ts";
import { networkChecks } from "./network.ts";
import { objectStoreChecks } from "./object_store.ts";
import { orchestrationChecks } from "./orchestration.ts";
import { placementChecks } from "./placement.ts";
import { platformChecks } from "./platform.ts";
import { portFilterChecks } from "./port_filters.ts";
import { quotaChecks } from "./quota.ts";
import { serverHygieneChecks } from "./server_hygiene.ts";
import { serverResilienceChecks } from "./server_resilience.ts";
import { sharedFileSystemChecks } from "./shared_file_system.ts";
import { storageChecks } from "./storage.ts";

/** The checks, area by area in the order of a report. */
export const CHECKS: readonly Check[] = [
  ...platformChecks,
  ...catalogChecks,
  ...computeChecks,
  ...migrationChecks,
  ...placementChecks,
  ...allocationChecks,
  ...instanceChecks,
  ...serverResilienceChecks,
  ...serverHygieneChecks,
  ...keypairChecks,
  ...networkChecks,
  ...portFilterChecks,
  ...dnsChecks,
  ...storageChecks,
  ...imageChecks,
  ...sharedFileSystemChecks,
  ...objectStoreChecks,
  ...loadBalancerChecks,
  ...orchestrationChecks,
  ...keyManagerChecks,
  ...quotaChecks,
  ...leakChecks,
  ...identityChecks,
];
