/** Resources of the Image API v2, read out of their wire forms.
 *
 * A member that the answer does not have is undefined. Times are the service's own text.
 *
 * @module
 */
import type { Quota, QuotaLine } from "../quota.ts";
import { count, flag, isWire, text, texts, wire } from "../read.ts";

/** An image. */
export interface Image {
  readonly id: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  /** `public`, `community`, `shared` or `private`. */
  readonly visibility: string | undefined;
  /** Id of the owning project. */
  readonly owner: string | undefined;
  readonly sizeBytes: number | undefined;
  /** What it unpacks to. */
  readonly virtualSizeBytes: number | undefined;
  readonly diskFormat: string | undefined;
  readonly containerFormat: string | undefined;
  readonly minDiskGb: number | undefined;
  readonly minRamMb: number | undefined;
  readonly protected: boolean | undefined;
  /** Left out of default lists. */
  readonly hidden: boolean | undefined;
  readonly checksum: string | undefined;
  readonly hashAlgorithm: string | undefined;
  readonly hash: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly tags: readonly string[] | undefined;
  /** Where its data lies; absent where the service has one store only and does not say it. */
  readonly stores: readonly string[] | undefined;
  /** Stores that an import is still writing to. */
  readonly importingToStores: readonly string[] | undefined;
  /** Stores that an import failed for. */
  readonly failedStores: readonly string[] | undefined;
  /** `snapshot` or `backup` for an image that Nova made of a server. */
  readonly imageType: string | undefined;
  /** The server that it was made of. */
  readonly serverId: string | undefined;
  /** The image that this server was booted from. */
  readonly baseImageId: string | undefined;
  /** Every other property, such as `os_distro` or `hw_disk_bus`. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A project that an image is shared with. */
export interface ImageMember {
  readonly projectId: string;
  readonly imageId: string | undefined;
  /** `pending`, `accepted` or `rejected`: only the project itself can say. */
  readonly status: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Members that are not free properties. */
const KNOWN = new Set([
  "id",
  "name",
  "status",
  "visibility",
  "owner",
  "size",
  "virtual_size",
  "disk_format",
  "container_format",
  "min_disk",
  "min_ram",
  "protected",
  "os_hidden",
  "checksum",
  "os_hash_algo",
  "os_hash_value",
  "created_at",
  "updated_at",
  "tags",
  "stores",
  "os_glance_importing_to_stores",
  "os_glance_failed_import",
  "image_type",
  "instance_uuid",
  "base_image_ref",
  "self",
  "file",
  "schema",
  "locations",
  "direct_url",
]);

/** Reads an image; undefined without an id. Its owner's free properties stand beside the known ones on the wire. */
export function readImage(value: unknown): Image | undefined {
  const id = text(value, "id");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    status: text(value, "status"),
    visibility: text(value, "visibility"),
    owner: text(value, "owner"),
    sizeBytes: count(value, "size"),
    virtualSizeBytes: count(value, "virtual_size"),
    diskFormat: text(value, "disk_format"),
    containerFormat: text(value, "container_format"),
    minDiskGb: count(value, "min_disk"),
    minRamMb: count(value, "min_ram"),
    protected: flag(value, "protected"),
    hidden: flag(value, "os_hidden"),
    checksum: text(value, "checksum"),
    hashAlgorithm: text(value, "os_hash_algo"),
    hash: text(value, "os_hash_value"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
    tags: texts(value, "tags"),
    stores: commaSeparated(value, "stores"),
    importingToStores: commaSeparated(value, "os_glance_importing_to_stores"),
    failedStores: commaSeparated(value, "os_glance_failed_import"),
    imageType: text(value, "image_type"),
    serverId: text(value, "instance_uuid"),
    baseImageId: text(value, "base_image_ref"),
    properties: readProperties(value),
  };
}

function commaSeparated(value: unknown, key: string): readonly string[] | undefined {
  return text(value, key)?.split(",").map((part) => part.trim()).filter((part) => part !== "");
}

function readProperties(value: unknown): Readonly<Record<string, string>> {
  const free = Object.entries(wire(value)).map(([key, found]) =>
    !KNOWN.has(key) && typeof found === "string" ? [key, found] as const : undefined
  );
  return Object.fromEntries(free.filter((entry) => entry !== undefined));
}

/** Reads a member; undefined without a project. */
export function readImageMember(value: unknown): ImageMember | undefined {
  const projectId = text(value, "member_id");
  if (projectId === undefined) return undefined;
  return {
    projectId,
    imageId: text(value, "image_id"),
    status: text(value, "status"),
    createdAt: text(value, "created_at"),
    updatedAt: text(value, "updated_at"),
  };
}

/** Reads the project's use of the Image service; sizes are in MiB. Without unified limits it has no lines.
 *
 * @returns Undefined if the answer does not hold it.
 */
export function readImageUsage(body: unknown): Quota | undefined {
  const usage = wire(body)["usage"];
  if (!isWire(usage)) return undefined;
  const lines = Object.keys(usage).map((name): readonly [string, QuotaLine] => [name, {
    limit: count(usage[name], "limit"),
    inUse: count(usage[name], "usage"),
    reserved: undefined,
    allocated: undefined,
  }]);
  return { projectId: undefined, lines: Object.fromEntries(lines) };
}
