/** What hosts have and have given away, as Placement knows it.
 *
 * @module
 */
import { OpenStackError } from "../../openstack/errors.ts";
import {
  listInventories,
  listProviderAllocations,
  listProviderUsages,
  listResourceProviders,
} from "../../openstack/placement/operations.ts";
import {
  type Amounts,
  capacityOf,
  readInventories,
  readProviderAllocations,
  readResourceProvider,
  readUsages,
  type ResourceProvider,
} from "../../openstack/placement/types.ts";
import type { Collection, CollectionsOf, Loaded, Reader } from "../collection.ts";
import { allocationMisfits, type Misfit } from "./allocation_misfits.ts";

/** A class of resources of a provider. */
export interface ProviderClass {
  readonly resourceClass: string;
  readonly total: number;
  readonly reserved: number;
  readonly allocationRatio: number;
  /** What can be given out: reservation and ratio are worked in. */
  readonly capacity: number;
  /** The most that one consumer can have of it. */
  readonly maxUnit: number;
  readonly used: number;
}

/** A resource provider with what it has and has given away. */
export interface ProviderCapacity {
  readonly id: string;
  readonly name: string;
  /** The root of its tree; its own id if it is one. */
  readonly rootId: string;
  readonly classes: readonly ProviderClass[];
}

/** What a provider gave to one consumer. */
export interface HealthAllocation {
  readonly consumerId: string;
  readonly providerName: string;
  readonly rootId: string;
  readonly resources: Amounts;
}

/** Every resource provider by name alone. */
export const providerRefs: Collection<ResourceProvider> = {
  title: "resource providers",
  operations: [listResourceProviders],
  load: async (reader) => ({
    items: await reader.list(listResourceProviders, { read: readResourceProvider }),
  }),
};

/** What Placement marks so that nothing is placed on it. */
const DISABLED = "COMPUTE_STATUS_DISABLED";

/** The providers on which Placement places nothing, because their compute service is disabled. */
export const disabledProviders: Collection<ResourceProvider> = {
  title: "disabled resource providers",
  operations: [listResourceProviders],
  load: async (reader) => ({
    items: await reader.list(listResourceProviders, {
      query: { required: DISABLED },
      read: readResourceProvider,
    }),
  }),
};

/** Resource providers with inventories and usages: two calls each, for the API has no other way. */
export const providers: Collection<ProviderCapacity> = {
  title: "inventories and usages of resource providers",
  operations: [listResourceProviders, listInventories, listProviderUsages],
  load: (reader) =>
    ofEachProvider(reader, async ({ id, name, rootId }) => [{
      id,
      name: name ?? id,
      rootId: rootId ?? id,
      classes: await classesOf(reader, id),
    }]),
};

/** What each provider gave to whom: one call each. */
export const allocations: Collection<HealthAllocation> = {
  title: "allocations of resource providers",
  operations: [listResourceProviders, listProviderAllocations],
  load: (reader) =>
    ofEachProvider(reader, async ({ id, name, rootId }) => {
      const { body } = await reader.send(listProviderAllocations, { path: { provider_id: id } });
      const found = readProviderAllocations(body);
      if (!found) throw unexpected("allocations");
      return found.map(({ consumerId, resources }) => ({
        consumerId,
        providerName: name ?? id,
        rootId: rootId ?? id,
        resources,
      }));
    }),
};

async function ofEachProvider<T>(
  reader: Reader,
  read: (provider: ResourceProvider) => Promise<readonly T[]>,
): Promise<Loaded<T>> {
  const all = await reader.collected("providerRefs");
  const asked = all.slice(0, reader.maxHosts);
  const items = (await Promise.all(asked.map(read))).flat();
  return asked.length === all.length
    ? { items }
    : { items, incomplete: `${asked.length} of ${all.length} were read; --max-hosts allows more` };
}

async function classesOf(reader: Reader, id: string): Promise<ProviderClass[]> {
  const path = { provider_id: id };
  const [inventories, usages] = await Promise.all([
    reader.send(listInventories, { path }).then(({ body }) => readInventories(body)),
    reader.send(listProviderUsages, { path }).then(({ body }) => readUsages(body)),
  ]);
  if (!inventories || !usages) throw unexpected("inventories and usages");
  return inventories.map((inventory) => {
    const { resourceClass, total = 0, reserved = 0, allocationRatio = 1, maxUnit = Infinity } = inventory;
    return {
      resourceClass,
      total,
      reserved,
      allocationRatio,
      capacity: Math.max(0, capacityOf(inventory) ?? 0),
      maxUnit,
      used: usages[resourceClass] ?? 0,
    };
  });
}

function unexpected(what: string): OpenStackError {
  return new OpenStackError({
    what: `read ${what}`,
    service: "placement",
    reason: "unexpected answer",
    detail: `the answer has no ${what}`,
  });
}

/** What the items of this file's collections are. */
export interface PlacementItems {
  readonly providerRefs: ResourceProvider;
  readonly disabledProviders: ResourceProvider;
  readonly providers: ProviderCapacity;
  readonly allocations: HealthAllocation;
  readonly allocationMisfits: Misfit;
}

/** The collections of this service, by the name that checks use. */
export const placementCollections: CollectionsOf<PlacementItems> = {
  providerRefs,
  disabledProviders,
  providers,
  allocations,
  allocationMisfits,
};
