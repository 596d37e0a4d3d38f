/** The tools of the toolset `orchestration`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getHeatStacks } from "./get_heat_stacks.ts";
import { getStackEvents } from "./get_stack_events.ts";
import { getStackOutputs } from "./get_stack_outputs.ts";
import { getStackResources } from "./get_stack_resources.ts";
import { getStackTemplate } from "./get_stack_template.ts";

/** In the order of the list. */
export const ORCHESTRATION_TOOLS: readonly Tool[] = [
  getHeatStacks,
  getStackResources,
  getStackEvents,
  getStackOutputs,
  getStackTemplate,
];
