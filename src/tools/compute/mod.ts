/** The tools of the toolset `compute`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getAggregates } from "./get_aggregates.ts";
import { getAvailabilityZones } from "./get_availability_zones.ts";
import { getComputeServices } from "./get_compute_services.ts";
import { getConsoleLog } from "./get_console_log.ts";
import { getFlavors } from "./get_flavors.ts";
import { getHypervisorDetails } from "./get_hypervisor_details.ts";
import { getInstance } from "./get_instance.ts";
import { getKeypairList } from "./get_keypair_list.ts";
import { getResourceProviders } from "./get_resource_providers.ts";
import { getServerEvents } from "./get_server_events.ts";
import { getServerGroups } from "./get_server_groups.ts";
import { getServerMigrations } from "./get_server_migrations.ts";
import { getServerVolumes } from "./get_server_volumes.ts";
import { getUsageStatistics } from "./get_usage_statistics.ts";
import { getUserData } from "./get_user_data.ts";
import { setInstance } from "./set_instance.ts";
import { setKeypair } from "./set_keypair.ts";

/** In the order of the list. */
export const COMPUTE_TOOLS: readonly Tool[] = [
  getInstance,
  getServerVolumes,
  getServerEvents,
  getServerGroups,
  getServerMigrations,
  getKeypairList,
  getFlavors,
  getAvailabilityZones,
  getHypervisorDetails,
  getAggregates,
  getComputeServices,
  getResourceProviders,
  getUsageStatistics,
  getConsoleLog,
  getUserData,
  setInstance,
  setKeypair,
];
