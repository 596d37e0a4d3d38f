/** Every scenario. A further one is a further entry in its area's file.
 *
 * @module
 */
import type { Scenario } from "../scenario.ts";
import { computeScenarios } from "./compute.ts";
import { identityScenarios } from "./identity.ts";
import { objectStoreScenarios } from "./object_store.ts";
import { sharedFileSystemScenarios } from "./shared_file_system.ts";
import { storageScenarios } from "./storage.ts";
import { loadBalancerScenarios } from "./load_balancer.ts";
import { orchestrationScenarios } from "./orchestration.ts";
import { instanceScenarios } from "./instances.ts";
import { leakScenarios } from "./leaks.ts";
import { placementScenarios } from "./placement.ts";
import { platformScenarios } from "./platform.ts";
import { keyManagerScenarios } from "./key_manager.ts";
import { imageScenarios } from "./image.ts";
import { dnsScenarios } from "./dns.ts";
import { exposureScenarios } from "./exposure.ts";
import { networkScenarios } from "./network.ts";
import { quotaScenarios } from "./quota.ts";
import { serverScenarios } from "./servers.ts";

/** The scenarios, area by area. */
export const SCENARIOS: readonly Scenario[] = [
  ...storageScenarios,
  ...objectStoreScenarios,
  ...sharedFileSystemScenarios,
  ...platformScenarios,
  ...computeScenarios,
  ...placementScenarios,
  ...loadBalancerScenarios,
  ...orchestrationScenarios,
  ...instanceScenarios,
  ...serverScenarios,
  ...exposureScenarios,
  ...dnsScenarios,
  ...imageScenarios,
  ...keyManagerScenarios,
  ...networkScenarios,
  ...quotaScenarios,
  ...identityScenarios,
  ...leakScenarios,
];
