/** What hosts have and have given away, as Placement knows it.
 *
 * @module
 */
import { OpenStackError } from "../../openstack/errors.ts";
import {
  listInventories,
  listProviderUsages,
  listResourceProviders,
} from "../../openstack/placement/operations.ts";
import { readInventories, readResourceProvider, readUsages } from "../../openstack/placement/types.ts";
import type { Collection, CollectionsOf, Reader } from "../collection.ts";

/** A class of resources of a provider. */
export interface ProviderClass {
  readonly resourceClass: string;
  readonly total: number;
  readonly reserved: number;
  readonly allocationRatio: number;
  readonly used: number;
}

/** A resource provider with what it has and has given away. */
export interface ProviderCapacity {
  readonly id: string;
  readonly name: string;
  readonly rootId: string | undefined;
  readonly classes: readonly ProviderClass[];
}

/** Resource providers with inventories and usages: two calls each, for the API has no other way. */
export const providers: Collection<ProviderCapacity> = {
  title: "resource providers",
  operations: [listResourceProviders, listInventories, listProviderUsages],
  async load(reader) {
    const all = await reader.list(listResourceProviders, { read: readResourceProvider });
    const asked = all.slice(0, reader.maxHosts);
    const items = await Promise.all(
      asked.map(async ({ id, name, rootId }) => ({
        id,
        name: name ?? id,
        rootId,
        classes: await classesOf(reader, id),
      })),
    );
    return asked.length === all.length
      ? { items }
      : { items, incomplete: `${asked.length} of ${all.length} were read; --max-hosts allows more` };
  },
};

async function classesOf(reader: Reader, id: string): Promise<ProviderClass[]> {
  const path = { provider_id: id };
  const [inventories, usages] = await Promise.all([
    reader.send(listInventories, { path }).then(({ body }) => readInventories(body)),
    reader.send(listProviderUsages, { path }).then(({ body }) => readUsages(body)),
  ]);
  if (!inventories || !usages) {
    throw new OpenStackError({
      what: "read inventories and usages",
      service: "placement",
      reason: "unexpected answer",
      detail: "the answer has no inventories or no usages",
    });
  }
  return inventories.map(({ resourceClass, total = 0, reserved = 0, allocationRatio = 1 }) => ({
    resourceClass,
    total,
    reserved,
    allocationRatio,
    used: usages[resourceClass] ?? 0,
  }));
}

/** What the items of this file's collections are. */
export interface PlacementItems {
  readonly providers: ProviderCapacity;
}

/** The collections of this service, by the name that checks use. */
export const placementCollections: CollectionsOf<PlacementItems> = {
  providers,
};
