import * as z from "zod";
import { listHypervisors, showHypervisor } from "../../openstack/compute/operations.ts";
import { type Hypervisor, readHypervisor } from "../../openstack/compute/types.ts";
import { unavailablePart } from "../../openstack/errors.ts";
import { wire } from "../../openstack/read.ts";
import { answerList } from "../list.ts";
import type { Column, Join, ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT } from "../list_arguments.ts";
import { ofPart, type Parts, readParts, UNKNOWN } from "../parts.ts";
import { tool, type ToolAnswer, type ToolContext } from "../tool.ts";
import { type Capacity, CAPACITY_OPERATIONS, readCapacities } from "./hypervisor_capacity.ts";
import { lineText, type ResourceLine, sumResources } from "./provider_resources.ts";
import { CLASSES_WITH_COLUMNS, RESOURCE_COLUMNS } from "./resource_columns.ts";

/** Hypervisors of one answer: each costs two requests to Placement. */
const MOST_HYPERVISORS = 50;

/** Hypervisors, with what Placement can still give of them. */
export const getHypervisorDetails = tool({
  name: "get_hypervisor_details",
  toolset: "compute",
  title: "Hypervisors",
  description:
    `Hypervisors with state and Placement's capacity, (total - reserved) x allocation ratio, and use, with sums; ${MOST_HYPERVISORS} an answer. Administrators only.`,
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listHypervisors, showHypervisor, ...CAPACITY_OPERATIONS],
  compat: {
    ...LIST_COMPAT,
    hypervisor_name: (value) => value === "" || value === "all" ? {} : { names: value },
  },
  run: (args, context) => answerList(HYPERVISORS, args, context),
});

/** What is read beside the list of hypervisors. */
interface HypervisorJoin {
  readonly capacities: ReadonlyMap<Hypervisor, Capacity>;
  /** How many servers run on each, by its id. */
  readonly servers: ReadonlyMap<string, number>;
  /** What a host says of itself when it is asked. */
  readonly uptimes: ReadonlyMap<Hypervisor, string>;
}

type HypervisorColumn = Column<Hypervisor, HypervisorJoin>;

const FIGURES: readonly {
  readonly suffix: string;
  readonly level: HypervisorColumn["level"];
  readonly value: (line: ResourceLine) => unknown;
  /** Whether it is counted in the class's unit. */
  readonly plain?: boolean;
}[] = [
  { suffix: "_used", level: "detailed", value: (line) => line.used },
  { suffix: "_capacity", level: "detailed", value: (line) => line.capacity },
  { suffix: "_total", level: "full", value: (line) => line.total },
  { suffix: "_reserved", level: "full", value: (line) => line.reserved },
  {
    suffix: "_ratio",
    level: "full",
    value: ({ ratios }) => ratios.length > 1 ? ratios : ratios[0],
    plain: true,
  },
];

const CAPACITY_COLUMNS: readonly HypervisorColumn[] = [
  ...RESOURCE_COLUMNS.flatMap(({ resourceClass, name, unit }) =>
    FIGURES.map((figure): HypervisorColumn => ({
      name: `${name}${figure.suffix}${figure.plain ? "" : unit}`,
      level: figure.level,
      joined: true,
      value: (hypervisor, joined) =>
        ofCapacity(hypervisor, joined, (one) => one === resourceClass, (capacity) => {
          const line = capacity.get(resourceClass);
          return line && figure.value(line);
        }),
    }))
  ),
  {
    name: "other_resources",
    level: "detailed",
    joined: true,
    value: (hypervisor, joined) =>
      ofCapacity(hypervisor, joined, (one) => !CLASSES_WITH_COLUMNS.has(one), (capacity) => {
        const others = [...capacity.values()].filter((line) => !CLASSES_WITH_COLUMNS.has(line.resourceClass));
        return others.length === 0 ? undefined : others.map(lineText);
      }),
  },
];

const COLUMNS: readonly HypervisorColumn[] = [
  { name: "name", level: "basic", value: (hypervisor) => hypervisor.hostname },
  { name: "state", level: "basic", value: (hypervisor) => hypervisor.state ?? "unknown", fold: "lower" },
  { name: "status", level: "basic", value: (hypervisor) => hypervisor.status ?? "unknown", fold: "lower" },
  { name: "disabled_reason", level: "detailed", value: (hypervisor) => hypervisor.disabledReason },
  ...CAPACITY_COLUMNS,
  {
    name: "servers",
    level: "full",
    joined: true,
    value: (hypervisor, joined) => joined?.servers.get(hypervisor.id),
  },
  { name: "type", level: "full", value: (hypervisor) => hypervisor.type },
  { name: "version", level: "full", value: (hypervisor) => hypervisor.version },
  { name: "host", level: "full", value: (hypervisor) => hypervisor.serviceHost },
  { name: "host_ip", level: "full", value: (hypervisor) => hypervisor.hostIp },
  {
    name: "uptime",
    level: "extra",
    joined: true,
    value: (hypervisor, joined) =>
      hypervisor.uptime?.trim() ?? (joined && ofPart(joined.uptimes, hypervisor, (uptime) => uptime)),
  },
  { name: "id", level: "basic", value: (hypervisor) => hypervisor.id },
];

/** Hypervisors: Compute API "List Hypervisors Details", and Placement. */
export const HYPERVISORS: ListSpec<Hypervisor, HypervisorJoin> = {
  noun: ["hypervisor", "hypervisors"],
  list: listHypervisors,
  show: { operation: showHypervisor, parameter: "hypervisor_id", key: "hypervisor" },
  read: readHypervisor,
  id: (hypervisor) => hypervisor.id,
  name: (hypervisor) => hypervisor.hostname,
  columns: COLUMNS,
  costly: { columns: ["uptime", ...CAPACITY_COLUMNS.map((column) => column.name)], rows: MOST_HYPERVISORS },
  join: async (hypervisors, wants, context) => {
    const capacityColumns = CAPACITY_COLUMNS.map((column) => column.name);
    const [capacities, servers, uptimes] = await Promise.all([
      joinCapacities(capacityColumns.some(wants) ? hypervisors : [], context),
      joinServers(wants("servers") ? hypervisors : [], context),
      readUptimes(wants("uptime") ? hypervisors : [], context),
    ]);
    return {
      joined: { capacities: capacities.joined, servers: servers.joined, uptimes: uptimes.values },
      unavailable: [capacities, servers, uptimes].flatMap((part) => part.unavailable ?? []),
      missing: [capacities, servers].flatMap((part) => part.missing ?? []),
    };
  },
  summary: (hypervisors, joined, whole) => {
    const totals = totalsOf(hypervisors, joined);
    return whole || !("totals" in totals) ? totals : { totals_of_shown: totals["totals"] };
  },
};

async function joinCapacities(
  hypervisors: readonly Hypervisor[],
  context: ToolContext,
): Promise<Join<HypervisorJoin["capacities"]>> {
  const columns = CAPACITY_COLUMNS.map((column) => column.name);
  try {
    const { values, unavailable } = await readCapacities(hypervisors, context);
    return { joined: values, unavailable, missing: values.size === 0 ? columns : [] };
  } catch (error) {
    const part = unavailablePart("capacity and use (Placement)", error);
    return { joined: new Map(), unavailable: [part], missing: columns };
  }
}

/** Nova asks the host itself, so this is read only when it is wanted. */
async function readUptimes(
  hypervisors: readonly Hypervisor[],
  context: ToolContext,
): Promise<Parts<Hypervisor, string>> {
  return await readParts(hypervisors, {
    what: "uptime",
    name: (hypervisor) => hypervisor.hostname ?? hypervisor.id,
    read: async ({ id }) => {
      const answer = await context.cloud.send(showHypervisor, { path: { hypervisor_id: id } });
      return readHypervisor(wire(answer.body)["hypervisor"])?.uptime?.trim();
    },
  });
}

/** Counts alone: most servers belong to other projects. */
async function joinServers(
  hypervisors: readonly Hypervisor[],
  context: ToolContext,
): Promise<Join<HypervisorJoin["servers"]>> {
  if (hypervisors.length === 0) return { joined: new Map() };
  try {
    const values = await context.cloud.list(listHypervisors, { query: { with_servers: true } });
    const read = values.flatMap((value) => readHypervisor(value) ?? []);
    return { joined: new Map(read.map(({ id, servers }) => [id, servers?.length ?? 0])) };
  } catch (error) {
    const part = unavailablePart("servers on hypervisors", error);
    return { joined: new Map(), unavailable: [part], missing: ["servers"] };
  }
}

/** A hypervisor whose capacity could not be read has unknown figures of what others have, and of nothing else. */
function ofCapacity(
  hypervisor: Hypervisor,
  joined: HypervisorJoin | undefined,
  about: (resourceClass: string) => boolean,
  value: (capacity: Capacity) => unknown,
): unknown {
  const capacity = joined?.capacities.get(hypervisor);
  if (capacity) return value(capacity);
  const present = [...joined?.capacities.values() ?? []].some((one) => [...one.keys()].some(about));
  return present ? UNKNOWN : undefined;
}

/** Sums over the hypervisors whose capacity was read, and no others. */
function totalsOf(hypervisors: readonly Hypervisor[], joined: HypervisorJoin | undefined): ToolAnswer {
  const read = hypervisors.flatMap((hypervisor) => joined?.capacities.get(hypervisor) ?? []);
  if (read.length === 0) return {};
  const sums = new Map(
    sumResources(read.flatMap((capacity) => [...capacity.values()])).map((
      line,
    ) => [line.resourceClass, line]),
  );
  const figures = RESOURCE_COLUMNS.flatMap(({ resourceClass, name, unit }) => {
    const line = sums.get(resourceClass);
    return line ? [[`${name}_used${unit}`, line.used], [`${name}_capacity${unit}`, line.capacity]] : [];
  });
  const shown = hypervisors.length;
  return {
    totals: {
      hypervisors: read.length === shown ? shown : `${read.length} of ${shown}`,
      ...Object.fromEntries(figures),
    },
    ...(sums.has("DISK_GB")
      ? {}
      : { note: "no disk of their own: shared storage stands in get_resource_providers" }),
  };
}
