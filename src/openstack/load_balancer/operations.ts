/** Calls of the Load Balancer API v2 (Octavia); section names are those of its API reference.
 *
 * Older default policies ask for roles of its own (`load-balancer_observer` and others) where `reader` stands here.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Load balancers: List load balancers. */
export const listLoadBalancers = operation({
  id: "load-balancer.loadbalancers.list",
  method: "GET",
  path: "/lbaas/loadbalancers",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "loadbalancers", by: "marker" },
});

/** Pools: List pools. */
export const listLoadBalancerPools = operation({
  id: "load-balancer.pools.list",
  method: "GET",
  path: "/lbaas/pools",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "pools", by: "marker" },
});

/** Members: List members of a pool. */
export const listLoadBalancerMembers = operation({
  id: "load-balancer.members.list",
  method: "GET",
  path: "/lbaas/pools/{pool_id}/members",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "members", by: "marker" },
});

/** Amphorae: List amphora. */
export const listAmphorae = operation({
  id: "load-balancer.amphorae.list",
  method: "GET",
  path: "/octavia/amphorae",
  effect: "read",
  needs: "admin",
  page: { key: "amphorae", by: "marker" },
});

/** Quotas: Show project quota. Limits alone; use is counted from the lists. */
export const showLoadBalancerQuota = operation({
  id: "load-balancer.quotas.show",
  method: "GET",
  path: "/lbaas/quotas/{project_id}",
  effect: "read",
  needs: "reader",
});

/** Load balancers: Show load balancer details. */
export const showLoadBalancer = operation({
  id: "load-balancer.loadbalancers.show",
  method: "GET",
  path: "/lbaas/loadbalancers/{loadbalancer_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Load balancers: Get the load balancer status tree: listeners, their pools, and the members and monitors of these.
 *
 * It has no L7 policies, and no pool that neither a listener nor a policy leads to.
 */
export const showLoadBalancerStatus = operation({
  id: "load-balancer.loadbalancers.status",
  method: "GET",
  path: "/lbaas/loadbalancers/{loadbalancer_id}/status",
  effect: "read",
  needs: "reader",
});

/** Load balancers: Get load balancer statistics. */
export const showLoadBalancerStats = operation({
  id: "load-balancer.loadbalancers.stats",
  method: "GET",
  path: "/lbaas/loadbalancers/{loadbalancer_id}/stats",
  effect: "read",
  needs: "reader",
});

/** Listeners: List listeners. */
export const listLoadBalancerListeners = operation({
  id: "load-balancer.listeners.list",
  method: "GET",
  path: "/lbaas/listeners",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "listeners", by: "marker" },
});

/** Listeners: Show listener details. */
export const showLoadBalancerListener = operation({
  id: "load-balancer.listeners.show",
  method: "GET",
  path: "/lbaas/listeners/{listener_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Listeners: Get listener statistics. */
export const showLoadBalancerListenerStats = operation({
  id: "load-balancer.listeners.stats",
  method: "GET",
  path: "/lbaas/listeners/{listener_id}/stats",
  effect: "read",
  needs: "reader",
});

/** Pools: Show pool details. */
export const showLoadBalancerPool = operation({
  id: "load-balancer.pools.show",
  method: "GET",
  path: "/lbaas/pools/{pool_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** Health monitor: List health monitors. */
export const listLoadBalancerHealthMonitors = operation({
  id: "load-balancer.healthmonitors.list",
  method: "GET",
  path: "/lbaas/healthmonitors",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "healthmonitors", by: "marker" },
});

/** Health monitor: Show health monitor details. */
export const showLoadBalancerHealthMonitor = operation({
  id: "load-balancer.healthmonitors.show",
  method: "GET",
  path: "/lbaas/healthmonitors/{healthmonitor_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** L7 policies: List L7 policies. */
export const listLoadBalancerL7Policies = operation({
  id: "load-balancer.l7policies.list",
  method: "GET",
  path: "/lbaas/l7policies",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "l7policies", by: "marker" },
});

/** L7 policies: Show L7 policy details. */
export const showLoadBalancerL7Policy = operation({
  id: "load-balancer.l7policies.show",
  method: "GET",
  path: "/lbaas/l7policies/{policy_id}",
  effect: "read",
  needs: "reader",
  owner: "project_id",
});

/** L7 rules: List L7 rules. */
export const listLoadBalancerL7Rules = operation({
  id: "load-balancer.l7rules.list",
  method: "GET",
  path: "/lbaas/l7policies/{policy_id}/rules",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "rules", by: "marker" },
});

/** Amphorae: Show amphora details. */
export const showAmphora = operation({
  id: "load-balancer.amphorae.show",
  method: "GET",
  path: "/octavia/amphorae/{amphora_id}",
  effect: "read",
  needs: "admin",
});

/** Amphorae: Show amphora statistics, one entry for each listener.
 *
 * 404 also stands for an amphora that never reported any.
 */
export const showAmphoraStats = operation({
  id: "load-balancer.amphorae.stats",
  method: "GET",
  path: "/octavia/amphorae/{amphora_id}/stats",
  effect: "read",
  needs: "admin",
  apiVersion: "2.3",
});

/** Providers: List enabled providers. They are never paged. */
export const listLoadBalancerProviders = operation({
  id: "load-balancer.providers.list",
  method: "GET",
  path: "/lbaas/providers",
  effect: "read",
  needs: "reader",
  apiVersion: "2.1",
  page: { key: "providers", by: "none" },
});

/** Providers: List provider flavor capabilities. */
export const listProviderFlavorCapabilities = operation({
  id: "load-balancer.providers.flavor_capabilities",
  method: "GET",
  path: "/lbaas/providers/{provider}/flavor_capabilities",
  effect: "read",
  needs: "admin",
  apiVersion: "2.6",
  page: { key: "flavor_capabilities", by: "none" },
});

/** Providers: List provider availability zone capabilities. */
export const listProviderZoneCapabilities = operation({
  id: "load-balancer.providers.zone_capabilities",
  method: "GET",
  path: "/lbaas/providers/{provider}/availability_zone_capabilities",
  effect: "read",
  needs: "admin",
  apiVersion: "2.14",
  page: { key: "availability_zone_capabilities", by: "none" },
});

/** Flavors: List flavors. */
export const listLoadBalancerFlavors = operation({
  id: "load-balancer.flavors.list",
  method: "GET",
  path: "/lbaas/flavors",
  effect: "read",
  needs: "reader",
  apiVersion: "2.6",
  page: { key: "flavors", by: "marker" },
});

/** Flavors: Show flavor details. */
export const showLoadBalancerFlavor = operation({
  id: "load-balancer.flavors.show",
  method: "GET",
  path: "/lbaas/flavors/{flavor_id}",
  effect: "read",
  needs: "reader",
  apiVersion: "2.6",
});

/** Flavor profiles: List flavor profiles. */
export const listLoadBalancerFlavorProfiles = operation({
  id: "load-balancer.flavorprofiles.list",
  method: "GET",
  path: "/lbaas/flavorprofiles",
  effect: "read",
  needs: "admin",
  apiVersion: "2.6",
  page: { key: "flavorprofiles", by: "marker" },
});

/** Availability zones: List availability zones. Their pages name no marker: they are read at once. */
export const listLoadBalancerZones = operation({
  id: "load-balancer.availabilityzones.list",
  method: "GET",
  path: "/lbaas/availabilityzones",
  effect: "read",
  needs: "reader",
  apiVersion: "2.14",
  page: { key: "availability_zones", by: "none" },
});

/** Availability zone profiles: List availability zone profiles. */
export const listLoadBalancerZoneProfiles = operation({
  id: "load-balancer.availabilityzoneprofiles.list",
  method: "GET",
  path: "/lbaas/availabilityzoneprofiles",
  effect: "read",
  needs: "admin",
  apiVersion: "2.14",
  page: { key: "availability_zone_profiles", by: "marker" },
});

/** Quotas: Show quota defaults. */
export const showDefaultLoadBalancerQuota = operation({
  id: "load-balancer.quotas.defaults",
  method: "GET",
  path: "/lbaas/quotas/defaults",
  effect: "read",
  needs: "admin",
});

/** Quotas: List quota: projects with a row of their own, a limit that is not theirs being null. As zones, read at once. */
export const listLoadBalancerQuotas = operation({
  id: "load-balancer.quotas.list",
  method: "GET",
  path: "/lbaas/quotas",
  effect: "read",
  needs: "reader",
  owner: "project_id",
  page: { key: "quotas", by: "none" },
});
