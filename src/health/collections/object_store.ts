/** Swift, as far as checks look.
 *
 * @module
 */
import { OpenStackError } from "../../openstack/errors.ts";
import { listContainers, showAccount, showContainer } from "../../openstack/object_store/operations.ts";
import {
  isWorldReadable,
  type ObjectAccount,
  type ObjectContainerDetails,
  readObjectAccount,
  readObjectContainer,
  readObjectContainerDetails,
} from "../../openstack/object_store/types.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";

/** What checks keep of a container. */
export interface HealthContainer
  extends Pick<ObjectContainerDetails, "objects" | "bytes" | "readAcl" | "quotaBytes" | "quotaObjects"> {
  readonly name: string;
  readonly worldReadable: boolean;
}

/** Swift has no list of accounts: one is asked for with the token of its own project. */
const ONE_ACCOUNT =
  "Swift shows the account of one project at a time, so that a report on all projects leaves it out";

/** The project's account. */
export const objectAccounts: Collection<ObjectAccount> = {
  title: "the object store account",
  operations: [showAccount],
  async load(reader) {
    if (reader.allProjects) return { absent: ONE_ACCOUNT };
    const { headers } = await reader.send(showAccount);
    const account = readObjectAccount(headers);
    if (!account) throw withoutHeaders("account", showAccount.id);
    return { items: [account] };
  },
};

/** Containers of the project whose headers are read one by one: Swift tells access and quotas nowhere else. */
const MAX_CONTAINERS = 200;
/** So many at a time. */
const AT_ONCE = 10;

/** The project's containers. */
export const objectContainers: Collection<HealthContainer> = {
  title: "object containers",
  operations: [listContainers, showContainer],
  async load(reader) {
    if (reader.allProjects) return { absent: ONE_ACCOUNT };
    const names = await reader.list(listContainers, { read: (raw) => readObjectContainer(raw)?.name });
    const items: HealthContainer[] = [];
    for (let at = 0; at < Math.min(names.length, MAX_CONTAINERS); at += AT_ONCE) {
      const some = names.slice(at, Math.min(at + AT_ONCE, MAX_CONTAINERS));
      const found = await Promise.all(some.map((name) => readContainer(reader, name)));
      items.push(...found.filter((container) => container !== undefined));
    }
    if (names.length <= MAX_CONTAINERS) return { items };
    return { items, incomplete: `the headers of ${MAX_CONTAINERS} of ${names.length} containers were read` };
  },
};

/** Undefined if it was deleted since the list was read. */
async function readContainer(reader: Reader, name: string): Promise<HealthContainer | undefined> {
  try {
    const { headers } = await reader.send(showContainer, { path: { container: name } });
    const details = readObjectContainerDetails(headers);
    if (!details) throw withoutHeaders("container", showContainer.id);
    const { objects, bytes, readAcl, quotaBytes, quotaObjects } = details;
    return {
      name,
      objects,
      bytes,
      readAcl,
      quotaBytes,
      quotaObjects,
      worldReadable: isWorldReadable(details),
    };
  } catch (error) {
    if (error instanceof OpenStackError && error.reason === "not found") return undefined;
    throw error;
  }
}

function withoutHeaders(what: string, operation: string): OpenStackError {
  return new OpenStackError({
    what: `show ${what}`,
    service: showAccount.service,
    operation,
    reason: "unexpected answer",
    detail: `the answer has no ${what} headers`,
  });
}

/** What the items of this file's collections are. */
export interface ObjectStoreItems {
  readonly objectAccounts: ObjectAccount;
  readonly objectContainers: HealthContainer;
}

/** The collections of this service, by the name that checks use. */
export const objectStoreCollections: CollectionsOf<ObjectStoreItems> = { objectAccounts, objectContainers };
