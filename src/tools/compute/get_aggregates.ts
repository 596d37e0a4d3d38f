import * as z from "zod";
import { listAggregates } from "../../openstack/compute/operations.ts";
import { type Aggregate, readAggregate } from "../../openstack/compute/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import type { ListSpec } from "../list_spec.ts";
import { LIST_ARGUMENTS, LIST_COMPAT, renamed } from "../list_arguments.ts";
import { tool } from "../tool.ts";
import { pairsText } from "./pairs_text.ts";

/** Host aggregates. */
export const getAggregates = tool({
  name: "get_aggregates",
  toolset: "compute",
  title: "Host aggregates",
  description: "Host aggregates with availability zone, hosts and properties. Administrators only.",
  input: z.strictObject(LIST_ARGUMENTS),
  operations: [listAggregates],
  compat: { ...LIST_COMPAT, aggregate_name: renamed("names") },
  readsOf: { set_aggregate: { actions: { list: {}, show: { detail: "full" } } } },
  run: (args, context) => answerList(AGGREGATES, args, context),
});

/** Host aggregates: Compute API "List Aggregates". */
export const AGGREGATES: ListSpec<Aggregate> = {
  noun: ["aggregate", "aggregates"],
  list: listAggregates,
  read: readAggregate,
  id: (aggregate) => aggregate.id,
  name: (aggregate) => aggregate.name,
  columns: [
    { name: "name", level: "basic", value: (aggregate) => aggregate.name },
    { name: "availability_zone", level: "basic", value: (aggregate) => aggregate.availabilityZone },
    { name: "hosts", level: "basic", value: (aggregate) => aggregate.hosts },
    { name: "properties", level: "detailed", value: propertiesOf },
    { name: "created", level: "full", value: (aggregate) => toUtc(aggregate.createdAt) },
    { name: "updated", level: "full", value: (aggregate) => toUtc(aggregate.updatedAt) },
    { name: "uuid", level: "full", value: (aggregate) => aggregate.uuid },
    { name: "id", level: "basic", value: (aggregate) => aggregate.id },
  ],
};

/** Its metadata; Nova keeps the zone in there too, which has a column of its own. */
function propertiesOf({ metadata }: Aggregate): string | undefined {
  if (!metadata) return undefined;
  const { availability_zone: _zone, ...properties } = metadata;
  return pairsText(properties);
}
