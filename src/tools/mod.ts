/** Every tool, by toolset.
 *
 * @module
 */
import { BLOCK_STORAGE_TOOLS } from "./block_storage/mod.ts";
import { COMPUTE_TOOLS } from "./compute/mod.ts";
import { DNS_TOOLS } from "./dns/mod.ts";
import { HEALTH_TOOLS } from "./health/mod.ts";
import { IDENTITY_TOOLS } from "./identity/mod.ts";
import { IMAGE_TOOLS } from "./image/mod.ts";
import { KEY_MANAGER_TOOLS } from "./key_manager/mod.ts";
import { LOAD_BALANCER_TOOLS } from "./load_balancer/mod.ts";
import { NETWORK_TOOLS } from "./network/mod.ts";
import { OBJECT_STORE_TOOLS } from "./object_store/mod.ts";
import { ORCHESTRATION_TOOLS } from "./orchestration/mod.ts";
import { SHARED_FILE_SYSTEM_TOOLS } from "./shared_file_system/mod.ts";
import type { Tool } from "./tool.ts";

/** In the order of the list. */
export const TOOLS: readonly Tool[] = [
  ...IDENTITY_TOOLS,
  ...COMPUTE_TOOLS,
  ...NETWORK_TOOLS,
  ...BLOCK_STORAGE_TOOLS,
  ...IMAGE_TOOLS,
  ...HEALTH_TOOLS,
  ...LOAD_BALANCER_TOOLS,
  ...ORCHESTRATION_TOOLS,
  ...DNS_TOOLS,
  ...KEY_MANAGER_TOOLS,
  ...SHARED_FILE_SYSTEM_TOOLS,
  ...OBJECT_STORE_TOOLS,
];
