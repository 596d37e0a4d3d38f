/** The tools of the toolset `load_balancer`.
 *
 * @module
 */
import type { Tool } from "../tool.ts";
import { getLoadBalancerAmphorae } from "./get_load_balancer_amphorae.ts";
import { getLoadBalancerAvailabilityZones } from "./get_load_balancer_availability_zones.ts";
import { getLoadBalancerDetails } from "./get_load_balancer_details.ts";
import { getLoadBalancerFlavors } from "./get_load_balancer_flavors.ts";
import { getLoadBalancerHealthMonitors } from "./get_load_balancer_health_monitors.ts";
import { getLoadBalancerL7Policies } from "./get_load_balancer_l7_policies.ts";
import { getLoadBalancerL7Rules } from "./get_load_balancer_l7_rules.ts";
import { getLoadBalancerList } from "./get_load_balancer_list.ts";
import { getLoadBalancerListeners } from "./get_load_balancer_listeners.ts";
import { getLoadBalancerPoolMembers } from "./get_load_balancer_pool_members.ts";
import { getLoadBalancerPools } from "./get_load_balancer_pools.ts";
import { getLoadBalancerProviders } from "./get_load_balancer_providers.ts";
import { getLoadBalancerQuotas } from "./get_load_balancer_quotas.ts";
import { getLoadBalancerStats } from "./get_load_balancer_stats.ts";

/** In the order of the list. */
export const LOAD_BALANCER_TOOLS: readonly Tool[] = [
  getLoadBalancerList,
  getLoadBalancerDetails,
  getLoadBalancerListeners,
  getLoadBalancerPools,
  getLoadBalancerPoolMembers,
  getLoadBalancerHealthMonitors,
  getLoadBalancerL7Policies,
  getLoadBalancerL7Rules,
  getLoadBalancerAmphorae,
  getLoadBalancerProviders,
  getLoadBalancerAvailabilityZones,
  getLoadBalancerFlavors,
  getLoadBalancerQuotas,
  getLoadBalancerStats,
];
