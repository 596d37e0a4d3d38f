/** The tools of the toolset `key_manager`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getSecretContainers } from "./get_secret_containers.ts";
import { getSecretPayload } from "./get_secret_payload.ts";
import { getSecrets } from "./get_secrets.ts";

/** In the order of the list. */
export const KEY_MANAGER_TOOLS: readonly Tool[] = [getSecrets, getSecretContainers, getSecretPayload];
