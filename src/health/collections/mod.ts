/** Every collection, by the name that checks use.
 *
 * @module
 */
import type { Collection } from "../collection.ts";
import { computeCollections, type ComputeItems } from "./compute.ts";
import { identityCollections, type IdentityItems } from "./identity.ts";
import { loadBalancerCollections, type LoadBalancerItems } from "./load_balancer.ts";
import { networkCollections, type NetworkItems } from "./network.ts";
import { orchestrationCollections, type OrchestrationItems } from "./orchestration.ts";
import { placementCollections, type PlacementItems } from "./placement.ts";
import { platformCollections, type PlatformItems } from "./platform.ts";
import { quotaCollections, type QuotaItems } from "./quota.ts";
import { storageCollections, type StorageItems } from "./storage.ts";

/** What the items of each collection are. */
export interface ItemTypes
  extends
    ComputeItems,
    IdentityItems,
    LoadBalancerItems,
    NetworkItems,
    OrchestrationItems,
    PlacementItems,
    PlatformItems,
    QuotaItems,
    StorageItems {}

/** The name of a collection. */
export type CollectionName = keyof ItemTypes;

/** What the items of a collection are. */
export type Item<N extends CollectionName> = ItemTypes[N];

/** The collections. */
export const COLLECTIONS: { readonly [N in CollectionName]: Collection<Item<N>> } = {
  ...computeCollections,
  ...identityCollections,
  ...loadBalancerCollections,
  ...networkCollections,
  ...orchestrationCollections,
  ...placementCollections,
  ...platformCollections,
  ...quotaCollections,
  ...storageCollections,
};
