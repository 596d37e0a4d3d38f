/** Checks of Neutron: its agents for administrators, and the project's ports, routers, addresses and rules.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { addressChecks } from "./addresses.ts";
import { networkAgentChecks } from "./network_agents.ts";
import { portChecks } from "./ports.ts";
import { routerChecks } from "./routers.ts";
import { securityGroupChecks } from "./security_groups.ts";

/** The checks of this area. */
export const networkChecks: readonly Check[] = [
  ...networkAgentChecks,
  ...portChecks,
  ...addressChecks,
  ...routerChecks,
  ...securityGroupChecks,
];
