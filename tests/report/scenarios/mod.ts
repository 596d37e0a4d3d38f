/** Every scenario. A further one is a further entry in its area's file.
 *
 * @module
 */
import type { Scenario } from "../scenario.ts";
import { quotaScenarios } from "./quota.ts";

/** The scenarios, area by area. */
export const SCENARIOS: readonly Scenario[] = [
  ...quotaScenarios,
];
