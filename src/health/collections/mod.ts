/** Every collection, by the name that checks use.
 *
 * @module
 */
import type { Collection } from "../collection.ts";
import { addressCollections, type AddressItems } from "./addresses.ts";
import { computeCollections, type ComputeItems } from "./compute.ts";
import { controlPlaneCollections, type ControlPlaneItems } from "./control_plane.ts";
import { dnsCollections, type DnsItems } from "./dns.ts";
import { identityCollections, type IdentityItems } from "./identity.ts";
import { imageCollections, type ImageItems } from "./image.ts";
import { instanceCollections, type InstanceItems } from "./instances.ts";
import { keyManagerCollections, type KeyManagerItems } from "./key_manager.ts";
import { loadBalancerCollections, type LoadBalancerItems } from "./load_balancer.ts";
import { missingServerCollections, type MissingServerItems } from "./missing_servers.ts";
import { networkAgentCollections, type NetworkAgentItems } from "./network_agents.ts";
import { networkCollections, type NetworkItems } from "./network.ts";
import { objectStoreCollections, type ObjectStoreItems } from "./object_store.ts";
import { orchestrationCollections, type OrchestrationItems } from "./orchestration.ts";
import { placementCollections, type PlacementItems } from "./placement.ts";
import { platformCollections, type PlatformItems } from "./platform.ts";
import { quotaCollections, type QuotaItems } from "./quota.ts";
import { sharedFileSystemCollections, type SharedFileSystemItems } from "./shared_file_system.ts";
import { serverNameCollections, type ServerNameItems } from "./server_names.ts";
import { storageCollections, type StorageItems } from "./storage.ts";

/** What the items of each collection are. */
export interface ItemTypes
  extends
    AddressItems,
    ComputeItems,
    ControlPlaneItems,
    DnsItems,
    IdentityItems,
    ImageItems,
    InstanceItems,
    KeyManagerItems,
    LoadBalancerItems,
    MissingServerItems,
    NetworkAgentItems,
    NetworkItems,
    ObjectStoreItems,
    OrchestrationItems,
    PlacementItems,
    PlatformItems,
    QuotaItems,
    SharedFileSystemItems,
    ServerNameItems,
    StorageItems {}

/** The name of a collection. */
export type CollectionName = keyof ItemTypes;

/** What the items of a collection are. */
export type Item<N extends CollectionName> = ItemTypes[N];

/** The collections. */
export const COLLECTIONS: { readonly [N in CollectionName]: Collection<Item<N>> } = {
  ...addressCollections,
  ...computeCollections,
  ...controlPlaneCollections,
  ...dnsCollections,
  ...identityCollections,
  ...imageCollections,
  ...instanceCollections,
  ...keyManagerCollections,
  ...loadBalancerCollections,
  ...missingServerCollections,
  ...networkAgentCollections,
  ...networkCollections,
  ...objectStoreCollections,
  ...orchestrationCollections,
  ...placementCollections,
  ...platformCollections,
  ...quotaCollections,
  ...sharedFileSystemCollections,
  ...serverNameCollections,
  ...storageCollections,
};
