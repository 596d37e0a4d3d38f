/** Calls of the Placement API; section names are those of its API reference. Nothing in it is paged.
 *
 * @module
 */
import { operation } from "../operation.ts";

/** Resource providers: List resource providers. `in_tree` finds the children of one. */
export const listResourceProviders = operation({
  id: "placement.resource_providers.list",
  method: "GET",
  path: "/resource_providers",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  page: { key: "resource_providers", by: "none" },
});

/** Resource provider inventories: List resource provider inventories. The body maps classes to inventories. */
export const listInventories = operation({
  id: "placement.inventories.list",
  method: "GET",
  path: "/resource_providers/{provider_id}/inventories",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
});

/** Resource provider usages: List resource provider usages. The body maps classes to amounts. */
export const listProviderUsages = operation({
  id: "placement.usages.list",
  method: "GET",
  path: "/resource_providers/{provider_id}/usages",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
});

/** Resource provider traits: List resource provider traits. */
export const listTraits = operation({
  id: "placement.traits.list",
  method: "GET",
  path: "/resource_providers/{provider_id}/traits",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  requires: "1.6",
  page: { key: "traits", by: "none" },
});

/** Resource provider aggregates: List resource provider aggregates. */
export const listProviderAggregates = operation({
  id: "placement.aggregates.list",
  method: "GET",
  path: "/resource_providers/{provider_id}/aggregates",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  requires: "1.1",
  page: { key: "aggregates", by: "none" },
});

/** Resource provider allocations: List resource provider allocations. The body maps consumers to allocations. */
export const listProviderAllocations = operation({
  id: "placement.provider_allocations.list",
  method: "GET",
  path: "/resource_providers/{provider_id}/allocations",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
});

/** Allocations: List allocations. What one consumer, a server mostly, holds; an unknown one holds nothing. */
export const showAllocations = operation({
  id: "placement.allocations.show",
  method: "GET",
  path: "/allocations/{consumer_id}",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  owner: "project_id",
});

/** Usages: List usages. For the project of the `project_id` query; readers may ask for their own.
 *
 * 1.38 would group the sums by type of consumer, which nothing here needs.
 */
export const showProjectUsage = operation({
  id: "placement.project_usages.show",
  method: "GET",
  path: "/usages",
  effect: "read",
  needs: "reader",
  microversion: "1.37",
  requires: "1.9",
});

/** Allocation candidates: List allocation candidates. With `resources` such as `VCPU:1`; full providers are missing. */
export const listAllocationCandidates = operation({
  id: "placement.allocation_candidates.list",
  method: "GET",
  path: "/allocation_candidates",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  // From here on an allocation request is a map by provider and a summary has all classes of a provider.
  requires: "1.27",
});

/** Resource classes: List resource classes. */
export const listResourceClasses = operation({
  id: "placement.resource_classes.list",
  method: "GET",
  path: "/resource_classes",
  effect: "read",
  needs: "admin",
  microversion: "1.39",
  requires: "1.2",
  page: { key: "resource_classes", by: "none" },
});
