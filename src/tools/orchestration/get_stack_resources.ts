import * as z from "zod";
import { listStackResources } from "../../openstack/orchestration/operations.ts";
import { readStackResource, type Stack, type StackResource } from "../../openstack/orchestration/types.ts";
import { toUtc } from "../../text/time.ts";
import { answerList } from "../list.ts";
import { numeric, PART_ARGUMENTS } from "../list_arguments.ts";
import type { Column, Gathered, ListSpec } from "../list_spec.ts";
import { tool, type ToolContext } from "../tool.ts";
import {
  aboutStack,
  addressOfStack,
  failureOf,
  findStack,
  hasStatus,
  isFailed,
  STACK_ARGUMENT,
  STACK_COMPAT,
  STACK_OPERATIONS,
} from "./stacks.ts";

/** Nested stacks in nested stacks; Heat itself allows fewer. */
const DEEPEST = 10;

/** Resources of a stack, those that failed first. */
export const getStackResources = tool({
  name: "get_stack_resources",
  toolset: "orchestration",
  title: "Resources of a stack",
  description:
    "Resources of a Heat stack, failed ones first with the reason; nested_depth adds those of nested stacks.",
  input: z.strictObject({
    stack: STACK_ARGUMENT,
    nested_depth: numeric(z.int().min(0).max(DEEPEST)),
    ...PART_ARGUMENTS,
  }),
  operations: [...STACK_OPERATIONS, listStackResources],
  essential: [listStackResources],
  compat: STACK_COMPAT,
  run: async ({ stack: reference, nested_depth: depth = 0, ...args }, context) => {
    const stack = await findStack(reference, context);
    return aboutStack(await answerList(resourcesOf(stack, depth), args, context), stack);
  },
});

const COLUMNS: readonly Column<StackResource>[] = [
  { name: "name", level: "basic", value: (resource) => resource.name },
  { name: "type", level: "basic", value: (resource) => resource.type },
  {
    name: "status",
    level: "basic",
    value: (resource) => resource.status,
    resolve: (wanted) => Promise.resolve(hasStatus(wanted)),
  },
  { name: "reason", level: "basic", value: failureOf },
  { name: "parent_resource", level: "detailed", value: (resource) => resource.parentResource },
  { name: "required_by", level: "full", value: (resource) => resource.requiredBy },
  { name: "updated", level: "full", value: (resource) => toUtc(resource.updatedAt) },
  { name: "created", level: "full", value: (resource) => toUtc(resource.createdAt) },
  { name: "stack_id", level: "full", value: (resource) => resource.stackId },
  // Elsewhere the id of a resource is this one.
  { name: "physical_id", level: "basic", value: (resource) => resource.physicalId },
];

function resourcesOf(stack: Stack, depth: number): ListSpec<StackResource> {
  return {
    noun: ["resource", "resources"],
    place: "in this stack",
    list: listStackResources,
    gather: (context) => gatherResources(stack, depth, context),
    read: readStackResource,
    id: (resource) => `${resource.stackId}/${resource.name}`,
    name: (resource) => resource.name,
    columns: COLUMNS,
  };
}

async function gatherResources(
  stack: Stack,
  depth: number,
  context: ToolContext,
): Promise<Gathered<StackResource>> {
  const values = await context.cloud.list(listStackResources, {
    path: addressOfStack(stack),
    ...(depth > 0 ? { query: { nested_depth: depth } } : {}),
    what: `list resources of stack ${stack.name}`,
  });
  const resources = values.flatMap((value) => readStackResource(value) ?? []);
  return { items: resources.toSorted((a, b) => urgencyOf(a, stack) - urgencyOf(b, stack)) };
}

/** What failed stands before what is under way, and what is inside a failed nested stack before that stack. */
function urgencyOf({ status, stackId }: StackResource, stack: Stack): number {
  if (isFailed(status)) return stackId === stack.id ? 1 : 0;
  return status?.endsWith("IN_PROGRESS") ? 2 : 3;
}
