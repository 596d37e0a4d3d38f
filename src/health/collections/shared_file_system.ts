/** Manila, as far as checks look.
 *
 * @module
 */
import {
  listShareInstances,
  listSharePools,
  listShareReplicas,
  listShares,
  listShareServices,
} from "../../openstack/shared_file_system/operations.ts";
import {
  readShare,
  readShareInstance,
  readSharePool,
  readShareService,
  type Share,
  type ShareInstance,
  type SharePool,
  type ShareService,
} from "../../openstack/shared_file_system/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";
import { picking } from "../pick.ts";

const SHARE = [
  "id",
  "name",
  "projectId",
  "status",
  "sizeGb",
  "availabilityZone",
  "host",
  "createdAt",
] as const;

/** What checks keep of a share. */
export type HealthShare = Pick<Share, typeof SHARE[number]>;

/** Shares of the project, or of all. */
export const shares: Collection<HealthShare> = listed({
  title: "shares",
  operation: listShares,
  scope: "all_tenants",
  read: picking(readShare, SHARE),
});

/** Replicas of shares, whosever they are: the check looks at those of the shares that it was given. */
export const shareReplicas: Collection<ShareInstance> = listed({
  title: "share replicas",
  operation: listShareReplicas,
  extension: true,
  read: readShareInstance,
});

/** Instances of the shares of all projects. */
export const shareInstances: Collection<ShareInstance> = listed({
  title: "share instances",
  operation: listShareInstances,
  read: readShareInstance,
});

/** Manila's services on all hosts. */
export const shareServices: Collection<ShareService> = listed({
  title: "share services",
  operation: listShareServices,
  read: readShareService,
});

/** Pools for shares, with their capacities. */
export const sharePools: Collection<SharePool> = listed({
  title: "share pools",
  operation: listSharePools,
  read: readSharePool,
});

/** What the items of this file's collections are. */
export interface SharedFileSystemItems {
  readonly shares: HealthShare;
  readonly shareReplicas: ShareInstance;
  readonly shareInstances: ShareInstance;
  readonly shareServices: ShareService;
  readonly sharePools: SharePool;
}

/** The collections of this service, by the name that checks use. */
export const sharedFileSystemCollections: CollectionsOf<SharedFileSystemItems> = {
  shares,
  shareReplicas,
  shareInstances,
  shareServices,
  sharePools,
};
