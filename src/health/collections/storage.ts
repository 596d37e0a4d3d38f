/** Cinder and Glance, as far as checks look.
 *
 * @module
 */
import {
  listBackups,
  listSnapshots,
  listVolumePools,
  listVolumes,
  listVolumeServices,
} from "../../openstack/block_storage/operations.ts";
import {
  type Backup,
  readBackup,
  readSnapshot,
  readVolume,
  readVolumePool,
  readVolumeService,
  type Snapshot,
  type Volume,
  type VolumePool,
  type VolumeService,
} from "../../openstack/block_storage/types.ts";
import { listImages } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import { type Collection, type CollectionsOf, listed } from "../collection.ts";

/** What checks keep of a volume. */
export type HealthVolume = Pick<
  Volume,
  "id" | "name" | "projectId" | "status" | "sizeGb" | "createdAt" | "updatedAt"
>;

/** Volumes of the project, or of all. */
export const volumes: Collection<HealthVolume> = listed({
  title: "volumes",
  operation: listVolumes,
  scope: "all_tenants",
  read: (raw) => {
    const volume = readVolume(raw);
    if (!volume) return undefined;
    const { id, name, projectId, status, sizeGb, createdAt, updatedAt } = volume;
    return { id, name, projectId, status, sizeGb, createdAt, updatedAt };
  },
});

/** Snapshots of the project, or of all. */
export const snapshots: Collection<Snapshot> = listed({
  title: "snapshots",
  operation: listSnapshots,
  scope: "all_tenants",
  read: readSnapshot,
});

/** Backups of the project, or of all. */
export const backups: Collection<Backup> = listed({
  title: "backups",
  operation: listBackups,
  scope: "all_tenants",
  read: readBackup,
});

/** Cinder's services on all hosts. */
export const volumeServices: Collection<VolumeService> = listed({
  title: "volume services",
  operation: listVolumeServices,
  read: readVolumeService,
});

/** Storage pools, with their capacities. */
export const pools: Collection<VolumePool> = listed({
  title: "storage pools",
  operation: listVolumePools,
  query: { detail: true },
  read: readVolumePool,
});

/** What checks keep of an image. */
export type HealthImage =
  & Pick<Image, "id" | "name" | "status" | "createdAt" | "updatedAt">
  & { readonly projectId: string | undefined };

/** Images that the project owns, or all; images that others share are theirs to look after. */
export const images: Collection<HealthImage> = {
  title: "images",
  operations: [listImages],
  async load(reader) {
    // Glance leaves hidden images out unless it is asked for them, and then gives nothing else.
    const lists = await Promise.all(
      [{}, { os_hidden: true }].map((query) =>
        reader.list(listImages, { query, scope: "owner", read: readHealthImage })
      ),
    );
    return { items: lists.flat() };
  },
};

function readHealthImage(raw: unknown): HealthImage | undefined {
  const image = readImage(raw);
  if (!image) return undefined;
  const { id, name, status, createdAt, updatedAt, owner } = image;
  return { id, name, status, createdAt, updatedAt, projectId: owner };
}

/** What the items of this file's collections are. */
export interface StorageItems {
  readonly volumes: HealthVolume;
  readonly snapshots: Snapshot;
  readonly backups: Backup;
  readonly volumeServices: VolumeService;
  readonly pools: VolumePool;
  readonly images: HealthImage;
}

/** The collections of these services, by the name that checks use. */
export const storageCollections: CollectionsOf<StorageItems> = {
  volumes,
  snapshots,
  backups,
  volumeServices,
  pools,
  images,
};
