/** The tools of the toolset `block_storage`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getVolumeBackups } from "./get_volume_backups.ts";
import { getVolumeGroups } from "./get_volume_groups.ts";
import { getVolumeList } from "./get_volume_list.ts";
import { getVolumePools } from "./get_volume_pools.ts";
import { getVolumeQos } from "./get_volume_qos.ts";
import { getVolumeServices } from "./get_volume_services.ts";
import { getVolumeSnapshots } from "./get_volume_snapshots.ts";
import { getVolumeTransfers } from "./get_volume_transfers.ts";
import { getVolumeTypes } from "./get_volume_types.ts";

/** In the order of the list. */
export const BLOCK_STORAGE_TOOLS: readonly Tool[] = [
  getVolumeList,
  getVolumeTypes,
  getVolumeSnapshots,
  getVolumeBackups,
  getVolumeGroups,
  getVolumeQos,
  getVolumeTransfers,
  getVolumeServices,
  getVolumePools,
];
