/** Glance, as far as checks look.
 *
 * @module
 */
import { listImages } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import type { QueryValue } from "../../openstack/request.ts";
import type { Collection, CollectionsOf, Loaded, Reader } from "../collection.ts";
import { pick } from "../pick.ts";

const IMAGE = [
  "id",
  "name",
  "status",
  "visibility",
  "createdAt",
  "updatedAt",
  "sizeBytes",
  "failedStores",
  "serverId",
] as const;

/** What checks keep of an image. */
export interface HealthImage extends Pick<Image, typeof IMAGE[number]> {
  readonly projectId: string | undefined;
  /** Whether it has the hash by which whoever fetches it can tell that it is whole. */
  readonly hashed: boolean;
}

type Query = Readonly<Record<string, QueryValue>>;

/** Images that the project owns, or all; images that others share are theirs to look after. */
export const images: Collection<HealthImage> = {
  title: "images",
  operations: [listImages],
  load: (reader) =>
    // An administrator is not told of the images of the community unless all are asked for.
    loadImages(reader, "owner", withHidden(reader.allProjects ? { visibility: "all" } : {})),
};

/** What projects offer to all the others, whoever owns it. */
export const publishedImages: Collection<HealthImage> = {
  title: "images for every project",
  operations: [listImages],
  load: (reader) =>
    loadImages(reader, "infrastructure", [{ visibility: "public" }, { visibility: "community" }]),
};

/** Images that other projects share with the login's, and that it has not decided on. */
export const offeredImages: Collection<HealthImage> = {
  title: "images that other projects offer",
  operations: [listImages],
  async load(reader) {
    const query = { visibility: "shared", member_status: "pending" };
    const loaded = await loadImages(reader, "infrastructure", withHidden(query));
    if ("absent" in loaded) return loaded;
    // Its own shared images are in the list whatever their members say.
    return { items: loaded.items.filter(({ projectId }) => projectId !== reader.session.project?.id) };
  },
};

/** Glance leaves hidden images out unless it is asked for them, and then gives nothing else. */
function withHidden(query: Query): Query[] {
  return [query, { ...query, os_hidden: true }];
}

async function loadImages(
  reader: Reader,
  scope: "owner" | "infrastructure",
  queries: readonly Query[],
): Promise<Loaded<HealthImage>> {
  if (!reader.session.project) return { absent: "Glance answers no login without a project" };
  const lists = await Promise.all(
    queries.map((query) => reader.list(listImages, { query, scope, read: readHealthImage })),
  );
  return { items: lists.flat() };
}

function readHealthImage(raw: unknown): HealthImage | undefined {
  const image = readImage(raw);
  if (!image) return undefined;
  return { ...pick(image, IMAGE), projectId: image.owner, hashed: image.hash !== undefined };
}

/** What the items of this file's collections are. */
export interface ImageItems {
  readonly images: HealthImage;
  readonly publishedImages: HealthImage;
  readonly offeredImages: HealthImage;
}

/** The collections of this service, by the name that checks use. */
export const imageCollections: CollectionsOf<ImageItems> = { images, publishedImages, offeredImages };
