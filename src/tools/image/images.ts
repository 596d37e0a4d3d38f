/** Images as the tools show them.
 *
 * @module
 */
import { listServerRefs } from "../../openstack/compute/operations.ts";
import { OpenStackError } from "../../openstack/errors.ts";
import { listProjects } from "../../openstack/identity/operations.ts";
import { listImages, showImage } from "../../openstack/image/operations.ts";
import { type Image, readImage } from "../../openstack/image/types.ts";
import { toUtc } from "../../text/time.ts";
import { imageNames } from "../image_names.ts";
import { advised } from "../identity/projects.ts";
import type { Column, ListSpec, Part } from "../list_spec.ts";
import { joinAll, nameOf, type NamesOf, projectNames, serverNames } from "../names.ts";
import { ownedBy } from "../project_filter.ts";

/** The operations that reading images may need. */
export const IMAGE_OPERATIONS = [listImages, showImage, listServerRefs, listProjects];

const COLUMNS: readonly Column<Image, NamesOf>[] = [
  { name: "name", level: "basic", value: (image) => image.name, sort: "name" },
  {
    name: "status",
    level: "basic",
    value: (image) => image.status,
    filter: "status",
    sort: "status",
    fold: "lower",
    usual: "active",
  },
  {
    name: "visibility",
    level: "detailed",
    value: (image) => image.visibility,
    fold: "lower",
    resolve: isVisible,
  },
  {
    name: "protected",
    level: "detailed",
    value: (image) => image.protected,
    filter: "protected",
    fold: "lower",
    usual: false,
  },
  {
    name: "hidden",
    level: "detailed",
    value: (image) => image.hidden,
    filter: "os_hidden",
    fold: "lower",
    usual: false,
  },
  { name: "failed_stores", level: "detailed", value: ({ failedStores }) => unlessEmpty(failedStores) },
  {
    name: "owner",
    level: "full",
    value: (image, names) => nameOf(names?.["projects"], image.owner),
    resolve: ownedBy((image) => image.owner, (id) => ({ owner: id })),
  },
  {
    name: "disk_format",
    level: "full",
    value: (image) => image.diskFormat,
    filter: "disk_format",
    sort: "disk_format",
    fold: "lower",
  },
  {
    name: "container_format",
    level: "full",
    value: (image) => image.containerFormat,
    filter: "container_format",
    sort: "container_format",
    fold: "lower",
  },
  { name: "min_disk_gib", level: "full", value: (image) => image.minDiskGb, filter: "min_disk" },
  { name: "min_ram_mib", level: "full", value: (image) => image.minRamMb, filter: "min_ram" },
  { name: "size_mib", level: "full", value: sizeMib },
  { name: "size_bytes", level: "full", value: (image) => image.sizeBytes, filter: "size", sort: "size" },
  { name: "virtual_size_bytes", level: "full", value: (image) => image.virtualSizeBytes },
  { name: "tags", level: "full", value: (image) => image.tags, filter: "tag" },
  { name: "image_type", level: "full", value: (image) => image.imageType, filter: "image_type" },
  {
    name: "server",
    level: "full",
    joined: true,
    value: (image, names) => nameOf(names?.["servers"], image.serverId),
  },
  {
    name: "base_image",
    level: "full",
    joined: true,
    value: (image, names) => nameOf(names?.["images"], image.baseImageId),
  },
  { name: "properties", level: "full", value: ({ properties }) => unlessNone(properties) },
  { name: "checksum", level: "full", value: (image) => image.checksum, filter: "checksum" },
  { name: "hash_algorithm", level: "full", value: (image) => image.hashAlgorithm },
  { name: "hash", level: "full", value: (image) => image.hash, filter: "os_hash_value" },
  { name: "stores", level: "full", value: (image) => image.stores },
  { name: "importing_to_stores", level: "full", value: (image) => unlessEmpty(image.importingToStores) },
  { name: "created", level: "full", value: (image) => toUtc(image.createdAt), sort: "created_at" },
  { name: "updated", level: "full", value: (image) => toUtc(image.updatedAt), sort: "updated_at" },
  { name: "owner_id", level: "extra", value: (image) => image.owner, filter: "owner" },
  { name: "server_id", level: "extra", value: (image) => image.serverId, filter: "instance_uuid" },
  { name: "base_image_id", level: "extra", value: (image) => image.baseImageId, filter: "base_image_ref" },
  { name: "id", level: "basic", value: (image) => image.id },
];

/** Which images a list is about, where they are not the usual ones. */
export interface ImageChoice {
  /** Without it those of the community are left out. */
  readonly visibilities?: readonly string[] | undefined;
  /** Hidden ones and no others. */
  readonly hidden?: boolean | undefined;
}

/** Images: Image API "List images" and "Show image".
 *
 * A member is shown what Glance shows: its own, public ones, those shared with it that it accepted. An administrator
 * is shown everybody's, and nothing tells which of them are shared with the project.
 */
export function imagesOf({ visibilities, hidden }: ImageChoice): ListSpec<Image, NamesOf> {
  const wants = (visibility: string) => visibilities?.some((one) => one === visibility || one === "all");
  return {
    noun: ["image", "images"],
    list: listImages,
    show: { operation: showImage, parameter: "image_id", key: "" },
    read: readImage,
    id: (image) => image.id,
    name: (image) => image.name,
    owner: ({ visibility, owner }) =>
      visibility === "public" || visibility === "community" ? undefined : owner,
    query: ({ allProjects }) => {
      const [first, ...others] = visibilities ?? (allProjects ? ["all"] : []);
      return Promise.resolve({
        ...(first === undefined ? {} : { visibility: others.length > 0 ? "all" : first }),
        ...(hidden ? { os_hidden: true } : {}),
      });
    },
    sharing: (projectId) => [
      { owner: projectId },
      ...(wants("public") ?? true ? [{ visibility: "public" }] : []),
      ...(wants("community") ? [{ visibility: "community" }] : []),
    ],
    // Glance takes what stands before a colon for an operator.
    byName: (name) => name.includes(":") ? {} : { name },
    columns: COLUMNS,
    join: (images, wanted, context) => {
      const ids = (column: string, id: (image: Image) => string | undefined) =>
        wanted(column) ? images.flatMap((image) => id(image) ?? []) : [];
      return joinAll({
        projects: projectNames(ids("owner", (image) => image.owner), context),
        servers: serverNames(ids("server", (image) => image.serverId), context),
        images: imageNames(ids("base_image", (image) => image.baseImageId), context),
      });
    },
  };
}

/** The images that Glance lists unless it is asked for others. */
export const IMAGES: ListSpec<Image, NamesOf> = imagesOf({});

/** Finds images as {@linkcode IMAGES} does; that there is none is told with what such a list leaves out.
 *
 * @throws {OpenStackError} What the search throws.
 */
export async function searchImages<T>(search: Promise<T>): Promise<T> {
  try {
    return await search;
  } catch (error) {
    if (!(error instanceof OpenStackError) || error.reason !== "not found") throw error;
    throw advised(
      error,
      "Hidden and community images are found by id; get_image_detail_list lists them with filters hidden or visibility.",
    );
  }
}

const VISIBILITIES = ["public", "private", "shared", "community", "all"];

/** Glance leaves out images of the community unless it is asked for them, or for all. */
function isVisible(wanted: string): Promise<Part<Image>> {
  if (!VISIBILITIES.includes(wanted)) {
    throw new OpenStackError({
      what: "list images",
      reason: "invalid argument",
      detail: `the filter visibility takes one of: ${VISIBILITIES.join(", ")}`,
    });
  }
  const test = (image: Image) => wanted === "all" || image.visibility === wanted;
  return Promise.resolve({ query: { visibility: wanted }, test });
}

const BYTES_PER_MIB = 1024 ** 2;

/** To a tenth; the exact size is in bytes. */
function sizeMib({ sizeBytes }: Image): number | undefined {
  return sizeBytes === undefined ? undefined : Math.round(10 * sizeBytes / BYTES_PER_MIB) / 10;
}

function unlessEmpty(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts && texts.length > 0 ? texts : undefined;
}

function unlessNone(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}
