import type { Scenario } from "../scenario.ts";
import { addressScenarios } from "./addresses.ts";
import { networkAgentScenarios } from "./network_agents.ts";
import { portScenarios } from "./ports.ts";
import { routerScenarios } from "./routers.ts";

/** Scenarios of the checks of networks, but for those of what can be reached. */
export const networkScenarios: readonly Scenario[] = [
  ...networkAgentScenarios,
  ...portScenarios,
  ...addressScenarios,
  ...routerScenarios,
];
