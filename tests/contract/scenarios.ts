/** The scenarios in which changing operations are exercised.
 *
 * @module
 */
import { createScenarios } from "./changes/create.ts";
import { keypairScenarios } from "./changes/keypairs.ts";
import { lifeScenarios } from "./changes/life.ts";
import { refusalScenarios } from "./changes/refusals.ts";
import type { Scenario } from "./scenario.ts";

/** Every scenario. */
export const SCENARIOS: readonly Scenario[] = [
  ...lifeScenarios,
  ...refusalScenarios,
  ...createScenarios,
  ...keypairScenarios,
];
