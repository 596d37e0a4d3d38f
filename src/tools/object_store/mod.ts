/** The tools of the toolset `object_store`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getObjectContainers } from "./get_object_containers.ts";
import { getObjects } from "./get_objects.ts";

/** In the order of the list. */
export const OBJECT_STORE_TOOLS: readonly Tool[] = [getObjectContainers, getObjects];
