/** Resources of the Object Store API v1. Lists are JSON; of one thing the headers of an answer tell.
 *
 * A member that the answer does not have is undefined. Times are the service's own text, those of headers excepted.
 *
 * @module
 */
import { count, text } from "../read.ts";

/** A container, as the list of an account shows it. Both numbers lag behind by minutes. */
export interface ObjectContainer {
  readonly name: string;
  readonly objects: number | undefined;
  readonly bytes: number | undefined;
  readonly lastModified: string | undefined;
}

/** What the headers of a container tell. */
export interface ObjectContainerDetails {
  readonly objects: number | undefined;
  readonly bytes: number | undefined;
  /** Access control list for reading, as it was set: `.r:*` lets anybody read. */
  readonly readAcl: string | undefined;
  readonly writeAcl: string | undefined;
  readonly quotaBytes: number | undefined;
  readonly quotaObjects: number | undefined;
  readonly versioned: boolean | undefined;
  /** Container that older versions of its objects go to, where versioning is of the former kind. */
  readonly versionsIn: string | undefined;
  readonly storagePolicy: string | undefined;
  /** The container that it is kept in step with. */
  readonly syncTo: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the headers of an account tell. They lag behind by minutes. */
export interface ObjectAccount {
  readonly containers: number | undefined;
  readonly objects: number | undefined;
  readonly bytes: number | undefined;
  readonly quotaBytes: number | undefined;
  readonly quotaObjects: number | undefined;
}

/** An object, or a folder that its name has (`a/` of `a/b`). */
export interface StoredObject {
  readonly name: string;
  readonly isFolder: boolean;
  readonly bytes: number | undefined;
  readonly contentType: string | undefined;
  readonly hash: string | undefined;
  readonly lastModified: string | undefined;
}

/** What the headers of an object tell. */
export interface StoredObjectDetails {
  readonly bytes: number | undefined;
  readonly contentType: string | undefined;
  readonly hash: string | undefined;
  /** ISO 8601. */
  readonly lastModified: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentDisposition: string | undefined;
  /** When Swift deletes it by itself; ISO 8601. */
  readonly expiresAt: string | undefined;
  /** Where the parts of a large object are: `static`, or the prefix of a dynamic one. */
  readonly largeObject: string | undefined;
  readonly versionId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads a container. */
export function readObjectContainer(value: unknown): ObjectContainer | undefined {
  const name = text(value, "name");
  if (name === undefined) return undefined;
  return {
    name,
    objects: count(value, "count"),
    bytes: count(value, "bytes"),
    lastModified: text(value, "last_modified"),
  };
}

/** Reads an object or a folder. */
export function readStoredObject(value: unknown): StoredObject | undefined {
  const folder = text(value, "subdir");
  const name = folder ?? text(value, "name");
  if (name === undefined) return undefined;
  return {
    name,
    isFolder: folder !== undefined,
    bytes: count(value, "bytes"),
    contentType: text(value, "content_type"),
    hash: text(value, "hash"),
    lastModified: text(value, "last_modified"),
  };
}

/** Reads the headers of an account; undefined if they are not those of one. */
export function readObjectAccount(headers: Headers): ObjectAccount | undefined {
  const containers = numberOf(headers, "x-account-container-count");
  if (containers === undefined) return undefined;
  return {
    containers,
    objects: numberOf(headers, "x-account-object-count"),
    bytes: numberOf(headers, "x-account-bytes-used"),
    // The second spelling is that of older releases.
    quotaBytes: numberOf(headers, "x-account-quota-bytes") ?? numberOf(headers, "x-account-meta-quota-bytes"),
    quotaObjects: numberOf(headers, "x-account-quota-count"),
  };
}

/** Reads the headers of a container; undefined if they are not those of one. */
export function readObjectContainerDetails(headers: Headers): ObjectContainerDetails | undefined {
  const objects = numberOf(headers, "x-container-object-count");
  if (objects === undefined) return undefined;
  return {
    objects,
    bytes: numberOf(headers, "x-container-bytes-used"),
    readAcl: textOf(headers, "x-container-read"),
    writeAcl: textOf(headers, "x-container-write"),
    quotaBytes: numberOf(headers, "x-container-meta-quota-bytes"),
    quotaObjects: numberOf(headers, "x-container-meta-quota-count"),
    versioned: flagOf(headers, "x-versions-enabled"),
    versionsIn: textOf(headers, "x-versions-location") ?? textOf(headers, "x-history-location"),
    storagePolicy: textOf(headers, "x-storage-policy"),
    syncTo: textOf(headers, "x-container-sync-to"),
    metadata: metadataOf(headers, "x-container-meta-"),
  };
}

/** Reads the headers of an object; undefined if they are not those of one. */
export function readStoredObjectDetails(headers: Headers): StoredObjectDetails | undefined {
  const hash = textOf(headers, "etag")?.replaceAll('"', "");
  if (hash === undefined) return undefined;
  return {
    hash,
    bytes: numberOf(headers, "content-length"),
    contentType: textOf(headers, "content-type"),
    lastModified: isoOf(Date.parse(textOf(headers, "last-modified") ?? "")),
    contentEncoding: textOf(headers, "content-encoding"),
    contentDisposition: textOf(headers, "content-disposition"),
    expiresAt: isoOf((numberOf(headers, "x-delete-at") ?? NaN) * 1000),
    largeObject: flagOf(headers, "x-static-large-object") ? "static" : textOf(headers, "x-object-manifest"),
    versionId: textOf(headers, "x-object-version-id"),
    metadata: metadataOf(headers, "x-object-meta-"),
  };
}

/** A container can be read by anybody, without a login. */
export function isWorldReadable({ readAcl }: ObjectContainerDetails): boolean {
  return readAcl?.split(",").some((rule) => rule.trim() === ".r:*") ?? false;
}

function textOf(headers: Headers, name: string): string | undefined {
  return headers.get(name)?.trim() || undefined;
}

function numberOf(headers: Headers, name: string): number | undefined {
  return count({ value: textOf(headers, name) }, "value");
}

function flagOf(headers: Headers, name: string): boolean | undefined {
  const value = textOf(headers, name);
  return value === undefined ? undefined : value.toLowerCase() === "true";
}

function isoOf(ms: number): string | undefined {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
}

/** What has a member of its own, and the keys by which anybody may sign URLs. */
const NOT_METADATA = new Set(["quota-bytes", "quota-count", "temp-url-key", "temp-url-key-2"]);

/** Headers come with their names in lower case, whatever they were set with. */
function metadataOf(headers: Headers, prefix: string): Record<string, string> {
  const found = [...headers].flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : []
  );
  return Object.fromEntries(found.filter(([name]) => !NOT_METADATA.has(name)));
}
