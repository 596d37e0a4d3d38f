/** Every check there is. A further one is a further entry in its area's file.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { computeChecks } from "./compute.ts";
import { identityChecks } from "./identity.ts";
import { imageChecks } from "./image.ts";
import { instanceChecks } from "./instances.ts";
import { loadBalancerChecks } from "./load_balancer.ts";
import { networkChecks } from "./network.ts";
import { orchestrationChecks } from "./orchestration.ts";
import { platformChecks } from "./platform.ts";
import { quotaChecks } from "./quota.ts";
import { storageChecks } from "./storage.ts";

/** The checks, area by area in the order of a report. */
export const CHECKS: readonly Check[] = [
  ...platformChecks,
  ...computeChecks,
  ...instanceChecks,
  ...networkChecks,
  ...storageChecks,
  ...imageChecks,
  ...loadBalancerChecks,
  ...orchestrationChecks,
  ...quotaChecks,
  ...identityChecks,
];
