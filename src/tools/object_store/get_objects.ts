import * as z from "zod";
import { OpenStackError } from "../../openstack/errors.ts";
import { listObjects, showObject } from "../../openstack/object_store/operations.ts";
import {
  readStoredObject,
  readStoredObjectDetails,
  type StoredObject,
  type StoredObjectDetails,
} from "../../openstack/object_store/types.ts";
import { readPage } from "../../openstack/pagination.ts";
import type { QueryValue } from "../../openstack/request.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, type ListArguments, optional } from "../list_arguments.ts";
import type { Column, Gathered, ListSpec } from "../list_spec.ts";
import { ownProjectOnly } from "../own_project_only.ts";
import { ofPart, readParts } from "../parts.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { exactName } from "./exact_name.ts";

/** Objects of a container. */
export const getObjects = tool({
  name: "get_objects",
  toolset: "object_store",
  title: "Objects",
  description:
    "Objects of a container, without contents; delimiter=/ rolls up folders; named ones add metadata.",
  input: z.strictObject({
    container: z.string().max(256),
    prefix: optional(z.string()),
    delimiter: optional(z.string()),
    ...LIST_ARGUMENTS,
  }),
  operations: [listObjects, showObject],
  compat: LIST_COMPAT,
  readsOf: { set_object: { actions: { list: {}, show: { detail: "full" } } } },
  run: ({ container, prefix, delimiter, ...args }, context) =>
    ownProjectOnly("Swift", context, (own) => answerObjects({ container, prefix, delimiter }, args, own)),
});

type Headers = ReadonlyMap<StoredObject, StoredObjectDetails>;
type HeaderColumn = Column<StoredObject, Headers>;

interface Place {
  readonly container: string;
  readonly prefix: string | undefined;
  readonly delimiter: string | undefined;
}

async function answerObjects(place: Place, args: ListArguments, context: ToolContext): Promise<ToolAnswer> {
  const { container } = place;
  // With a slash in it, the path would be that of an object, and the answer its contents.
  if (container.includes("/")) throw noContainer(container);
  // A name that was given is looked for whatever folder it is in.
  const chosen = args.names ? { container, prefix: undefined, delimiter: undefined } : place;
  try {
    const { scope, ...answer } = await answerList(objectsIn(chosen), args, context);
    return { scope, container, ...answer };
  } catch (error) {
    const isAbsent = error instanceof OpenStackError && error.status === 404 && error.reason === "not found";
    throw isAbsent ? noContainer(container) : error;
  }
}

function noContainer(name: string): OpenStackError {
  return new OpenStackError({
    what: `list objects of ${name}`,
    service: listObjects.service,
    operation: listObjects.id,
    reason: "not found",
    detail: "no container has exactly this name",
    next: "get_object_containers lists them.",
  });
}

/** A column of what the headers of an object tell. */
function ofHeaders(
  name: string,
  value: (details: StoredObjectDetails) => unknown,
  usual?: unknown,
): HeaderColumn {
  return {
    name,
    level: "full",
    joined: true,
    value: (object, details) => object.isFolder ? undefined : ofPart(details, object, value),
    ...(usual === undefined ? {} : { usual }),
  };
}

const HEADER_COLUMNS: readonly HeaderColumn[] = [
  ofHeaders("metadata", ({ metadata }) => metadata),
  ofHeaders("expires", ({ expiresAt }) => expiresAt),
  ofHeaders("content_encoding", ({ contentEncoding }) => contentEncoding),
  ofHeaders("content_disposition", ({ contentDisposition }) => contentDisposition),
  ofHeaders("large_object", ({ largeObject }) => largeObject),
  ofHeaders("version_id", ({ versionId }) => versionId),
];

const COLUMNS: readonly HeaderColumn[] = [
  { name: "name", level: "basic", value: (object) => object.name },
  { name: "kind", level: "basic", value: kindOf, fold: "lower", usual: "object" },
  // Of a large object in parts the list has the size of its manifest.
  {
    name: "bytes",
    level: "basic",
    value: (object, details) => details?.get(object)?.bytes ?? object.bytes,
  },
  { name: "content_type", level: "detailed", value: (object) => object.contentType },
  { name: "last_modified", level: "detailed", value: (object) => toUtc(object.lastModified) },
  { name: "hash", level: "full", value: (object) => object.hash },
  ...HEADER_COLUMNS,
];

function kindOf({ isFolder }: StoredObject): string {
  return isFolder ? "folder" : "object";
}

/** Objects whose headers are read, one by one, where nobody named them. */
const MOST_READ = 25;

/** Objects: Object Store API "Show container details and list objects" and "Show object metadata". */
function objectsIn({ container, prefix, delimiter }: Place): ListSpec<StoredObject, Headers> {
  const query = { prefix, delimiter };
  return {
    noun: ["object", "objects"],
    place: prefix === undefined ? "in this container" : "with this prefix",
    list: listObjects,
    path: { container },
    read: readStoredObject,
    id: (object) => object.name,
    name: (object) => object.name,
    query: () => Promise.resolve(query),
    byName: exactName,
    columns: COLUMNS,
    costly: { columns: HEADER_COLUMNS.map(({ name }) => name), rows: MOST_READ },
    join: async (objects, wants, context) => {
      if (!HEADER_COLUMNS.some(({ name }) => wants(name))) return { joined: new Map() };
      const { values, unavailable } = await readParts(objects.filter(({ isFolder }) => !isFolder), {
        what: "headers",
        name: ({ name }) => `object ${name}`,
        read: async ({ name }) => {
          const path = { container, object: name };
          return readStoredObjectDetails((await context.cloud.send(showObject, { path })).headers);
        },
      });
      return { joined: values, unavailable };
    },
    ...(delimiter === undefined ? {} : { gather: (context) => gatherFolders(container, query, context) }),
  };
}

const FULL_PAGE = 1000;
/** Pages that are read of one folder. */
const MOST_PAGES = 5;

/** What lies directly below a prefix. A folder has no name to go on after but its own, unlike an object. */
async function gatherFolders(
  container: string,
  query: Readonly<Record<string, QueryValue>>,
  context: ToolContext,
): Promise<Gathered<StoredObject>> {
  const items: StoredObject[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await context.cloud.send(listObjects, {
      path: { container },
      query: { ...query, limit: FULL_PAGE, marker: items.at(-1)?.name },
    });
    const found = readPage(listObjects, answer.body, {}).items;
    items.push(...found.flatMap((value) => readStoredObject(value) ?? []));
    if (found.length < FULL_PAGE) return { items };
  }
  return {
    items,
    unavailable: [{
      what: `what comes after ${items.at(-1)?.name}`,
      service: listObjects.service,
      reason: "unavailable",
      detail: `more than ${MOST_PAGES * FULL_PAGE} objects and folders at this level`,
      next: "Narrow it with prefix.",
    }],
  };
}
