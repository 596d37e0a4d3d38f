import * as z from "zod";
import {
  listProviderAggregates,
  listResourceProviders,
  listTraits,
} from "../../openstack/placement/operations.ts";
import {
  readBareText,
  readResourceProvider,
  type ResourceProvider,
} from "../../openstack/placement/types.ts";
import { answerList } from "../list.ts";
import type { Column, ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { ofPart, type Parts, readParts } from "../parts.ts";
import { tool, type ToolContext } from "../tool.ts";
import { lineText, readResources, RESOURCE_OPERATIONS, type ResourceLine } from "./provider_resources.ts";

/** Providers of one answer: each costs two requests, one more for its traits and for its aggregates. */
const MOST_PROVIDERS = 50;

/** What Placement has to give. */
export const getResourceProviders = tool({
  name: "get_resource_providers",
  toolset: "compute",
  title: "Resource providers",
  description:
    `Placement's providers: used of capacity by class; fields traits, aggregates. Two requests each, so ${MOST_PROVIDERS} an answer. Administrators only.`,
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listResourceProviders, ...RESOURCE_OPERATIONS, listTraits, listProviderAggregates],
  compat: LIST_COMPAT,
  run: (args, context) => answerList(RESOURCE_PROVIDERS, args, context),
});

/** What is read of each provider. */
interface ProviderJoin {
  readonly resources: ReadonlyMap<ResourceProvider, readonly ResourceLine[]>;
  readonly traits: ReadonlyMap<ResourceProvider, readonly string[]>;
  readonly aggregates: ReadonlyMap<ResourceProvider, readonly string[]>;
}

type ProviderColumn = Column<ResourceProvider, ProviderJoin>;

const RESOURCE_COLUMNS = ["used", "inventories"];

const COLUMNS: readonly ProviderColumn[] = [
  { name: "name", level: "basic", value: (provider) => provider.name },
  {
    name: "used",
    level: "detailed",
    joined: true,
    value: (provider, joined) => ofPart(joined?.resources, provider, (lines) => lines.map(lineText)),
  },
  {
    name: "inventories",
    level: "full",
    joined: true,
    value: (provider, joined) =>
      ofPart(
        joined?.resources,
        provider,
        (lines) => Object.fromEntries(lines.map((line) => [line.resourceClass, inventoryOf(line)])),
      ),
  },
  {
    name: "traits",
    level: "extra",
    joined: true,
    value: (provider, joined) => ofPart(joined?.traits, provider, (traits) => traits),
  },
  {
    name: "aggregates",
    level: "extra",
    joined: true,
    value: (provider, joined) => ofPart(joined?.aggregates, provider, (aggregates) => aggregates),
  },
  { name: "parent_id", level: "detailed", value: (provider) => provider.parentId },
  { name: "root_id", level: "full", value: (provider) => provider.rootId, filter: "in_tree" },
  { name: "generation", level: "full", value: (provider) => provider.generation },
  { name: "id", level: "basic", value: (provider) => provider.id, filter: "uuid" },
];

/** Resource providers: Placement API "List resource providers". */
export const RESOURCE_PROVIDERS: ListSpec<ResourceProvider, ProviderJoin> = {
  noun: ["resource provider", "resource providers"],
  list: listResourceProviders,
  read: readResourceProvider,
  id: (provider) => provider.id,
  name: (provider) => provider.name,
  columns: COLUMNS,
  costly: { columns: [...RESOURCE_COLUMNS, "traits", "aggregates"], rows: MOST_PROVIDERS },
  join: async (providers, wants, context) => {
    const of = (columns: readonly string[]) => columns.some(wants) ? providers : [];
    const [resources, traits, aggregates] = await Promise.all([
      partOf(of(RESOURCE_COLUMNS), "inventories and usages", ({ id }) => readResources(id, context)),
      partOf(of(["traits"]), "traits", ({ id }) => texts(listTraits, id, context)),
      partOf(of(["aggregates"]), "aggregates", ({ id }) => texts(listProviderAggregates, id, context)),
    ]);
    return {
      joined: { resources: resources.values, traits: traits.values, aggregates: aggregates.values },
      unavailable: [resources, traits, aggregates].flatMap((part) => part.unavailable),
      missing: [
        ...missing(resources, RESOURCE_COLUMNS),
        ...missing(traits, ["traits"]),
        ...missing(aggregates, ["aggregates"]),
      ],
    };
  },
};

function partOf<Value>(
  providers: readonly ResourceProvider[],
  what: string,
  read: (provider: ResourceProvider) => Promise<Value | undefined>,
): Promise<Parts<ResourceProvider, Value>> {
  return readParts(providers, { what, name: (provider) => provider.name ?? provider.id, read });
}

/** The columns of a part of which nothing could be read. */
function missing<Value>(part: Parts<ResourceProvider, Value>, columns: readonly string[]): readonly string[] {
  return part.values.size === 0 && part.unavailable.length > 0 ? columns : [];
}

async function texts(
  operation: typeof listTraits,
  providerId: string,
  context: ToolContext,
): Promise<string[]> {
  const values = await context.cloud.list(operation, { path: { provider_id: providerId } });
  return values.flatMap((value) => readBareText(value) ?? []);
}

function inventoryOf({ used, capacity, inventories: [inventory] }: ResourceLine): Record<string, unknown> {
  return {
    used,
    capacity,
    total: inventory?.total,
    reserved: inventory?.reserved,
    allocation_ratio: inventory?.allocationRatio,
    min_unit: inventory?.minUnit,
    max_unit: inventory?.maxUnit,
    step_size: inventory?.stepSize,
  };
}
