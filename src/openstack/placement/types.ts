/** Resources of the Placement API, read out of their wire forms.
 *
 * A member that the answer does not have is undefined.
 *
 * @module
 */
import { readNumbers } from "../quota.ts";
import { count, isWire, list, member, text, texts, wire } from "../read.ts";

/** A resource provider: a compute node, or a part of one. */
export interface ResourceProvider {
  readonly id: string;
  readonly name: string | undefined;
  readonly generation: number | undefined;
  /** Absent for the root of a tree. */
  readonly parentId: string | undefined;
  readonly rootId: string | undefined;
}

/** What a provider has of one class. */
export interface Inventory {
  readonly resourceClass: string;
  readonly total: number | undefined;
  readonly reserved: number | undefined;
  readonly allocationRatio: number | undefined;
  readonly minUnit: number | undefined;
  readonly maxUnit: number | undefined;
  readonly stepSize: number | undefined;
}

/** Amounts by resource class. */
export type Amounts = Readonly<Record<string, number>>;

/** What a consumer holds of one provider. */
export interface Allocation {
  readonly providerId: string;
  readonly resources: Amounts;
}

/** What a consumer holds; a consumer that Placement does not know holds nothing and has no owner. */
export interface ConsumerAllocations {
  readonly allocations: readonly Allocation[];
  readonly projectId: string | undefined;
  readonly userId: string | undefined;
  /** `INSTANCE`, `MIGRATION` or `unknown`. */
  readonly consumerType: string | undefined;
}

/** What a provider gave to one consumer. */
export interface ProviderAllocation {
  readonly consumerId: string;
  readonly resources: Amounts;
}

/** A class as a summary of an allocation candidate shows it. */
export interface SummaryLine {
  readonly resourceClass: string;
  /** Reservation and ratio are worked in. */
  readonly capacity: number | undefined;
  readonly used: number | undefined;
}

/** A provider that still has room for what was asked. */
export interface ProviderSummary {
  readonly providerId: string;
  readonly rootId: string | undefined;
  readonly parentId: string | undefined;
  readonly lines: readonly SummaryLine[];
  readonly traits: readonly string[] | undefined;
}

/** Where what was asked for would fit. */
export interface AllocationCandidates {
  /** The providers of each way to place it. */
  readonly candidates: readonly (readonly string[])[];
  readonly summaries: readonly ProviderSummary[];
}

/** Reads a resource provider; undefined without an id. */
export function readResourceProvider(value: unknown): ResourceProvider | undefined {
  const id = text(value, "uuid");
  if (id === undefined) return undefined;
  return {
    id,
    name: text(value, "name"),
    generation: count(value, "generation"),
    parentId: text(value, "parent_provider_uuid"),
    rootId: text(value, "root_provider_uuid"),
  };
}

/** Reads the inventories out of the body of a provider's; undefined if the body has none of that name. */
export function readInventories(body: unknown): Inventory[] | undefined {
  return entriesOf(body, "inventories")?.map(([resourceClass, inventory]) => ({
    resourceClass,
    total: count(inventory, "total"),
    reserved: count(inventory, "reserved"),
    allocationRatio: count(inventory, "allocation_ratio"),
    minUnit: count(inventory, "min_unit"),
    maxUnit: count(inventory, "max_unit"),
    stepSize: count(inventory, "step_size"),
  }));
}

/** What can be given out of an inventory; undefined if its total is not known. */
export function capacityOf(inventory: Inventory): number | undefined {
  if (inventory.total === undefined) return undefined;
  return Math.floor((inventory.total - (inventory.reserved ?? 0)) * (inventory.allocationRatio ?? 1));
}

/** Reads the usages out of a body, of a provider or a project; undefined if the body has none of that name. */
export function readUsages(body: unknown): Amounts | undefined {
  const usages = wire(body)["usages"];
  return isWire(usages) ? readNumbers(usages) : undefined;
}

/** Reads what a consumer holds; undefined if the body has no allocations of that name. */
export function readConsumerAllocations(body: unknown): ConsumerAllocations | undefined {
  const entries = entriesOf(body, "allocations");
  return entries && {
    allocations: entries.map(([providerId, found]) => ({
      providerId,
      resources: readNumbers(member(found, "resources")),
    })),
    projectId: text(body, "project_id"),
    userId: text(body, "user_id"),
    consumerType: text(body, "consumer_type"),
  };
}

/** Reads what a provider gave to its consumers; undefined if the body has no allocations of that name. */
export function readProviderAllocations(body: unknown): ProviderAllocation[] | undefined {
  return entriesOf(body, "allocations")?.map(([consumerId, found]) => ({
    consumerId,
    resources: readNumbers(member(found, "resources")),
  }));
}

/** Reads allocation candidates; undefined if the body has no summaries of that name. */
export function readAllocationCandidates(body: unknown): AllocationCandidates | undefined {
  const summaries = entriesOf(body, "provider_summaries");
  const requests = list(body, "allocation_requests");
  if (!summaries || !requests) return undefined;
  return {
    candidates: requests.map((request) => Object.keys(member(request, "allocations"))),
    summaries: summaries.map(([providerId, summary]) => ({
      providerId,
      rootId: text(summary, "root_provider_uuid"),
      parentId: text(summary, "parent_provider_uuid"),
      lines: (entriesOf(summary, "resources") ?? []).map(([resourceClass, line]) => ({
        resourceClass,
        capacity: count(line, "capacity"),
        used: count(line, "used"),
      })),
      traits: texts(summary, "traits"),
    })),
  };
}

/** Reads the name of a resource class. */
export function readResourceClass(value: unknown): string | undefined {
  return text(value, "name");
}

/** Reads an item of a list of bare texts, traits and aggregates. */
export function readBareText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function entriesOf(value: unknown, key: string): (readonly [string, unknown])[] | undefined {
  const found = wire(value)[key];
  return isWire(found) ? Object.entries(found) : undefined;
}
