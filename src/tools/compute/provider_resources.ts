/** What resource providers have and what of it is used: Placement's figures, in its own words.
 *
 * @module
 */
import { listInventories, listProviderUsages } from "../../openstack/placement/operations.ts";
import { capacityOf, type Inventory, readInventories, readUsages } from "../../openstack/placement/types.ts";
import type { ToolContext } from "../tool.ts";

/** The operations that {@linkcode readResources} sends. */
export const RESOURCE_OPERATIONS = [listInventories, listProviderUsages];

/** A resource class of a provider, or of several together. */
export interface ResourceLine {
  readonly resourceClass: string;
  /** What can be given away: (total - reserved) x ratio. */
  readonly capacity: number;
  readonly used: number;
  readonly total: number;
  readonly reserved: number;
  /** One for each provider that differs. */
  readonly ratios: readonly number[];
  readonly inventories: readonly Inventory[];
}

/** Reads what a provider has and what of it is used: two requests.
 *
 * @returns Undefined if an answer does not hold what was asked for.
 */
export async function readResources(
  providerId: string,
  context: ToolContext,
): Promise<ResourceLine[] | undefined> {
  const path = { provider_id: providerId };
  const [inventories, usages] = await Promise.all([
    context.cloud.send(listInventories, { path }),
    context.cloud.send(listProviderUsages, { path }),
  ]);
  const found = readInventories(inventories.body);
  const used = readUsages(usages.body);
  if (!found || !used) return undefined;
  return found.flatMap((inventory) => {
    const { resourceClass, total, reserved = 0, allocationRatio = 1 } = inventory;
    const capacity = capacityOf(inventory);
    if (total === undefined || capacity === undefined) return [];
    const line = { resourceClass, capacity, total, reserved, used: used[resourceClass] ?? 0 };
    return { ...line, ratios: [allocationRatio], inventories: [inventory] };
  });
}

/** Adds the lines of several providers up, class by class. */
export function sumResources(lines: readonly ResourceLine[]): ResourceLine[] {
  return [...Map.groupBy(lines, (line) => line.resourceClass)].map(([resourceClass, own]) => ({
    resourceClass,
    capacity: sum(own, (line) => line.capacity),
    used: sum(own, (line) => line.used),
    total: sum(own, (line) => line.total),
    reserved: sum(own, (line) => line.reserved),
    ratios: [...new Set(own.flatMap((line) => line.ratios))],
    inventories: own.flatMap((line) => line.inventories),
  }));
}

/** `VGPU 1 of 8`. */
export function lineText({ resourceClass, used, capacity }: ResourceLine): string {
  return `${resourceClass} ${used} of ${capacity}`;
}

function sum(lines: readonly ResourceLine[], amount: (line: ResourceLine) => number): number {
  return lines.reduce((total, line) => total + amount(line), 0);
}
