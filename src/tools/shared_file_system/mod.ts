/** The tools of the toolset `shared_file_system`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getShareNetworks } from "./get_share_networks.ts";
import { getShareSnapshots } from "./get_share_snapshots.ts";
import { getShareTypes } from "./get_share_types.ts";
import { getShares } from "./get_shares.ts";

/** In the order of the list. */
export const SHARED_FILE_SYSTEM_TOOLS: readonly Tool[] = [
  getShares,
  getShareSnapshots,
  getShareNetworks,
  getShareTypes,
];
